//! Binary fields: where a body can be fetched, and a body to be written.
//!
//! Must not know: how a body is fetched.

use std::fmt;

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// Where the body of a binary field is: a path on the org's own host, which is what a `base64`
/// field reads as.
///
/// A path is kept only if it stays on the host that answered, because the request for it carries
/// the access token; and only if it is one of the API's, because some endpoints answer with the
/// body itself, whose base64 can begin with a slash.
///
/// ```
/// use sf_runtime::types::BlobRef;
///
/// let body = BlobRef::new("/services/data/v66.0/sobjects/Attachment/00P5f000001AbCd/Body")?;
/// assert!(body.path().ends_with("/Body"));
/// assert!(BlobRef::new("//elsewhere.example/services/").is_err());
/// # Ok::<(), sf_runtime::types::BlobRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BlobRef(Box<str>);

impl BlobRef {
    /// Takes the path that the org answered.
    pub fn new(path: impl Into<Box<str>>) -> Result<Self, BlobRefError> {
        let path = path.into();
        let on_this_host = path.starts_with('/') && !path.starts_with("//");
        let plain = path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if on_this_host && plain && path.contains("/services/") {
            Ok(Self(path))
        } else {
            Err(BlobRefError(()))
        }
    }

    /// No path: what stands for one in a row that nobody sees.
    #[cfg(feature = "client")]
    pub(crate) fn blank() -> Self {
        Self(Box::default())
    }

    /// The path, to be joined to the org's instance URL.
    pub fn path(&self) -> &str {
        &self.0
    }
}

/// A text is not the path of a body on the org's host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobRefError(());

impl fmt::Display for BlobRefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the path of a body on the org's own host")
    }
}

impl std::error::Error for BlobRefError {}

impl Serialize for BlobRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for BlobRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Box::<str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The body of a binary field, to be written: base64 on the wire. `Debug` tells its length alone.
///
/// ```
/// use sf_runtime::types::Blob;
///
/// let body = Blob::from(b"hello".to_vec());
/// assert_eq!(serde_json::to_string(&body)?, r#""aGVsbG8=""#);
/// assert_eq!(format!("{body:?}"), "Blob(5 bytes)");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // In pieces: a body of many megabytes is not held a second time as text.
        serializer.collect_str(&Base64Display::new(&self.0, &STANDARD))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_on_the_same_host_is_kept() {
        for bad in [
            "",
            "/",
            "/9j/4AAQSkZJRgABAQ",
            "https://evil.example/services/data",
            "//evil.example/services/data",
            "/\\evil.example/services/data",
            "/services/data/a b",
            "/services/data\r\nHost: evil.example",
            "services/data/v66.0/sobjects/Attachment/1/Body",
        ] {
            assert!(BlobRef::new(bad).is_err(), "{bad:?}");
        }
        let site = "/site/services/data/v66.0/sobjects/Attachment/1/Body";
        assert_eq!(BlobRef::new(site).unwrap().path(), site);
    }

    #[test]
    fn a_reference_survives_a_round_trip() {
        let json = r#""/services/data/v66.0/sobjects/Document/015/Body""#;
        let body: BlobRef = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&body).unwrap(), json);
        assert!(serde_json::from_str::<BlobRef>("\"aGVsbG8=\"").is_err());
    }

    #[test]
    fn a_large_body_is_one_text() {
        let body = Blob(vec![0; 3 * 5000]);
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(json, format!("\"{}\"", "A".repeat(4 * 5000)));
        assert_eq!(serde_json::to_string(&Blob::default()).unwrap(), "\"\"");
    }
}
