//! A response: status, headers, body.

use bytes::Bytes;
use serde::Serialize;

/// What a resource answers.
#[derive(Debug, Clone)]
pub(crate) struct ApiResponse {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
}

/// The body of a response.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Empty,
    Json(String),
    Other {
        content_type: &'static str,
        bytes: Bytes,
    },
}

impl ApiResponse {
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        // Maps with keys that are not text are the only thing that fails, and there are none.
        Self::json_text(status, serde_json::to_string(body).unwrap_or_default())
    }

    /// JSON that is text already.
    pub(crate) fn json_text(status: u16, text: String) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Json(text),
        }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Empty,
        }
    }

    pub(crate) fn bytes(content_type: &'static str, bytes: Bytes) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: Body::Other {
                content_type,
                bytes,
            },
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
