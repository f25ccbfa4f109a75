//! A request as plain data.

mod encode;

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp, Unit};
use serde::Serialize;

use crate::error::Error;

use super::{Body, CallInfo};

use encode::encode_query_value;
pub(crate) use encode::{fill, header_name};

/// What is asked of the org.
#[derive(Clone)]
pub struct Request {
    info: CallInfo,
    path: Path,
    query: String,
    headers: HeaderMap,
    body: Body,
    safety: Safety,
    has_new_id: bool,
    gone_is_done: bool,
    window: Option<Window>,
}

/// How far back the org answers.
#[derive(Debug, Clone, Copy)]
struct Window {
    start: Timestamp,
    days: i64,
}

/// A clock may be wrong by so much before a call is refused for it.
const LENIENCE: SignedDuration = SignedDuration::from_hours(1);

/// Where the request goes. It never names a host.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Path {
    /// Below `/services/data/vXX.X/`, without a leading slash.
    Data(String),
    /// From the root of the org's host, with a leading slash: `/services/apexrest/…`.
    Org(String),
    /// A link out of an answer of the org's: a path, or a URL that is followed only if it is on the
    /// org's own host.
    Link(String),
}

/// What sending a request twice would do, which decides when it is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// It changes nothing.
    Read,
    /// It changes something, and once more leaves the same: an update or a delete by id, an upsert.
    Idempotent,
    /// Once more would do it twice: a create.
    Write,
}

impl Request {
    /// A request for the resource at `template` below `/services/data/vXX.X/`.
    ///
    /// Each `{name}` of the template is replaced by the next of `segments`, percent-encoded, so a
    /// value can never become another path.
    ///
    /// # Errors
    /// A segment is empty, `.` or `..`, which no URL can hold, or there are more or fewer of them
    /// than names in the template.
    pub fn new(method: Method, template: &'static str, segments: &[&str]) -> Result<Self, Error> {
        let path = Path::Data(fill(template, segments)?);
        Ok(Self::at(method, path, template))
    }

    /// A `GET`; see [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn get(template: &'static str, segments: &[&str]) -> Result<Self, Error> {
        Self::new(Method::GET, template, segments)
    }

    /// A `POST`; see [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn post(template: &'static str, segments: &[&str]) -> Result<Self, Error> {
        Self::new(Method::POST, template, segments)
    }

    /// A `PATCH`; see [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn patch(template: &'static str, segments: &[&str]) -> Result<Self, Error> {
        Self::new(Method::PATCH, template, segments)
    }

    /// A `DELETE`; see [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn delete(template: &'static str, segments: &[&str]) -> Result<Self, Error> {
        Self::new(Method::DELETE, template, segments)
    }

    /// A request for any path, at `template` in messages.
    pub fn at(method: Method, path: Path, template: impl Into<Cow<'static, str>>) -> Self {
        let safety = match method {
            Method::GET | Method::HEAD => Safety::Read,
            Method::PUT | Method::PATCH | Method::DELETE => Safety::Idempotent,
            _ => Safety::Write,
        };
        Self {
            path,
            info: CallInfo {
                method,
                template: template.into(),
                object: None,
                results: None,
                was_open: false,
            },
            query: String::new(),
            headers: HeaderMap::new(),
            body: Body::Empty,
            safety,
            has_new_id: false,
            gone_is_done: false,
            window: None,
        }
    }

    /// The next page that an answer of the org's links to.
    pub fn follow(link: impl Into<String>, template: &'static str) -> Self {
        Self::at(Method::GET, Path::Link(link.into()), template)
    }

    /// The object that it is about, for messages.
    #[must_use]
    pub fn about(mut self, object: impl Into<Cow<'static, str>>) -> Self {
        self.info.object = Some(object.into());
        self
    }

    /// Says how many results the answer must have, for calls of many records.
    #[must_use]
    pub(crate) fn expecting(mut self, results: usize) -> Self {
        self.info.results = Some(results);
        self
    }

    /// Says that it asks for what was from `start` on, of which the org tells the last days only.
    #[must_use]
    pub(crate) fn reaching_back(mut self, start: Timestamp, days: i64) -> Self {
        self.window = Some(Window { start, days });
        self
    }

    /// Refuses what reaches back further than the org answers.
    pub(crate) fn check_window(&self, now: Timestamp) -> Result<(), Error> {
        let Some(Window { start, days }) = self.window else {
            return Ok(());
        };
        if now.duration_since(start) <= SignedDuration::from_hours(24 * days) + LENIENCE {
            return Ok(());
        }
        Err(Error::request(format!(
            "{}: the span begins at {}, and the org tells the last {days} days only: begin later, \
             and query by SystemModstamp for what is older",
            self.info,
            start.round(Unit::Second).unwrap_or(start)
        )))
    }

    /// Adds a parameter to the query string, percent-encoded.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&encode_query_value(name));
        self.query.push('=');
        self.query.push_str(&encode_query_value(value));
        self
    }

    /// Sets a header. The case of its name does not matter.
    ///
    /// # Errors
    /// It is no name of a header, or the value has a line break or another character that a header
    /// cannot hold.
    pub fn header(self, name: &'static str, value: &str) -> Result<Self, Error> {
        let name = HeaderName::try_from(name)
            .map_err(|_| Error::request(format!("{name:?} is not the name of a header")))?;
        self.with_header(name, value)
    }

    /// Sets a header whose name is not known to the program.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Result<Self, Error> {
        let value = HeaderValue::from_str(value).map_err(|_| {
            Error::request(format!(
                "the value of the header {name} has a line break or another character that a \
                 header cannot hold"
            ))
        })?;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Sets a body of JSON.
    ///
    /// # Errors
    /// The value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Result<Self, Error> {
        let text = serde_json::to_vec(value).map_err(|error| {
            Error::request(format!("{}: the body is not JSON: {error}", self.info))
        })?;
        self.body = Body::Json(text.into());
        Ok(self)
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// Says what sending it twice would do, where the method does not tell.
    #[must_use]
    pub fn with_safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// Says that path, query or body hold a [`NewId`](crate::NewId), so that it can be sent as part
    /// of a composite only.
    #[must_use]
    pub fn with_new_id(mut self) -> Self {
        self.has_new_id = true;
        self
    }

    /// Says that the request is done if it is sent again after its answer was lost, and the org
    /// then says that there is no such record: the first one did it.
    #[must_use]
    pub fn with_gone_as_done(mut self) -> Self {
        self.gone_is_done = true;
        self
    }

    /// Whether "no such record" is success once the request may have been done already.
    pub fn is_gone_done(&self) -> bool {
        self.gone_is_done
    }

    /// What sending it twice would do as a part of a larger call: there a delete that finds its
    /// record gone has failed, and may undo the others.
    pub(crate) fn safety_as_part(&self) -> Safety {
        if self.gone_is_done {
            Safety::Write
        } else {
            self.safety
        }
    }

    /// Whether it can be sent as part of a composite only.
    pub fn has_new_id(&self) -> bool {
        self.has_new_id
    }

    /// Which call it is.
    pub fn info(&self) -> &CallInfo {
        &self.info
    }

    /// `GET`, `POST`, …
    pub fn method(&self) -> &Method {
        &self.info.method
    }

    /// Where it goes.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The query string, encoded, without `?`; empty if there is none.
    pub fn query_string(&self) -> &str {
        &self.query
    }

    /// Headers of this request alone.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What it carries.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// What sending it twice would do.
    pub fn safety(&self) -> Safety {
        self.safety
    }

    /// Path and query, with `base` (such as `v66.0` or `/services/data/v66.0`) in front of a
    /// [`Path::Data`]: the form of a subrequest's URL.
    pub fn path_below(&self, base: &str) -> String {
        let mut url = match &self.path {
            Path::Data(path) => format!("{base}/{path}"),
            Path::Org(path) | Path::Link(path) => path.clone(),
        };
        if !self.query.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&self.query);
        }
        url
    }
}

