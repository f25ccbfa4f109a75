//! What an org has: its resources, how many records, and which ones the user saw last.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::types::Id;

/// Asks for the resources of the client's API version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GetResources;

/// Asks how many records objects have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountRecords {
    objects: Vec<String>,
}

/// How many records an object has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RecordCount {
    /// API name of the object.
    pub name: String,
    /// An approximate count, without the recycle bin.
    pub count: u64,
}

/// Asks for the records that the user saw or changed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GetRecent {
    limit: Option<u16>,
}

/// A record that the user saw or changed lately.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecentItem {
    /// API name of the object.
    pub object: String,
    /// The record.
    pub id: Id,
    /// Its name, where it has one.
    pub name: Option<String>,
}

#[derive(Deserialize)]
struct Counts {
    #[serde(rename = "sObjects")]
    objects: Vec<RecordCount>,
}

#[derive(Deserialize)]
struct Recent {
    attributes: Attributes,
    #[serde(rename = "Id")]
    id: Id,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(rename = "type")]
    object: String,
}

impl CountRecords {
    /// Of these objects; of all of them if none is named.
    pub fn of(objects: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            objects: objects.into_iter().map(Into::into).collect(),
        }
    }
}

impl GetRecent {
    /// At most so many.
    pub fn limit(limit: u16) -> Self {
        Self { limit: Some(limit) }
    }
}

impl Call for GetResources {
    type Output = BTreeMap<String, String>;

    fn request(&self) -> Result<Request, Error> {
        Request::get("", &[])
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        response.json()
    }
}

impl Call for CountRecords {
    type Output = Vec<RecordCount>;

    fn request(&self) -> Result<Request, Error> {
        let request = Request::get("limits/recordCount", &[])?;
        Ok(if self.objects.is_empty() {
            request
        } else {
            request.query("sObjects", &self.objects.join(","))
        })
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        Ok(response.json::<Counts>()?.objects)
    }
}

impl Call for GetRecent {
    type Output = Vec<RecentItem>;

    fn request(&self) -> Result<Request, Error> {
        let request = Request::get("recent", &[])?;
        Ok(match self.limit {
            Some(limit) => request.query("limit", &limit.to_string()),
            None => request,
        })
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        let items: Vec<Recent> = response.json()?;
        let items = items.into_iter().map(|item| RecentItem {
            object: item.attributes.object,
            id: item.id,
            name: match item.rest.get("Name") {
                Some(Value::String(name)) => Some(name.clone()),
                _ => None,
            },
        });
        Ok(items.collect())
    }
}

impl Client {
    /// The resources of the client's API version: name and path of each.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn resources(&self) -> Result<BTreeMap<String, String>, Error> {
        self.call(&GetResources).await
    }

    /// About how many records these objects have, without a query. The org counts now and then, so
    /// the last changes may be missing.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn record_counts(
        &self,
        objects: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Vec<RecordCount>, Error> {
        self.call(&CountRecords::of(objects)).await
    }

    /// The records that the user saw or changed last.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn recent(&self) -> Result<Vec<RecentItem>, Error> {
        self.call(&GetRecent::default()).await
    }
}
