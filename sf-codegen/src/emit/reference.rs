//! Lookups to several objects: an enum of typed ids, told apart by key prefix.

use std::collections::{BTreeMap, BTreeSet};

use sf_schema::Object;
use sf_schema::schema::Reference;

use super::code::{Code, Docs, Ident, Literal, put};
use super::{Context, docs};

/// The enums of an object's polymorphic lookups.
pub(super) fn polymorphic(context: &Context<'_>, object: &Object, code: &mut Code) {
    for field in &object.fields {
        if let Some(reference) = &field.reference
            && !reference.rust.is_empty()
        {
            one(context, &field.name.api, reference, code);
        }
    }
}

fn one(context: &Context<'_>, field: &str, reference: &Reference, code: &mut Code) {
    let name = Ident(&reference.rust);
    // API names do not differ by case, so two of them may be one object.
    let mut seen = BTreeSet::new();
    let targets: Vec<(&str, &str)> = reference
        .to
        .iter()
        .filter_map(|api| Some((api.as_str(), context.object_rust(api)?)))
        .filter(|(_, rust)| seen.insert(*rust))
        .collect();
    let mut other = "Other".to_owned();
    while targets.iter().any(|(_, rust)| *rust == other) {
        other.push('_');
    }
    let other = Ident(&other);

    let about = [
        format!("The records that {} may point to", docs::code(field)),
        "Told apart by key prefix; custom objects have another one in each org, and are told by that \
         of the snapshot's"
            .to_owned(),
    ];
    put!(
        code,
        "\n",
        Docs("", &about),
        "#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]\npub enum ",
        name,
        " {\n"
    );
    for (api, rust) in &targets {
        put!(
            code,
            Docs("    ", &[format!("A record of {}", docs::code(api))]),
            "    ",
            Ident(rust),
            "(__rt::Id<",
            context.object_path(api),
            ">),\n"
        );
    }
    put!(
        code,
        "    /// A record of an object that the key prefix does not tell.\n    ",
        other,
        "(__rt::Id),\n}\n\nimpl __rt::PolymorphicId for ",
        name,
        " {\n    fn from_id(id: __rt::Id) -> Self {\n        match id.key_prefix() {\n"
    );
    for (prefix, rust) in prefixes(context, &targets) {
        put!(
            code,
            "            ",
            Literal(prefix),
            " => Self::",
            Ident(rust),
            "(id.cast()),\n"
        );
    }
    put!(
        code,
        "            _ => Self::",
        other,
        "(id),\n        }\n    }\n\n    fn id(self) -> __rt::Id {\n        match self {\n"
    );
    for (_, rust) in &targets {
        put!(
            code,
            "            Self::",
            Ident(rust),
            "(id) => id.erase(),\n"
        );
    }
    put!(
        code,
        "            Self::",
        other,
        "(id) => id,\n        }\n    }\n}\n"
    );
    put!(
        code,
        "\nimpl __rt::From<__rt::Id> for ",
        name,
        " {\n    #[inline]\n    fn from(id: __rt::Id) -> Self {\n        \
         <Self as __rt::PolymorphicId>::from_id(id)\n    }\n}\n"
    );
    for (api, rust) in &targets {
        let ty = context.object_path(api);
        put!(
            code,
            "\nimpl __rt::From<__rt::Id<",
            ty,
            ">> for ",
            name,
            " {\n    #[inline]\n    fn from(id: __rt::Id<",
            ty,
            ">) -> Self {\n        Self::",
            Ident(rust),
            "(id)\n    }\n}\n"
        );
    }
}

/// The targets by key prefix. A prefix that two of them share does not tell them apart.
fn prefixes<'a>(
    context: &Context<'a>,
    targets: &[(&'a str, &'a str)],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut by_prefix: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (api, rust) in targets {
        if let Some(prefix) = context.key_prefix(api) {
            by_prefix.entry(prefix).or_default().push(rust);
        }
    }
    by_prefix
        .into_iter()
        .filter_map(|(prefix, rusts)| match rusts.as_slice() {
            [one] => Some((prefix, *one)),
            _ => None,
        })
}
