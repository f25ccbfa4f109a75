//! Record types by developer name.

use sf_schema::Object;
use sf_schema::schema::RecordType;

use super::code::{Code, Docs, Ident, Literal, put};
use super::docs;

/// A constant for each record type of the object.
pub(super) fn record_types(object: &Object, code: &mut Code) {
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
            ": __rt::RecordType = __rt::RecordType {\n        developer_name: ",
            Literal(&record_type.name.api),
            ",\n        label: ",
            Literal(&record_type.label),
            ",\n        id: ",
            Literal(&record_type.id),
            ",\n        active: ",
            record_type.active,
            ",\n        available: ",
            record_type.available,
            ",\n        default: ",
            record_type.default,
            ",\n        master: ",
            record_type.master,
            ",\n    };\n"
        );
    }
    put!(
        code,
        "\n    /// Every record type of the object.\n    pub const __ALL: &[__rt::RecordType] = "
    );
    let all = named.map(|record_type| Ident(&record_type.name.rust));
    code.list("    ", "&[", all, "];\n");
    put!(code, "}\n");
}

fn named(object: &Object) -> impl Iterator<Item = &RecordType> + Clone {
    object
        .record_types
        .iter()
        .filter(|record_type| !record_type.name.rust.is_empty())
}
