//! Queries that the compiler has checked, run against the fake org: what is selected is what comes
//! back, typed.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "queries/binds.rs"]
mod binds;
#[path = "queries/child_binds.rs"]
mod child_binds;
#[path = "queries/fetched.rs"]
mod fetched;
#[path = "queries/lists.rs"]
mod lists;
#[path = "queries/org.rs"]
mod org;
#[path = "queries/polymorphic.rs"]
mod polymorphic;
#[path = "queries/row_by_type.rs"]
mod row_by_type;
#[path = "queries/rows.rs"]
mod rows;
#[path = "queries/selected.rs"]
mod selected;
#[path = "queries/soql_rows.rs"]
mod soql_rows;