/// Which request it is, never its values: paths and queries hold them too.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("call", &format_args!("{}", self.info))
            .field("headers", &self.headers.keys())
            .field("body", &self.body)
            .field("safety", &self.safety)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_segment() {
        let path = |value: &str| {
            Request::get(
                "sobjects/{object}/{field}/{value}",
                &["Account", "Ext__c", value],
            )
            .map(|request| request.path_below("v66.0"))
        };
        assert_eq!(
            path("a/b?c#d%e+f é\n").expect("a path"),
            "v66.0/sobjects/Account/Ext__c/a%2Fb%3Fc%23d%25e%2Bf%20%C3%A9%0A"
        );
        for odd in ["", ".", ".."] {
            assert!(path(odd).is_err(), "{odd:?}");
        }
        assert_eq!(
            path("...").expect("a path"),
            "v66.0/sobjects/Account/Ext__c/..."
        );
    }

    #[test]
    fn parts_and_template_agree_or_nothing_is_sent() {
        assert!(Request::get("sobjects/{object}", &[]).is_err());
        assert!(Request::get("sobjects", &["Account"]).is_err());
    }

    #[test]
    fn a_header_holds_no_second_one() {
        let request = Request::get("limits", &[]).expect("a request");
        let injected = request.header("sforce-call-options", "client=a\r\nX-Evil: 1");
        assert!(injected.is_err());
    }

    #[test]
    fn a_header_is_the_same_in_any_case() {
        let limits = || Request::get("limits", &[]).expect("a request");
        let request = limits().header("X-Custom", "1").expect("a header");
        assert_eq!(request.headers()["x-custom"], "1");
        for odd in ["", "x custom", "x\r\ny", "größe"] {
            let said = limits().header(odd, "1").expect_err(odd).to_string();
            assert!(said.contains("not the name of a header"), "{said}");
        }
    }

    #[test]
    fn a_query_is_encoded_and_joined() {
        let request = Request::get("query", &[])
            .expect("a request")
            .query("q", "SELECT Id FROM Account WHERE Name = 'a&b=c+d'")
            .query("x", "1");
        assert_eq!(
            request.path_below("/services/data/v66.0"),
            "/services/data/v66.0/query?q=SELECT%20Id%20FROM%20Account%20WHERE%20Name%20%3D%20\
             %27a%26b%3Dc%2Bd%27&x=1"
        );
    }

    #[test]
    fn debug_does_not_show_what_is_sent() {
        let request = Request::post("sobjects/{object}", &["Account"])
            .expect("a request")
            .json(&serde_json::json!({"Name": "private"}))
            .expect("JSON");
        assert!(!format!("{request:?}").contains("private"));
    }
}
