//! What of an object is compared: for whoever keeps it to compare later.

use crate::schema::{
    ChildRelationship, Field, FieldFlags, Name, Object, Picklist, PicklistValue, RecordType,
    Reference, Scope,
};

/// The object without what [`diff`](super::diff) does not look at: Rust names, help texts, and the
/// labels of all but fields and the object. Differences of what is left are those of the whole.
///
/// ```
/// use sf_schema::diff::{compared, diff};
/// use sf_schema::{Name, Object, Schema};
///
/// let account = Object {
///     name: Name::new("Account", "Account"),
///     label_plural: "Accounts".into(),
///     ..Object::default()
/// };
/// let kept = compared(&account);
/// assert_eq!(kept.label_plural, "");
/// assert!(diff(&Schema::new([kept])?, &Schema::new([account])?).is_empty());
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
pub fn compared(object: &Object) -> Object {
    Object {
        name: api(&object.name),
        module: String::new(),
        label: object.label.clone(),
        label_plural: String::new(),
        key_prefix: object.key_prefix.clone(),
        flags: object.flags,
        fields: object.fields.iter().map(field).collect(),
        children: object.children.iter().filter_map(child).collect(),
        record_types: object.record_types.iter().map(record_type).collect(),
        scopes: object.scopes.iter().map(scope).collect(),
        missing_in: object.missing_in.clone(),
    }
}

fn api(name: &Name) -> Name {
    Name::new(name.api.clone(), "")
}

fn field(field: &Field) -> Field {
    Field {
        name: api(&field.name),
        label: field.label.clone(),
        formula: field.formula.clone(),
        default_formula: field.default_formula.clone(),
        data: field.data.clone(),
        // How bindings keep a number is no fact of the org.
        flags: field.flags.with(FieldFlags::F64, false),
        length: field.length,
        precision: field.precision,
        scale: field.scale,
        digits: field.digits,
        reference: field.reference.as_ref().map(reference),
        picklist: field.picklist.as_ref().map(picklist),
        missing_in: field.missing_in.clone(),
        ..Field::default()
    }
}

fn reference(reference: &Reference) -> Reference {
    Reference {
        to: reference.to.clone(),
        relationship: reference.relationship.as_ref().map(api),
        order: reference.order,
        target_field: reference.target_field.clone(),
        rust: String::new(),
    }
}

fn picklist(picklist: &Picklist) -> Picklist {
    let value = |value: &PicklistValue| PicklistValue {
        name: api(&value.name),
        active: value.active,
        default: value.default,
        valid_for: value.valid_for.clone(),
        ..PicklistValue::default()
    };
    Picklist {
        rust: String::new(),
        values: picklist.values.iter().map(value).collect(),
        controller: picklist.controller.clone(),
    }
}

/// Children that cannot be queried are not looked at.
fn child(child: &ChildRelationship) -> Option<ChildRelationship> {
    Some(ChildRelationship {
        name: Some(api(child.name.as_ref()?)),
        object: child.object.clone(),
        field: child.field.clone(),
        restricted_delete: child.restricted_delete,
        ..ChildRelationship::default()
    })
}

fn record_type(record_type: &RecordType) -> RecordType {
    RecordType {
        name: api(&record_type.name),
        active: record_type.active,
        ..RecordType::default()
    }
}

fn scope(scope: &Scope) -> Scope {
    Scope {
        name: scope.name.clone(),
        label: String::new(),
    }
}
