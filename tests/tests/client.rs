//! The client against an org: what is asked over HTTP is what happens there.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "client/answering.rs"]
mod answering;
#[path = "client/blobs.rs"]
mod blobs;
#[path = "client/changes.rs"]
mod changes;
#[path = "client/describes.rs"]
mod describes;
#[path = "client/long.rs"]
mod long;
#[path = "client/pages.rs"]
mod pages;
#[path = "client/queries.rs"]
mod queries;
#[path = "client/raw.rs"]
mod raw;
#[path = "client/records.rs"]
mod records;
#[path = "client/site.rs"]
mod site;
