//! Records and writes through the bindings of the fixture org, as an application uses them: nothing
//! that the org sent is lost, and nothing is written that was not set.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "records/answers.rs"]
mod answers;
#[path = "records/bodies.rs"]
mod bodies;
#[path = "records/checks.rs"]
mod checks;
#[path = "records/hostile.rs"]
mod hostile;
#[path = "records/metadata.rs"]
mod metadata;
#[path = "records/pages.rs"]
mod pages;
#[path = "records/reading.rs"]
mod reading;
#[path = "records/recorded.rs"]
mod recorded;
#[path = "records/recorded_calls.rs"]
mod recorded_calls;
#[path = "records/states.rs"]
mod states;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sf_runtime::{Described, Id};

pub(crate) const ACCOUNT: &str = "0018W00002abcDEQAY";
pub(crate) const OTHER_ACCOUNT: &str = "0018W00002abcDFQAY";
pub(crate) const USER: &str = "0058W00002usrABQAY";
pub(crate) const CONTACT: &str = "0038W00002conAAQAY";
pub(crate) const QUEUE: &str = "00G8W00002queAAUAY";

pub(crate) fn id<T: sf_runtime::SObject>(text: &str) -> Id<T> {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The record of this text, which must come back unchanged whichever way it was read.
pub(crate) fn unchanged<T>(json: &str) -> T
where
    T: Described + DeserializeOwned + Serialize + PartialEq + Debug,
{
    let read: T = serde_json::from_str(json).unwrap();
    let from_slice: T = serde_json::from_slice(json.as_bytes()).unwrap();
    let from_reader: T = serde_json::from_reader(json.as_bytes()).unwrap();
    assert_eq!(text(&read), json);
    assert_eq!(text(&from_slice), json);
    assert_eq!(text(&from_reader), json);
    assert_eq!(read, from_slice);
    assert_eq!(read, from_reader);
    read
}

pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}
