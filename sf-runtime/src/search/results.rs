//! What a search found: records of several objects.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::call::Response;
use crate::error::{Error, RecordError};
use crate::types::{Id, SObject};

/// What a search found, the best match first.
#[derive(Debug, Clone)]
pub struct SearchResults {
    records: Vec<SearchRecord>,
    metadata: Option<Value>,
}

/// A record that a search found.
#[derive(Clone)]
pub struct SearchRecord {
    /// The object, or why it is not known.
    object: Result<String, Box<RecordError>>,
    text: Box<RawValue>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "searchRecords")]
    records: Vec<Box<RawValue>>,
    #[serde(default)]
    metadata: Option<Value>,
}

#[derive(Deserialize)]
struct Head {
    attributes: Attributes,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(rename = "type")]
    object: String,
}

impl SearchResults {
    pub(super) fn read(response: &Response) -> Result<Self, Error> {
        let text = response.text()?;
        // Until API 36.0 it was the array alone.
        let answer = match text.trim_start().starts_with('[') {
            true => serde_json::from_str(text).map(|records| Answer {
                records,
                metadata: None,
            }),
            false => serde_json::from_str(text),
        }
        .map_err(|error| response.unreadable(error))?;
        let records = answer.records.into_iter().map(|text| SearchRecord {
            object: serde_json::from_str(text.get())
                .map(|head: Head| head.attributes.object)
                .map_err(|error| Box::new(RecordError::new(text.get(), &error))),
            text,
        });
        Ok(Self {
            records: records.collect(),
            metadata: answer.metadata,
        })
    }

    /// All records, of whatever object.
    pub fn records(&self) -> &[SearchRecord] {
        &self.records
    }

    /// The records of `T`. One that cannot be read is an error of its own, and so is one that does
    /// not say which object it is of: it may be of `T`.
    pub fn of<T: SObject + DeserializeOwned>(&self) -> impl Iterator<Item = Result<T, Error>> {
        self.records
            .iter()
            .filter_map(|record| match &record.object {
                Ok(object) => object
                    .eq_ignore_ascii_case(T::API_NAME)
                    .then(|| record.read()),
                Err(error) => Some(Err(error.clone().into())),
            })
    }

    /// The records of the object of this API name.
    pub fn of_object(&self, object: &str) -> impl Iterator<Item = &SearchRecord> {
        let object = object.to_owned();
        let records = self.records.iter();
        records.filter(move |record| {
            let of = record.object();
            of.is_some_and(|of| of.eq_ignore_ascii_case(&object))
        })
    }

    /// The labels of the fields, as the org writes them, if they were asked for.
    pub fn metadata(&self) -> Option<&Value> {
        self.metadata.as_ref()
    }
}

impl SearchRecord {
    /// API name of the record's object, where the record tells it.
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref().ok()
    }

    /// The record's id.
    pub fn id(&self) -> Option<Id> {
        crate::sobject::id_in_record(self.text.get())
    }

    /// The record as a row.
    ///
    /// # Errors
    /// It is no such row ([`Error::Record`]).
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let text = self.text.get();
        serde_json::from_str(text).map_err(|error| RecordError::new(text, &error).into())
    }

    /// The record as the org sent it.
    pub fn json(&self) -> &str {
        self.text.get()
    }
}

impl fmt::Debug for SearchRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.object().unwrap_or("?"), self.id())
    }
}
