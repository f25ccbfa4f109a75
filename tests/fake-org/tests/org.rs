//! What a client sees of the fake org, over HTTP.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "org/binary.rs"]
mod binary;
#[path = "org/blobs.rs"]
mod blobs;
#[path = "org/client.rs"]
mod client;
#[path = "org/collections.rs"]
mod collections;
#[path = "org/composite.rs"]
mod composite;
#[path = "org/composite_batch.rs"]
mod composite_batch;
#[path = "org/composite_graph.rs"]
mod composite_graph;
#[path = "org/composite_tree.rs"]
mod composite_tree;
#[path = "org/deletes.rs"]
mod deletes;
#[path = "org/discovery.rs"]
mod discovery;
#[path = "org/faults.rs"]
mod faults;
#[path = "org/logins.rs"]
mod logins;
#[path = "org/permissions.rs"]
mod permissions;
#[path = "org/query.rs"]
mod query;
#[path = "org/records.rs"]
mod records;
#[path = "org/references.rs"]
mod references;
#[path = "org/replication.rs"]
mod replication;
#[path = "org/search.rs"]
mod search;
#[path = "org/seeds.rs"]
mod seeds;
#[path = "org/sessions.rs"]
mod sessions;
#[path = "org/upserts.rs"]
mod upserts;
#[path = "org/values.rs"]
mod values;
