//! A call that the org refused.

use std::error::Error as StdError;
use std::fmt;

use crate::call::CallInfo;
use crate::types::{AnyObject, Id};

use super::{ErrorCode, ErrorEntry, without_tokens};

/// Of a body that is not JSON, so much is kept, in bytes.
const EXCERPT: usize = 400;
/// And of JSON, which may be the error of an Apex REST service: a message is seldom longer.
const LONG_EXCERPT: usize = 3_000;

/// What is said of a call that was sent before.
pub(super) const OPEN: &str = "; an earlier attempt, whose answer was lost, may have done it";

/// A call that the org refused, with what it said.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The call.
    pub call: CallInfo,
    /// HTTP status.
    pub status: u16,
    /// What the org has against it. Empty where the answer was not the org's JSON: an HTML page of
    /// a proxy or of Salesforce Edge, or nothing.
    pub errors: Vec<ErrorEntry>,
    /// The start of a body that is not the org's JSON.
    pub text: String,
    /// Whether the call was sent before, and that attempt, whose answer was lost or did not tell,
    /// may have done what this one is refused.
    pub was_open: bool,
}

/// An external ID that several records have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ambiguous {
    /// The call.
    pub call: CallInfo,
    /// The records that have it, as far as the answer names them.
    pub ids: Vec<Id<AnyObject>>,
}

impl ApiError {
    /// Reads the answer to a refused call, whatever its form.
    pub(crate) fn from_body(call: CallInfo, status: u16, body: &[u8]) -> Self {
        let (errors, text) = match ErrorEntry::from_body(body) {
            Some(entries) => (entries, String::new()),
            None => (Vec::new(), excerpt(body)),
        };
        Self {
            was_open: call.was_open,
            call,
            status,
            errors,
            text,
        }
    }

    /// Whether the same call may succeed later, as it is.
    pub fn is_retryable(&self) -> bool {
        let has = |test: fn(&ErrorEntry) -> bool| self.errors.iter().any(test);
        if has(ErrorEntry::is_daily_limit) {
            return false;
        }
        if has(|entry| entry.is_locked() || entry.is_concurrency_limit() || entry.passes()) {
            return true;
        }
        // The org's own code fails again.
        !has(|entry| entry.code == ErrorCode::ApexError)
            && matches!(self.status, 420 | 429 | 500 | 502 | 503 | 504)
    }
}

impl Ambiguous {
    /// Reads the URLs that the org answers with status 300.
    pub(crate) fn from_body(call: CallInfo, body: &[u8]) -> Self {
        let urls: Vec<String> = serde_json::from_slice(body).unwrap_or_default();
        let ids = urls
            .iter()
            .filter_map(|url| Id::parse(url.rsplit('/').next()?).ok())
            .collect();
        Self { call, ids }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the org answered {}", self.call, self.status)?;
        for (place, entry) in self.errors.iter().enumerate() {
            write!(f, "{} {entry}", if place == 0 { ":" } else { ";" })?;
        }
        if !self.text.is_empty() {
            write!(f, ": {}", self.text)?;
        }
        if self.was_open {
            f.write_str(OPEN)?;
        }
        Ok(())
    }
}

impl StdError for ApiError {}

impl fmt::Display for Ambiguous {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: several records have this external ID", self.call)?;
        for (place, id) in self.ids.iter().enumerate() {
            write!(f, "{} {id}", if place == 0 { ":" } else { "," })?;
        }
        f.write_str("; name one by its id")
    }
}

impl StdError for Ambiguous {}

