//! Which records were changed or deleted in a span of time: `getUpdated` and `getDeleted`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::types::datetime::parse_datetime;
use crate::types::{AnyObject, Id, SObject, Timestamp};

use super::records::object_of;

/// How far back updates are told.
const UPDATED_DAYS: i64 = 30;
/// How far back deletions are told.
const DELETED_DAYS: i64 = 15;
/// Asks for the records of `T` that were created or changed in a span of time, at most 30 days
/// back. Parts of a minute do not count; more than 600,000 records are refused with
/// `EXCEEDED_ID_LIMIT`.
pub struct GetUpdated<T> {
    span: Range<Timestamp>,
    object: PhantomData<fn() -> T>,
}

/// Asks for the records of `T` that were deleted in a span of time, at most 15 days back. Parts of
/// a minute do not count; more than 600,000 records are refused with `EXCEEDED_ID_LIMIT`.
pub struct GetDeleted<T> {
    span: Range<Timestamp>,
    object: PhantomData<fn() -> T>,
}

/// Records that were created or changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Updated<T = AnyObject> {
    /// Their ids.
    pub ids: Vec<Id<T>>,
    /// Up to here the answer is whole; the next span begins here.
    pub latest_date_covered: Timestamp,
}

/// Records that were deleted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Deleted<T = AnyObject> {
    /// Each with its time.
    pub records: Vec<DeletedRecord<T>>,
    /// Deletions before it are told no more. If the span began earlier, some may be missing.
    pub earliest_date_available: Timestamp,
    /// Up to here the answer is whole; the next span begins here.
    pub latest_date_covered: Timestamp,
}

/// A record that was deleted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DeletedRecord<T = AnyObject> {
    /// Its id.
    pub id: Id<T>,
    /// When it was deleted.
    pub deleted_date: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UpdatedBody {
    ids: Vec<Id>,
    latest_date_covered: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeletedBody {
    deleted_records: Vec<DeletedEntry>,
    earliest_date_available: Instant,
    latest_date_covered: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeletedEntry {
    id: Id,
    deleted_date: Instant,
}

/// An instant as the API writes it.
struct Instant(Timestamp);

impl<T: SObject> GetUpdated<T> {
    /// From the start, up to the end.
    pub fn new(span: Range<Timestamp>) -> Self {
        Self {
            span,
            object: PhantomData,
        }
    }
}

impl<T: SObject> GetDeleted<T> {
    /// From the start, up to the end.
    pub fn new(span: Range<Timestamp>) -> Self {
        Self {
            span,
            object: PhantomData,
        }
    }
}

impl<T: SObject> Call for GetUpdated<T> {
    type Output = Updated<T>;

    fn request(&self) -> Result<Request, Error> {
        let object = object_of::<T>()?;
        let request = Request::get("sobjects/{object}/updated/", &[object])?.about(object);
        spanning(request, &self.span, UPDATED_DAYS)
    }

    fn decode(response: Response) -> Result<Updated<T>, Error> {
        let body: UpdatedBody = response.json()?;
        Ok(Updated {
            ids: body.ids.into_iter().map(Id::cast).collect(),
            latest_date_covered: body.latest_date_covered.0,
        })
    }
}

impl<T: SObject> Call for GetDeleted<T> {
    type Output = Deleted<T>;

    fn request(&self) -> Result<Request, Error> {
        let object = object_of::<T>()?;
        let request = Request::get("sobjects/{object}/deleted/", &[object])?.about(object);
        spanning(request, &self.span, DELETED_DAYS)
    }

    fn decode(response: Response) -> Result<Deleted<T>, Error> {
        let body: DeletedBody = response.json()?;
        let records = body.deleted_records.into_iter().map(|entry| DeletedRecord {
            id: entry.id.cast(),
            deleted_date: entry.deleted_date.0,
        });
        Ok(Deleted {
            records: records.collect(),
            earliest_date_available: body.earliest_date_available.0,
            latest_date_covered: body.latest_date_covered.0,
        })
    }
}

impl Client {
    /// The records of `T` that were created or changed in a span of time. See [`GetUpdated`].
    ///
    /// # Errors
    /// The span is not one that the org answers for, and whatever else is in [`Error`].
    pub async fn updated<T: SObject>(&self, span: Range<Timestamp>) -> Result<Updated<T>, Error> {
        self.call(&GetUpdated::new(span)).await
    }

    /// The records of `T` that were deleted in a span of time. See [`GetDeleted`].
    ///
    /// # Errors
    /// The span is not one that the org answers for, and whatever else is in [`Error`].
    pub async fn deleted<T: SObject>(&self, span: Range<Timestamp>) -> Result<Deleted<T>, Error> {
        self.call(&GetDeleted::new(span)).await
    }
}

fn spanning(request: Request, span: &Range<Timestamp>, days: i64) -> Result<Request, Error> {
    let refuse = |why: String| Err(Error::request(format!("{}: {why}", request.info())));
    let minute = |time: Timestamp| time.as_second().div_euclid(60);
    if minute(span.start) >= minute(span.end) {
        return refuse(
            "the span is empty: the org does not count seconds, so its end must be in a later \
             minute than its start"
                .to_owned(),
        );
    }
    let date = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    Ok(request
        .reaching_back(span.start, days)
        .query("start", &date(span.start))
        .query("end", &date(span.end)))
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        parse_datetime(&text)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no instant")))
    }
}

// By hand, because derive would ask the same of `T`, which is only a name.
macro_rules! plain {
    ($($name:ident)*) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self {
                    span: self.span.clone(),
                    object: PhantomData,
                }
            }
        }

        impl<T: SObject> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), " {} {:?}"), T::API_NAME, self.span)
            }
        }
    )*};
}

plain! { GetUpdated GetDeleted }

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(start: &str, end: &str, days: i64) -> Result<String, String> {
        let time = |text: &str| text.parse::<Timestamp>().expect("a time");
        let request = Request::get("sobjects/{object}/updated/", &["Account"])
            .expect("a request")
            .about("Account");
        let now = time("2026-03-31T12:00:00Z");
        spanning(request, &(time(start)..time(end)), days)
            .and_then(|request| request.check_window(now).map(|()| request))
            .map(|request| request.path_below("v66.0"))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_span_is_written_with_its_offset() {
        assert_eq!(
            asked("2026-03-30T00:00:00Z", "2026-03-31T00:00:00.5Z", 30),
            Ok(
                "v66.0/sobjects/Account/updated/?start=2026-03-30T00%3A00%3A00%2B00%3A00\
                &end=2026-03-31T00%3A00%3A00%2B00%3A00"
                    .to_owned()
            )
        );
    }

    #[test]
    fn a_span_that_the_org_does_not_answer_for_is_not_sent() {
        let said = |start, end, days| asked(start, end, days).expect_err("a refusal");
        let empty = said("2026-03-30T10:00:10Z", "2026-03-30T10:00:50Z", 30);
        assert!(empty.contains("a later minute"), "{empty}");
        assert!(asked("2026-03-30T10:00:50Z", "2026-03-30T10:01:10Z", 30).is_ok());
        assert!(asked("2026-03-31T10:00:00Z", "2026-03-30T10:00:00Z", 30).is_err());
        let old = said("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z", 30);
        assert!(
            old.contains("the last 30 days") && old.contains("SystemModstamp"),
            "{old}"
        );
        let old = said("2026-03-16T00:00:00Z", "2026-03-31T00:00:00Z", 15);
        assert!(old.starts_with("GET sobjects/Account/updated/"), "{old}");
        assert!(asked("2026-03-16T12:00:00Z", "2026-03-31T00:00:00Z", 15).is_ok());
    }
}
