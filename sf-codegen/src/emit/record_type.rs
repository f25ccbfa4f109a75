//! Record types by developer name.

use sf_schema::Object;
use sf_schema::schema::RecordType;

use super::code::{Code, Docs, Ident, Literal, Part, put};
use super::{Context, docs};

/// A constant for each record type of the object.
pub(super) fn record_types(context: &Context<'_>, object: &Object, code: &mut Code) {
    let named = named(object);
    if named.clone().next().is_none() {
        return;
    }
    put!(
        code,
        "\n/// The record types of the object, by developer name. Their ids are those of the org of\n\
         /// the snapshot; another org has the same developer names and other ids.\n\
         pub mod record_types {\n    use ::sf_runtime::__private as __rt;\n"
    );
    let ty = TypeOf(target(context, object));
    for record_type in named.clone() {
        let about = if record_type.label.is_empty() {
            docs::code(&record_type.name.api)
        } else {
            docs::plain(&record_type.label)
        };
        put!(
            code,
            "\n",
            Docs("    ", &[about]),
            "    pub const ",
            Ident(&record_type.name.rust),
            ": ",
            ty,
            " = __rt::RecordType {\n        developer_name: ",
            Literal(&record_type.name.api),
            ",\n        label: ",
            Literal(&record_type.label),
            ",\n        id: ",
            Literal(&record_type.id),
            ",\n        active: ",
            record_type.active,
            ",\n        master: ",
            record_type.master,
            ",\n        object: __rt::PhantomData,\n    };\n"
        );
    }
    put!(
        code,
        "}\n\nimpl ",
        Ident(&object.name.rust),
        " {\n    /// Every record type of the object.\n    pub const RECORD_TYPES: &'static ["
    );
    match ty.0 {
        Some(of) => put!(code, "__rt::RecordType<super::", Ident(of), ">"),
        None => put!(code, "__rt::RecordType"),
    }
    put!(code, "] = ");
    let all = named.map(|record_type| Constant(&record_type.name.rust));
    code.list("    ", "&[", all, "];\n");
    put!(code, "}\n");
}

#[derive(Clone, Copy)]
struct Constant<'a>(&'a str);

impl Part for Constant<'_> {
    fn write(&self, code: &mut Code) {
        put!(code, "record_types::", Ident(self.0));
    }
}

/// The type of a record type, from inside the module of record types.
#[derive(Clone, Copy)]
struct TypeOf<'a>(Option<&'a str>);

impl Part for TypeOf<'_> {
    fn write(&self, code: &mut Code) {
        match self.0 {
            Some(object) => put!(code, "__rt::RecordType<super::super::", Ident(object), ">"),
            None => put!(code, "__rt::RecordType"),
        }
    }
}

/// The type of what the object's record type field points to.
fn target<'a>(context: &Context<'a>, object: &Object) -> Option<&'a str> {
    let reference = object.field("RecordTypeId")?.reference.as_ref()?;
    match reference.to.as_slice() {
        [one] => context.object_rust(one),
        _ => None,
    }
}

fn named(object: &Object) -> impl Iterator<Item = &RecordType> + Clone {
    object
        .record_types
        .iter()
        .filter(|record_type| !record_type.name.rust.is_empty())
}
