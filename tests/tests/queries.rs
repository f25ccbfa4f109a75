//! Queries that the compiler has checked, run against the fake org: what is selected is what comes
//! back, typed.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "queries/org.rs"]
mod org;
#[path = "queries/rows.rs"]
mod rows;
