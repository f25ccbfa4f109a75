//! What a request carries.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use super::ByteStream;

/// What a request carries.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Body {
    /// Nothing.
    #[default]
    Empty,
    /// JSON text.
    Json(Bytes),
    /// Any other content.
    Content {
        /// `Content-Type`
        content_type: Cow<'static, str>,
        /// The content.
        bytes: Bytes,
    },
    /// `multipart/form-data`, for bodies of files.
    Multipart(Multipart),
    /// Content that comes as it is sent.
    Stream {
        /// `Content-Type`
        content_type: Cow<'static, str>,
        /// The content.
        stream: ByteStream,
    },
}

/// The parts of a `multipart/form-data` body.
#[derive(Clone, Default)]
pub struct Multipart {
    /// In order.
    pub parts: Vec<Part>,
}

/// A part of a `multipart/form-data` body.
#[derive(Clone)]
pub struct Part {
    /// The part's name: for a file the name of the blob field.
    pub name: Cow<'static, str>,
    /// `filename`, which the org asks of binary parts.
    pub file_name: Option<String>,
    /// `Content-Type`
    pub content_type: Cow<'static, str>,
    /// The content.
    pub content: Content,
}

/// The content of a part.
#[derive(Clone)]
#[non_exhaustive]
pub enum Content {
    /// All of it.
    Bytes(Bytes),
    /// As it is sent.
    Stream(ByteStream),
}

impl Body {
    /// How many bytes there are, the frame of a multipart body aside.
    pub fn len(&self) -> u64 {
        match self {
            Self::Empty => 0,
            Self::Json(bytes) | Self::Content { bytes, .. } => bytes.len() as u64,
            Self::Multipart(multipart) => {
                multipart.parts.iter().map(|part| part.content.len()).sum()
            }
            Self::Stream { stream, .. } => stream.len(),
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it can be sent no more: a part of it came from a stream, which comes once.
    pub fn is_spent(&self) -> bool {
        match self {
            Self::Multipart(multipart) => multipart.parts.iter().any(|part| match &part.content {
                Content::Bytes(_) => false,
                Content::Stream(stream) => stream.is_spent(),
            }),
            Self::Stream { stream, .. } => stream.is_spent(),
            _ => false,
        }
    }
}

impl Content {
    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Stream(stream) => stream.len(),
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<&'static [u8]> for Content {
    fn from(bytes: &'static [u8]) -> Self {
        Self::Bytes(Bytes::from_static(bytes))
    }
}

impl From<ByteStream> for Content {
    fn from(stream: ByteStream) -> Self {
        Self::Stream(stream)
    }
}

/// How much there is, never what: bodies hold people's data.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Empty => return f.write_str("Empty"),
            Self::Json(_) => "Json",
            Self::Content { content_type, .. } | Self::Stream { content_type, .. } => content_type,
            Self::Multipart(_) => "Multipart",
        };
        write!(f, "{kind}({} bytes)", self.len())
    }
}
