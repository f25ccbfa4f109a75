//! Records with a body that come as multipart/form-data: a JSON part, and a part named after the
//! base64 field.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt as _;
use futures_util::stream;
use serde_json::{Map, Value as Json};

use super::{ApiError, ApiRequest, body};
use crate::schema::Object;

/// The JSON of a record, whichever way it came.
pub(super) fn text<'a>(request: &'a ApiRequest, object: &Object) -> Result<Cow<'a, str>, ApiError> {
    let kind = request.header("content-type").unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        record(request, object).map(Cow::Owned)
    } else {
        body::text(request).map(Cow::Borrowed)
    }
}

/// The record as the JSON it would be without multipart.
fn record(request: &ApiRequest, object: &Object) -> Result<String, ApiError> {
    let kind = request.header("content-type").unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(malformed)?;
    let body = Ok::<_, std::io::Error>(request.body.clone());
    let parts = multer::Multipart::new(stream::iter([body]), boundary);
    // The whole body is there already, so this never waits.
    let read = read(parts, object).now_or_never();
    let record = read.unwrap_or_else(|| Err(malformed("the body is cut short")))?;
    serde_json::to_string(&record).map_err(malformed)
}

async fn read(
    mut parts: multer::Multipart<'_>,
    object: &Object,
) -> Result<Map<String, Json>, ApiError> {
    let mut record = Map::new();
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let blob = part.name().and_then(|name| object.blob(name));
        let bytes = blob.map(|field| object.field(field).name.clone());
        let content = part.bytes().await.map_err(malformed)?;
        match bytes {
            Some(field) => {
                record.insert(field, STANDARD.encode(content).into());
            }
            None => {
                let fields: Map<String, Json> =
                    serde_json::from_slice(&content).map_err(malformed)?;
                record.extend(fields);
            }
        }
    }
    Ok(record)
}

/// [M]
fn malformed(error: impl std::fmt::Display) -> ApiError {
    ApiError::new(400, "INVALID_MULTIPART_REQUEST", error.to_string())
}
