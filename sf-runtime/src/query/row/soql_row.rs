//! Rows that are a program's own structs, and that hold each other.
//!
//! A macro sees one struct at a time, so what a nested row selects is a constant of its trait, and
//! the text of a query with nested rows is put together from those.

use serde::de::DeserializeOwned;

use super::Row;
use crate::query::soql::with_condition;
use crate::query::{Literal, Soql};

/// A row that is a struct of the program's own: what `#[derive(SoqlRow)]` implements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row: it has no `#[derive(SoqlRow)]`",
    label = "a struct with `#[derive(SoqlRow)]` is wanted here"
)]
pub trait SoqlRow: Row + DeserializeOwned {
    /// What is selected.
    const SELECT: &'static [Item];

    /// What follows the object, with the marks of a checked query.
    const REST: &'static str;

    /// The names of the binds in the order in which they first stand in the query, which are the
    /// arguments of `query`. None where the struct is refused, and nothing is known of it.
    const BINDS: Option<&'static [&'static str]> = Some(&[]);
}

/// A row whose binds may be `A`: references to them in a tuple, in the order of [`SoqlRow::BINDS`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes other binds than these",
    note = "the binds of child rows are those of the child's own `query`"
)]
pub trait RowBinds<A>: SoqlRow {
    #[doc(hidden)]
    fn values(binds: A) -> Vec<Literal>;
}

/// A row that can be read of a parent of type `O`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read of a parent that is one of `{O}`",
    label = "the relationship leads to `{O}`",
    note = "a row of a parent is a struct with `#[derive(SoqlRow)]` and `#[soql(from = \"...\")]` of \
            the same object, with fields and parents alone: no filter, order, limit, groups, \
            functions or child rows"
)]
pub trait ParentRow<O>: SoqlRow {
    #[doc(hidden)]
    const ITEMS: &'static [Item] = Self::SELECT;
}

/// A row that can be read of child records of type `O`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read of child records that are of `{O}`",
    label = "the child records are of `{O}`",
    note = "a row of child records is a struct with `#[derive(SoqlRow)]` and \
            `#[soql(from = \"...\")]` of the same object, without groups, offset, scope or \
            semi-joins"
)]
pub trait ChildRow<O>: SoqlRow {
    #[doc(hidden)]
    const ITEMS: &'static [Item] = Self::SELECT;
    #[doc(hidden)]
    const TAIL: &'static str = Self::REST;
    #[doc(hidden)]
    const NAMES: Option<&'static [&'static str]> = Self::BINDS;
}

