//! Deletes a record: into the recycle bin, its details with it, and out of the lookups to it.

use super::{cannot, stamp};
use crate::api::{ApiError, Call};
use crate::schema::ObjectIx;
use crate::store::RowIx;
use crate::value::Value;

/// Deletes a record that is not deleted, with all that hangs on it.
pub(crate) fn delete(call: &mut Call<'_>, object: ObjectIx, row: RowIx) -> Result<(), ApiError> {
    let schema = call.org.schema.clone();
    if !schema.object(object).deletable {
        return Err(cannot(schema.object(object), "deleted"));
    }
    let savepoint = call.store.begin();
    match cascade(call, object, row) {
        Ok(()) => {
            call.store.commit(savepoint);
            Ok(())
        }
        Err(error) => {
            call.store.rollback(savepoint);
            Err(error)
        }
    }
}

/// Works down a list instead of calling itself: a chain of parents may be long.
fn cascade(call: &mut Call<'_>, object: ObjectIx, row: RowIx) -> Result<(), ApiError> {
    let schema = call.org.schema.clone();
    let mut todo = vec![(object, row)];
    while let Some((object, row)) = todo.pop() {
        let current = call.store.table(object).row(row).clone();
        if current.deleted {
            continue;
        }
        let described = schema.object(object);
        let mut marks = stamp(call, described);
        marks.extend(
            described
                .find("IsDeleted")
                .map(|field| (field, Value::Bool(true))),
        );
        call.store.delete(object, row, marks);
        for child in &described.children {
            let field = schema.object(child.object).field(child.field);
            // The user of every record is not looked for: users are not deleted.
            if !field.is_parent_index() {
                continue;
            }
            let rows = call
                .store
                .table(child.object)
                .find_by(child.field, &Value::Id(current.id));
            for row in rows {
                if child.cascade {
                    todo.push((child.object, row));
                } else if child.restricted || !field.nillable {
                    return Err(restricted(call, object, child.object, row));
                } else {
                    call.store
                        .update(child.object, row, vec![(child.field, Value::Null)]);
                }
            }
        }
    }
    Ok(())
}

fn restricted(call: &Call<'_>, object: ObjectIx, child: ObjectIx, row: RowIx) -> ApiError {
    let (schema, id) = (&call.org.schema, call.store.table(child).row(row).id);
    // [M]
    let message = format!(
        "Your attempt to delete the {} could not be completed because it is associated with the \
         following {}: {id}",
        schema.object(object).label,
        schema.object(child).label
    );
    ApiError::record("DELETE_FAILED", message, &[])
}
