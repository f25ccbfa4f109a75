//! Any text through the parser, the printer and the checker, against the fixture org.
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
use sf_codegen::model::Snapshot;
use sf_schema::soql::check::{CheckOptions, check_text, sketch};
use sf_schema::soql::{Options, check, parse};
use sf_schema::{Level, Schema};

static ORG: LazyLock<Schema> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures/org");
    let snapshot = Snapshot::read(&folder, None, Default::default()).expect("the fixture org");
    snapshot.model().expect("the fixture org").schema
});

fuzz_target!(|text: &str| {
    for binds in [false, true] {
        let options = Options { binds };
        let checks = CheckOptions::default();
        let findings = check_text(text, &options, &*ORG, &checks);
        for found in &findings {
            assert!(
                text.get(found.span.start..found.span.end).is_some(),
                "{found:?}"
            );
            found.render(text);
        }
        let parsed = parse(text, &options);
        // Whatever is wrong with it, a stub is made of it.
        let sketched = parsed.query.as_ref().and_then(|query| sketch(query, &*ORG));
        let _ = format!("{sketched:?}");
        let (Some(query), []) = (&parsed.query, parsed.findings.as_slice()) else {
            assert!(!findings.is_empty());
            continue;
        };
        let has_errors = findings.iter().any(|found| found.level == Level::Error);
        let checked = check(query, &*ORG, &checks);
        assert_eq!(checked.resolution.is_none(), has_errors);
        if let Some(resolution) = &checked.resolution {
            assert_eq!(Some(&resolution.selection), sketched.as_ref());
        }
        let printed = query.to_string();
        let again = parse(&printed, &options)
            .into_result()
            .expect("what is printed parses");
        assert_eq!(again.to_string(), printed);
    }
});
