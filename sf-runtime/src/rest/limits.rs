//! What the org allows and what is left of it.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;

/// Asks for the org's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GetLimits;

/// The org's limits, by name. The user needs the permission "View Setup and Configuration" to see
/// most of them.
///
/// ```
/// use sf_runtime::rest::Limits;
///
/// let body = r#"{"DailyApiRequests":{"Max":15000,"Remaining":14998,"Loader":{"Max":9,"Remaining":1}}}"#;
/// let limits: Limits = serde_json::from_str(body)?;
/// let requests = limits.daily_api_requests().ok_or("not told")?;
/// assert_eq!((requests.max, requests.used()), (15_000, 2));
/// assert_eq!(requests.parts["Loader"].remaining, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits(BTreeMap<String, Limit>);

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Limit {
    /// What the org allows.
    pub max: i64,
    /// What is left, by an approximate count that is at most 5 minutes old.
    pub remaining: i64,
    /// The same for parts of it, such as each connected app.
    pub parts: BTreeMap<String, Limit>,
}

impl Limit {
    /// What is used.
    pub fn used(&self) -> i64 {
        self.max.saturating_sub(self.remaining)
    }

    /// None if it is no object. Limits of limits are two deep in every answer seen.
    fn from_json(value: &Value) -> Option<Self> {
        let entries = value.as_object()?;
        let number = |name| {
            let value = entries.get(name)?;
            value.as_i64().or_else(|| whole(value.as_f64()?))
        };
        Some(Self {
            max: number("Max").unwrap_or_default(),
            remaining: number("Remaining").unwrap_or_default(),
            parts: entries
                .iter()
                .filter_map(|(name, part)| Some((name.clone(), Self::from_json(part)?)))
                .collect(),
        })
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a cast of a float saturates"
)]
fn whole(number: f64) -> Option<i64> {
    number.is_finite().then_some(number as i64)
}

macro_rules! names {
    ($($(#[$doc:meta])* $method:ident = $name:literal;)*) => {
        impl Limits {$(
            $(#[$doc])*
            pub fn $method(&self) -> Option<&Limit> {
                self.get($name)
            }
        )*}
    };
}

names! {
    /// `DailyApiRequests`: calls in 24 hours.
    daily_api_requests = "DailyApiRequests";
    /// `DailyBulkApiBatches`: batches of Bulk API and Bulk API 2.0 in 24 hours.
    daily_bulk_api_batches = "DailyBulkApiBatches";
    /// `DailyBulkV2QueryJobs`: query jobs of Bulk API 2.0 in 24 hours.
    daily_bulk_v2_query_jobs = "DailyBulkV2QueryJobs";
    /// `DailyBulkV2QueryFileStorageMB`: results of query jobs in 24 hours, in MB.
    daily_bulk_v2_query_file_storage_mb = "DailyBulkV2QueryFileStorageMB";
    /// `DailyAsyncApexExecutions`: asynchronous Apex in 24 hours.
    daily_async_apex_executions = "DailyAsyncApexExecutions";
    /// `DailyDeliveredPlatformEvents`: events delivered in 24 hours.
    daily_delivered_platform_events = "DailyDeliveredPlatformEvents";
    /// `HourlyPublishedPlatformEvents`: events published in an hour.
    hourly_published_platform_events = "HourlyPublishedPlatformEvents";
    /// `StreamingApiConcurrentClients`: subscribers at once.
    streaming_api_concurrent_clients = "StreamingApiConcurrentClients";
    /// `DataStorageMB`: records, in MB.
    data_storage_mb = "DataStorageMB";
    /// `FileStorageMB`: files, in MB.
    file_storage_mb = "FileStorageMB";
    /// `SingleEmail`: mails to single addresses in 24 hours.
    single_email = "SingleEmail";
    /// `MassEmail`: mass mails in 24 hours.
    mass_email = "MassEmail";
}

impl Limits {
    /// The limit of this name.
    pub fn get(&self, name: &str) -> Option<&Limit> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Limit)> {
        self.0.iter().map(|(name, limit)| (name.as_str(), limit))
    }
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let limits = Limit::from_json(&value)
            .ok_or_else(|| D::Error::custom("limits are an object of objects"))?;
        Ok(Self(limits.parts))
    }
}

impl Call for GetLimits {
    type Output = Limits;

    fn request(&self) -> Result<Request, Error> {
        Request::get("limits", &[])
    }

    fn decode(response: Response) -> Result<Limits, Error> {
        response.json()
    }
}

impl Client {
    /// The org's limits and what is left of them. Asking costs one call.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn limits(&self) -> Result<Limits, Error> {
        self.call(&GetLimits).await
    }
}
