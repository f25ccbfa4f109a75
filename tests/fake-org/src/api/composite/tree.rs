//! Trees: up to 200 new records, children below their parents, all or none.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::is_name;
use crate::api::error::RecordError;
use crate::api::{
    ApiError, ApiRequest, ApiResponse, Call, JsonRecord, Outcome, Version, body, row_locked,
};
use crate::id::Id;
use crate::schema::ObjectIx;
use crate::write::{self, Mode};

const RECORDS: usize = 200;
const OBJECTS: usize = 5;
const LEVELS: usize = 5;
const SINCE: Version = Version(34);

#[derive(Deserialize)]
struct Records<'a> {
    #[serde(borrow)]
    records: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    #[serde(rename = "type", default)]
    object: String,
    #[serde(default)]
    reference_id: String,
}

/// A record of the tree, without its children.
struct Node<'a> {
    reference: String,
    object: ObjectIx,
    record: JsonRecord<'a>,
    parent: Option<Above>,
}

/// The parent of a record.
#[derive(Clone)]
struct Above {
    place: usize,
    /// The children's lookup to it.
    lookup: String,
    /// What its children are.
    object: ObjectIx,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Results {
    has_errors: bool,
    results: Vec<Answer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(skip_serializing_if = "String::is_empty")]
    reference_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<RecordError>,
}

pub(super) fn answer(call: &mut Call<'_>, request: &ApiRequest, object: &str) -> Outcome {
    if request.version < SINCE {
        return Err(ApiError::not_found());
    }
    let root = call
        .org
        .schema
        .find(object)
        .ok_or_else(ApiError::not_found)?;
    let text = body::text(request)?;
    let nodes = match nodes(call, root, text)? {
        Ok(nodes) => nodes,
        Err(refused) => return Ok(failed(vec![refused])),
    };
    let locked = std::mem::take(&mut call.context.locked);
    let savepoint = call.store.begin();
    let mut ids: Vec<Option<Id>> = Vec::with_capacity(nodes.len());
    let mut errors = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let above = match &node.parent {
            Some(above) => match ids[above.place] {
                Some(id) => Some((above.lookup.as_str(), id)),
                // It failed, and says so itself.
                None => {
                    ids.push(None);
                    continue;
                }
            },
            None => None,
        };
        let created = if locked.contains(&place) {
            Err(row_locked(None))
        } else {
            create(call, node, above, text)
        };
        match created {
            Ok(id) => ids.push(Some(id)),
            Err(error) => {
                ids.push(None);
                errors.push(Answer {
                    reference_id: node.reference.clone(),
                    id: None,
                    errors: vec![error.in_results()],
                });
            }
        }
    }
    if !errors.is_empty() {
        call.store.rollback(savepoint);
        return Ok(failed(errors));
    }
    call.store.commit(savepoint);
    let results = nodes
        .into_iter()
        .zip(ids)
        .map(|(node, id)| Answer {
            reference_id: node.reference,
            id: id.map(|id| id.to_string()),
            errors: Vec::new(),
        })
        .collect();
    let has_errors = false;
    Ok(ApiResponse::json(
        201,
        &Results {
            has_errors,
            results,
        },
    ))
}

/// Nothing is created [M: the status].
fn failed(results: Vec<Answer>) -> ApiResponse {
    let has_errors = true;
    ApiResponse::json(
        400,
        &Results {
            has_errors,
            results,
        },
    )
}

fn create(
    call: &mut Call<'_>,
    node: &Node<'_>,
    above: Option<(&str, Id)>,
    text: &str,
) -> Result<Id, ApiError> {
    let Some((lookup, parent)) = above else {
        return write::create(call, node.object, &node.record, text, Mode::Create);
    };
    let id = RawValue::from_string(format!("\"{parent}\""))
        .map_err(|error| ApiError::parser(error.to_string()))?;
    let mut fields = node.record.fields.clone();
    fields.retain(|(name, _)| !name.eq_ignore_ascii_case(lookup));
    fields.push((Cow::Borrowed(lookup), &id));
    let record = JsonRecord {
        object: node.record.object.clone(),
        fields,
    };
    write::create(call, node.object, &record, text, Mode::Create)
}

/// The records, roots first and then level by level.
fn nodes<'a>(
    call: &Call<'_>,
    root: ObjectIx,
    text: &'a str,
) -> Result<Result<Vec<Node<'a>>, Answer>, ApiError> {
    let schema = &call.org.schema;
    let refused = |reference: &str, message: String| {
        Ok(Err(Answer {
            reference_id: reference.to_owned(),
            id: None,
            errors: vec![ApiError::new(400, "INVALID_INPUT", message).in_results()],
        }))
    };
    let records: Records<'a> = body::parse(text)?;
    let mut level: Vec<(&'a RawValue, Option<Above>)> =
        records.records.into_iter().map(|raw| (raw, None)).collect();
    let mut nodes: Vec<Node<'a>> = Vec::new();
    let mut names = HashSet::new();
    let mut depth = 0;
    while !level.is_empty() {
        depth += 1;
        if depth > LEVELS {
            // [M]
            return refused("", format!("A tree can’t have more than {LEVELS} levels."));
        }
        let mut below = Vec::new();
        for (raw, parent) in level {
            let Head { attributes } = body::parse(raw.get())?;
            let reference = attributes.reference_id;
            if reference.is_empty() {
                let message = "Include a reference ID for each record in the request.";
                return refused("", message.to_owned());
            }
            if !is_name(&reference) || !names.insert(reference.clone()) {
                // [M]
                let message = format!("The reference ID '{reference}' is not valid or not unique.");
                return refused(&reference, message);
            }
            let mut record: JsonRecord<'a> = body::parse(raw.get())?;
            let object = schema.find(&attributes.object);
            let wanted = parent.as_ref().map_or(root, |above| above.object);
            let Some(object) = object.filter(|object| *object == wanted) else {
                // [M]
                let message = format!("The type '{}' is not the one here.", attributes.object);
                return refused(&reference, message);
            };
            let mut fields = Vec::with_capacity(record.fields.len());
            for (name, raw) in std::mem::take(&mut record.fields) {
                let child = schema.object(object).child(&name);
                match (child, serde_json::from_str::<Records<'a>>(raw.get())) {
                    (Some(child), Ok(children)) => {
                        let lookup = schema.object(child.object).field(child.field);
                        let above = Above {
                            place: nodes.len(),
                            lookup: lookup.name.clone(),
                            object: child.object,
                        };
                        let children = children.records.into_iter();
                        below.extend(children.map(|raw| (raw, Some(above.clone()))));
                    }
                    _ => fields.push((name, raw)),
                }
            }
            record.fields = fields;
            nodes.push(Node {
                reference,
                object,
                record,
                parent,
            });
            if nodes.len() > RECORDS {
                // [M]
                let message = format!("The request can’t contain more than {RECORDS} records.");
                return refused("", message);
            }
        }
        level = below;
    }
    let objects: BTreeSet<ObjectIx> = nodes.iter().map(|node| node.object).collect();
    if objects.len() > OBJECTS {
        // [M]
        let message = format!("The request can’t contain more than {OBJECTS} types of records.");
        return refused("", message);
    }
    Ok(Ok(nodes))
}
