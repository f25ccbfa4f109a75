//! Calls that depend on whether something has changed: HTTP's conditional requests, which the org
//! answers for single records and for describes.

use http::Method;
use jiff::tz::TimeZone;

use crate::error::Error;
use crate::types::Timestamp;

use super::{Call, Request, Response, Safety};

/// A call that is answered only if what it reads has changed.
///
/// ```
/// use sf_runtime::Call;
/// use sf_runtime::rest::DescribeObject;
///
/// let since = "2026-03-02T14:30:00Z".parse()?;
/// let call = DescribeObject::new("Account").if_modified_since(since);
/// let request = call.request()?;
/// assert_eq!(request.headers()["if-modified-since"], "Mon, 02 Mar 2026 14:30:00 GMT");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct IfModified<C> {
    call: C,
    condition: Condition,
}

/// A call that the org refuses, with status 412, if what it is about has changed. A delete is refused
/// before it is sent: the org takes no condition on one (REST API guide, conditional requests).
#[derive(Debug, Clone)]
pub struct IfUnmodified<C> {
    call: C,
    condition: Condition,
}

/// The answer to a call that is answered only if something has changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Modified<T> {
    /// Nothing has changed.
    NotModified,
    /// Something has.
    Modified {
        /// What was asked for.
        value: T,
        /// `Last-Modified`, to ask with the next time, where the org tells it.
        last_modified: Option<Timestamp>,
        /// `ETag`, where the org tells it.
        etag: Option<String>,
    },
}

#[derive(Debug, Clone)]
struct Condition {
    header: &'static str,
    value: String,
}

impl<C> IfModified<C> {
    /// The call, if there was a change after this time.
    pub fn since(call: C, time: Timestamp) -> Self {
        Self {
            call,
            condition: Condition::time("if-modified-since", time),
        }
    }

    /// The call, if what it reads has not this ETag.
    pub fn none_match(call: C, etag: impl Into<String>) -> Self {
        Self {
            call,
            condition: Condition::etag("if-none-match", etag.into()),
        }
    }
}

impl<C> IfUnmodified<C> {
    /// The call, if there was no change after this time.
    pub fn since(call: C, time: Timestamp) -> Self {
        Self {
            call,
            condition: Condition::time("if-unmodified-since", time),
        }
    }

    /// The call, if what it is about has this ETag.
    pub fn matching(call: C, etag: impl Into<String>) -> Self {
        Self {
            call,
            condition: Condition::etag("if-match", etag.into()),
        }
    }
}

impl<T> Modified<T> {
    /// What was asked for, if it has changed.
    pub fn value(self) -> Option<T> {
        match self {
            Self::NotModified => None,
            Self::Modified { value, .. } => Some(value),
        }
    }

    /// Whether it has changed.
    pub fn is_modified(&self) -> bool {
        matches!(self, Self::Modified { .. })
    }
}

impl<C: Call> Call for IfModified<C> {
    type Output = Modified<C::Output>;

    fn request(&self) -> Result<Request, Error> {
        self.condition.put(self.call.request()?)
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        if response.status.as_u16() == 304 {
            return Ok(Modified::NotModified);
        }
        let last_modified = response.last_modified();
        let etag = response.header("etag").map(str::to_owned);
        Ok(Modified::Modified {
            value: C::decode(response)?,
            last_modified,
            etag,
        })
    }
}

impl<C: Call> Call for IfUnmodified<C> {
    type Output = C::Output;

    fn request(&self) -> Result<Request, Error> {
        self.condition.put(self.call.request()?)
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        C::decode(response)
    }
}

impl Condition {
    fn time(header: &'static str, time: Timestamp) -> Self {
        Self {
            header,
            value: http_date(time),
        }
    }

    fn etag(header: &'static str, value: String) -> Self {
        Self { header, value }
    }

    /// A write under a condition is not one that may be sent twice: its own first attempt may be the
    /// change that the second is refused for.
    fn put(&self, request: Request) -> Result<Request, Error> {
        if *request.method() == Method::DELETE {
            return Err(Error::request(format!(
                "{}: the org does not look at the condition of a delete, and would delete what has \
                 changed: read the record under the condition, and delete it after",
                request.info()
            )));
        }
        let request = match request.safety() {
            Safety::Read => request,
            _ => request.with_safety(Safety::Write),
        };
        request.header(self.header, &self.value)
    }
}

