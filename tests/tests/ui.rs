//! A write that the org forbids does not compile, and the compiler says which field and why.
//!
//! The cases are in `ui/`. What a user must be told is in the case, after `//~`; the whole answer
//! of the compiler is beside it (`TRYBUILD=overwrite cargo test -p sf-tests --test ui` writes it
//! anew, after a new compiler for one). The cases are only checked, not built, so what they show
//! is what `cargo check` and an editor show.

use std::fs;
use std::path::PathBuf;

#[test]
fn a_write_that_the_org_forbids_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

#[test]
fn a_write_that_the_org_allows_compiles() {
    trybuild::TestCases::new().pass("tests/ui/pass/*.rs");
}
