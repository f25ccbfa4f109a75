//! Follows a relationship from a record: to its parent, or to its children as a query result.

use serde::Serialize;

use super::record::{on_row, selected};
use super::{ApiError, ApiRequest, ApiResponse, Call, Outcome};
use crate::id::Id;
use crate::read::RecordView;
use crate::schema::{FieldIx, ObjectIx};
use crate::value::Value;

/// Children, as a query would list them.
#[derive(Serialize)]
struct Children<'a> {
    #[serde(rename = "totalSize")]
    total_size: usize,
    done: bool,
    records: Vec<RecordView<'a>>,
}

pub(super) fn follow(
    call: &mut Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    id: &str,
    name: &str,
) -> Outcome {
    let schema = call.org.schema.clone();
    let described = schema.object(object);
    let table = call.store.table(object);
    let row = Id::parse(id).and_then(|id| table.find(id));
    let row = row
        .filter(|row| !table.row(*row).deleted)
        .ok_or_else(ApiError::not_found)?;
    if let Some(field) = described.relationship(name) {
        let parent = table.row(row).get(field).as_id();
        let (object, row) = parent
            .and_then(|id| call.store.locate(id))
            .filter(|(object, row)| !call.store.table(*object).row(*row).deleted)
            .ok_or_else(ApiError::not_found)?;
        return on_row(call, request, object, row);
    }
    let child = described.child(name).ok_or_else(ApiError::not_found)?;
    if !request.is_get() {
        return Err(ApiError::method(&request.method, "GET,HEAD"));
    }
    let target = schema.object(child.object);
    if !target.queryable {
        return Err(ApiError::not_found());
    }
    let fields: Vec<FieldIx> = match request.fields() {
        Some(names) => selected(target, &names)?,
        None => target.fields().map(|(index, _)| index).collect(),
    };
    let parent = Value::Id(table.row(row).id);
    let children = call.store.table(child.object);
    let rows = children.find_by(child.field, &parent);
    let records: Vec<RecordView<'_>> = rows
        .into_iter()
        .map(|row| RecordView {
            object: target,
            row: children.row(row),
            fields: &fields,
            version: request.version,
        })
        .collect();
    Ok(ApiResponse::json(
        200,
        &Children {
            total_size: records.len(),
            done: true,
            records,
        },
    ))
}
