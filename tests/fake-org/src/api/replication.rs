//! Which records changed or went between two instants.
//!
//! Seconds are ignored, as the docs have it: both ends are cut to the minute, so what happened in
//! the minute of `end` is not covered yet.

use serde_json::{Value as Json, json};

use super::{ApiError, ApiRequest, ApiResponse, Call, Outcome};
use crate::clock::{self, Millis};
use crate::schema::ObjectIx;
use crate::value::Value;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// `GET V/sobjects/Account/updated?start=...&end=...`, not more than 30 days back.
pub(super) fn updated(call: &Call<'_>, request: &ApiRequest, object: ObjectIx) -> Outcome {
    let (start, end) = span(call, request, object, 30)?;
    let ids: Vec<String> = changed(call, object, start, end, false)
        .map(|(id, _)| id)
        .collect();
    let body = json!({"ids": ids, "latestDateCovered": clock::datetime_text(covered(end))});
    Ok(ApiResponse::json(200, &body))
}

/// `GET V/sobjects/Account/deleted?start=...&end=...`, not more than 15 days back.
pub(super) fn deleted(call: &Call<'_>, request: &ApiRequest, object: ObjectIx) -> Outcome {
    let (start, end) = span(call, request, object, 15)?;
    let records: Vec<Json> = changed(call, object, start, end, true)
        .map(|(id, at)| json!({"id": id, "deletedDate": clock::datetime_text(at)}))
        .collect();
    let body = json!({
        "deletedRecords": records,
        "earliestDateAvailable": clock::datetime_text(call.org.schema.modified - 15 * DAY),
        "latestDateCovered": clock::datetime_text(covered(end)),
    });
    Ok(ApiResponse::json(200, &body))
}

/// Up to when the answer is whole: what is yet to come is not covered, so that a client who goes on
/// from here misses nothing [M].
fn covered(end: Millis) -> Millis {
    end.min(clock::now().div_euclid(MINUTE) * MINUTE)
}

/// The records whose last change lies in the span.
fn changed(
    call: &Call<'_>,
    object: ObjectIx,
    start: Millis,
    end: Millis,
    deleted: bool,
) -> impl Iterator<Item = (String, Millis)> {
    let described = call.org.schema.object(object);
    let stamp = described
        .find("SystemModstamp")
        .or_else(|| described.find("LastModifiedDate"));
    let rows = call
        .store
        .table(object)
        .rows()
        .filter(move |(_, row)| row.deleted == deleted);
    rows.filter_map(move |(_, row)| match row.get(stamp?) {
        Value::DateTime(at) if (start..end).contains(at) => Some((row.id.to_string(), *at)),
        _ => None,
    })
}

fn span(
    call: &Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    days: Millis,
) -> Result<(Millis, Millis), ApiError> {
    let described = call.org.schema.object(object);
    if !described.replicateable {
        let message = format!("object type {} is not replicable", described.name);
        return Err(ApiError::new(400, "INVALID_TYPE", message));
    }
    let invalid = |message: &str| ApiError::new(400, "INVALID_REPLICATION_DATE", message);
    let date = |name: &str| {
        // A `+` that was not encoded reads as a space.
        let text = request.param(name).map(|text| text.replace(' ', "+"));
        let at = text.as_deref().and_then(clock::parse_datetime);
        at.map(|at| at.div_euclid(MINUTE) * MINUTE)
            .ok_or_else(|| invalid(&format!("invalid or missing {name} date")))
    };
    let (start, end) = (date("start")?, date("end")?);
    if start >= end {
        return Err(invalid("startDate must be before endDate"));
    }
    if start < clock::now() - days * DAY {
        return Err(invalid(&format!(
            "startDate cannot be more than {days} days ago"
        )));
    }
    Ok((start, end))
}
