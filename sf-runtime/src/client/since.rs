//! Since which version of the API the org has a resource: of an older one it answers 404 or 409,
//! which say nothing of the version.
//!
//! Must not know: what the resources are for.

use crate::call::{Path, Request};
use crate::error::Error;

use super::ApiVersion;

/// Resources below `/services/data/vXX.X/` that are younger than [`ApiVersion::OLDEST`], with the
/// version that first has them. The first that fits counts.
const SINCE: &[(&str, u16)] = &[
    ("composite/graph", 50),
    // An upsert: an object and a field follow.
    ("composite/sobjects/*/*", 46),
    ("composite/sobjects", 42),
    // These three. [M]
    ("composite/batch", 34),
    ("composite/tree", 34),
    ("composite", 38),
    ("jobs/ingest", 41),
    ("jobs/query", 47),
    ("limits/recordCount", 40),
];

/// Refuses what an org of this version does not have.
pub(super) fn check(request: &Request, version: ApiVersion) -> Result<(), Error> {
    let Path::Data(path) = request.path() else {
        return Ok(());
    };
    let found = SINCE.iter().find(|(resource, _)| is_below(path, resource));
    match found {
        Some((_, since)) if version.major() < *since => Err(Error::request(format!(
            "{}: the org has this since version {since}.0 of the API, and the client is pinned to \
             {version}: let `api_version` of the client, or `with_api_version` of a handle, be \
             {since}.0 or later",
            request.info()
        ))),
        _ => Ok(()),
    }
}

/// Whether a path is the resource or below it; `*` stands for any segment.
fn is_below(path: &str, resource: &str) -> bool {
    let mut segments = path.split('/');
    resource.split('/').all(|wanted| {
        segments
            .next()
            .is_some_and(|is| wanted == "*" || is == wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_refused_below_its_version_alone() {
        for (path, since) in [
            ("composite", 38),
            ("composite/sobjects", 42),
            ("composite/sobjects/Account", 42),
            ("composite/sobjects/Account/Ext__c", 46),
            ("composite/tree/Account", 34),
            ("composite/graph", 50),
            ("jobs/query/750000000000001AAA", 47),
        ] {
            let path = Path::Data(path.to_owned());
            let request = Request::at(http::Method::POST, path, "a call");
            let at = |major| check(&request, ApiVersion::new(major).unwrap());
            let said = at(since - 1).unwrap_err().to_string();
            assert!(said.contains(&format!("since version {since}.0")), "{said}");
            assert!(at(since).is_ok());
        }
        for path in ["sobjects/Account", "query", "compositeX", "jobs"] {
            let request = Request::at(http::Method::GET, Path::Data(path.to_owned()), "a call");
            assert!(check(&request, ApiVersion::OLDEST).is_ok(), "{path}");
        }
    }
}
