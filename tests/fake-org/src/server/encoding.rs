//! Compressed bodies, in and out.

use std::io::{Read as _, Write as _};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::GzEncoder;
use http::HeaderMap;

use super::rest;
use crate::api::{ApiError, ApiResponse};

/// Smaller bodies go out as they are.
const WORTH_IT: usize = 1_024;

pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get("accept-encoding")
        .and_then(|value| value.to_str().ok());
    let wanted = |one: &str| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    };
    accepted.is_some_and(|list| list.split(',').any(wanted))
}

pub(super) fn is_worth_it(body: &Bytes) -> bool {
    body.len() >= WORTH_IT
}

pub(super) fn gzip(body: &[u8]) -> Bytes {
    // Records become a tenth or less.
    let out = Vec::with_capacity(body.len() / 8);
    let mut encoder = GzEncoder::new(out, Compression::fast());
    // Writing to memory cannot fail.
    let written = encoder.write_all(body).and_then(|()| encoder.finish());
    written.map(Bytes::from).unwrap_or_default()
}

/// The body as it was before the client compressed it, or the answer that refuses it.
pub(super) fn decode(headers: &HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, ApiResponse> {
    let encoding = headers
        .get("content-encoding")
        .map(http::HeaderValue::as_bytes);
    // One byte more than is allowed shows that it is too much.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut plain = Vec::new();
    let read = match encoding {
        None | Some(b"identity" | b"") => return Ok(body),
        Some(b"gzip") => GzDecoder::new(&*body).take(most).read_to_end(&mut plain),
        Some(b"deflate") => ZlibDecoder::new(&*body).take(most).read_to_end(&mut plain),
        Some(_) => {
            let message = "Content-Encoding must be gzip or deflate";
            return Err(ApiError::new(415, "UNSUPPORTED_MEDIA_TYPE", message).response());
        }
    };
    match read {
        Ok(_) if plain.len() > limit => Err(rest::too_large()),
        Ok(_) => Ok(plain.into()),
        Err(_) => {
            Err(ApiError::parser("the request body is not what Content-Encoding says").response())
        }
    }
}
