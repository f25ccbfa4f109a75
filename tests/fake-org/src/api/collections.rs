//! sObject Collections: up to 200 records a call, each with its own result, all or none on request.

use std::collections::HashMap;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::error::RecordError;
use super::record::{deleted, enqueued, selected, unknown};
use super::upsert::{key_field, matches};
use super::{ApiError, ApiRequest, ApiResponse, Call, JsonRecord, Outcome, Version, body};
use crate::id::Id;
use crate::read::RecordView;
use crate::schema::{Field, ObjectIx};
use crate::store::RowIx;
use crate::write::{self, Mode};

const LIMIT: usize = 200;
const RETRIEVE_LIMIT: usize = 2_000;
/// Runs of records of one object.
const CHUNKS: usize = 10;
const SINCE: Version = Version(42);
const UPSERT_SINCE: Version = Version(46);

#[derive(Deserialize)]
struct Records<'a> {
    #[serde(rename = "allOrNone", default)]
    all_or_none: Option<bool>,
    #[serde(borrow)]
    records: Vec<JsonRecord<'a>>,
}

#[derive(Deserialize)]
struct Retrieve {
    ids: Vec<String>,
    fields: Vec<String>,
}

/// The result of one record.
#[derive(Serialize)]
struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    success: bool,
    errors: Vec<RecordError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<bool>,
}

/// A record that was written: its id, and for an upsert whether it is new.
type Written = (Id, Option<bool>);

pub(super) fn route(call: &mut Call<'_>, request: &ApiRequest, path: &[&str]) -> Outcome {
    if request.version < SINCE {
        return Err(ApiError::not_found());
    }
    match (path, &request.method) {
        ([], &Method::POST) => create(call, request),
        ([], &Method::PATCH) => update(call, request),
        ([], &Method::DELETE) => delete(call, request),
        ([], method) => Err(ApiError::method(method, "DELETE,PATCH,POST")),
        ([object], _) => retrieve(call, request, object),
        ([object, field], &Method::PATCH) if request.version >= UPSERT_SINCE => {
            upsert(call, request, object, field)
        }
        ([_, _], method) => Err(ApiError::method(method, "PATCH")),
        _ => Err(ApiError::not_found()),
    }
}

fn create(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    let text = body::text(request)?;
    let records: Records<'_> = body::parse(text)?;
    let objects = objects(call, &records.records)?;
    let mut results = Results::begin(call, records.all_or_none == Some(true));
    for (object, record) in objects.into_iter().zip(&records.records) {
        results.add(call, None, |call| {
            let id = write::create(call, object, record, text, Mode::Create)?;
            Ok((id, None))
        })?;
    }
    Ok(results.end(call))
}

fn update(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    let text = body::text(request)?;
    let mut records: Records<'_> = body::parse(text)?;
    let objects = objects(call, &records.records)?;
    let mut results = Results::begin(call, records.all_or_none == Some(true));
    for (object, record) in objects.into_iter().zip(&mut records.records) {
        let given = record
            .take("id")
            .map(|raw| raw.get().trim_matches('"').to_owned());
        let id = given.as_deref().and_then(Id::parse);
        results.add(call, id, |call| {
            let Some(given) = &given else {
                let message = "Id not specified in an update call";
                return Err(ApiError::record("MISSING_ARGUMENT", message, &[]));
            };
            let (id, row) = find(call, object, given)?;
            write::update(call, object, row, record, text)?;
            Ok((id, None))
        })?;
    }
    Ok(results.end(call))
}

