//! The names lock: what it keeps, and what it refuses.

use std::collections::BTreeSet;

use sf_codegen::names::{NamesLock, Renames, assign};

use crate::org::*;

#[test]
fn a_lock_records_only_what_can_be_taken() {
    let mut account = object("Account", &["Name", "total__c"]);
    let values = ["USA", "Closed Won"];
    account.fields.push(picklist("Industry", &values));
    account.children.push(child("notes", "Note"));
    let lock = by_rule(&mut [account]).lock;
    let expected = "# sf-codegen names lock, version 1\n\
        Account module = account\n\
        Account field Industry = industry\n\
        Account field Name = name\n\
        Account child notes = notes\n\
        Account value Industry Closed Won = ClosedWon\n";
    assert_eq!(lock.render(), expected);
    assert_eq!(NamesLock::parse(expected).unwrap(), lock);
    let windows = expected.replace('\n', "\r\n");
    assert_eq!(NamesLock::parse(&windows).unwrap(), lock);
}

#[test]
fn a_locked_name_wins_over_an_exact_one() {
    let lock = by_rule(&mut [object("A", &["FooBar"])]).lock;
    let mut objects = [object("A", &["FooBar", "Foo_Bar", "foo_bar"])];
    with(&mut objects, &[], &lock, &Renames::new());
    let names = field_names(&objects[0]);
    assert_eq!(names["FooBar"], "foo_bar");
    assert!(names["foo_bar"].starts_with("foo_bar_x"));
    assert!(names["Foo_Bar"].starts_with("foo_bar_x"));
}

#[test]
fn objects_that_are_not_loaded_keep_their_names() {
    let first = by_rule(&mut [object("FooBar", &["Name"]), object("B", &["Name"])]);
    let mut one = [object("foo_bar", &["Name"])];
    let outside = ["FooBar", "Type"];
    let second = with(&mut one, &outside, &first.lock, &Renames::new());
    assert!(one[0].name.rust.starts_with("foo_bar_x"));
    let lock = second.lock.render();
    assert!(lock.contains("FooBar module = foo_bar\n"));
    assert!(lock.contains("B field Name = name\n"));
    NamesLock::parse(&lock).unwrap();
}

#[test]
fn what_is_gone_from_a_loaded_object_is_dropped() {
    let first = by_rule(&mut [object("A", &["Foo", "Bar"])]);
    let mut objects = [object("A", &["Foo"])];
    let second = with(&mut objects, &[], &first.lock, &Renames::new());
    let lock = second.lock.render();
    assert!(lock.contains("field Foo") && !lock.contains("field Bar"));
}

#[test]
fn refused_locks() {
    let header = "# sf-codegen names lock, version 1\n";
    for (text, line, parts) in [
        ("", 1, "first line"),
        ("A module = a\n", 1, "first line"),
        ("# sf-codegen names lock, version 2\n", 1, "version 2"),
        ("<<<<<<< ours\n", 1, "merge"),
        ("+A module = a\n<<<<<<< ours\n", 3, "merge"),
        (
            "+A field X = x\nA field Y = x\n",
            3,
            "A:|field X|line 2|field Y|`x`|delete",
        ),
        ("+A field X = x\nA child Y = x\n", 3, "A:|field X|child Y"),
        (
            "+A field X = x\nA field X = y\n",
            3,
            "A:|field X|`x`|`y`|line 2|delete",
        ),
        (
            "+A module = a\nB type = a\n",
            3,
            "B:|the module of A|the type of B",
        ),
        (
            "+A value F a b = X\nA value F a-b = X\n",
            3,
            "A.F:|\"a b\"|\"a-b\"",
        ),
        ("+A field X = type\n", 2, "A:|field X|`type`|delete"),
        ("+A field X = delete\n", 2, "A:|field X|`delete`"),
        ("+A field X = 1x\n", 2, "`1x`"),
        ("+A field X\n", 2, "not an entry"),
        ("+A colour X = x\n", 2, "not an entry"),
        ("+A type X = x\n", 2, "not an entry"),
        ("+A value F = x\n", 2, "not an entry"),
        ("+A field \\q = x\n", 2, "not an entry"),
    ] {
        let text = text.replace('+', header);
        let error = NamesLock::parse(&text).unwrap_err();
        assert_eq!(error.problems[0].line, line, "{error}");
        for part in parts.split('|') {
            assert!(error.to_string().contains(part), "{part}: {error}");
        }
    }
    let twice = format!("{header}\n# a comment\nA field X = x\nA field X = x\nB field X = x\n");
    assert!(NamesLock::parse(&twice).is_ok());
    let many = format!("{header}A field X = 1\nA field X = 2\n=======\n");
    assert_eq!(NamesLock::parse(&many).unwrap_err().problems.len(), 3);
}

#[test]
fn a_lock_that_swaps_types_is_refused() {
    let text = "# sf-codegen names lock, version 1\nB__c type = A__c\n";
    let lock = NamesLock::parse(text).unwrap();
    let mut objects = [object("A__c", &[]), object("B__c", &[])];
    let errors = assign(&mut objects, &BTreeSet::new(), &lock, &Renames::new()).unwrap_err();
    let said = errors.to_string();
    assert!(
        said.contains("B__c") && said.contains("A__c") && said.contains("names.lock"),
        "{said}"
    );
}
