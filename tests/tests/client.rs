//! The client against orgs: the fake one, and some that mean harm.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "client/clock.rs"]
mod clock;
#[path = "client/faults.rs"]
mod faults;
#[path = "client/hostile.rs"]
mod hostile;
