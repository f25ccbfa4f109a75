//! Which call it was, for messages and traces: nothing of its values.

use std::borrow::Cow;
use std::fmt;

use http::Method;

/// Which call it was: method, path template and object, without ids, values or bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    /// `GET`, `POST`, …
    pub method: Method,
    /// The path below `/services/data/vXX.X/`, with names in braces for what is filled in:
    /// `sobjects/{object}/{id}`.
    pub template: Cow<'static, str>,
    /// API name of the object that it is about, if it is about one.
    pub object: Option<Cow<'static, str>>,
    /// How many results the answer must have: one for each record that was sent.
    pub(crate) results: Option<usize>,
    /// Whether the answer is to a later attempt, and one before, whose answer was lost or did not
    /// tell, may have done what was asked.
    pub(crate) was_open: bool,
}

impl Default for CallInfo {
    fn default() -> Self {
        Self {
            method: Method::GET,
            template: Cow::Borrowed(""),
            object: None,
            results: None,
            was_open: false,
        }
    }
}

impl fmt::Display for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.method)?;
        match &self.object {
            Some(object) => f.write_str(&self.template.replace("{object}", object)),
            None => f.write_str(&self.template),
        }
    }
}
