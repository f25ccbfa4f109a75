//! The client against an org that answers what a test says.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "client/batch.rs"]
mod batch;
#[path = "client/collections.rs"]
mod collections;
#[path = "client/collections_random.rs"]
mod collections_random;
#[path = "client/composite.rs"]
mod composite;
#[path = "client/composite_refused.rs"]
mod composite_refused;
#[path = "client/fake_org_collections.rs"]
mod fake_org_collections;
#[path = "client/fake_org_composite.rs"]
mod fake_org_composite;
#[path = "client/graph.rs"]
mod graph;
#[path = "client/recorded_composite.rs"]
mod recorded_composite;
#[path = "client/scripted.rs"]
mod scripted;
#[path = "client/tree.rs"]
mod tree;
