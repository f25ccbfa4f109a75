//! A field: every fact, and the values of its picklist.

use comfy_table::{Cell, Color};
use sf_codegen::generate::read_type;
use sf_codegen::model::Model;
use sf_schema::Object;
use sf_schema::schema::{
    Controller, Field, FieldFlags, Operation, Picklist, PicklistValue, Reference,
};

use crate::cli::grid::{Grid, allowed, cell};
use crate::cli::shown;
use crate::cli::terminal::Paint;
use sf_codegen::dictionary::type_text;

/// The flags of describe that no other fact speaks of.
const FLAGS: &[(FieldFlags, &str)] = &[
    (FieldFlags::CUSTOM, "custom"),
    (FieldFlags::NAME_FIELD, "name field"),
    (FieldFlags::UNIQUE, "unique"),
    (FieldFlags::CASE_SENSITIVE, "case-sensitive"),
    (FieldFlags::ID_LOOKUP, "id lookup"),
    (FieldFlags::FILTERABLE, "filterable"),
    (FieldFlags::SORTABLE, "sortable"),
    (FieldFlags::GROUPABLE, "groupable"),
    (FieldFlags::AGGREGATABLE, "aggregatable"),
    (FieldFlags::CALCULATED, "calculated"),
    (FieldFlags::AUTO_NUMBER, "auto-number"),
    (FieldFlags::NAME_POINTING, "name pointing"),
    (FieldFlags::POLYMORPHIC, "polymorphic"),
    (FieldFlags::DEPENDENT_PICKLIST, "dependent picklist"),
    (FieldFlags::RESTRICTED_PICKLIST, "restricted picklist"),
    (FieldFlags::HTML_FORMATTED, "HTML"),
    (FieldFlags::ENCRYPTED, "encrypted"),
    (FieldFlags::PERMISSIONABLE, "under field-level security"),
    (FieldFlags::CASCADE_DELETE, "cascading delete"),
    (
        FieldFlags::WRITE_REQUIRES_MASTER_READ,
        "write requires master read",
    ),
    (FieldFlags::QUERY_BY_DISTANCE, "query by distance"),
    (
        FieldFlags::DISPLAY_LOCATION_IN_DECIMAL,
        "location in decimal",
    ),
    (FieldFlags::DEPRECATED_AND_HIDDEN, "deprecated and hidden"),
    (FieldFlags::F64, "f64 by settings"),
];

/// The whole text.
pub(super) fn describe(model: &Model, object: &Object, field: &Field, paint: Paint) -> String {
    let name = format!("{}.{}", object.name.api, field.name.api);
    let mut text = paint.title(shown(&name));
    text.push('\n');
    text.push_str(&facts(model, object, field, paint));
    if let Some(picklist) = field.picklist.as_ref().filter(|p| !p.values.is_empty()) {
        text.push('\n');
        text.push_str(&values(object, picklist, paint));
    }
    text
}

fn facts(model: &Model, object: &Object, field: &Field, paint: Paint) -> String {
    let mut facts = Grid::new(paint);
    facts.text("label", Some(&field.label));
    facts.text("type", Some(&type_text(field, usize::MAX)));
    facts.text("extra type", field.extra_type_info.as_deref());
    facts.text("Rust", Some(&field.name.rust));
    facts.text("marker", Some(&format!("fields::{}", field.marker)));
    facts.text("reads as", Some(&read_type(model, object, field)));
    for (name, operation) in [
        ("create", Operation::Create),
        ("update", Operation::Update),
        ("upsert", Operation::Upsert),
    ] {
        facts.fact(name, writable(field, operation));
    }
    for (name, yes) in [
        ("required", field.is_required_on_create()),
        ("nillable", field.is(FieldFlags::NILLABLE)),
        ("defaulted", field.is(FieldFlags::DEFAULTED_ON_CREATE)),
        ("external ID", field.is_external_id()),
    ] {
        facts.text(name, Some(if yes { "yes" } else { "no" }));
    }
    let flags: Vec<&str> = FLAGS
        .iter()
        .filter(|(flag, _)| field.is(*flag))
        .map(|(_, name)| *name)
        .collect();
    facts.text("flags", Some(&flags.join(", ")));
    facts.text("help", field.help.as_deref());
    facts.text("formula", field.formula.as_deref());
    facts.text("default", field.default_formula.as_deref());
    facts.text("component of", field.compound.as_deref());
    if let Some(reference) = &field.reference {
        add_reference(&mut facts, reference);
    }
    if let Some(picklist) = &field.picklist {
        facts.text("enum", Some(&picklist.rust));
        let controller = picklist.controller.as_ref().map(Controller::field);
        facts.text("controlled by", controller);
    }
    facts.render()
}

fn add_reference(facts: &mut Grid, reference: &Reference) {
    let kind = match reference.order {
        Some(order) => format!("master-detail, order {order}"),
        None => "lookup".to_owned(),
    };
    facts.text("kind", Some(&kind));
    let relationship = reference.relationship.as_ref();
    facts.text("relationship", relationship.map(|name| name.api.as_str()));
    facts.text("in Rust", relationship.map(|name| name.rust.as_str()));
    facts.text("matched by", reference.target_field.as_deref());
    facts.text("enum of ids", Some(&reference.rust));
}

fn writable(field: &Field, operation: Operation) -> Cell {
    match field.refusal(operation) {
        None => allowed(true),
        Some(refusal) => Cell::new(format!("no: {refusal}")).fg(Color::Red),
    }
}

fn values(object: &Object, picklist: &Picklist, paint: Paint) -> String {
    let mut columns = vec![("value", 12), ("label", 12), ("Rust", 12), ("state", 0)];
    let controller = picklist.controller.as_ref();
    if controller.is_some() {
        columns.push(("valid for", 12));
    }
    let mut grid = Grid::with_header(paint, &columns);
    for value in &picklist.values {
        let label = if value.label.is_empty() {
            &value.name.api
        } else {
            &value.label
        };
        let mut row = vec![
            cell(&value.name.api),
            cell(label),
            cell(&value.name.rust),
            state(value),
        ];
        if let Some(controller) = controller {
            row.push(cell(&valid_for(object, controller, value)));
        }
        grid.row(row);
    }
    grid.render()
}

fn state(value: &PicklistValue) -> Cell {
    match (value.active, value.default) {
        (true, true) => Cell::new("default").fg(Color::Green),
        (true, false) => Cell::new(""),
        (false, true) => Cell::new("inactive, default").fg(Color::Red),
        (false, false) => Cell::new("inactive").fg(Color::Red),
    }
}

/// The controlling values that allow this one.
fn valid_for(object: &Object, controller: &Controller, value: &PicklistValue) -> String {
    let names: Vec<String> = value
        .valid_for
        .iter()
        .map(|place| match controller {
            Controller::Checkbox(_) => (*place != 0).to_string(),
            other => controlling_value(object, other.field(), usize::from(*place)),
        })
        .collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}

fn controlling_value(object: &Object, field: &str, place: usize) -> String {
    object
        .field(field)
        .and_then(|field| field.picklist.as_ref())
        .and_then(|picklist| picklist.values.get(place))
        // The settings may leave the controlling field out.
        .map_or_else(
            || format!("value {}", place + 1),
            |value| value.name.api.clone(),
        )
}
