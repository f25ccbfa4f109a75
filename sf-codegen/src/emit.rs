//! From the schema to Rust.
//!
//! One function an emitted concept, each from values to source text. Everything from describe
//! enters through an identifier that the names module decided, through a literal or through a doc
//! line ([`Code`] has no other way in), so it cannot become code. This module decides no name and
//! reads no file.

mod code;
mod compiled_in;
mod constant;
mod docs;
mod draft;
mod fields;
mod object;
mod picklist;
mod record_type;
mod reference;
mod root;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use sf_schema::schema::Field;
use sf_schema::{Object, Schema};

use crate::model::Origin;

pub use code::Code;
pub use compiled_in::snapshot;
#[cfg(feature = "cli")]
pub(crate) use docs::FACTS;
pub use object::object;
pub use root::{markers, module, module_file};

use code::{Ident, Part, put};

/// What an object's code may need to know of the others.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Every object of the snapshot, selected or not.
    pub schema: &'a Schema,
    /// API names of the objects that get bindings.
    pub selected: &'a BTreeSet<String>,
    /// The marker type of each object that is referenced and not in the snapshot.
    pub outside: &'a BTreeMap<String, String>,
    /// API names of all objects that a selected field points to.
    pub referenced: &'a BTreeSet<String>,
    /// The objects of which fields are left out, whole, by API name.
    pub partial: &'a BTreeMap<String, Object>,
    /// What the snapshot is of.
    pub origin: &'a Origin,
}

/// A type, from inside an object's module.
#[derive(Clone, Copy)]
struct Ty<'a> {
    /// What stands before and after the name, such as `__rt::Id<` and `>`.
    around: (&'static str, &'static str),
    name: Path<'a>,
}

/// The name in a type.
#[derive(Clone, Copy)]
enum Path<'a> {
    /// None: the type is one of the runtime or of Rust.
    Fixed,
    /// An item of the module.
    Own(&'a str),
    /// An item at the root of the bindings.
    Root(&'a str),
    /// The type that stands for any object.
    AnyObject,
}

impl<'a> Ty<'a> {
    fn fixed(ty: &'static str) -> Self {
        Self {
            around: (ty, ""),
            name: Path::Fixed,
        }
    }

    fn of(before: &'static str, name: Path<'a>, after: &'static str) -> Self {
        Self {
            around: (before, after),
            name,
        }
    }
}

impl Part for Ty<'_> {
    fn write(&self, code: &mut Code) {
        put!(code, self.around.0, self.name, self.around.1);
    }
}

impl Part for Path<'_> {
    fn write(&self, code: &mut Code) {
        match self {
            Path::Fixed => {}
            Path::Own(name) => put!(code, Ident(name)),
            Path::Root(name) => put!(code, "super::", Ident(name)),
            Path::AnyObject => put!(code, "__rt::AnyObject"),
        }
    }
}

impl<'a> Context<'a> {
    /// The type of an object, from inside an object's module.
    fn object_path(&self, api: &str) -> Path<'a> {
        self.object_rust(api).map_or(Path::AnyObject, Path::Root)
    }

    /// The name of an object's type.
    fn object_rust(&self, api: &str) -> Option<&'a str> {
        match self.schema.object(api) {
            Some(object) => Some(&object.name.rust),
            None => self.outside.get(api).map(String::as_str),
        }
    }

    /// The object, if it gets bindings.
    fn described(&self, api: &str) -> Option<&'a Object> {
        self.schema
            .object(api)
            .filter(|object| self.selected.contains(&object.name.api))
    }

    /// The key prefix of an object, from its describe or from what Salesforce documents.
    fn key_prefix(&self, api: &str) -> Option<&'a str> {
        match self.schema.object(api) {
            Some(object) => object.key_prefix.as_deref(),
            None => crate::key_prefix::standard(api),
        }
    }
}

/// What the getter of a field gives, inside `FieldValue`, as it is written in the object's module.
pub fn read_type(context: &Context<'_>, object: &Object, field: &Field) -> String {
    let (ty, _) = context.getter(object, &fields::Shape::of(field));
    let mut code = Code::new();
    put!(&mut code, ty);
    code.into_text()
}
