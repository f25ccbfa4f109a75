//! Platform events and change data capture: the schema of an event.
//!
//! Subscribing and publishing is not here yet. Nothing here waits or knows the HTTP library.

mod schema;

pub use schema::{EventField, EventSchema, GetEventSchema};
