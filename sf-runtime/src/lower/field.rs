//! A field of the model.

use sf_schema::schema::{
    Controller, Field, FieldFlags, FieldType, Name, Picklist, PicklistValue, Reference,
};

use crate::describe::{FieldDescribe, PicklistEntry};

use super::{api, given, valid_for};

/// The field; `siblings` are all fields of its object, for the controller of a dependent picklist.
pub(super) fn lower(field: &FieldDescribe<'_>, siblings: &[FieldDescribe<'_>]) -> Field {
    let data = FieldType::from_name(&field.kind);
    Field {
        name: api(&field.name),
        marker: String::new(),
        label: field.label.to_string(),
        help: given(field.inline_help_text.as_ref()),
        // An empty formula is a formula still: only a roll-up summary has none.
        formula: field.calculated_formula.as_ref().map(ToString::to_string),
        default_formula: given(field.default_value_formula.as_ref()),
        flags: flags(field),
        length: field.length,
        precision: small(field.precision),
        scale: small(field.scale),
        digits: small(field.digits),
        compound: given(field.compound_field_name.as_ref()),
        extra_type_info: given(field.extra_type_info.as_ref()),
        reference: reference(field, &data),
        picklist: picklist(field, &data, siblings),
        missing_in: Vec::new(),
        data,
    }
}

fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn flags(field: &FieldDescribe<'_>) -> FieldFlags {
    use FieldFlags as Flag;

    let all = [
        (Flag::CREATEABLE, field.createable),
        (Flag::UPDATEABLE, field.updateable),
        (Flag::NILLABLE, field.nillable),
        (Flag::DEFAULTED_ON_CREATE, field.defaulted_on_create),
        (Flag::FILTERABLE, field.filterable),
        (Flag::SORTABLE, field.sortable),
        (Flag::GROUPABLE, field.groupable),
        (Flag::AGGREGATABLE, field.aggregatable),
        (Flag::CALCULATED, field.calculated),
        (Flag::AUTO_NUMBER, field.auto_number),
        (Flag::CUSTOM, field.custom),
        (Flag::EXTERNAL_ID, field.external_id),
        (Flag::ID_LOOKUP, field.id_lookup),
        (Flag::UNIQUE, field.unique),
        (Flag::CASE_SENSITIVE, field.case_sensitive),
        (Flag::NAME_FIELD, field.name_field),
        (Flag::NAME_POINTING, field.name_pointing),
        (Flag::POLYMORPHIC, field.polymorphic_foreign_key),
        (Flag::RESTRICTED_PICKLIST, field.restricted_picklist),
        (Flag::DEPENDENT_PICKLIST, field.dependent_picklist),
        (Flag::HTML_FORMATTED, field.html_formatted),
        (Flag::ENCRYPTED, field.encrypted),
        (Flag::PERMISSIONABLE, field.permissionable),
        (Flag::DEPRECATED_AND_HIDDEN, field.deprecated_and_hidden),
        (Flag::CASCADE_DELETE, field.cascade_delete),
        (
            Flag::WRITE_REQUIRES_MASTER_READ,
            field.write_requires_master_read,
        ),
        (Flag::QUERY_BY_DISTANCE, field.query_by_distance),
        (
            Flag::DISPLAY_LOCATION_IN_DECIMAL,
            field.display_location_in_decimal,
        ),
    ];
    all.into_iter()
        .fold(Flag::none(), |set, (flag, on)| set.with(flag, on))
}

fn reference(field: &FieldDescribe<'_>, data: &FieldType) -> Option<Reference> {
    let mut to: Vec<String> = field
        .reference_to
        .iter()
        .filter(|object| !object.is_empty())
        .map(ToString::to_string)
        .collect();
    if *data != FieldType::Reference && to.is_empty() {
        return None;
    }
    to.sort();
    to.dedup();
    Some(Reference {
        to,
        relationship: given(field.relationship_name.as_ref()).map(|name| Name::new(name, "")),
        order: field.relationship_order.map(small),
        target_field: given(field.reference_target_field.as_ref()),
        rust: String::new(),
    })
}

fn picklist(
    field: &FieldDescribe<'_>,
    data: &FieldType,
    siblings: &[FieldDescribe<'_>],
) -> Option<Picklist> {
    // The values of a combobox are suggestions.
    if !matches!(data, FieldType::Picklist | FieldType::MultiPicklist) {
        return None;
    }
    let (controller, limit) = match controller(field, siblings) {
        Some((controller, limit)) => (Some(controller), limit),
        None => (None, 0),
    };
    Some(Picklist {
        rust: String::new(),
        values: field
            .picklist_values
            .iter()
            .map(|entry| {
                let mut value = value(entry, limit);
                // `;` parts the values of a multi-select picklist, so no value can hold it.
                value.active &= *data == FieldType::Picklist || !value.name.api.contains(';');
                value
            })
            .collect(),
        controller,
    })
}

/// What the picklist depends on, and how many values that has. None where the controlling field is
/// hidden from the user, or is of a type that controls nothing.
fn controller(
    field: &FieldDescribe<'_>,
    siblings: &[FieldDescribe<'_>],
) -> Option<(Controller, usize)> {
    if !field.dependent_picklist {
        return None;
    }
    let name = field.controller_name.as_deref()?;
    let found = siblings
        .iter()
        .find(|sibling| sibling.name == name)
        .or_else(|| {
            let mut all = siblings.iter();
            all.find(|sibling| sibling.name.eq_ignore_ascii_case(name))
        })?;
    match FieldType::from_name(&found.kind) {
        // Index 0 is false, 1 is true.
        FieldType::Boolean => Some((Controller::Checkbox(found.name.to_string()), 2)),
        FieldType::Picklist => Some((
            Controller::Picklist(found.name.to_string()),
            found.picklist_values.len(),
        )),
        _ => None,
    }
}

/// `limit` is the number of values that the controlling field has.
fn value(entry: &PicklistEntry<'_>, limit: usize) -> PicklistValue {
    PicklistValue {
        name: api(&entry.value),
        label: given(entry.label.as_ref())
            .filter(|label| *label != entry.value)
            .unwrap_or_default(),
        active: entry.active,
        default: entry.default_value,
        valid_for: entry
            .valid_for
            .as_deref()
            .map_or_else(Vec::new, |bits| valid_for::decode(bits, limit)),
    }
}
