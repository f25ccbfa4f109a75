//! An org changes, and a program is told by `sf_codegen::impact` what the compiler will refuse.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sf_codegen::diff::diff;
use sf_codegen::impact::impact;
use sf_codegen::model::Snapshot;
use sf_codegen::source::Sources;
use sf_codegen::{Builder, Config};
use sf_schema::{Schema, Span};

use crate::scratch::Scratch;
use crate::workspace;

/// Every statement is one line, and can be left out.
const APPLICATION: &str = r#"//! An application.
#![allow(unused)]

use crate::org::{Account, Contact, Lead, account, contact, lead};
use sf_runtime::{Id, Null, soql};

pub fn drafts(id: Id<Account>, parent: Id<Contact>) {
    let create = Account::create(account::Required { name: "Acme".into() });
    let create = create.industry(account::Industry::Technology);
    let create = create.industry(account::Industry::Banking).website("https://acme.example");
    let create = create.fax("+49 30 555 0100").site("Berlin");
    let update = Account::update(id).website("https://acme.example");
    let update = Account::update(id).site(Null).fax(Null);
    let upsert = Account::upsert_by_external_id__c("EXT-001").name("Globex");
    let other = Lead::update(lead_id()).website("https://acme.example").industry(lead::Industry::Technology);
    let contact = Contact::create(contact::Required { last_name: "Miller".into() });
    let contact = Contact::update(parent).first_name("Jo").account_id(Account::ref_by_external_id__c("EXT-001"));
}

pub fn queries(name: String) {
    let _ = soql!("SELECT Id, Fax FROM Account");
    let _ = soql!("SELECT Id, Name, Site, Industry FROM Account WHERE Name = :name ORDER BY Site");
    let _ = soql!("SELECT Id FROM Account WHERE Site = 'Berlin'");
    let _ = soql!("SELECT Id, Website FROM Lead WHERE Industry = 'Technology'");
    let _ = soql!("SELECT Id, Account.Fax FROM Contact");
    let _ = soql!("SELECT Id, (SELECT Id FROM Contacts) FROM Account");
}

pub fn records(account: &Account, lead: &Lead) {
    let _ = (account.industry(), account.website(), lead.industry());
    let _ = account.fax();
}

fn lead_id() -> Id<Lead> {
    unreachable!()
}
"#;

fn named(folder: &Path) -> Schema {
    let snapshot = Snapshot::read(folder, None, Config::default());
    let schema = snapshot.and_then(|snapshot| snapshot.named_schema());
    schema.expect("the snapshot can be read")
}

/// Changes the describe of an object.
fn edit(folder: &Path, object: &str, edit: impl Fn(&mut Vec<Value>)) {
    let path = folder.join(format!("{object}.json"));
    let text = fs::read_to_string(&path).expect("the describe can be read");
    let mut describe: Value = serde_json::from_str(&text).expect("JSON");
    edit(describe["fields"].as_array_mut().expect("fields"));
    fs::write(&path, describe.to_string()).expect("the describe can be written");
}

fn at<'f>(fields: &'f mut [Value], name: &str) -> &'f mut Value {
    let mut fields = fields.iter_mut();
    fields
        .find(|field| field["name"] == name)
        .expect("the field")
}

fn value<'f>(field: &'f mut Value, name: &str) -> &'f mut Value {
    let values = field["picklistValues"].as_array_mut().expect("values");
    values
        .iter_mut()
        .find(|value| value["value"] == name)
        .expect("the value")
}

#[test]
fn what_the_compiler_will_refuse_is_named_line_by_line() {
    let scratch = Scratch::new("drift");
    let folder = scratch.path("describes");
    fs::create_dir_all(&folder).expect("the scratch folder can be written");
    for object in ["Account", "Contact", "Lead", "Name", "User"] {
        let file = format!("{object}.json");
        fs::copy(
            workspace().join("fixtures/org").join(&file),
            folder.join(&file),
        )
        .expect("copied");
    }
    // Where the macros look for the index of a crate.
    let out = scratch.path("salesforce");
    let generate = || {
        let made = Builder::new(&folder).out_dir(&out).generate();
        made.expect("the bindings are generated");
    };
    generate();
    scratch.include("org", &out);
    scratch.module("application", APPLICATION);
    scratch.must_check();

    let old = named(&folder);
    edit(&folder, "Account", |fields| {
        fields.retain(|field| field["name"] != "Fax");
        let mut extra = at(fields, "Site").clone();
        extra["name"] = json!("Extra__c");
        fields.push(extra);
        at(fields, "Website")["updateable"] = json!(false);
        at(fields, "Site")["filterable"] = json!(false);
        at(fields, "External_Id__c")["externalId"] = json!(false);
        value(at(fields, "Industry"), "Technology")["active"] = json!(false);
    });
    edit(&folder, "Contact", |fields| {
        let name = at(fields, "FirstName");
        name["nillable"] = json!(false);
        name["defaultedOnCreate"] = json!(false);
    });
    let differences = diff(&old, &named(&folder));
    let sources = Sources::of([("application.rs", APPLICATION)]);
    let touches = impact(&differences, &old, &sources, "crate::org");
    let line = |span: Span| span.position(APPLICATION).row;
    let told: BTreeSet<usize> = touches.iter().map(|touch| line(touch.span)).collect();

    generate();
    let refused = scratch.refused("src/application.rs");
    assert!(refused.len() > 8, "{refused:?}");
    assert_eq!(told, refused);

    // Without these lines all is well again.
    let kept = APPLICATION.lines().enumerate();
    let kept: Vec<&str> = kept
        .filter(|(number, _)| !told.contains(&(number + 1)))
        .map(|(_, line)| line)
        .collect();
    scratch.module("application", &kept.join("\n"));
    scratch.must_check();
}
