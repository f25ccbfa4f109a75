//! A request below a version: path segments, query, headers, body.

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

use super::Version;

/// A request of one resource.
#[derive(Debug, Clone)]
pub(crate) struct ApiRequest {
    pub(crate) method: Method,
    pub(crate) version: Version,
    /// What stands between slashes after the version, decoded.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl ApiRequest {
    /// Reads `/services/data/v66.0/sobjects/Account?fields=Name`. None where the path is not below a
    /// version.
    pub(crate) fn parse(
        method: Method,
        target: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Option<Self> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let below = path.strip_prefix("/services/data/")?;
        let (version, path) = below.split_once('/').unwrap_or((below, ""));
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some(Self {
            method,
            version: Version::parse(version)?,
            // A doubled or last slash is no segment.
            segments: path
                .split('/')
                .filter(|part| !part.is_empty())
                .map(decode)
                .collect(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            headers,
            body,
        })
    }

    /// `?_HttpMethod=PATCH` stands for the method of a POST. Parts of a composite name their own, by
    /// which they are judged before they are done.
    pub(crate) fn with_method_override(mut self) -> Self {
        if self.method == Method::POST
            && let Some(instead) = self.param("_HttpMethod")
            && let Ok(instead) = instead.parse()
        {
            self.method = instead;
        }
        self
    }

    /// The first value of a query parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the records that this uses go on the list of those used last: so if the header does
    /// not say otherwise, which it can from version 60 on. What a query finds is never put there.
    pub(crate) fn updates_recent(&self) -> bool {
        let says_no = |header: &str| {
            let pair = header.split_once('=');
            pair.is_some_and(|(key, value)| {
                key.trim().eq_ignore_ascii_case("updateMru")
                    && value.trim().eq_ignore_ascii_case("false")
            })
        };
        self.version < Version(60) || !self.header("Sforce-Mru").is_some_and(says_no)
    }

    /// Whether this reads: HEAD is a GET whose body stays behind.
    pub(crate) fn is_get(&self) -> bool {
        self.method == Method::GET || self.method == Method::HEAD
    }

    /// The names of a `fields` parameter; none where it is absent or empty.
    pub(crate) fn fields(&self) -> Option<Vec<&str>> {
        let names: Vec<&str> = self.param("fields")?.split(',').map(str::trim).collect();
        (names != [""]).then_some(names)
    }
}
