//! Requests below `/services/data`: the version, the token, the limit, then the resource.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::{Arrived, Cut, encoding, fault};
use crate::api::{self, ApiError, ApiRequest, ApiResponse, Body, Context, Version};
use crate::faults::FaultKind;
use crate::oauth;
use crate::org::Org;

pub(super) fn answer(
    org: &Arc<Org>,
    arrived: &Arrived,
    fault: Option<&FaultKind>,
) -> Result<ApiResponse, Cut> {
    let response = resource(org, arrived, fault)?;
    if response.status == 401
        && let Some(token) = oauth::bearer(&arrived.headers)
    {
        org.calls.refuse(token);
    }
    Ok(response)
}

fn resource(
    org: &Arc<Org>,
    arrived: &Arrived,
    fault: Option<&FaultKind>,
) -> Result<ApiResponse, Cut> {
    let is_list = arrived.path().trim_end_matches('/') == "/services/data";
    let request = ApiRequest::parse(
        arrived.method.clone(),
        &arrived.target,
        arrived.headers.clone(),
        arrived.body.clone(),
    )
    .map(ApiRequest::with_method_override);
    match &request {
        Some(request) => org
            .calls
            .route(&request.method, &api::template(&request.segments)),
        None => org.calls.route(&arrived.method, arrived.path()),
    }
    match fault {
        Some(FaultKind::CutBefore) => return Err(Cut),
        Some(FaultKind::ExpireTokens) => org.sessions.expire(),
        Some(kind) => {
            if let Some(response) = fault::instead(kind) {
                return Ok(response);
            }
        }
        None => {}
    }
    let Some(request) = request else {
        let response = match arrived.method {
            _ if !is_list => ApiError::not_found().response(),
            Method::GET | Method::HEAD => api::versions(),
            _ => ApiError::method(&arrived.method, "GET,HEAD").response(),
        };
        return Ok(response);
    };
    if !request.version.is_served() {
        return Ok(not_served(request.version));
    }
    // Judged as it arrived: a token that another call has ended since is still good for this one.
    let is_let_in = arrived.is_let_in && fault != Some(&FaultKind::ExpireTokens);
    if !is_let_in {
        return Ok(refused(&request).response());
    }
    let (used, limit) = (org.calls.api(), org.settings.api_limit);
    let response = if used > limit {
        ApiError::daily_limit().response()
    } else {
        let locked = match fault {
            Some(FaultKind::RecordsLocked { positions }) => positions.clone(),
            _ => Vec::new(),
        };
        let limited = match fault {
            Some(FaultKind::DailyLimitWithin { positions }) => positions.clone(),
            _ => Vec::new(),
        };
        let context = Context {
            version: request.version,
            user: org.user,
            locked,
            limited,
        };
        let made = org.ahead.take(&arrived.target).filter(|made| {
            let locator = request.segments.last().map_or("", String::as_str);
            request.is_get() && org.is_as_it_was(made.revision, locator)
        });
        let answer = || org.handle(context, &request);
        let response = made.map_or_else(answer, |made| made.response);
        make_next(org, &response, encoding::accepts_gzip(&arrived.headers));
        response
    };
    Ok(response.header("Sforce-Limit-Info", format!("api-usage={used}/{limit}")))
}

/// Lets the next page be made, compressed if this one is, where it is worth it.
fn make_next(org: &Arc<Org>, response: &ApiResponse, is_zipped: bool) {
    let next = response.page.as_ref().and_then(|page| page.next.clone());
    let Some(url) = next else {
        return;
    };
    let request = ApiRequest::parse(Method::GET, &url, HeaderMap::new(), Bytes::new());
    let (Some(request), Some(slot)) = (request, org.ahead.want(&url)) else {
        return;
    };
    let context = Context {
        version: request.version,
        user: org.user,
        locked: Vec::new(),
        limited: Vec::new(),
    };
    let org = Arc::clone(org);
    tokio::task::spawn_blocking(move || {
        slot.make(|| {
            let mut made = org.make(context, &request);
            if let (true, Body::Json(text)) = (is_zipped, &made.response.body) {
                let gzip = Some(encoding::gzip(text.as_bytes()));
                made.response.page.get_or_insert_default().gzip = gzip;
            }
            Some(made)
        });
    });
}

/// What is wrong with the token of a request.
fn refused(request: &ApiRequest) -> ApiError {
    let has_header = request.headers.contains_key("authorization");
    if has_header && oauth::bearer(&request.headers).is_none() {
        return ApiError::new(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
    }
    session_invalid()
}

/// Whether the request's token is good.
pub(super) fn is_let_in(org: &Org, headers: &http::HeaderMap) -> bool {
    oauth::bearer(headers).is_some_and(|token| org.sessions.find(token).is_some())
}

pub(super) fn session_invalid() -> ApiError {
    ApiError::new(401, "INVALID_SESSION_ID", "Session expired or invalid")
}

pub(super) fn too_large() -> ApiResponse {
    let message = "The request is larger than the org takes";
    ApiError::new(413, "EXCEEDED_MAX_SIZE_REQUEST", message).response()
}

fn not_served(version: Version) -> ApiResponse {
    if Version::RETIRED.contains(&version.0) {
        let message = "The requested API version is no longer supported";
        ApiError::new(410, "UNSUPPORTED_API_VERSION", message).response()
    } else {
        ApiError::not_found().response()
    }
}
