//! A crate with queries is checked again when what it asks for has changed, and only then.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};
use sf_codegen::Builder;
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::model::Snapshot;
use sf_schema::schema::index::{read_settings, write_settings};

use super::scratch::Scratch;

fn org() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/org")
}

/// Commits bindings and index as `sf-codegen generate --index` writes them, of these objects with
/// one field of contacts named otherwise.
pub(crate) fn commit(scratch: &Scratch, contact: impl Fn(String) -> String) {
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

/// Gives a file the time of now, as whoever writes it anew with the same text does.
pub(crate) fn touch(path: &Path) {
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

    // Of the describes themselves only `sf-codegen generate` reads anything, and it writes no file
    // that is right already: an object that was fetched again and is the same costs nothing.
    for object in ["Contact", "User"] {
        touch(&scratch.path(&format!("describes/{object}.json")));
        assert!(!scratch.checks_again(), "{object} was touched");
    }
    commit(&scratch, |contact| contact);
    assert!(!scratch.checks_again(), "what is made of them is the same");

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

/// Copies the describes of some objects, after an edit of the fields of contacts.
fn describes(folder: &Path, contact: impl Fn(&mut Vec<Value>)) {
    fs::create_dir_all(folder).unwrap();
    for object in ["Account", "Contact", "User", "Name"] {
        let file = format!("{object}.json");
        let text = fs::read_to_string(org().join(&file)).unwrap();
        let mut describe: Value = serde_json::from_str(&text).unwrap();
        if object == "Contact" {
            contact(describe["fields"].as_array_mut().unwrap());
        }
        fs::write(folder.join(file), describe.to_string()).unwrap();
    }
}

/// The bindings and the index of these describes, where the macros look for those of a crate.
fn bind(scratch: &Scratch, builder: Builder) {
    let out = scratch.path("salesforce");
    builder.out_dir(&out).generate().unwrap();
    scratch.include("org", &out);
}

#[test]
fn what_another_org_may_lack_is_an_option_in_rows() {
    let scratch = Scratch::new("asking-two-orgs");
    let (here, there) = (scratch.path("here"), scratch.path("there"));
    describes(&here, |_| ());
    describes(&there, |fields| {
        let named = |name: &str| fields.iter().position(|field| field["name"] == name);
        let (last, owner) = (named("LastName").unwrap(), named("OwnerId").unwrap());
        fields[last]["nillable"] = json!(true);
        fields[owner]["nillable"] = json!(true);
    });
    let settings = "[orgs]\n[orgs.others.sandbox]\npath = \"../there\"\n";
    fs::write(here.join("sf.toml"), settings).unwrap();
    bind(&scratch, Builder::new(&here));
    let text = r#"//! Asks.
#![deny(missing_docs)]

use sf_runtime::{SoqlRow, soql};

soql!(
    /// An account.
    pub struct Row: "SELECT Name, Owner.Username, (SELECT LastName, FirstName, Owner.Name FROM Contacts)
        FROM Account"
);

/// Children and their parent.
pub fn last(row: RowContacts) -> (Option<String>, Option<RowContactsOwner>) {
    (row.last_name, row.owner)
}

/// The same by another macro.
#[derive(SoqlRow, Debug)]
#[soql(from = "Contact")]
pub struct Contact {
    /// The name.
    pub last_name: Option<String>,
}
"#;
    scratch.module("ask", text);
    scratch.must_check();
}

#[test]
fn a_query_may_ask_for_fields_without_bindings() {
    let scratch = Scratch::new("asking-for-more");
    let few = Builder::new(org())
        .fields("Task", ["Subject"])
        .fields("Account", ["Industry"]);
    bind(&scratch, few);
    let text = r#"//! Asks.
#![deny(missing_docs)]

use crate::org::{Account, User, account};
use sf_runtime::{Id, Picklist, SoqlRow, soql};

soql!(
    /// A task.
    pub struct Row: "SELECT Id, WhatId, Status, AccountId, What.Id, CreatedById,
        Account.Interests__c, Account.Industry FROM Task
        WHERE Status = :status AND WhatId = :what AND Account.Interests__c INCLUDES :interests"
);

/// Ids of one object are of that, those of several are of any; values of a picklist are text.
pub fn parts(row: Row) -> (Option<Id>, String, Option<Id<Account>>, Id<User>) {
    let _: Option<Picklist<account::Industry>> = row.account.and_then(|of| of.industry);
    (row.what_id, row.status, row.account_id, row.created_by_id)
}

soql!(
    /// Who has it.
    pub struct Owned: "SELECT TYPEOF Owner WHEN User THEN Username, Profile.Name ELSE Name END FROM Task"
);

soql!(
    /// Names that Rust has reserved.
    pub struct Groups: "SELECT Status self, COUNT(Id) self_, MAX(Priority) super FROM Task GROUP BY Status"
);

/// They are told apart.
pub fn numbers(groups: Groups) -> (String, i64, String) {
    (groups.self_, groups.self__, groups.super_)
}

/// The query.
pub fn rows(what: Id<Account>) -> sf_runtime::Query<Row> {
    Row::query("Completed", what, ["Golf", "Wine"])
}

/// The same by another macro.
#[derive(SoqlRow, Debug)]
#[soql(from = "Task", filter = "Priority = :priority")]
pub struct Task {
    /// A field with bindings.
    pub subject: Option<String>,
    /// One without.
    pub status: String,
    /// A lookup without.
    pub account_id: Option<Id<Account>>,
}

/// Without a name.
pub fn statuses(status: &str) {
    let _ = soql!("SELECT Status FROM Task WHERE Status = :status");
}
"#;
    scratch.module("ask", text);
    scratch.must_check();
}

#[test]
fn queries_are_checked_for_the_version_of_the_snapshot() {
    let scratch = Scratch::new("asking-long-ago");
    bind(&scratch, Builder::new(org()).objects(["Account"]));
    // As the manifest of a snapshot tells it.
    let path = scratch.path("salesforce/sobjects.index/macros.settings");
    let mut settings = read_settings(&fs::read_to_string(&path).unwrap()).unwrap();
    settings.api_version = Some(50);
    fs::write(&path, write_settings(&settings)).unwrap();
    scratch.module(
        "ask",
        "//! Asks.\n\n/// `FIELDS()` is of version 51.\npub fn ask() {\n    let _ = \
         sf_runtime::soql!(\"SELECT Name FROM Account\");\n    let _ = \
         sf_runtime::soql!(\"SELECT FIELDS(STANDARD) FROM Account\");\n}\n",
    );
    assert_eq!(scratch.refused("src/ask.rs"), [6].into());
}

#[test]
fn a_lookup_that_may_be_polymorphic_gives_options() {
    let scratch = Scratch::new("asking-in-doubt");
    let folder = scratch.path("describes");
    describes(&folder, |fields| {
        let account = fields.iter_mut().find(|field| field["name"] == "AccountId");
        let account = account.unwrap();
        account["referenceTo"] = json!(["Account", "User"]);
        account["nillable"] = json!(false);
    });
    bind(&scratch, Builder::new(&folder));
    let text = r#"//! Asks.
#![deny(missing_docs)]

use crate::org::account;
use sf_runtime::{Picklist, soql};

soql!(
    allow(doubtful),
    /// A contact of a company or a user.
    pub struct Row: "SELECT Account.Industry, Account.Name, Account.Owner.Username FROM Contact"
);

/// A user has no industry.
pub fn parts(row: Row) -> Option<(Option<Picklist<account::Industry>>, Option<String>, RowAccountOwner)> {
    let account = row.account?;
    Some((account.industry, account.name, account.owner?))
}
"#;
    scratch.module("ask", text);
    scratch.must_check();
}

/// Lints that are off, warned of and refused by `[lints]` of the settings, in both macros.
#[test]
fn queries_and_rows_obey_the_lints_of_the_settings() {
    const TEXT: &str = r#"//! Asks.

use sf_runtime::{SoqlRow, soql};

/// A pattern that is none.
pub fn ask() {
    let _ = soql!("SELECT Id FROM Account WHERE Name LIKE 'x'");
    let _ = soql!(allow(like-without-wildcard), "SELECT Id FROM Account WHERE Name LIKE 'x'");
}

/// The same in a row.
#[derive(SoqlRow, Debug)]
#[soql(from = "Account", filter = "Name LIKE 'x'")]
pub struct Row {
    /// The name.
    pub name: String,
}

/// A row with a type that is more than it has to be.
#[derive(SoqlRow, Debug)]
#[soql(from = "Account")]
pub struct Needless {
    /// Never null.
    pub name: Option<String>,
}

/// A row that says so itself.
#[derive(SoqlRow, Debug)]
#[soql(
    from = "Account",
    filter = "Name LIKE 'x'",
    allow(like-without-wildcard, needless-option)
)]
pub struct Allowed {
    /// Never null.
    pub name: Option<String>,
}
"#;
    let wrong = BTreeSet::from([7, 13, 24]);
    let scratch = Scratch::new("asking-strictly");
    let folder = scratch.path("describes");
    describes(&folder, |_| ());
    let settings = |level: &str| {
        let lints = format!(
            "[lints]\nlike-without-wildcard = \"{level}\"\nneedless-option = \"{level}\"\n"
        );
        fs::write(folder.join("sf.toml"), lints).unwrap();
        let builder = Builder::new(&folder).objects(["Account"]);
        builder
            .out_dir(scratch.path("salesforce"))
            .generate()
            .unwrap();
    };
    settings("off");
    scratch.include("org", &scratch.path("salesforce"));
    scratch.module("ask", TEXT);
    scratch.must_check();
    // The crate denies warnings.
    settings("warn");
    assert_eq!(scratch.refused("src/ask.rs"), wrong);
    // The compiler is told to let warnings of the macros be, so what it refuses now is an error.
    let tolerant = TEXT.replacen("//! Asks.\n", "//! Asks.\n#![allow(deprecated)]", 1);
    scratch.module("ask", &tolerant);
    scratch.must_check();
    settings("error");
    assert_eq!(scratch.refused("src/ask.rs"), wrong);
    settings("off");
    scratch.must_check();
}
