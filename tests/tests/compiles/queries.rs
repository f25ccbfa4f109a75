//! A crate with queries is checked again when what it asks for has changed, and only then.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sf_codegen::Builder;
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::model::Snapshot;

use super::scratch::Scratch;

fn org() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/org")
}

/// Commits bindings and index as `sf-codegen generate --index` writes them, of these objects with
/// one field of contacts named otherwise.
fn commit(scratch: &Scratch, contact: impl Fn(String) -> String) {
    let schema = scratch.path("describes");
    fs::create_dir_all(&schema).unwrap();
    for object in ["Account", "Contact", "User", "Name"] {
        let text = fs::read_to_string(org().join(format!("{object}.json"))).unwrap();
        let text = match object {
            "Contact" => contact(text),
            _ => text,
        };
        fs::write(schema.join(format!("{object}.json")), text).unwrap();
    }
    let model = Snapshot::read(&schema, None, Default::default())
        .and_then(|snapshot| snapshot.model())
        .unwrap();
    let output = Output::Folder(scratch.path("src/org"));
    Bindings::make(&model, &output, &|_| ())
        .map(|bindings| bindings.with_index(&model, scratch.path("salesforce/sobjects.index")))
        .and_then(|bindings| bindings.write(None))
        .unwrap();
}

fn touch(path: &Path) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now()).unwrap();
}

#[test]
fn only_what_a_query_reads_makes_the_crate_be_checked_again() {
    let scratch = Scratch::new("asking");
    commit(&scratch, |contact| contact);
    scratch.declare("org");
    scratch.module(
        "ask",
        "//! Asks.\n\n/// The titles.\npub async fn titles(sf: &sf_runtime::Client) -> \
         Result<usize, sf_runtime::Error> {\n    let rows = sf_runtime::soql!(\"SELECT Title, \
         Account.Name FROM Contact\").fetch_all(sf).await?;\n    Ok(rows.iter().filter(|row| \
         row.title.is_some()).count())\n}\n",
    );
    scratch.must_check();
    assert!(!scratch.checks_again(), "nothing has changed");

    let index = scratch.path("salesforce/sobjects.index");
    touch(&index.join("name.sobject"));
    assert!(!scratch.checks_again(), "no query asks for names");
    touch(&index.join("contact.sobject"));
    assert!(scratch.checks_again(), "a query asks for contacts");
    touch(&index.join("account.sobject"));
    assert!(scratch.checks_again(), "a query asks for their accounts");

    // The field is gone, so the query is refused where it stands.
    commit(&scratch, |contact| {
        contact.replace("\"Title\"", "\"Title__c\"")
    });
    assert_eq!(scratch.refused("src/ask.rs"), [5].into());
}

#[test]
fn queries_and_bindings_may_be_in_two_crates() {
    let bindings = Scratch::new("asked-bindings");
    bindings.build("org", Builder::new(org()).objects(["Account", "User"]));
    let asking = Scratch::new("asking-elsewhere");
    asking.depend_on(&bindings, "asked_bindings");
    let index = asking.path("salesforce");
    Builder::new(org())
        .bindings("asked_bindings::org")
        .index_only()
        .out_dir(&index)
        .generate()
        .unwrap();
    asking.module(
        "ask",
        "//! Asks.\n\nuse asked_bindings::org::{Account, account};\nuse sf_runtime::{Id, Picklist, \
         Query, SoqlRow, soql};\n\n/// A row.\n#[derive(SoqlRow, Debug)]\n#[soql(from = \
         \"Account\")]\npub struct Row {\n    /// The id.\n    pub id: Id<Account>,\n    /// The \
         industry.\n    pub industry: Option<Picklist<account::Industry>>,\n}\n\n/// The \
         query.\npub fn rows() -> Query<Row> {\n    let id: Option<Id<Account>> = None;\n    let _ \
         = soql!(\"SELECT Id, Owner.Name FROM Account WHERE ParentId = :id\");\n    \
         Row::query()\n}\n",
    );
    asking.must_check();
}
