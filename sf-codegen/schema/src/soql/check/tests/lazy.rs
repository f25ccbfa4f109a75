//! Objects are asked for when a query touches them, and what is not there is told apart.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::{child, field, lookup, object};
use crate::schema::{FieldType, Object};
use crate::soql::check::{CheckOptions, Lookup, Objects, check, check_text};
use crate::soql::{Options, parse};

/// Objects that are made when they are first asked for, as a macro reads them from files.
struct Lazy {
    objects: BTreeMap<&'static str, OnceCell<Object>>,
    made: RefCell<Vec<&'static str>>,
}

fn make(api: &str) -> Object {
    match api {
        "account" => {
            let mut account = object("Account", [lookup("OwnerId", &["User"])]);
            account.key_prefix = Some("001".to_owned());
            account.children = vec![
                child("Contacts", "Contact", "AccountId"),
                child("Assets", "Asset", "AccountId"),
            ];
            account
        }
        "contact" => object("Contact", [lookup("AccountId", &["Account"])]),
        "user" => object("User", [field("Email", FieldType::Email)]),
        "task" => object("Task", [lookup("WhatId", &["Account", "Contact"])]),
        other => object(other, []),
    }
}

impl Lazy {
    fn new() -> Self {
        let names = ["account", "broken", "contact", "lead", "task", "user"];
        Self {
            objects: names.map(|name| (name, OnceCell::new())).into(),
            made: RefCell::default(),
        }
    }

    /// What is made for a query, in order, and what is found.
    fn made_for(text: &str) -> (Vec<&'static str>, Vec<String>) {
        let lazy = Self::new();
        let findings = check_text(text, &Options::default(), &lazy, &CheckOptions::default());
        let findings = findings.iter().map(ToString::to_string).collect();
        (lazy.made.into_inner(), findings)
    }
}

impl Objects for Lazy {
    fn lookup(&self, api: &str) -> Lookup<'_> {
        let found = self.objects.get_key_value(api.to_lowercase().as_str());
        match found {
            Some((&"broken", _)) => Lookup::Unreadable("line 7: no end".to_owned()),
            Some((name, cell)) => Lookup::Found(cell.get_or_init(|| {
                self.made.borrow_mut().push(name);
                make(name)
            })),
            None if api == "Asset" => Lookup::NotInSnapshot,
            None => Lookup::Unknown,
        }
    }

    fn names(&self) -> Vec<&str> {
        self.objects.keys().copied().collect()
    }

    fn key_prefix(&self, api: &str) -> Option<&str> {
        // A list says it without the object.
        (api == "Account").then_some("001")
    }
}

#[test]
fn only_what_is_touched_is_read() {
    for (text, made) in [
        ("SELECT Id FROM Account", vec!["account"]),
        ("SELECT Owner.Email FROM Account", vec!["account", "user"]),
        (
            "SELECT Id, (SELECT Account.Name FROM Contacts) FROM Account",
            vec!["account", "contact"],
        ),
        (
            "SELECT Id FROM Contact WHERE AccountId = '001D000000IqhSL'",
            vec!["contact"],
        ),
        (
            "SELECT TYPEOF What WHEN Account THEN Name END FROM Task",
            vec!["task", "account"],
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)",
            vec!["account", "contact"],
        ),
    ] {
        assert_eq!(Lazy::made_for(text), (made, Vec::new()), "{text}");
    }
}

#[test]
fn what_is_not_there_is_told_apart() {
    for (text, found) in [
        (
            "SELECT Nope FROM Acount",
            "error[INVALID_TYPE]: no object `Acount` (did you mean `account`?)",
        ),
        (
            "SELECT Nope FROM Zebra",
            "error[INVALID_TYPE]: no object `Zebra` \
             (if the org has it: sf-codegen fetch --objects Zebra)",
        ),
        (
            "SELECT Nope FROM Asset",
            "error[not-in-snapshot]: Asset is not in the snapshot \
             (sf-codegen fetch --objects Asset)",
        ),
        (
            "SELECT Id, (SELECT Nope FROM Assets) FROM Account",
            "error[not-in-snapshot]: Asset is not in the snapshot \
             (sf-codegen fetch --objects Asset)",
        ),
        (
            "SELECT Nope FROM Broken",
            "error[unreadable-object]: Broken cannot be read from the snapshot: line 7: no end",
        ),
        (
            "SELECT What.Nope FROM Task",
            "error[not-in-snapshot]: Name is not in the snapshot \
             (polymorphic lookups are read by it: sf-codegen fetch --objects Name)",
        ),
    ] {
        assert_eq!(Lazy::made_for(text).1, [found], "{text}");
    }
}

#[test]
fn a_resolution_outlives_the_check() {
    let lazy = Lazy::new();
    let query = parse("SELECT Owner.Email FROM Account", &Options::default());
    let query = query.into_result().expect("the query parses");
    let resolution = check(&query, &lazy, &CheckOptions::default()).resolution;
    let resolution = resolution.expect("the query is in order");
    assert_eq!(resolution.selection.object.name.api, "Account");
    assert_eq!(resolution.selection.columns[0].key, "Email");
}

#[test]
fn the_nearest_name_can_be_put_in_place() {
    let lazy = Lazy::new();
    let text = "SELECT Ownr.Emial, Owner.Emial, Nmae FROM Account";
    let options = CheckOptions::default();
    let mut mended = text.to_owned();
    for found in check_text(text, &Options::default(), &lazy, &options)
        .iter()
        .rev()
    {
        let replacement = found.replacement.as_deref().expect("a nearest name");
        mended.replace_range(found.span.start..found.span.end, replacement);
    }
    assert_eq!(mended, "SELECT Owner.Emial, Owner.Email, Name FROM Account");
}
