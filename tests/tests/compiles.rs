//! Whatever an org can describe becomes code that compiles without a warning.
//!
//! The recorded describes, the hostile org and 300 random objects are generated into one scratch
//! crate, which must pass `cargo check`, and `cargo doc` and its doc tests, with warnings denied.

// A test fails by panicking, in its helpers too.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "compiles/drift.rs"]
mod drift;
#[path = "compiles/editor.rs"]
mod editor;
#[path = "compiles/newcomer.rs"]
mod newcomer;
#[path = "compiles/queries.rs"]
mod queries;
#[path = "compiles/random.rs"]
mod random;
#[path = "compiles/scratch.rs"]
mod scratch;
#[path = "compiles/server.rs"]
mod server;

use std::fs;
use std::path::{Path, PathBuf};

use newcomer::Newcomer;
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

/// With the feature that reads what bindings say of themselves, in every form in which they are made.
#[test]
fn the_hostile_org_compiles_with_what_it_was_made_of() {
    let scratch = Scratch::with_features("verified", &["verify"]);
    let hostile = workspace().join("fixtures/hostile");
    scratch.generate("hostile", &hostile);
    scratch.generate_formatted("formatted", &hostile);
    scratch.generate_one_file("one_file", &workspace().join("fixtures/org"));
    scratch.generate_formatted("folder", &workspace().join("fixtures/org"));
    scratch.module(
        "application",
        "//! Asks.\n\n/// A tuple of two modules.\n\
         pub async fn ask(sf: &sf_runtime::Client) -> Result<bool, sf_runtime::Error> {\n    \
         let asked = sf.verify::<(crate::one_file::Account, crate::folder::Contact)>().await?;\n    \
         Ok(asked.is_clean())\n}\n",
    );
    scratch.must_check();
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

#[test]
fn a_newcomers_build_script_runs_when_the_snapshot_changes_and_only_then() {
    let newcomer = Newcomer::new();
    newcomer.write(
        "src/main.rs",
        "#![deny(warnings)]\nsf_runtime::include_sobjects!(pub mod org);\n\n\
         fn main() {\n    let id: sf_runtime::Id<org::Account> = \"001D000000IqhSL\".parse().unwrap();\n    \
         println!(\"{:?}\", org::Account::update(id).industry(org::account::Industry::Banking));\n    \
         println!(\"{:?}\", sf_runtime::soql!(\"SELECT Industry FROM Account\").soql());\n}\n",
    );
    assert_eq!(newcomer.check(), Ok(false), "the first check builds");
    assert_eq!(newcomer.check(), Ok(true), "nothing changed");
    newcomer.write(
        "README.md",
        "A file that has nothing to do with the snapshot.",
    );
    assert_eq!(
        newcomer.check(),
        Ok(true),
        "nothing of the snapshot changed"
    );

    // Cargo knows the files of a snapshot by their times alone, and compiles a crate again when it has
    // run its build script, also where that wrote nothing: it does not matter which object was
    // touched. Who commits an index pays for the objects of the queries only.
    for object in ["Account", "Contact"] {
        newcomer.touch(&format!("salesforce/{object}.json"));
        assert_eq!(newcomer.check(), Ok(false), "{object} was touched");
        assert_eq!(newcomer.check(), Ok(true), "nothing changed");
    }

    newcomer.describe("Contact");
    assert_eq!(newcomer.check(), Ok(false), "a describe was written");
    newcomer.describe("Lead");
    assert_eq!(newcomer.check(), Ok(false), "a describe was added");
    newcomer.write(
        "src/main.rs",
        "sf_runtime::include_sobjects!(pub mod org);\n\n\
         fn main() {\n    let id: sf_runtime::Id<org::Lead> = \"00QD000000IqhSL\".parse().unwrap();\n    \
         println!(\"{:?}\", org::Lead::update(id).created_date(1));\n}\n",
    );
    let said = newcomer.check().expect_err("a system field is written");
    assert!(
        said.contains("CreatedDate` is read-only: a system field"),
        "{said}"
    );

    newcomer.write(
        "salesforce/Lead.json",
        "{\"name\":\"Lead\",\"fields\":[{\"name\":\"Id\"}]}",
    );
    let said = newcomer
        .check()
        .expect_err("the describe has a field without a type");
    assert!(
        said.contains("Lead.Id") && said.contains("Lead.json:1:"),
        "{said}"
    );
}
