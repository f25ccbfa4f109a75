//! The committed bindings of the fixture org are what the generator makes, and they are compiled
//! and used here.
//!
//! To write them anew, use the generator:
//!
//! ```text
//! cargo run -p sf-codegen --features cli -- generate --schema fixtures/org --out fixtures/golden
//! ```

#[path = "../../fixtures/golden/mod.rs"]
mod golden;

use std::fs;
use std::path::{Path, PathBuf};

use golden::{Account, Contact, account};
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::model::{LOCK_FILE, Snapshot};
use sf_runtime::verify::CompiledIn;
use sf_runtime::{FieldValue, Id, Null, Picklist};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

#[test]
fn the_committed_bindings_are_what_the_generator_makes() {
    let snapshot = Snapshot::read(&fixtures().join("org"), None, Default::default())
        .expect("the fixture org is valid");
    let model = snapshot.model().expect("the fixture org is valid");
    let output = Output::Folder(fixtures().join("golden"));
    let bindings = Bindings::make(&model, &output, &|_| ()).expect("the fixture org generates");
    let lock = fixtures().join("org").join(LOCK_FILE);
    let locked = fs::read_to_string(&lock).unwrap_or_default();
    let changes = bindings.check().expect("the golden files can be read");
    assert!(changes.is_empty(), "not as generated: {changes:#?}");
    assert!(
        locked == model.lock.render(),
        "{} is out of date",
        lock.display()
    );
}

/// Those of a build script say the same.
#[test]
fn the_committed_bindings_say_what_they_were_made_of() {
    let committed = CompiledIn::of::<Account>();
    assert_eq!(committed, CompiledIn::of::<sf_tests::bindings::Account>());
    assert_eq!(
        (
            committed.api_name(),
            committed.api_version(),
            committed.org_id()
        ),
        ("Account", None, None)
    );
}

#[test]
fn the_committed_bindings_read_and_write() {
    let json = r#"{"attributes":{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001D000000IqhSLIAZ"},"Id":"001D000000IqhSLIAZ","Name":"Acme","Industry":"Space Mining","AnnualRevenue":123456789012345678,"CreatedDate":"2026-03-02T14:30:00.123+0000","IsDeleted":null,"Brand_New__c":[1,2.50]}"#;
    let record: Account = serde_json::from_str(json).expect("it is a record");
    assert_eq!(record.name().value(), Some("Acme"));
    assert_eq!(
        record.industry(),
        FieldValue::Value(Picklist::other("Space Mining"))
    );
    assert_eq!(record.is_deleted(), FieldValue::Null);
    assert_eq!(record.website(), FieldValue::NotSelected);
    assert_eq!(
        serde_json::to_string(&record).expect("it can be written"),
        json
    );

    let id: Id<Account> = "001D000000IqhSL".parse().expect("a valid id");
    let update = Account::update(id)
        .industry(account::Industry::Technology)
        .fax(Null);
    assert_eq!(
        serde_json::to_string(&update).expect("it can be written"),
        r#"{"Industry":"Technology","Fax":null}"#
    );
    assert_eq!(Contact::LABEL, "Contact");
}
