//! The check of a query takes a bounded number of steps for each of its parts, whatever is wrong.

use std::fmt::Write;
use std::sync::LazyLock;

use super::*;
use crate::soql::check::check_text;
use crate::soql::tests::random;
use crate::steps::{assert_bounded, assert_linear};

/// Steps a byte that parser and rules take at most. There are some ninety rules, of which each looks
/// at every part that it is about.
const STEPS: usize = 120;

static ORG: LazyLock<Schema> = LazyLock::new(|| {
    let amount = field("Amount", FieldType::Currency);
    let day = field("DueDate", FieldType::Date);
    let targets = ["Account", "User"];
    let mut account = object(
        "Account",
        [
            amount.clone(),
            day.clone(),
            lookup("OwnerId", &["User"]),
            lookup("ParentId", &["Account"]),
            lookup("WhatId", &targets),
        ],
    );
    account.children = vec![
        child("Contacts", "Contact", "AccountId"),
        child("Children", "Account", "ParentId"),
    ];
    let contact = object("Contact", [lookup("AccountId", &["Account"]), amount, day]);
    let user = object("User", [lookup("ManagerId", &["User"])]);
    schema([account, contact, user, object("Name", [])])
});

fn checked(text: &str) {
    let options = Options { binds: true };
    drop(check_text(text, &options, &*ORG, &CheckOptions::default()));
}

#[test]
fn lists_of_anything_take_linear_time() {
    let and = " AND Id IN (SELECT AccountId FROM Contact)";
    for (before, piece, between, after) in [
        ("SELECT ", "Id", ", ", " FROM Account"),
        ("SELECT ", "Nope", ", ", " FROM Account"),
        ("SELECT ", "Id Nmae", ", ", " FROM Account"),
        ("SELECT ", "Foo(Name)", ", ", " FROM Account"),
        ("SELECT ", "What.Amount", ", ", " FROM Account"),
        ("SELECT ", "Acount.Name", ", ", " FROM Contact"),
        (
            "SELECT ",
            "Owner.Manager.Manager.Name",
            ", ",
            " FROM Account",
        ),
        ("SELECT ", "FIELDS(ALL)", ", ", " FROM Account LIMIT 5"),
        ("SELECT ", "MAX(Name)", ", ", " FROM Account"),
        ("SELECT ", "MAX(Name) m", ", ", " FROM Account"),
        ("SELECT ", "FORMAT(Amount)", ", ", " FROM Account"),
        ("SELECT ", "CALENDAR_YEAR(DueDate)", ", ", " FROM Account"),
        (
            "SELECT ",
            "TYPEOF What WHEN Account THEN Name END",
            ", ",
            ", What.Name FROM Account",
        ),
        (
            "SELECT TYPEOF What ",
            "WHEN Account THEN Name",
            " ",
            " END FROM Account",
        ),
        (
            "SELECT TYPEOF What WHEN Account THEN ",
            "Name",
            ", ",
            " END FROM Account",
        ),
        (
            "SELECT Id, ",
            "(SELECT Id FROM Contacts)",
            ", ",
            " FROM Account",
        ),
        (
            "SELECT Id, ",
            "(SELECT Id FROM Contakts)",
            ", ",
            " FROM Account",
        ),
        (
            "SELECT Id, ",
            "(SELECT Id, (SELECT Id FROM Contacts) FROM Children)",
            ", ",
            " FROM Account",
        ),
        ("SELECT COUNT(Id) FROM Account GROUP BY ", "Name", ", ", ""),
        (
            "SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(",
            "Name",
            ", ",
            ")",
        ),
        (
            "SELECT Name FROM Account GROUP BY Name HAVING ",
            "COUNT(Id) > 1",
            " AND ",
            "",
        ),
        ("SELECT Id FROM Account ORDER BY ", "Name", ", ", ""),
        ("SELECT Id FROM Account ORDER BY ", "COUNT(Id)", ", ", ""),
        ("SELECT Id FROM Account WHERE Name IN (", "'x'", ", ", ")"),
        ("SELECT Id FROM Account WHERE Name IN (", ":x", ", ", ")"),
        ("SELECT Id FROM Account WHERE Amount IN (", "'x'", ", ", ")"),
        (
            "SELECT Id FROM Account WHERE DueDate IN (",
            "2020-02-30",
            ", ",
            ")",
        ),
        (
            "SELECT Id FROM Account WHERE DueDate IN (",
            "LAST_N_DAYS::n",
            ", ",
            ")",
        ),
        (
            "SELECT Id FROM Contact WHERE AccountId IN (",
            "'003D000000IqhSL'",
            ", ",
            ")",
        ),
        ("SELECT Id FROM Account WHERE Name = 'x'", and, "", ""),
        ("SELECT Id FROM Account WHERE ", "Name LIKE 'x'", " OR ", ""),
        ("SELECT Id FROM Account WHERE ", "Nmae = 'x'", " OR ", ""),
        (
            "SELECT Id FROM Account WHERE ",
            "Owner.Nmae = 'x'",
            " AND ",
            "",
        ),
        ("SELECT Id FROM Account, ", "Account.Owner o", ", ", ""),
        (
            "SELECT Id FROM Account a, ",
            "a.Owner o, o.Manager m",
            ", ",
            "",
        ),
        ("SELECT Id FROM Account UPDATE ", "TRACKING", ", ", ""),
    ] {
        assert_linear(
            &format!("{before}{piece}…{after}"),
            STEPS,
            |size| {
                let count = size / (piece.len() + between.len());
                format!("{before}{}{after}", vec![piece; count].join(between))
            },
            checked,
        );
    }
}

#[test]
fn names_that_all_differ_take_linear_time() {
    let list = |size: usize, before: &str, after: &str| {
        let mut text = String::new();
        for number in 0..size / (before.len() + after.len() + 7) {
            write!(text, "{before}F{number:05}{after}, ").expect("writing to a string");
        }
        text
    };
    for (what, before, after, rest) in [
        ("fields", "", "", "Id FROM Account"),
        ("aliases", "MAX(Name) ", "", "MIN(Name) FROM Account"),
        ("functions of one", "FORMAT(Amount) ", "", "Id FROM Account"),
        (
            "groups that are not known",
            "",
            "",
            "Id FROM Account GROUP BY Nope",
        ),
        ("relationships", "", ".Name", "Id FROM Account"),
        ("sub-queries", "(SELECT Id FROM ", ")", "Id FROM Account"),
        ("functions", "", "(Name)", "Id FROM Account"),
    ] {
        assert_linear(
            what,
            STEPS,
            |size| format!("SELECT {}{rest}", list(size, before, after)),
            checked,
        );
    }
    assert_linear(
        "other objects of FROM",
        STEPS,
        |size| {
            let aliases = list(size / 2, "Account.Owner ", "");
            let uses = list(size / 2, "", ".Name");
            format!("SELECT {uses}Id FROM Account, {aliases}Account.Owner o")
        },
        checked,
    );
    assert_linear(
        "groups and what is grouped",
        STEPS,
        |size| {
            let list = vec!["Owner.Name"; size / 36].join(", ");
            format!("SELECT {list} FROM Account GROUP BY {list} ORDER BY {list}")
        },
        checked,
    );
}

/// Whatever of it parses is checked, and what does not is looked through for names.
#[test]
fn any_text_takes_linear_time() {
    for (size, seeds) in [(1_000, 20), (10_000, 2), (90_000, 1)] {
        for seed in 0..seeds {
            random::texts(size, 0x5eed_2000 + seed, |what, text| {
                assert_bounded(what, STEPS, text, checked);
            });
        }
    }
}
