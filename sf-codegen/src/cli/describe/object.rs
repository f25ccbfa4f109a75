//! An object: what can be done with it, and its fields, one a line.

use comfy_table::Cell;
use sf_codegen::generate::read_type;
use sf_codegen::model::Model;
use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags, ObjectFlags, Operation};

use crate::cli::grid::{Grid, allowed, cell};
use crate::cli::terminal::Paint;
use crate::cli::{count, shown};
use sf_codegen::dictionary::type_text;

/// The columns, and how narrow each may get on a narrow terminal; 0 is as wide as its contents.
const COLUMNS: &[(&str, u16)] = &[
    ("field", 0),
    ("type", 12),
    ("Rust", 12),
    ("reads as", 12),
    ("create", 0),
    ("update", 0),
    ("notes", 18),
    ("values", 8),
];

const ACTIONS: &[(ObjectFlags, &str)] = &[
    (ObjectFlags::CREATEABLE, "created"),
    (ObjectFlags::UPDATEABLE, "updated"),
    (ObjectFlags::DELETABLE, "deleted"),
    (ObjectFlags::UNDELETABLE, "undeleted"),
    (ObjectFlags::QUERYABLE, "queried"),
    (ObjectFlags::RETRIEVEABLE, "retrieved"),
    (ObjectFlags::SEARCHABLE, "searched"),
    (ObjectFlags::MERGEABLE, "merged"),
];

/// The whole text.
pub(super) fn describe(model: &Model, object: &Object, paint: Paint) -> String {
    let mut fields = Grid::with_header(paint, COLUMNS);
    for field in &object.fields {
        fields.row(row(model, object, field));
    }
    format!(
        "{}\n{}\n{}",
        paint.title(shown(&object.name.api)),
        facts(model, object, paint),
        fields.render()
    )
}

fn facts(model: &Model, object: &Object, paint: Paint) -> String {
    let mut facts = Grid::new(paint);
    facts.text("label", Some(&object.label));
    facts.text("plural label", Some(&object.label_plural));
    let rust = format!("{} in module {}", object.name.rust, object.module);
    facts.text("Rust", Some(&rust));
    facts.text("key prefix", object.key_prefix.as_deref());
    let actions: Vec<&str> = ACTIONS
        .iter()
        .filter(|(flag, _)| object.flags.contains(*flag))
        .map(|(_, action)| *action)
        .collect();
    facts.text("can be", Some(&actions.join(", ")));
    let has = [
        count(object.fields.len(), "field"),
        count(object.children.len(), "child relationship"),
        count(object.record_types.len(), "record type"),
    ];
    facts.text("has", Some(&has.join(", ")));
    if !model.selected.contains(&object.name.api) {
        facts.text("bindings", Some("none: the settings do not select it"));
    }
    facts.render()
}

fn row(model: &Model, object: &Object, field: &Field) -> Vec<Cell> {
    vec![
        cell(&field.name.api),
        cell(&type_text(field, 3)),
        cell(&field.name.rust),
        cell(&read_type(model, object, field)),
        allowed(field.refusal(Operation::Create).is_none()),
        allowed(field.refusal(Operation::Update).is_none()),
        cell(&notes(field)),
        cell(&values(field)),
    ]
}

/// Why the field cannot be written, and what a writer has to know.
fn notes(field: &Field) -> String {
    let mut notes: Vec<String> = why_not(field).into_iter().collect();
    for (yes, note) in [
        (field.is_required_on_create(), "required"),
        (field.is(FieldFlags::NILLABLE), "nillable"),
        (field.is_external_id(), "external ID"),
    ] {
        if yes {
            notes.push(note.to_owned());
        }
    }
    notes.join(", ")
}

/// Why a create or else an update refuses the field.
fn why_not(field: &Field) -> Option<String> {
    [Operation::Create, Operation::Update]
        .into_iter()
        .find_map(|operation| field.refusal(operation))
        .map(|refusal| refusal.to_string())
}

/// How many values a picklist has.
fn values(field: &Field) -> String {
    let Some(picklist) = &field.picklist else {
        return String::new();
    };
    let active = picklist.active().count();
    match picklist.values.len() - active {
        0 => active.to_string(),
        inactive => format!("{active} ({inactive} inactive)"),
    }
}