fn upsert(call: &mut Call<'_>, request: &ApiRequest, object: &str, field: &str) -> Outcome {
    let object = call
        .org
        .schema
        .find(object)
        .ok_or_else(ApiError::not_found)?;
    let key = key_field(call, object, field)?;
    let text = body::text(request)?;
    let mut records: Records<'_> = body::parse(text)?;
    if objects(call, &records.records)?
        .iter()
        .any(|other| *other != object)
    {
        // [M]
        let message = "all records of an upsert must be of the object in the URL";
        return Err(ApiError::new(400, "INVALID_TYPE", message));
    }
    let schema = call.org.schema.clone();
    let field = schema.object(object).field(key);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for record in &records.records {
        if let Some(raw) = record.find(&field.name) {
            *seen.entry(folded(raw, field)).or_default() += 1;
        }
    }
    let mut results = Results::begin(call, records.all_or_none == Some(true));
    for record in &mut records.records {
        results.add(call, None, |call| {
            let given = record.find(&field.name).filter(|raw| raw.get() != "null");
            if given.is_none() && field.name == "Id" {
                // As `POST V/sobjects/Account/Id` does. [M]
                record.take(&field.name);
                let id = write::create(call, object, record, text, Mode::Create)?;
                return Ok((id, Some(true)));
            }
            let Some(raw) = given else {
                // [M]
                let message = format!("{} not specified", field.name);
                return Err(ApiError::record(
                    "MISSING_ARGUMENT",
                    message,
                    &[&field.name],
                ));
            };
            if seen
                .get(&folded(raw, field))
                .is_some_and(|times| *times > 1)
            {
                // [M]
                let value = raw.get().trim_matches('"');
                let message = format!("Duplicate external id specified: {value}");
                return Err(ApiError::record("DUPLICATE_VALUE", message, &[&field.name]));
            }
            let value = write::key_of(schema.object(object), field, raw, text)?;
            let rows = matches(call, object, key, &value);
            match rows.as_slice() {
                [] if field.name == "Id" => Err(unknown()),
                [] => Ok((
                    write::create(call, object, record, text, Mode::Create)?,
                    Some(true),
                )),
                &[row] => {
                    let id = call.store.table(object).row(row).id;
                    // The key is the same as before, so it is no change.
                    record.take(&field.name);
                    write::update(call, object, row, record, text)?;
                    Ok((id, Some(false)))
                }
                _ => {
                    let message = format!(
                        "{}: more than one record found for external id field",
                        field.name
                    );
                    Err(ApiError::record("DUPLICATE_EXTERNAL_ID", message, &[]))
                }
            }
        })?;
    }
    Ok(results.end(call))
}

/// A key as the field compares it.
fn folded(raw: &RawValue, field: &Field) -> String {
    if field.case_sensitive {
        raw.get().to_owned()
    } else {
        raw.get().to_lowercase()
    }
}

/// `?ids=a,b&allOrNone=false`; objects may mix.
fn delete(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    let ids = list(request.param("ids"));
    limit(ids.len(), LIMIT)?;
    let mut results = Results::begin(call, request.param("allOrNone") == Some("true"));
    for text in &ids {
        results.add(call, Id::parse(text), |call| {
            let malformed =
                || ApiError::record("MALFORMED_ID", format!("malformed id {text}"), &[]);
            let id = Id::parse(text).ok_or_else(malformed)?;
            let (object, row) = call.store.locate(id).ok_or_else(unknown)?;
            if call.store.table(object).row(row).deleted {
                return Err(deleted());
            }
            write::delete(call, object, row)?;
            Ok((id, None))
        })?;
    }
    Ok(results.end(call))
}

/// Positions match the ids; null where there is no such record.
fn retrieve(call: &Call<'_>, request: &ApiRequest, object: &str) -> Outcome {
    let object = call
        .org
        .schema
        .find(object)
        .ok_or_else(ApiError::not_found)?;
    let wanted = match request.method {
        Method::GET | Method::HEAD => Retrieve {
            ids: list(request.param("ids")),
            fields: list(request.param("fields")),
        },
        Method::POST => body::parse(body::text(request)?)?,
        _ => return Err(ApiError::method(&request.method, "GET,HEAD,POST")),
    };
    limit(wanted.ids.len(), RETRIEVE_LIMIT)?;
    if wanted.fields.is_empty() {
        // [M]
        let message = "The fields parameter is required";
        return Err(ApiError::new(400, "MISSING_ARGUMENT", message));
    }
    let described = call.org.schema.object(object);
    let names: Vec<&str> = wanted.fields.iter().map(String::as_str).collect();
    let fields = selected(described, &names)?;
    let table = call.store.table(object);
    let views: Vec<Option<RecordView<'_>>> = wanted
        .ids
        .iter()
        .map(|id| {
            let row = table.row(table.find(Id::parse(id)?)?);
            (!row.deleted).then_some(RecordView {
                object: described,
                row,
                fields: &fields,
                version: request.version,
            })
        })
        .collect();
    Ok(ApiResponse::json(200, &views))
}

