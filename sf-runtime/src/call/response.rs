//! An answer as plain data.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use crate::error::{Ambiguous, ApiError, Error};

use super::CallInfo;

/// The org's answer to a request.
#[derive(Clone)]
pub struct Response {
    /// The call that it answers.
    pub call: CallInfo,
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Bytes,
}

impl Response {
    /// The answer, if the org accepted the call: any 2xx, or 304 to a conditional request.
    ///
    /// # Errors
    /// The org refused it, or (300) an external ID matches several records.
    pub fn accepted(self) -> Result<Self, Error> {
        match self.status.as_u16() {
            200..=299 | 304 => Ok(self),
            300 => Err(Error::Ambiguous(Box::new(Ambiguous::from_body(
                self.call, &self.body,
            )))),
            status => Err(Error::Api(Box::new(ApiError::from_body(
                self.call, status, &self.body,
            )))),
        }
    }

    /// The body as text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.body)
            .map_err(|_| Error::decode(self.call.clone(), "the answer is not UTF-8", None))
    }

    /// The body read as JSON.
    ///
    /// # Errors
    /// It is not JSON of this form.
    pub fn json<'de, T: Deserialize<'de>>(&'de self) -> Result<T, Error> {
        serde_json::from_str(self.text()?).map_err(|error| self.unreadable(error))
    }

    /// A header's value, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How long the org asks to wait: `Retry-After`, in seconds or as a date, which is taken by the
    /// clock of who sent it (`Date`).
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let asked = self.header("retry-after")?.trim();
        if let Ok(seconds) = asked.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = |text: &str| jiff::fmt::rfc2822::parse(text).ok();
        let wait = date(asked)?.duration_since(&date(self.header("date")?)?);
        Some(Duration::try_from(wait).unwrap_or_default())
    }

    /// The error of a body that is not what the resource promises.
    pub(crate) fn unreadable(&self, error: serde_json::Error) -> Error {
        Error::decode(
            self.call.clone(),
            "the answer is not what this resource promises",
            Some(error),
        )
    }
}

/// How much there is, never what: answers hold people's data.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} ({} bytes)",
            self.call,
            self.status,
            self.body.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_in_seconds_or_a_date() {
        let wait = |headers: &[(&'static str, &str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, value.parse().expect("a value"));
            }
            let response = Response {
                call: CallInfo::default(),
                status: StatusCode::SERVICE_UNAVAILABLE,
                headers: map,
                body: Bytes::new(),
            };
            response.retry_after().map(|wait| wait.as_secs())
        };
        let date = ("date", "Mon, 02 Mar 2026 14:30:00 GMT");
        let until = |text| ("retry-after", text);
        assert_eq!(wait(&[until("17 ")]), Some(17));
        assert_eq!(
            wait(&[date, until("Mon, 02 Mar 2026 14:31:30 GMT")]),
            Some(90)
        );
        assert_eq!(
            wait(&[date, until("Mon, 02 Mar 2026 14:29:00 GMT")]),
            Some(0)
        );
        assert_eq!(wait(&[until("Mon, 02 Mar 2026 14:31:30 GMT")]), None);
        assert_eq!(wait(&[date, until("soon")]), None);
        assert_eq!(wait(&[date]), None);
    }
}
