//! What requests say of how they are to be done.

use sf_runtime::client::{Assignment, DuplicateRules};
use sf_runtime::{Id, Query};
use sf_tests::bindings::Account;

use crate::faults::create;
use crate::site::{Site, site};

/// What the requests of a path said in a header, in their order.
fn said(site: &Site, path: &str, header: &str) -> Vec<Option<String>> {
    let requests = site.org.requests().into_iter();
    let of_path = requests.filter(|request| request.path.ends_with(path));
    let said = of_path.map(|request| request.header(header).map(str::to_owned));
    said.collect()
}

#[tokio::test]
async fn answers_are_asked_for_compressed() {
    let site = site().await;
    // More than the org leaves as it is.
    let drafts = (0..50).map(|number| create(&format!("Account {number}")));
    let report = site.sf.create_all(drafts).await.unwrap();
    assert!(report.is_success());
    let all = Query::<Account>::new("SELECT Id, Name FROM Account").fetch_all(&site.sf);
    assert_eq!(all.await.unwrap().len(), 50);
    let requests = site.org.requests();
    assert!(!requests.is_empty());
    for request in requests {
        let encodings = request.header("accept-encoding").unwrap_or_default();
        assert!(encodings.contains("gzip"), "{}: {encodings}", request.path);
    }
}

#[tokio::test]
async fn writes_say_which_rules_hold() {
    let site = site().await;
    let rule: Id = "01Q000000000001".parse().unwrap();
    let rules = DuplicateRules {
        allow_save: true,
        run_as_current_user: true,
        ..DuplicateRules::default()
    };
    let handles = [
        site.sf.clone(),
        site.sf.with_assignment(&Assignment::Active),
        site.sf.with_assignment(&Assignment::Off),
        site.sf.with_assignment(&Assignment::Rule(rule)),
        site.sf.with_duplicate_rules(rules),
    ];
    for sf in &handles {
        create("One").send(sf).await.unwrap();
        let report = sf.create_all([create("Many")]).await.unwrap();
        assert!(report.is_success());
    }
    let assignment = [None, Some("TRUE"), Some("FALSE"), Some(rule.as_str()), None];
    let duplicates = "allowSave=true, includeRecordDetails=false, runAsCurrentUser=true";
    let duplicates = [None, None, None, None, Some(duplicates)];
    for path in ["/sobjects/Account", "/composite/sobjects"] {
        let by = said(&site, path, "sforce-auto-assign");
        let by: Vec<Option<&str>> = by.iter().map(Option::as_deref).collect();
        assert_eq!(by, assignment, "{path}");
        let by = said(&site, path, "sforce-duplicate-rule-header");
        let by: Vec<Option<&str>> = by.iter().map(Option::as_deref).collect();
        assert_eq!(by, duplicates, "{path}");
    }
}
