//! Whatever an org can describe becomes code that compiles without a warning.
//!
//! The recorded describes, the hostile org and 300 random objects are generated into one scratch
//! crate, which must pass `cargo check`, and `cargo doc` and its doc tests, with warnings denied.

#[path = "compiles/random.rs"]
mod random;
#[path = "compiles/scratch.rs"]
mod scratch;

use std::fs;
use std::path::{Path, PathBuf};

use scratch::Scratch;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_hostile_org_compiles_and_its_words_stay_words() {
    let scratch = Scratch::new("hostile");
    scratch.generate("hostile", &workspace().join("fixtures/hostile"));

    scratch.generate_formatted("formatted", &workspace().join("fixtures/hostile"));
    scratch.must_check();
    // Help texts and formulas hold code blocks, broken links and HTML: none may become a test that
    // runs, or a warning.
    scratch.must_document();
    scratch.must_have_no_doc_test();
}

#[test]
fn a_selection_compiles_with_references_to_what_it_leaves_out() {
    let org = workspace().join("fixtures/org");
    let scratch = Scratch::new("selection");
    let builder = || sf_codegen::Builder::new(&org);
    scratch.build("one_object", builder().objects(["Task"]));
    scratch.build("globs", builder().objects(["*__c", "Name"]));
    scratch.build(
        "few_fields",
        builder()
            .objects(["Account"])
            .fields("Account", ["Industry", "*__c"]),
    );
    scratch.build(
        "other_names",
        builder()
            .rename("Account", "Customer")
            .rename("Account.AnnualRevenue", "revenue")
            .f64("Account.AnnualRevenue"),
    );
    scratch.must_check();
}

#[test]
fn every_recorded_describe_compiles() {
    let folder = workspace().join("../shared/data/describes");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: the recorded describes are not here");
        return;
    };
    let scratch = Scratch::new("recorded");
    let mut count = 0;
    for entry in entries {
        let path = entry.expect("the folder can be listed").path();
        if path.extension().is_some_and(|end| end == "json") {
            // Three of them are one object of different orgs, so each is a snapshot of its own.
            scratch.generate(&format!("recorded_{count}"), &path);
            count += 1;
        }
    }
    assert!(count > 0, "no describe in {}", folder.display());
    scratch.must_check();
}

#[test]
fn three_hundred_random_describes_compile() {
    let scratch = Scratch::new("random");
    let describes = random::describes(300);
    let folder = scratch.path("describes");
    fs::create_dir_all(&folder).expect("the scratch folder can be written");
    for (place, describe) in describes.iter().enumerate() {
        fs::write(
            folder.join(format!("{place:03}.json")),
            describe.to_string(),
        )
        .expect("the scratch folder can be written");
    }
    scratch.generate("random", &folder);
    scratch.must_check();
}
