//! Unique fields: no two records that are not deleted have the same value.

use super::Changes;
use crate::api::{ApiError, Call};
use crate::id::Id;
use crate::schema::ObjectIx;
use crate::store::RowIx;

/// Refuses a value that another record than `own` has.
pub(super) fn check(
    call: &Call<'_>,
    object: ObjectIx,
    changes: &Changes,
    own: Option<RowIx>,
) -> Result<(), ApiError> {
    let described = call.org.schema.object(object);
    let table = call.store.table(object);
    for (index, value) in changes {
        let field = described.field(*index);
        // No two users have the same name, though describe does not say so.
        let unique = field.unique || (described.name == "User" && field.name == "Username");
        if !unique || value.is_null() {
            continue;
        }
        let others = table.find_by(*index, value);
        if let Some(other) = others.into_iter().find(|row| Some(*row) != own) {
            return Err(duplicate(&field.name, table.row(other).id));
        }
    }
    Ok(())
}

pub(super) fn duplicate(field: &str, other: Id) -> ApiError {
    let message =
        format!("duplicate value found: {field} duplicates value on record with id: {other}");
    ApiError::record("DUPLICATE_VALUE", message, &[])
}
