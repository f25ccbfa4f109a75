//! Rows that are a program's own structs, and that hold each other.
//!
//! A macro sees one struct at a time, so what a nested row selects is a constant of its trait, and
//! the text of a query with nested rows is put together from those.

use super::Row;
use crate::query::Soql;
use crate::query::soql::with_condition;
use crate::types::SObject;

/// A row that is a struct of the program's own: what `#[derive(SoqlRow)]` implements.
pub trait SoqlRow: Row {
    /// What is selected.
    const SELECT: &'static [Item];

    /// What follows the object, with the marks of a checked query.
    const REST: &'static str;
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
            `#[soql(from = \"...\")]` of the same object, without groups, offset, scope, binds or \
            semi-joins"
)]
pub trait ChildRow<O>: SoqlRow {
    #[doc(hidden)]
    const ITEMS: &'static [Item] = Self::SELECT;
    #[doc(hidden)]
    const TAIL: &'static str = Self::REST;
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
}

/// The query of a row that has other rows in it.
#[doc(hidden)]
pub fn soql_of<R: SoqlRow, const N: usize>(values: [crate::query::Literal; N]) -> Soql {
    let mut text = String::from("SELECT ");
    write_items(R::SELECT, "", &mut text);
    text.push_str(" FROM ");
    text.push_str(R::Object::API_NAME);
    text.push_str(R::REST);
    Soql::checked(text, values)
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
            Item::Parent(name, inside) => {
                write_items(inside, &format!("{before}{name}."), out);
            }
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
            same(first, name) && has_column(inside, rest)
        }
        (Item::Parent(a, inside), Item::Parent(b, other)) => {
            if !same(a.as_bytes(), b.as_bytes()) {
                return false;
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
                    same(first, name) && has_column(inside, rest)
                } else {
                    false
                }
            }
            Item::Children(..) => false,
        };
        if found {
            return true;
        }
        place += 1;
    }
    false
}

/// In any case, as the org compares names.
const fn same(a: &[u8], b: &[u8]) -> bool {
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
