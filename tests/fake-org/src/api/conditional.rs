//! Conditional requests of one record: by its last change, and by ETag where the object has them.

use http::Method;

use super::{ApiError, ApiRequest, ApiResponse, Call};
use crate::clock::{self, Millis};
use crate::schema::ObjectIx;
use crate::store::RowIx;
use crate::value::Value;

/// The one object whose records have ETags.
const WITH_ETAG: &str = "Account";

/// The headers by which a later request can be made conditional.
pub(super) fn headers(
    call: &Call<'_>,
    object: ObjectIx,
    row: RowIx,
) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    if let Some(at) = modified(call, object, row) {
        headers.push(("Last-Modified", clock::http_date(at)));
    }
    headers.extend(etag(call, object, row).map(|etag| ("ETag", etag)));
    headers
}

/// The answer, where a condition decides it: 304 or 412; 400 for a write under one that is none.
pub(super) fn row(
    call: &Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    row: RowIx,
) -> Result<Option<ApiResponse>, ApiError> {
    let not_modified = || {
        let mut response = ApiResponse::empty(304);
        response.headers = headers(call, object, row);
        response
    };
    if let Some(etag) = etag(call, object, row) {
        let writes = matches!(request.method, Method::PATCH | Method::POST);
        for name in ["If-Match", "If-None-Match"] {
            let is_list = request.header(name).is_none_or(|list| tags(list).is_some());
            if writes && !is_list {
                let message = format!("invalid ETag in {name}");
                return Err(ApiError::new(400, "INVALID_HEADER", message));
            }
        }
        if let Some(wanted) = request.header("If-Match")
            && !lists(wanted, &etag)
        {
            return Err(failed());
        }
        if let Some(known) = request.header("If-None-Match")
            && lists(known, &etag)
        {
            return if request.is_get() {
                Ok(Some(not_modified()))
            } else {
                Err(failed())
            };
        }
    }
    let Some(at) = modified(call, object, row) else {
        return Ok(None);
    };
    if let Some(text) = request.header("If-Unmodified-Since") {
        match clock::parse_http_date(text) {
            Some(since) if at > since => return Err(failed()),
            None if request.method == Method::PATCH => {
                let message = "invalid date in If-Unmodified-Since";
                return Err(ApiError::new(400, "INVALID_HEADER", message));
            }
            _ => {}
        }
    }
    let since = request
        .header("If-Modified-Since")
        .and_then(clock::parse_http_date);
    match since {
        Some(since) if request.is_get() && at <= since => Ok(Some(not_modified())),
        _ => Ok(None),
    }
}

fn failed() -> ApiError {
    ApiError::new(
        412,
        "PRECONDITION_FAILED",
        "a condition of the request does not hold",
    )
}

fn modified(call: &Call<'_>, object: ObjectIx, row: RowIx) -> Option<Millis> {
    let field = call.org.schema.object(object).find("LastModifiedDate")?;
    match call.store.table(object).row(row).get(field) {
        Value::DateTime(at) => Some(*at),
        _ => None,
    }
}

fn etag(call: &Call<'_>, object: ObjectIx, row: RowIx) -> Option<String> {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let described = call.org.schema.object(object);
    if described.name != WITH_ETAG {
        return None;
    }
    let row = call.store.table(object).row(row);
    let mut hasher = DefaultHasher::new();
    row.id.hash(&mut hasher);
    for (field, _) in described.fields() {
        format!("{:?}", row.get(field)).hash(&mut hasher);
    }
    Some(format!("\"{:016x}--gzip\"", hasher.finish()))
}

/// Whether a list of ETags has one, or is `*`.
fn lists(list: &str, etag: &str) -> bool {
    let mut tags = tags(list).unwrap_or_default().into_iter();
    tags.any(|known| known == "*" || known == etag)
}

/// The ETags of a list, each with its quotes and its `W/`; none where that is no list of ETags.
fn tags(list: &str) -> Option<Vec<&str>> {
    let mut rest = list.trim();
    if rest == "*" {
        return Some(vec!["*"]);
    }
    let mut tags = Vec::new();
    loop {
        let opened = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"')?;
        let (inner, after) = opened.split_once('"')?;
        if !inner.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        tags.push(&rest[..rest.len() - after.len()]);
        rest = after.trim_start();
        if rest.is_empty() {
            return Some(tags);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_etags() {
        assert_eq!(
            tags("\"a,b\" , W/\"c\",\"\""),
            Some(vec!["\"a,b\"", "W/\"c\"", "\"\""])
        );
        assert_eq!(tags(" * "), Some(vec!["*"]));
        for bad in [
            "",
            "a",
            "\"a",
            "\"a\" \"b\"",
            "\"a\",",
            "\"a b\"",
            "w/\"a\"",
        ] {
            assert_eq!(tags(bad), None, "{bad}");
        }
    }
}
