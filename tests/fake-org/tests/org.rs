//! What a client sees of the fake org, over HTTP.

#[path = "org/client.rs"]
mod client;
#[path = "org/records.rs"]
mod records;
#[path = "org/query.rs"]
mod query;
#[path = "org/search.rs"]
mod search;
