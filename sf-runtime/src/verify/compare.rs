//! What of an object is not as the bindings have it.

use sf_schema::diff::{Change, Class, Difference, diff};
use sf_schema::schema::index::read_object;
use sf_schema::{Object, Schema};

use crate::error::Error;

use super::CompiledIn;
use super::ask::Answer;

/// Every difference, those about the whole before those of its fields.
pub(super) fn compare(object: &CompiledIn, answer: Answer) -> Result<Vec<Difference>, Error> {
    let new = match answer {
        Answer::Same => return Ok(Vec::new()),
        Answer::Gone => None,
        Answer::Now(new) => Some(*new),
    };
    let old = read_object(object.schema).map_err(|error| {
        Error::request(format!(
            "the bindings of {} cannot be verified, generate them again: {error}",
            object.api
        ))
    })?;
    let new = new.map(|new| match object.all_fields {
        true => new,
        false => chosen(new, &old),
    });
    let mut found = diff(&schema(Some(old.clone())), &schema(new));
    if object.snapshot.several_orgs {
        found.retain(|difference| {
            difference.class == Class::Breaking && !is_known(difference, &old)
        });
    }
    Ok(found)
}

/// Without the fields that the bindings leave out, unless no record can be created without one.
fn chosen(mut new: Object, old: &Object) -> Object {
    new.fields
        .retain(|field| old.field(&field.name.api).is_some() || field.is_required_on_create());
    new
}

/// One object, or none, is never there twice.
fn schema(object: Option<Object>) -> Schema {
    Schema::new(object).unwrap_or_default()
}

/// Whether something is gone that one of the orgs of the bindings never had.
fn is_known(difference: &Difference, old: &Object) -> bool {
    match (difference.change, &difference.field) {
        (Change::ObjectRemoved, _) => !old.missing_in.is_empty(),
        (Change::FieldRemoved, Some(field)) => old
            .field(field)
            .is_some_and(|field| !field.missing_in.is_empty()),
        _ => false,
    }
}
