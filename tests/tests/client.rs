//! The client against orgs: the fake one, and some that mean harm.
//! The client against an org: what is asked over HTTP is what happens there.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "client/answering.rs"]
mod answering;
#[path = "client/batch.rs"]
mod batch;
#[path = "client/blobs.rs"]
mod blobs;
#[path = "client/budget.rs"]
mod budget;
#[path = "client/changes.rs"]
mod changes;
#[path = "client/clock.rs"]
mod clock;
#[path = "client/collections.rs"]
mod collections;
#[path = "client/collections_random.rs"]
mod collections_random;
#[path = "client/composite.rs"]
mod composite;
#[path = "client/composite_refused.rs"]
mod composite_refused;
#[path = "client/conditional.rs"]
mod conditional;
#[path = "client/describes.rs"]
mod describes;
#[path = "client/explain.rs"]
mod explain;
#[path = "client/fake_org_collections.rs"]
mod fake_org_collections;
#[path = "client/fake_org_composite.rs"]
mod fake_org_composite;
#[path = "client/faults.rs"]
mod faults;
#[path = "client/graph.rs"]
mod graph;
#[path = "client/headers.rs"]
mod headers;
#[path = "client/hostile.rs"]
mod hostile;
#[path = "client/lists.rs"]
mod lists;
#[path = "client/long.rs"]
mod long;
#[path = "client/pages.rs"]
mod pages;
#[path = "client/passing.rs"]
mod passing;
#[path = "client/peers.rs"]
mod peers;
#[path = "client/proxy.rs"]
mod proxy;
#[path = "client/queries.rs"]
mod queries;
#[path = "client/raw.rs"]
mod raw;
#[path = "client/recent.rs"]
mod recent;
#[path = "client/recorded_composite.rs"]
mod recorded_composite;
#[path = "client/recorded_login.rs"]
mod recorded_login;
#[path = "client/records.rs"]
mod records;
#[path = "client/reuse.rs"]
mod reuse;
#[path = "client/scripted.rs"]
mod scripted;
#[path = "client/site.rs"]
mod site;
#[path = "client/strange.rs"]
mod strange;
#[path = "client/traced.rs"]
mod traced;
#[path = "client/tree.rs"]
mod tree;
#[path = "client/unsent.rs"]
mod unsent;
#[path = "client/verify.rs"]
mod verify;
#[path = "client/weather.rs"]
mod weather;
