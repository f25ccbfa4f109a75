//! Rust names from describe: by example, across runs, and for any input.

// A test fails by panicking, in its helpers too.
#![allow(clippy::panic, clippy::unwrap_used)]

mod lock;
mod org;
mod random;
mod rename;
mod rule;
