//! The Avro schema of an event.

use serde::Deserialize;
use serde_json::Value;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;

/// Asks for the schema of an event.
///
/// ```
/// use sf_runtime::Call;
/// use sf_runtime::events::GetEventSchema;
///
/// let get = GetEventSchema::of("AccountChangeEvent");
/// let path = "v66.0/sobjects/AccountChangeEvent/eventSchema?payloadFormat=COMPACT";
/// assert_eq!(get.request()?.path_below("v66.0"), path);
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetEventSchema(Which);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    Object(String),
    Id(String),
}

/// The schema of an event: an Avro record (Avro 1.12, Schema Declaration).
///
/// With change data capture the places of the fields matter: the bits of `changedFields` count
/// them, [`fields`](Self::fields)`[0]` being the header.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct EventSchema {
    /// The record's name.
    pub name: String,
    /// The record's namespace.
    #[serde(default)]
    pub namespace: Option<String>,
    /// The schema's id, as events name it.
    #[serde(default)]
    pub uuid: Option<String>,
    /// The fields, in order.
    pub fields: Vec<EventField>,
}

/// A field of an event.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct EventField {
    /// API name, except in the header.
    pub name: String,
    /// The Avro type: a name, a union (an array), or a record, enum, array or map (an object).
    #[serde(rename = "type")]
    pub kind: Value,
    /// What Salesforce says of it: the field's type and id.
    #[serde(default)]
    pub doc: Option<String>,
    /// The default, where there is one; null is one too.
    #[serde(default, deserialize_with = "there")]
    pub default: Option<Value>,
}

impl GetEventSchema {
    /// Of the events of this object: `Order_Shipped__e`, `AccountChangeEvent`.
    pub fn of(object: impl Into<String>) -> Self {
        Self(Which::Object(object.into()))
    }

    /// Of the schema that an event names by its id.
    pub fn by_id(id: impl Into<String>) -> Self {
        Self(Which::Id(id.into()))
    }
}

impl EventField {
    /// Whether the field may be null.
    pub fn is_nillable(&self) -> bool {
        match &self.kind {
            Value::Array(union) => union.iter().any(|kind| kind == "null"),
            kind => kind == "null",
        }
    }
}

impl Call for GetEventSchema {
    type Output = EventSchema;

    fn request(&self) -> Result<Request, Error> {
        let request = match &self.0 {
            Which::Object(object) => {
                Request::get("sobjects/{object}/eventSchema", &[object])?.about(object.clone())
            }
            Which::Id(id) => Request::get("event/eventSchema/{id}", &[id])?,
        };
        // The other format is no strict Avro.
        Ok(request.query("payloadFormat", "COMPACT"))
    }

    fn decode(response: Response) -> Result<EventSchema, Error> {
        response.json()
    }
}

/// Events.
impl Client {
    /// The schema of the events of an object: `Order_Shipped__e`, `AccountChangeEvent`.
    ///
    /// # Errors
    /// There is no such event, and whatever else is in [`Error`].
    pub async fn event_schema(&self, object: impl Into<String>) -> Result<EventSchema, Error> {
        self.call(&GetEventSchema::of(object)).await
    }
}

/// A key that is there, null or not.
fn there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