/// `Tue, 10 Aug 2015 00:00:00 GMT`
fn http_date(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

impl Response {
    /// `Last-Modified`, if it is there and a date.
    pub fn last_modified(&self) -> Option<Timestamp> {
        self.time("last-modified")
    }

    /// `Date`, if it is there and a date.
    pub(crate) fn date(&self) -> Option<Timestamp> {
        self.time("date")
    }

    fn time(&self, header: &str) -> Option<Timestamp> {
        jiff::fmt::rfc2822::parse(self.header(header)?)
            .ok()
            .map(|zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;
    use crate::call::CallInfo;

    /// Reads the limits as they are.
    struct Text;

    impl Call for Text {
        type Output = String;

        fn request(&self) -> Result<Request, Error> {
            Request::get("limits", &[])
        }

        fn decode(response: Response) -> Result<String, Error> {
            Ok(response.text()?.to_owned())
        }
    }

    fn answer(status: u16, body: &'static str) -> Response {
        let mut headers = HeaderMap::new();
        let date = HeaderValue::from_static("Mon, 02 Mar 2026 14:30:00 GMT");
        headers.insert("last-modified", date);
        headers.insert("etag", HeaderValue::from_static("\"U5iW=--gzip\""));
        Response {
            call: CallInfo::default(),
            status: StatusCode::from_u16(status).expect("a status"),
            headers,
            body: body.into(),
        }
    }

    #[test]
    fn a_304_says_that_nothing_has_changed() {
        let answered = IfModified::<Text>::decode(answer(304, ""));
        assert_eq!(answered.expect("an answer"), Modified::NotModified);
    }

    #[test]
    fn an_answer_tells_what_to_ask_with_the_next_time() {
        let answered = IfModified::<Text>::decode(answer(200, "x")).expect("an answer");
        let expected = Modified::Modified {
            value: "x".to_owned(),
            last_modified: "2026-03-02T14:30:00Z".parse().ok(),
            etag: Some("\"U5iW=--gzip\"".to_owned()),
        };
        assert_eq!(answered, expected);
    }

    /// An update, of which nothing matters here but its method.
    struct Change;

    impl Call for Change {
        type Output = ();

        fn request(&self) -> Result<Request, Error> {
            Request::patch("sobjects/{object}/{id}", &["Account", "001D000000IqhSLIAZ"])
        }

        fn decode(_: Response) -> Result<(), Error> {
            Ok(())
        }
    }

    #[test]
    fn a_write_under_a_condition_is_not_refused_for_its_own_first_attempt() {
        let time: Timestamp = "2015-08-11T00:00:00Z".parse().expect("a time");
        let safety = |request: Result<Request, Error>| request.expect("a request").safety();
        assert_eq!(safety(Change.request()), Safety::Idempotent);
        let conditional = Change.if_unmodified_since(time).request();
        assert_eq!(safety(conditional), Safety::Write);
        assert_eq!(safety(Change.if_match("e").request()), Safety::Write);
        let read = Text.if_modified_since(time).request();
        assert_eq!(safety(read), Safety::Read);
    }

    #[test]
    fn each_condition_has_its_header() {
        let time: Timestamp = "2015-08-11T00:00:00.9Z".parse().expect("a time");
        let date = "Tue, 11 Aug 2015 00:00:00 GMT";
        let header = |request: Result<Request, Error>, name: &str| {
            request.expect("a request").headers()[name].clone()
        };
        assert_eq!(
            header(Text.if_modified_since(time).request(), "if-modified-since"),
            date
        );
        assert_eq!(
            header(
                Text.if_unmodified_since(time).request(),
                "if-unmodified-since"
            ),
            date
        );
        assert_eq!(
            header(Text.if_match("\"a\"").request(), "if-match"),
            "\"a\""
        );
        assert_eq!(
            header(Text.if_none_match("\"a\"").request(), "if-none-match"),
            "\"a\""
        );
        assert!(Text.if_match("a\r\nX: y").request().is_err());
    }
}
