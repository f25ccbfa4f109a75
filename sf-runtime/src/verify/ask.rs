//! Asks an org for what it says of objects, each in the API version of its bindings.

use std::collections::BTreeMap;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use sf_schema::Object;

use crate::call::Call;
use crate::client::{ApiVersion, Client};
use crate::error::Error;
use crate::lower::lower;
use crate::rest::{DescribeBody, DescribeIf, DescribeObject, Described};
use crate::types::{Id, Timestamp};

use super::CompiledIn;

/// Describes a call: parts that a composite may have.
const PARTS: usize = 25;

/// Calls under way at once.
const AT_ONCE: usize = 4;

/// What the org says of an object.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It has not changed since the snapshot.
    Same,
    /// There is none, or the user may not see it.
    Gone,
    /// What it is now, without Rust names.
    Now(Box<Object>),
}

/// What the org says of each of these objects, those of one API version after each other.
pub(super) async fn ask<'o>(
    client: &Client,
    objects: &'o [CompiledIn],
    whole: bool,
) -> Result<Vec<(&'o CompiledIn, Answer)>, Error> {
    let conditional = |object: &CompiledIn| !whole && object.snapshot.as_of.is_some();
    let org = match objects.iter().any(conditional) {
        true => client.org_id().await?,
        false => None,
    };
    let mut by_version: BTreeMap<ApiVersion, Vec<_>> = BTreeMap::new();
    for object in objects {
        let since = if whole { None } else { since(object, org) };
        let asks = by_version.entry(version(client, object)?).or_default();
        asks.push((object, since));
    }
    let chunks = by_version.iter().flat_map(|(version, asks)| {
        let client = client.with_api_version(*version);
        asks.chunks(PARTS).map(move |asks| (client.clone(), asks))
    });
    // All of them first: a stream over what borrows is more than the compiler can prove `Send`.
    let calls: Vec<_> = chunks
        .map(|(client, asks)| call(client, asks.to_vec()))
        .collect();
    let answers: Vec<Vec<_>> = stream::iter(calls).buffered(AT_ONCE).try_collect().await?;
    Ok(answers.into_iter().flatten().collect())
}

/// The API version to ask in: describes of two versions differ by themselves.
fn version(client: &Client, object: &CompiledIn) -> Result<ApiVersion, Error> {
    match object.snapshot.api_version {
        None => Ok(client.api_version()),
        Some(version) => version.parse().map_err(|error| {
            Error::request(format!(
                "the bindings of {} cannot be verified: {error}: generate them again from a \
                 snapshot that `sf-codegen fetch` took",
                object.api
            ))
        }),
    }
}

/// The time since which an object must have changed, where its snapshot is of this org: the times of
/// another one mean nothing here.
fn since(object: &CompiledIn, org: Option<Id>) -> Option<Timestamp> {
    let of = Id::parse(object.snapshot.org_id?).ok()?;
    if org? != of {
        return None;
    }
    object.snapshot.as_of?.parse().ok()
}

async fn call(
    client: Client,
    asks: Vec<(&CompiledIn, Option<Timestamp>)>,
) -> Result<Vec<(&CompiledIn, Answer)>, Error> {
    let (objects, asks): (Vec<&CompiledIn>, Vec<DescribeIf>) = asks
        .into_iter()
        .map(|(object, since)| {
            let ask = DescribeIf {
                object: object.api.into(),
                since,
            };
            (object, ask)
        })
        .unzip();
    let mut answers = Vec::with_capacity(asks.len());
    for (object, described) in objects.into_iter().zip(client.describe_each(&asks).await?) {
        let answer = match described? {
            Described::Same => Answer::Same,
            Described::Missing(_) => Answer::Gone,
            Described::Now(body) => {
                let answer = Answer::Now(Box::new(read(object.api, &body)?));
                // A describe may be large: others get a turn before the next.
                tokio::task::yield_now().await;
                answer
            }
        };
        answers.push((object, answer));
    }
    Ok(answers)
}

fn read(api: &'static str, body: &DescribeBody) -> Result<Object, Error> {
    let describe = body.read()?;
    if !describe.name.eq_ignore_ascii_case(api) {
        let info = DescribeObject::new(api).request()?.info().clone();
        let problem = format!("this is the describe of {:?}", describe.name);
        return Err(Error::decode(info, problem, None));
    }
    Ok(lower(&describe))
}
