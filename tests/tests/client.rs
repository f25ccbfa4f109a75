//! The client against an org that answers what a test says.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "client/collections.rs"]
mod collections;
#[path = "client/collections_random.rs"]
mod collections_random;
#[path = "client/scripted.rs"]
mod scripted;
