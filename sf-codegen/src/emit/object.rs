//! Everything of one object: the contents of its module.

use sf_schema::Object;

use super::code::{Code, Docs, Ident, Literal, OptionalLiteral, put};
use super::{
    Context, compiled_in, constant, docs, draft, fields, picklist, record_type, reference, table,
};

/// The module of an object that gets bindings.
pub fn object(context: &Context<'_>, object: &Object) -> Code {
    let mut code = Code::new();
    let ty = Ident(&object.name.rust);
    put!(
        &mut code,
        "use ::sf_runtime::__private as __rt;\n\n",
        Docs("", &about(object)),
        "#[derive(Clone, PartialEq)]\npub struct ",
        ty,
        "(__rt::Record);\n\nimpl ",
        ty,
        " {\n    /// API name of the object.\n    pub const API_NAME: &'static str = ",
        Literal(&object.name.api),
        ";\n    /// Label of the object.\n    pub const LABEL: &'static str = ",
        Literal(&object.label),
        ";\n    /// Plural label of the object.\n    pub const LABEL_PLURAL: &'static str = ",
        Literal(&object.label_plural),
        ";\n    /// First three characters of the object's ids in the org of the snapshot.\n",
        "    pub const KEY_PREFIX: __rt::Option<&'static str> = ",
        OptionalLiteral(object.key_prefix.as_deref()),
        ";\n"
    );
    draft::entry_points(context, object, &mut code);
    fields::getters(context, object, &mut code);
    put!(&mut code, "}\n\n::sf_runtime::__sobject!(", ty, ");\n");
    draft::draft(context, object, &mut code);
    picklist::picklists(object, &mut code);
    reference::polymorphic(context, object, &mut code);
    record_type::record_types(context, object, &mut code);
    constant::fields(context, object, &mut code);
    table::table(object, &mut code);
    compiled_in::compiled_in(context, object, &mut code);
    code
}

fn about(object: &Object) -> Vec<String> {
    let label = docs::plain(&object.label);
    let api = docs::code(&object.name.api);
    let mut paragraphs = vec![if label.is_empty() {
        format!("A record of {api}, as it was read")
    } else {
        format!("{label} ({api}): a record as it was read")
    }];
    if !object.missing_in.is_empty() {
        let orgs = docs::plain(&object.missing_in.join(", "));
        paragraphs.push(format!("The object is missing in {orgs}"));
    }
    paragraphs
}
