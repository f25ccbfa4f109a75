//! Rust names from describe: by example, across runs, and for any input.

mod lock;
mod org;
mod random;
mod rename;
mod rule;
