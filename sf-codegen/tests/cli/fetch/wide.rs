//! A large org: what it costs.

use std::fs;
use std::path::Path;

use sf_fake_org::FakeOrg;
use tempfile::TempDir;

use super::{DESCRIBED_AT, Org};
use crate::Workspace;

/// An org of so many objects, each with a lookup to the next, and of `generation` as its label says.
pub(super) fn org_of(objects: usize, generation: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..objects {
        write(folder.path(), number, (number + 1) % objects, generation);
    }
    folder
}

fn write(folder: &Path, number: usize, next: usize, generation: &str) {
    let name = format!("Object_{number:04}__c");
    let mut fields = vec![
        r#"{"name":"Id","type":"id","label":"Id","length":18,"filterable":true}"#.to_owned(),
        format!(
            r#"{{"name":"Next__c","type":"reference","label":"Next","length":18,"nillable":true,
                "referenceTo":["Object_{next:04}__c"],"relationshipName":"Next__r"}}"#
        ),
    ];
    fields.extend((0..20).map(|field| {
        format!(
            r#"{{"name":"Text_{field}__c","type":"string","label":"{generation} {field}",
                "length":80,"nillable":true,"createable":true,"updateable":true}}"#
        )
    }));
    let text = format!(
        r#"{{"name":"{name}","label":"{generation}","queryable":true,"custom":true,
            "urls":{{"sobject":"/services/data/v66.0/sobjects/{name}"}},"fields":[{}]}}"#,
        fields.join(",")
    );
    fs::write(folder.join(format!("{name}.json")), text).expect("a describe");
}

#[test]
fn a_thousand_objects_take_45_calls_and_then_one() {
    let folder = org_of(1_000, "first");
    let org = Org::start(
        FakeOrg::builder()
            .schema_dir(folder.path())
            .described_at(DESCRIBED_AT),
    );
    let workspace = Workspace::empty();
    let first = workspace.fetch(&org, &["--objects", "*"]).fine();
    let calls = org.org.calls();
    assert!(calls.api <= 45, "{calls:?}");
    // A call of every describe by itself would not be seen as such by the count above.
    assert_eq!(calls.count("POST /composite"), 40);
    assert!(first.out.contains("snapshot 1000 objects"), "{}", first.out);
    org.api_calls();
    workspace.fetch(&org, &[]).fine();
    assert_eq!(org.api_calls(), 1);
    // A wider selection of an org that has not changed: 304 for each that is there.
    let wider = workspace.fetch(&org, &["--objects", "*,Object_*"]).fine();
    assert_eq!(org.api_calls(), 41);
    assert!(wider.has_line(&[
        "snapshot",
        "1000",
        "objects",
        "in",
        "salesforce,",
        "API",
        "66.0"
    ]));
    assert!(!wider.out.contains("changed  1000"), "{}", wider.out);
}
