//! The root of the bindings: the modules of the objects and the types of those without any.

use sf_schema::Object;

use super::code::{Code, Docs, Ident, Literal, OptionalLiteral, put};
use super::{Context, docs};

/// The module of an object: in a file of its own, or with these contents.
pub fn module(object: &Object, contents: Option<&Code>) -> Code {
    let mut code = Code::new();
    let (module, ty) = (Ident(&object.module), Ident(&object.name.rust));
    let about = [format!("What belongs to {}", docs::code(&object.name.api))];
    put!(&mut code, Docs("", &about));
    match contents {
        Some(contents) => {
            put!(&mut code, "pub mod ", module, " {\n");
            code.put_indented(contents);
            put!(&mut code, "}\n");
        }
        None => {
            let file = module_file(&object.module);
            if file.strip_suffix(".rs") != Some(&object.module) {
                put!(&mut code, "#[path = ", Literal(&file), "]\n");
            }
            put!(&mut code, "pub mod ", module, ";\n");
        }
    }
    put!(
        &mut code,
        "#[doc(inline)]\npub use self::",
        module,
        "::",
        ty,
        ";\n\n"
    );
    code
}

/// The types of objects that have no bindings and are referenced.
pub fn markers(context: &Context<'_>) -> Code {
    let mut code = Code::new();
    put!(&mut code, "use ::sf_runtime::__private as __rt;\n");
    let unselected = context
        .schema
        .objects()
        .filter(|object| !context.selected.contains(&object.name.api))
        .map(|object| (object.name.api.as_str(), object.name.rust.as_str()));
    let outside = context
        .outside
        .iter()
        .map(|(api, rust)| (api.as_str(), rust.as_str()));
    for (api, rust) in unselected.chain(outside) {
        if context.referenced.contains(api) {
            marker(context, api, rust, &mut code);
        }
    }
    code
}

/// The file of a module. Windows has names that no file may have.
pub fn module_file(module: &str) -> String {
    let device = matches!(module, "aux" | "con" | "nul" | "prn")
        || module.len() == 4
            && (module.starts_with("com") || module.starts_with("lpt"))
            && module.ends_with(|c: char| c.is_ascii_digit());
    if device {
        format!("{module}_.rs")
    } else {
        format!("{module}.rs")
    }
}

/// A type for the ids of an object that has no bindings.
fn marker(context: &Context<'_>, api: &str, rust: &str, code: &mut Code) {
    let about = [format!(
        "{}, which has no bindings here: a type for its ids",
        docs::code(api)
    )];
    put!(
        code,
        "\n",
        Docs("", &about),
        "pub enum ",
        Ident(rust),
        " {}\n\nimpl __rt::SObject for ",
        Ident(rust),
        " {\n    const API_NAME: &'static str = ",
        Literal(api),
        ";\n    const KEY_PREFIX: __rt::Option<&'static str> = ",
        OptionalLiteral(context.key_prefix(api)),
        ";\n}\n"
    );
}
