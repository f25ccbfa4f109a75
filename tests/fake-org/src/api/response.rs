//! A response: status, headers, body.

use bytes::Bytes;
use serde::Serialize;

/// What a resource answers.
#[derive(Debug, Clone)]
pub(crate) struct ApiResponse {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
    /// Of a page that is worth making before it is asked for, or one before such.
    pub(crate) page: Option<Box<PageInfo>>,
}

/// What is known of a page besides its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageInfo {
    /// The same body compressed, where that is done already.
    pub(crate) gzip: Option<Bytes>,
    /// The URL of the next page, where it is worth making before it is asked for.
    pub(crate) next: Option<String>,
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
            page: None,
        }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Empty,
            page: None,
        }
    }

    pub(crate) fn bytes(content_type: &'static str, bytes: Bytes) -> Self {
        let mut response = Self::empty(200);
        response.body = Body::Other {
            content_type,
            bytes,
        };
        response
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
