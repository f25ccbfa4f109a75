//! Any text through the parser, the printer and the checker, against the fixture org: what the tests
//! ask of some thousand texts, asked of as many as there is time for.
//!
//! From `sf-codegen/schema`:
//!
//! ```text
//! cargo install cargo-fuzz
//! mkdir -p fuzz/corpus/soql && grep -h '^:\?> ' ../../fixtures/soql/*.txt | sed 's/^:\?> //' |
//!     split -l 1 -a 4 - fuzz/corpus/soql/seed-
//! cargo +nightly fuzz run soql -- -dict=fuzz/soql.dict -max_len=4096 -max_total_time=600
//! ```
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sf_schema::Schema;

// What is asserted is a file of the tests, which CI compiles and runs.
#[path = "../../../../tests/tests/soql/sound.rs"]
mod sound;

static ORG: LazyLock<Schema> = LazyLock::new(|| {
    sound::fixture_org(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures"))
});

fuzz_target!(|text: &str| sound::assert_sound(text, &ORG));