/// What a row selects in one of its members.
#[derive(Debug, Clone, Copy)]
pub enum Item {
    /// A field, perhaps of a parent, or a function.
    Column(&'static str),
    /// What is selected of a parent, by the name of the relationship.
    Parent(&'static str, &'static [Item]),
    /// A sub-query: the relationship, what it selects, and what follows that.
    Children(&'static str, &'static [Item], &'static str),
    /// Of a parent of this type: what is in such a [`Parent`](Self::Parent) is a TYPEOF.
    When(&'static str, &'static [Item]),
    /// Of a parent of any other type.
    Else(&'static [Item]),
}

/// The query of a row that has other rows in it, of this object.
#[doc(hidden)]
pub fn soql_of<R: SoqlRow>(from: &str, values: Vec<Literal>) -> Soql {
    let mut text = String::from("SELECT ");
    write_items(R::SELECT, "", &mut text);
    text.push_str(" FROM ");
    text.push_str(from);
    text.push_str(R::REST);
    Soql::with_values(text, values)
}

fn write_items(items: &[Item], before: &str, out: &mut String) {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        match item {
            Item::Column(column) => {
                out.push_str(before);
                out.push_str(column);
            }
            Item::Parent(name, inside) if is_type_of(inside) => {
                out.push_str("TYPEOF ");
                out.push_str(before);
                out.push_str(name);
                for arm in *inside {
                    if let Item::When(object, inside) = arm {
                        out.push_str(" WHEN ");
                        out.push_str(object);
                        out.push_str(" THEN ");
                        write_items(inside, "", out);
                    }
                    if let Item::Else(inside) = arm {
                        out.push_str(" ELSE ");
                        write_items(inside, "", out);
                    }
                }
                out.push_str(" END");
            }
            Item::Parent(name, inside) => {
                write_items(inside, &format!("{before}{name}."), out);
            }
            // Only in a TYPEOF.
            Item::When(..) | Item::Else(..) => {}
            Item::Children(name, inside, rest) => {
                out.push_str("(SELECT ");
                write_items(inside, "", out);
                out.push_str(" FROM ");
                out.push_str(name);
                out.push_str(&with_condition(rest));
                out.push(')');
            }
        }
    }
}

/// Whether two members select the same column.
#[doc(hidden)]
pub const fn overlap(a: &Item, b: &Item) -> bool {
    match (a, b) {
        (Item::Column(a), Item::Column(b)) => same(a.as_bytes(), b.as_bytes()),
        (Item::Column(column), Item::Parent(name, inside))
        | (Item::Parent(name, inside), Item::Column(column)) => {
            let (column, name) = (column.as_bytes(), name.as_bytes());
            if column.len() <= name.len() || column[name.len()] != b'.' {
                return false;
            }
            let (first, rest) = column.split_at(name.len());
            let (_, rest) = rest.split_at(1);
            same(first, name) && (is_type_of(inside) || has_column(inside, rest))
        }
        (Item::Parent(a, inside), Item::Parent(b, other)) => {
            if !same(a.as_bytes(), b.as_bytes()) {
                return false;
            }
            if is_type_of(inside) || is_type_of(other) {
                return true;
            }
            let mut place = 0;
            while place < inside.len() {
                let mut against = 0;
                while against < other.len() {
                    if overlap(&inside[place], &other[against]) {
                        return true;
                    }
                    against += 1;
                }
                place += 1;
            }
            false
        }
        (Item::Children(a, ..), Item::Children(b, ..)) => same(a.as_bytes(), b.as_bytes()),
        _ => false,
    }
}

const fn has_column(items: &[Item], column: &[u8]) -> bool {
    let mut place = 0;
    while place < items.len() {
        let found = match &items[place] {
            Item::Column(own) => same(own.as_bytes(), column),
            Item::Parent(name, inside) => {
                let name = name.as_bytes();
                if column.len() > name.len() && column[name.len()] == b'.' {
                    let (first, rest) = column.split_at(name.len());
                    let (_, rest) = rest.split_at(1);
                    same(first, name) && (is_type_of(inside) || has_column(inside, rest))
                } else {
                    false
                }
            }
            Item::Children(..) | Item::When(..) | Item::Else(..) => false,
        };
        if found {
            return true;
        }
        place += 1;
    }
    false
}

/// Whether what is selected of a parent depends on its type. A lookup that is selected so cannot be
/// selected by a path as well.
const fn is_type_of(inside: &[Item]) -> bool {
    matches!(inside, [Item::When(..), ..])
}

/// Whether a TYPEOF is anywhere in these items; it cannot be in another one.
#[doc(hidden)]
pub const fn has_type_of(items: &[Item]) -> bool {
    let mut place = 0;
    while place < items.len() {
        match &items[place] {
            Item::When(..) | Item::Else(..) => return true,
            Item::Parent(_, inside) => {
                if has_type_of(inside) {
                    return true;
                }
            }
            Item::Column(_) | Item::Children(..) => {}
        }
        place += 1;
    }
    false
}

/// Whether a lookup to these objects leads to every one of a TYPEOF.
#[doc(hidden)]
pub const fn are_targets(arms: &[Item], targets: &[&str]) -> bool {
    let mut place = 0;
    while place < arms.len() {
        if let Item::When(object, _) = &arms[place] {
            let (mut at, mut found) = (0, false);
            while at < targets.len() && !found {
                found = same(object.as_bytes(), targets[at].as_bytes());
                at += 1;
            }
            if !found {
                return false;
            }
        }
        place += 1;
    }
    true
}

/// In any case, as the org compares names.
pub(super) const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut place = 0;
    while place < a.len() {
        if !a[place].eq_ignore_ascii_case(&b[place]) {
            return false;
        }
        place += 1;
    }
    true
}

/// The most parents on the way to a column; those of child records have ways of their own.
#[doc(hidden)]
pub const fn parents(items: &[Item]) -> usize {
    let mut most = 0;
    let mut place = 0;
    while place < items.len() {
        let here = match &items[place] {
            Item::Column(column) => points(column.as_bytes()),
            Item::Parent(_, inside) => 1 + parents(inside),
            Item::When(_, inside) | Item::Else(inside) => parents(inside),
            Item::Children(..) => 0,
        };
        if here > most {
            most = here;
        }
        place += 1;
    }
    most
}

/// How many levels of child records there are, the row's own among them.
#[doc(hidden)]
pub const fn levels(items: &[Item]) -> usize {
    let mut most = 1;
    let mut place = 0;
    while place < items.len() {
        if let Item::Children(_, inside, _) = &items[place] {
            let here = 1 + levels(inside);
            if here > most {
                most = here;
            }
        }
        place += 1;
    }
    most
}

const fn points(column: &[u8]) -> usize {
    let mut count = 0;
    let mut place = 0;
    while place < column.len() {
        if column[place] == b'.' {
            count += 1;
        }
        place += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::Item::{Children, Column, Else, Parent, When};
    use super::*;

    const PERSON: &[Item] = &[Column("Id"), Column("Name"), Column("Manager.Name")];
    const COMPANY: &[Item] = &[Column("Name"), Parent("Owner", PERSON)];

    #[test]
    fn the_same_column_is_found_however_it_is_reached() {
        let owner = Parent("Owner", PERSON);
        for (other, twice) in [
            (Column("Owner.Name"), true),
            (Column("owner.manager.NAME"), true),
            (Column("Owner.Email"), false),
            (Column("OwnerId"), false),
            (Column("Owner"), false),
            (Column("Owner."), false),
            (Parent("Owner", &[Column("name")]), true),
            (Parent("Owner", &[Column("Email")]), false),
            (
                Parent("Owner", &[Parent("Manager", &[Column("Name")])]),
                true,
            ),
            (Parent("Parent", PERSON), false),
            (Children("Owner", PERSON, ""), false),
        ] {
            assert_eq!(overlap(&owner, &other), twice, "{other:?}");
            assert_eq!(overlap(&other, &owner), twice, "{other:?}");
        }
        assert!(overlap(
            &Children("Contacts", &[], ""),
            &Children("contacts", &[], " LIMIT 1")
        ));
        assert!(overlap(
            &Parent("Account", COMPANY),
            &Column("Account.Owner.Manager.Name")
        ));
    }

    #[test]
    fn what_depends_on_the_type_is_a_typeof() {
        const ARMS: &[Item] = &[
            When("Account", COMPANY),
            When("Contact", &[Column("Id"), Column("Account.Name")]),
            Else(&[Column("Name")]),
        ];
        let items = [Column("Id"), Parent("What", ARMS)];
        let mut text = String::new();
        write_items(&items, "", &mut text);
        assert_eq!(
            text,
            "Id, TYPEOF What WHEN Account THEN Name, Owner.Id, Owner.Name, Owner.Manager.Name \
             WHEN Contact THEN Id, Account.Name ELSE Name END"
        );
        assert!(has_type_of(&items) && !has_type_of(COMPANY));
        assert!(are_targets(ARMS, &["User", "contact", "ACCOUNT"]));
        assert!(!are_targets(ARMS, &["User", "Contact"]));
        assert_eq!(parents(&items), 3);
        // A lookup is read by the type or by a path, not both.
        for other in [Column("what.Type"), Parent("What", PERSON)] {
            assert!(overlap(&Parent("What", ARMS), &other), "{other:?}");
        }
        assert!(!overlap(&Parent("What", ARMS), &Column("WhatId")));
    }

    #[test]
    fn parents_and_levels_are_counted() {
        assert_eq!(parents(PERSON), 1);
        assert_eq!(parents(&[Parent("Account", COMPANY)]), 3);
        assert_eq!(parents(&[Children("Contacts", COMPANY, "")]), 0);
        assert_eq!(levels(COMPANY), 1);
        let children: &[Item] = &[Column("Id"), Children("Cases", &[], "")];
        assert_eq!(levels(children), 2);
    }

    #[test]
    fn the_text_holds_what_every_row_selects() {
        let mut text = String::new();
        let rest = "\u{2}Name != 'x'\u{3} LIMIT 2";
        let items = [
            Column("Id"),
            Parent("Account", COMPANY),
            Children("Cases", PERSON, rest),
        ];
        write_items(&items, "", &mut text);
        assert_eq!(
            text,
            "Id, Account.Name, Account.Owner.Id, Account.Owner.Name, Account.Owner.Manager.Name, \
             (SELECT Id, Name, Manager.Name FROM Cases WHERE Name != 'x' LIMIT 2)"
        );
    }
}
