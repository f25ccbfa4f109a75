//! What an answer proves of the token, and of the attempts before it. Knows nothing of how calls are
//! sent.

use crate::call::{Path, Request, Safety};
use crate::error::{Error, ErrorEntry, TransportErrorKind};

/// Whether the answer shows that the org took the token: the edge and proxies answer without looking
/// at it, and the list of versions needs none.
pub(super) fn takes_token(request: &Request, status: u16, errors: Option<&[ErrorEntry]>) -> bool {
    let needs_none = matches!(request.path(), Path::Org(path) if is_list_of_versions(path));
    let is_of_the_org = || errors.is_some_and(|errors| !errors.is_empty());
    let is_taken = match status {
        401 | 420 | 429 | 500.. => false,
        status => status < 400 || is_of_the_org(),
    };
    is_taken && !needs_none
}

fn is_list_of_versions(path: &str) -> bool {
    path.trim_end_matches('/') == "/services/data"
}

/// The error of a last attempt, where an earlier one may have done what was asked: "nothing was
/// sent" and "refused" would be wrong of the call.
pub(super) fn unsure(request: &Request, is_open: bool, mut error: Error) -> Error {
    if !is_open || request.safety() == Safety::Read {
        return error;
    }
    let sent_nothing = match &mut error {
        Error::Auth(_) | Error::Budget(_) => true,
        Error::Transport(error) => error.kind() == TransportErrorKind::Connect,
        Error::Api(error) => {
            error.was_open = true;
            false
        }
        _ => false,
    };
    if !sent_nothing {
        return error;
    }
    let lost = TransportErrorKind::Interrupted;
    Error::transport(request.info().clone(), lost, Some(Box::new(error)))
}
