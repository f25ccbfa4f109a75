//! Values in a path, a query string and a header, written so that they can be nothing else.

use std::borrow::Cow;

use http::HeaderName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::Error;

/// What stays as it is in a path segment or a query value: RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A header that a call may set.
pub(crate) fn header_name(name: &str) -> Result<HeaderName, Error> {
    let known = HeaderName::try_from(name)
        .map_err(|_| Error::request(format!("{name:?} is not the name of a header")))?;
    let own = [
        "authorization",
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        // What the client unpacks, it asks for.
        "accept-encoding",
    ];
    if own.contains(&known.as_str()) {
        return Err(Error::request(format!(
            "the header {known} is the client's own: it is not set by a call"
        )));
    }
    Ok(known)
}

/// A query value or name, percent-encoded; a space is `%20`.
pub(super) fn encode_query_value(value: &str) -> Cow<'_, str> {
    utf8_percent_encode(value, ENCODED).into()
}

/// The path of a template, each `{name}` of which the next segment takes, percent-encoded.
pub(crate) fn fill(template: &str, segments: &[&str]) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 16);
    let mut rest = template;
    let mut segments = segments.iter();
    let mismatch = || Error::request(format!("the path {template} wants other parts than given"));
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(mismatch)?;
        let segment = segments.next().ok_or_else(mismatch)?;
        // A URL with these means another path, even percent-encoded (WHATWG URL, path state).
        if matches!(*segment, "" | "." | "..") {
            return Err(Error::request(format!(
                "{segment:?} cannot be the {name} of {template}: no URL can hold it as a part of \
                 its path"
            )));
        }
        path.push_str(before);
        path.extend(utf8_percent_encode(segment, ENCODED));
        rest = after;
    }
    if segments.next().is_some() {
        return Err(mismatch());
    }
    path.push_str(rest);
    Ok(path)
}
