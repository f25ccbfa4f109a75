//! Picklists: an enum of the active values, and which of them another field allows.

use std::collections::HashMap;

use sf_schema::Object;
use sf_schema::schema::{Controller, Field, FieldType, Picklist, PicklistValue};

use super::code::{Code, Docs, Ident, Literal, Part, put};
use super::docs;

/// The enums of an object's picklists.
pub(super) fn picklists(object: &Object, code: &mut Code) {
    for field in &object.fields {
        if let Some(picklist) = typed(field) {
            one(object, field, picklist, code);
        }
    }
}

/// What a dependent picklist depends on.
pub(super) struct Dependency<'a> {
    /// The controlling field's place in the object.
    pub(super) place: usize,
    /// The controlling picklist; none for a checkbox.
    pub(super) controlling: Option<&'a Picklist>,
    /// For each active value, the active controlling values that allow it.
    pub(super) valid_for: Vec<Row>,
}

/// The controlling values that allow a value.
#[derive(Clone)]
pub(super) struct Row(Vec<usize>);

impl Part for Row {
    fn write(&self, code: &mut Code) {
        put!(code, "&[");
        for (place, controlling) in self.0.iter().enumerate() {
            put!(code, if place > 0 { ", " } else { "" }, *controlling);
        }
        put!(code, "]");
    }
}

/// What a field's picklist depends on, if it does.
pub(super) fn dependency<'a>(object: &'a Object, field: &'a Field) -> Option<Dependency<'a>> {
    let picklist = typed(field)?;
    let controller = picklist.controller.as_ref()?;
    let place = object
        .fields
        .iter()
        .position(|field| field.name.api == controller.field())?;
    let controlling = match controller {
        Controller::Checkbox(_) => None,
        _ => Some(typed(object.fields.get(place)?)?),
    };
    // Describe counts all values of the controlling picklist, Rust has only the active ones.
    let active: HashMap<u16, usize> = match controlling {
        None => HashMap::from([(0, 0), (1, 1)]),
        Some(controlling) => controlling
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.name.rust.is_empty())
            .enumerate()
            .filter_map(|(active, (all, _))| Some((u16::try_from(all).ok()?, active)))
            .collect(),
    };
    let valid = |value: &PicklistValue| {
        let of = |controlling| active.get(controlling).copied();
        Row(value.valid_for.iter().filter_map(of).collect())
    };
    Some(Dependency {
        place,
        controlling,
        valid_for: variants(picklist).map(valid).collect(),
    })
}

/// The picklist of a field that has an enum.
fn typed(field: &Field) -> Option<&Picklist> {
    matches!(field.data, FieldType::Picklist | FieldType::MultiPicklist)
        .then_some(field.picklist.as_ref())?
        .filter(|picklist| !picklist.rust.is_empty())
}

/// The values that have a variant.
fn variants(picklist: &Picklist) -> impl Iterator<Item = &PicklistValue> + Clone {
    picklist
        .values
        .iter()
        .filter(|value| !value.name.rust.is_empty())
}

fn one(object: &Object, field: &Field, picklist: &Picklist, code: &mut Code) {
    let name = Ident(&picklist.rust);
    put!(
        code,
        "\n",
        Docs("", &about(field, picklist)),
        "pub enum ",
        name,
        " {\n"
    );
    for value in variants(picklist) {
        put!(
            code,
            Docs("    ", &[variant_docs(value)]),
            "    ",
            Ident(&value.name.rust),
            ",\n"
        );
    }
    put!(
        code,
        "}\n\n::sf_runtime::__picklist!(",
        name,
        ");\n\nimpl __rt::PicklistValue for ",
        name,
        " {\n    const FIELD: &'static str = ",
        Literal(&format!("{}.{}", object.name.api, field.name.api)),
        ";\n    const ENTRIES: &'static [__rt::PicklistEntry] = &[\n"
    );
    for value in variants(picklist) {
        let label = if value.label.is_empty() {
            &value.name.api
        } else {
            &value.label
        };
        put!(
            code,
            "        __rt::PicklistEntry::new(",
            Literal(&value.name.api),
            ", ",
            Literal(label),
            "),\n"
        );
    }
    put!(code, "    ];\n    const ALL: &'static [Self] = ");
    let all = variants(picklist).map(|value| Variant(&value.name.rust));
    code.list("    ", "&[", all, "];\n");
    put!(
        code,
        "\n    #[inline]\n    fn index(self) -> usize {\n        self as usize\n    }\n}\n"
    );
    if let Some(dependency) = dependency(object, field) {
        put!(
            code,
            "\nimpl __rt::DependentPicklist for ",
            name,
            " {\n    type Controller = "
        );
        match dependency.controlling {
            Some(controlling) => put!(code, Ident(&controlling.rust)),
            None => put!(code, "bool"),
        }
        put!(code, ";\n    const VALID_FOR: &'static [&'static [u16]] = ");
        code.list("    ", "&[", dependency.valid_for.iter(), "];\n");
        put!(code, "}\n");
    }
}

#[derive(Clone, Copy)]
struct Variant<'a>(&'a str);

impl Part for Variant<'_> {
    fn write(&self, code: &mut Code) {
        put!(code, "Self::", Ident(self.0));
    }
}

fn about(field: &Field, picklist: &Picklist) -> Vec<String> {
    let mut paragraphs = vec![format!(
        "The active values of {}",
        docs::code(&field.name.api)
    )];
    if let Some(controller) = &picklist.controller {
        paragraphs.push(format!(
            "Which of them are valid depends on {}",
            docs::code(controller.field())
        ));
    }
    let inactive: Vec<String> = picklist
        .values
        .iter()
        .filter(|value| !value.active)
        .take(20)
        .map(|value| docs::code(&value.name.api))
        .collect();
    if !inactive.is_empty() {
        paragraphs.push(format!(
            "Inactive, so read as other values and not written: {}",
            inactive.join(", ")
        ));
    }
    paragraphs
}

fn variant_docs(value: &PicklistValue) -> String {
    let label = docs::plain(&value.label);
    let default = if value.default { "; the default" } else { "" };
    if label.is_empty() || value.label == value.name.api {
        format!("{}{default}", docs::code(&value.name.api))
    } else {
        format!("{label} ({}){default}", docs::code(&value.name.api))
    }
}
