//! Lookups to several objects, as describes have them that are not as those of the fixtures.

use super::super::{ColumnKind, check};
use super::{field, findings, lookup, object, schema};
use crate::schema::{Field, FieldFlags, FieldType, Schema};
use crate::soql::check::CheckOptions;
use crate::soql::{Options, parse};

/// A field that is never null.
fn filled(api: &str) -> Field {
    let mut filled = field(api, FieldType::Boolean);
    filled.flags = FieldFlags::FILTERABLE;
    filled
}

/// `C` with a lookup `R` to these objects, that is never null. A and B have `Foo`, B alone has `Bar`.
fn with(flags: FieldFlags, to: &[&str]) -> Schema {
    let mut lookup = lookup("RId", to);
    lookup.flags = FieldFlags::FILTERABLE | flags;
    let parent = super::lookup("OwnerId", &["A"]);
    schema([
        object("A", [filled("Foo"), parent.clone()]),
        object("B", [filled("Foo"), filled("Bar"), parent]),
        object("C", [lookup]),
        object("Name", [filled("IsActive")]),
    ])
}

/// The keys of a query in order, with a question mark after those that may be null.
fn keys(schema: &Schema, text: &str) -> Vec<String> {
    let query = parse(text, &Options::default());
    let query = query.into_result().expect("the query parses");
    let resolution = check(&query, schema, &CheckOptions::default()).resolution;
    let columns = resolution.expect("the query is in order").selection.columns;
    let shown = columns.into_iter().map(|column| {
        let of = match &column.kind {
            ColumnKind::Field(path) => path.object.name.api.clone(),
            _ => String::new(),
        };
        let end = if column.nillable { "?" } else { "" };
        format!("{of}.{}{end}", column.key)
    });
    shown.collect()
}

#[test]
fn a_lookup_that_may_be_plain_is_a_warning() {
    let pointing = FieldFlags::NAME_POINTING;
    let polymorphic = FieldFlags::POLYMORPHIC;
    let doubtful = [
        with(FieldFlags::none(), &["A", "B"]),
        with(pointing, &["A", "B"]),
        with(polymorphic, &["A", "B"]),
        with(pointing | polymorphic, &["A"]),
        with(pointing, &["A"]),
    ];
    for schema in &doubtful {
        assert_eq!(
            findings(schema, "SELECT R.Foo FROM C"),
            [
                "warning[doubtful]: `Foo` is of A, and describe leaves open whether `R` is \
                 polymorphic: the org may refuse it (select `RId` and ask for the A by it)"
            ]
        );
        assert_eq!(keys(schema, "SELECT R.Foo FROM C"), ["A.Foo?"]);
        assert_eq!(keys(schema, "SELECT R.Owner.Foo FROM C"), ["A.Foo?"]);
        // What `Name` has is there in either case.
        assert!(findings(schema, "SELECT R.Name FROM C WHERE R.IsActive = TRUE").is_empty());
        let unknown = findings(schema, "SELECT R.Zebra FROM C");
        assert!(
            unknown[0].starts_with("error[INVALID_FIELD]"),
            "{unknown:?}"
        );
    }
    assert_eq!(keys(&doubtful[0], "SELECT R.Bar FROM C"), ["B.Bar?"]);
}

#[test]
fn a_lookup_in_no_doubt_is_an_error_or_nothing() {
    let all = FieldFlags::NAME_POINTING | FieldFlags::POLYMORPHIC;
    let found = findings(&with(all, &["A", "B"]), "SELECT R.Foo FROM C");
    assert!(found[0].starts_with("error[INVALID_FIELD]"), "{found:?}");
    let plain = with(FieldFlags::none(), &["A"]);
    assert_eq!(keys(&plain, "SELECT R.Foo FROM C"), ["A.Foo"]);
    assert!(findings(&plain, "SELECT R.Foo FROM C").is_empty());
}

/// `Name` stands for objects that have not all of its fields.
#[test]
fn a_field_of_name_may_be_null() {
    let all = FieldFlags::NAME_POINTING | FieldFlags::POLYMORPHIC;
    let schema = with(all, &["A", "B"]);
    let text = "SELECT R.IsActive, R.Name FROM C";
    assert_eq!(keys(&schema, text), ["Name.IsActive?", "Name.Name?"]);
    let text = "SELECT IsActive FROM Name";
    assert_eq!(keys(&schema, text), ["Name.IsActive?"]);
}

/// Without ELSE a parent of another type is null, as one that is not there.
#[test]
fn a_type_without_a_branch_is_null() {
    let all = FieldFlags::NAME_POINTING | FieldFlags::POLYMORPHIC;
    let schema = with(all, &["A", "B"]);
    let branches = "TYPEOF R WHEN A THEN Foo";
    for (text, wanted) in [
        (format!("SELECT {branches} END FROM C"), ".R?"),
        (format!("SELECT {branches} ELSE Name END FROM C"), ".R"),
    ] {
        assert_eq!(keys(&schema, &text), [wanted], "{text}");
    }
}