/// What a body says that is no error of the org's: a page's text without its tags, or the JSON of a
/// service of one's own; in one line.
fn excerpt(body: &[u8]) -> String {
    let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    let most = if is_json { LONG_EXCERPT } else { EXCERPT };
    let body = body.get(..8 * EXCERPT).unwrap_or(body);
    let mut out = String::new();
    let mut in_tag = false;
    for c in String::from_utf8_lossy(body).chars() {
        match c {
            '<' if !is_json => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            c if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
        if out.len() >= most {
            out.push('…');
            break;
        }
    }
    without_tokens(out.trim_end()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> ApiError {
        ApiError::from_body(CallInfo::default(), status, body.as_bytes())
    }

    #[test]
    fn a_page_of_html_is_told_as_text() {
        let page = "<html><head><title>Bad Gateway</title></head>\n<body>\n down </body></html>";
        let error = refused(502, page);
        assert!(error.errors.is_empty());
        assert_eq!(error.text, "Bad Gateway down");
        assert!(error.is_retryable());
        assert_eq!(refused(502, "").text, "");
    }

    #[test]
    fn the_error_of_a_service_of_ones_own_is_kept() {
        let error = refused(400, r#"{"reason": "a < b and b > c", "at": ["x"]}"#);
        assert_eq!(error.text, r#"{"reason": "a < b and b > c", "at": ["x"]}"#);
        let long = format!(r#"{{"reason": "{}"}}"#, "long ".repeat(200));
        assert_eq!(refused(400, &long).text, long);
        let longer = format!(r#"{{"reason": "{}"}}"#, "long ".repeat(2_000));
        assert!(refused(400, &longer).text.len() < 3_010);
    }

    #[test]
    fn a_long_page_is_cut() {
        let error = refused(503, &"é".repeat(100_000));
        assert!(error.text.len() < 2 * EXCERPT);
        assert!(error.text.ends_with('…'));
    }

    #[test]
    fn the_daily_limit_is_not_retryable_and_a_lock_is() {
        let daily =
            r#"[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]"#;
        assert!(!refused(403, daily).is_retryable());
        let lock = r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain"}]"#;
        assert!(refused(400, lock).is_retryable());
    }

    #[test]
    fn what_the_policy_repeats_is_retryable_and_nothing_else() {
        let code = |status, code: &str| refused(status, &format!(r#"[{{"errorCode":"{code}"}}]"#));
        assert!(code(403, "API_CURRENTLY_DISABLED").is_retryable());
        assert!(code(400, "QUERY_TIMEOUT").is_retryable());
        assert!(code(500, "UNKNOWN_EXCEPTION").is_retryable());
        assert!(code(403, "TOO_MANY_APEX_REQUESTS").is_retryable());
        assert!(code(400, "REQUEST_RUNNING_TOO_LONG").is_retryable());
        assert!(code(400, "PLATFORM_EVENT_PUBLISH_FAILED").is_retryable());
        assert!(!code(500, "APEX_ERROR").is_retryable());
        assert!(!code(400, "MALFORMED_QUERY").is_retryable());
    }

    /// The status alone does not tell whether a call was done, where the org says so.
    #[test]
    fn what_the_org_has_not_begun_did_not_happen() {
        let open = |status, code: &str| {
            let body = format!(r#"[{{"errorCode":"{code}"}}]"#);
            crate::Error::Api(Box::new(refused(status, &body))).may_have_happened()
        };
        let maintenance = "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE";
        assert!(!open(400, maintenance) && !open(503, maintenance));
        assert!(!open(503, "API_CURRENTLY_DISABLED"));
        assert!(open(503, "SERVER_UNAVAILABLE") && open(500, "UNKNOWN_EXCEPTION"));
        assert!(open(400, "REQUEST_RUNNING_TOO_LONG"));
        assert!(!open(400, "QUERY_TIMEOUT"));
    }

    #[test]
    fn several_matches_name_their_records() {
        let body = r#"["/services/data/v66.0/sobjects/X__c/001D000000IqhSLIAZ","/odd"]"#;
        let found = Ambiguous::from_body(CallInfo::default(), body.as_bytes());
        assert_eq!(found.ids.len(), 1);
        assert_eq!(found.ids[0].as_str(), "001D000000IqhSLIAZ");
    }
}
