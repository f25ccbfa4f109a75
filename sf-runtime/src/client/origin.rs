//! Which addresses a token may go to: those on the org's own host.

use url::Url;

use crate::error::{Error, ForeignHost};

/// The URL, as it is meant where it stands, if it is on the org's own host: tokens go nowhere else.
pub(super) fn same_origin(
    what: &'static str,
    base: &Url,
    place: &Url,
    target: &str,
) -> Result<Url, Error> {
    let foreign = |found: &str| {
        Error::ForeignHost(Box::new(ForeignHost {
            what,
            found: found.to_owned(),
            expected: base.host_str().unwrap_or_default().to_owned(),
        }))
    };
    let url = place
        .join(target)
        .map_err(|_| foreign("something that is no URL"))?;
    let plain = url.username().is_empty() && url.password().is_none();
    if plain && url.origin() == base.origin() {
        Ok(url)
    } else {
        Err(foreign(url.host_str().unwrap_or("no host")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_orgs_own_host_is_followed() {
        let base = Url::parse("https://acme.my.salesforce.com/").expect("a URL");
        for good in [
            "/services/data/v66.0/query/01g-2000",
            "https://acme.my.salesforce.com/services/data",
            "https://acme.my.salesforce.com:443/services/data",
            "services/data/v66.0/jobs/ingest/750/batches",
        ] {
            assert!(same_origin("a link", &base, &base, good).is_ok(), "{good}");
        }
        for bad in [
            "https://evil.example/services/data",
            "//evil.example/services/data",
            "/\\evil.example/services/data",
            "\\\\evil.example",
            "http://acme.my.salesforce.com/services/data",
            "https://acme.my.salesforce.com:8443/",
            "https://acme.my.salesforce.com.evil.example/",
            "https://acme.my.salesforce.com@evil.example/",
            "https://user:pass@acme.my.salesforce.com/",
            "javascript:alert(1)",
            "https://",
        ] {
            assert!(same_origin("a link", &base, &base, bad).is_err(), "{bad}");
        }
    }
}