fn list(text: Option<&str>) -> Vec<String> {
    let parts = text.unwrap_or_default().split(',').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The object of each record, where the call as a whole is well-formed.
fn objects(call: &Call<'_>, records: &[JsonRecord<'_>]) -> Result<Vec<ObjectIx>, ApiError> {
    limit(records.len(), LIMIT)?;
    let mut objects = Vec::with_capacity(records.len());
    for record in records {
        let name = record.object.as_deref().unwrap_or_default();
        let object = call.org.schema.find(name).ok_or_else(|| {
            // [M]
            let message = format!("sObject type '{name}' is not supported.");
            ApiError::new(400, "INVALID_TYPE", message)
        })?;
        objects.push(object);
    }
    let mut runs = objects.clone();
    runs.dedup();
    if runs.len() > CHUNKS {
        // [M]
        let message = format!("cannot process more than {CHUNKS} chunks of records of one type");
        return Err(ApiError::new(400, "LIMIT_EXCEEDED", message));
    }
    Ok(objects)
}

fn limit(count: usize, limit: usize) -> Result<(), ApiError> {
    if count <= limit {
        return Ok(());
    }
    let message =
        format!("record limit reached. cannot submit more than {limit} records into this call");
    Err(ApiError::new(400, "EXCEEDED_ID_LIMIT", message))
}

/// A record to be changed, by the id in its body.
fn find(call: &Call<'_>, object: ObjectIx, text: &str) -> Result<(Id, RowIx), ApiError> {
    let described = call.org.schema.object(object);
    let id = Id::parse(text)
        .filter(|id| Some(id.key_prefix()) == described.key_prefix)
        .ok_or_else(|| ApiError::malformed_id(&format!("{} ID", described.label), text, "Id"))?;
    let table = call.store.table(object);
    let row = table.find(id).ok_or_else(unknown)?;
    if table.row(row).deleted {
        return Err(deleted());
    }
    Ok((id, row))
}

/// Gathers the result of every record.
struct Results {
    all_or_none: bool,
    savepoint: crate::store::Savepoint,
    items: Vec<Item>,
}

impl Results {
    fn begin(call: &mut Call<'_>, all_or_none: bool) -> Self {
        Self {
            all_or_none,
            savepoint: call.store.begin(),
            items: Vec::new(),
        }
    }

    /// Writes one record; `known` is its id where it has one before. An error of the JSON is one of
    /// the whole call.
    fn add(
        &mut self,
        call: &mut Call<'_>,
        known: Option<Id>,
        write: impl FnOnce(&mut Call<'_>) -> Result<Written, ApiError>,
    ) -> Result<(), ApiError> {
        let locked = call.context.locked.contains(&self.items.len());
        let savepoint = call.store.begin();
        let written = if locked {
            Err(row_locked(known))
        } else {
            write(call)
        };
        let item = match written {
            Ok((id, created)) => {
                call.store.commit(savepoint);
                let event = call
                    .store
                    .locate(id)
                    .filter(|(object, _)| call.org.schema.object(*object).is_event());
                let notes = event.map(|(object, _)| enqueued(call, object, id).in_results());
                Item {
                    id: Some(id.to_string()),
                    success: true,
                    errors: notes.into_iter().collect(),
                    created,
                }
            }
            Err(error) => {
                call.store.rollback(savepoint);
                if error.code == "JSON_PARSER_ERROR" {
                    return Err(error);
                }
                Item {
                    id: known.map(|id| id.to_string()),
                    success: false,
                    errors: vec![error.in_results()],
                    created: None,
                }
            }
        };
        self.items.push(item);
        Ok(())
    }

    fn end(mut self, call: &mut Call<'_>) -> ApiResponse {
        let failed = self.items.iter().any(|item| !item.success);
        if !(self.all_or_none && failed) {
            call.store.commit(self.savepoint);
            return ApiResponse::json(200, &self.items);
        }
        call.store.rollback(self.savepoint);
        for item in self.items.iter_mut().filter(|item| item.success) {
            item.success = false;
            // A record that was new has no id any more.
            item.id = item
                .id
                .take()
                .filter(|id| Id::parse(id).is_some_and(|id| call.store.locate(id).is_some()));
            item.created = None;
            item.errors = vec![rolled_back().in_results()];
        }
        ApiResponse::json(200, &self.items)
    }
}

fn rolled_back() -> ApiError {
    let message = "Record rolled back because not all records were valid and the request was using \
                   AllOrNone header";
    ApiError::record("ALL_OR_NONE_OPERATION_ROLLED_BACK", message, &[])
}

/// Another transaction holds the row.
pub(crate) fn row_locked(id: Option<Id>) -> ApiError {
    let id = id.map_or_else(String::new, |id| id.to_string());
    let message = format!("unable to obtain exclusive access to this record or 1 records: {id}");
    ApiError::record("UNABLE_TO_LOCK_ROW", message, &[])
}
