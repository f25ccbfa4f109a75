//! What bindings say of themselves, so that a program can ask the org whether it is still so: of each
//! object what is compared, as text of the schema index, and once what the snapshot is of.
//!
//! Both stand in macros of the runtime, which make nothing of them without its feature `verify`.

use sf_schema::Object;
use sf_schema::diff::compared;
use sf_schema::schema::index;

use super::Context;
use super::code::{Code, Ident, Lines, OptionalLiteral, put};

/// What is compared of an object, and whether these are all of its fields.
pub(super) fn compiled_in(context: &Context<'_>, object: &Object, code: &mut Code) {
    put!(
        code,
        "\n::sf_runtime::__compiled_in!(",
        Ident(&object.name.rust),
        ", ",
        !context.partial.contains_key(&object.name.api),
        ", ",
        Lines(&index::write_object(&compared(object))),
        ");\n"
    );
}

/// What the snapshot is of.
pub fn snapshot(context: &Context<'_>) -> Code {
    let origin = context.origin;
    let mut code = Code::new();
    put!(
        &mut code,
        "\n::sf_runtime::__snapshot! {\n    api_version: ",
        OptionalLiteral(origin.api_version.as_deref()),
        ",\n    org_id: ",
        OptionalLiteral(origin.org_id.as_deref()),
        ",\n    as_of: ",
        OptionalLiteral(origin.as_of.as_deref()),
        ",\n    several_orgs: ",
        origin.several_orgs,
        ",\n}\n"
    );
    code
}
