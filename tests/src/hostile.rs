//! A hostile org: every name, text and shape that a generator of code could trip over.
//!
//! API names are case-insensitive, so no two objects differ in case alone; fields here may.

mod names;
mod objects;
mod picklists;
mod shapes;
mod texts;

use serde_json::Value;

use crate::describe::{ObjectSpec, link};

/// An object and the plain ASCII name of its file.
type Named = (&'static str, ObjectSpec);

/// Every object of the hostile org as describe writes it.
pub fn objects() -> Vec<Value> {
    files().into_iter().map(|(_, object)| object).collect()
}

/// The objects with the names of their files, which are plain ASCII and unique whatever the case.
pub fn files() -> Vec<(&'static str, Value)> {
    let named = [
        names::objects(),
        objects::objects(),
        picklists::objects(),
        texts::objects(),
        shapes::objects(),
    ]
    .concat();
    let (names, specs): (Vec<_>, Vec<_>) = named.into_iter().unzip();
    names.into_iter().zip(link(specs)).collect()
}
