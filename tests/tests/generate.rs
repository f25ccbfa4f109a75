//! The same snapshot makes the same bytes, a second run writes nothing, and what an org adds
//! renames nothing.

// A test fails by panicking, in its helpers too.
#![allow(clippy::panic)]

#[path = "generate/shuffled.rs"]
mod shuffled;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};
use sf_codegen::Builder;
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::model::{LOCK_FILE, Snapshot};
use sf_codegen::snapshot::{MANIFEST_FILE, Manifest};
use sf_schema::diff::compared;
use sf_schema::schema::index;
use sf_tests::describe::{FieldSpec, ObjectSpec};
use sf_tests::{hostile, org};
use shuffled::{Shuffle, shuffled};

/// Names and contents of the files below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let text = fs::read_to_string(&path).expect("generated files are UTF-8");
            all.insert(path, text);
        }
    }
    all
}

/// The files below a folder, by their path in it.
fn contents(folder: &Path) -> BTreeMap<PathBuf, String> {
    files(folder)
        .into_iter()
        .map(|(path, text)| {
            (
                path.strip_prefix(folder).expect("it is below").to_owned(),
                text,
            )
        })
        .collect()
}

fn modified(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let time = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified());
    files(folder)
        .into_keys()
        .map(|path| (path.clone(), time(&path).expect("the file has a time")))
        .collect()
}

fn write_snapshot(folder: &Path, describes: &[Value]) {
    fs::create_dir_all(folder).expect("a temporary folder can be written");
    for (place, describe) in describes.iter().enumerate() {
        fs::write(
            folder.join(format!("{place:04}.json")),
            describe.to_string(),
        )
        .expect("a temporary folder can be written");
    }
}

fn build(schema: &Path, out: &Path) -> sf_codegen::Changes {
    Builder::new(schema)
        .out_dir(out)
        .generate()
        .unwrap_or_else(|error| panic!("{} does not generate:\n{error}", schema.display()))
}

#[test]
fn files_fields_and_keys_may_come_in_any_order() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    for (name, describes) in [("org", org::objects()), ("hostile", hostile::objects())] {
        write_snapshot(&schema.join(name), &describes);
        build(&schema.join(name), &out.join(name));
        let expected = contents(&out.join(name).join("sobjects"));
        let index = contents(&out.join(name).join("sobjects.index"));
        for seed in 1..=3 {
            let other = format!("{name}-{seed}");
            let mut shuffle = Shuffle::new(seed);
            let mut describes = describes.clone();
            shuffle.shuffle(&mut describes);
            fs::create_dir_all(schema.join(&other)).expect("a temporary folder can be written");
            for (place, describe) in describes.iter().enumerate() {
                let text = shuffled(describe, &mut shuffle);
                assert_ne!(text, describe.to_string(), "nothing was shuffled");
                fs::write(schema.join(&other).join(format!("{place:04}.json")), text)
                    .expect("a temporary folder can be written");
            }
            build(&schema.join(&other), &out.join(&other));
            // Not assert_eq: a megabyte of text says nothing.
            let found = contents(&out.join(&other).join("sobjects"));
            for (path, text) in &expected {
                assert!(
                    found.get(path) == Some(text),
                    "{other}: {} differs",
                    path.display()
                );
            }
            assert_eq!(found.len(), expected.len());
            assert!(
                contents(&out.join(&other).join("sobjects.index")) == index,
                "{other}: the index differs"
            );
        }
    }
}

#[test]
fn a_second_run_writes_nothing() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    assert!(!build(&schema, &out).written.is_empty());
    let first = modified(&out);
    assert!(build(&schema, &out).is_empty());
    assert_eq!(modified(&out), first);

    // The same describes written anew are no change either.
    write_snapshot(&schema, &org::objects());
    assert!(build(&schema, &out).is_empty());
    assert_eq!(modified(&out), first);
}

#[test]
fn only_what_changed_is_written() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    let mut describes = org::objects();
    write_snapshot(&schema, &describes);
    build(&schema, &out);

    let account = describes
        .iter_mut()
        .find(|describe| describe["name"] == "Account")
        .expect("the org has accounts");
    account["fields"]
        .as_array_mut()
        .expect("describe has fields")
        .iter_mut()
        .find(|field| field["name"] == "Industry")
        .expect("accounts have an industry")["inlineHelpText"] = json!("What they make");
    write_snapshot(&schema, &describes);
    let written = build(&schema, &out).written;
    let names: Vec<_> = written
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    assert_eq!(names, ["account.rs", "account.sobject"]);
}

#[test]
fn a_file_that_was_lost_is_made_again() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    build(&schema, &out);
    let before = contents(&out.join("sobjects"));
    fs::remove_file(out.join("sobjects/contact.rs")).expect("it was generated");
    build(&schema, &out);
    assert!(contents(&out.join("sobjects")) == before);
}

#[test]
fn a_file_that_was_cut_off_is_made_again() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    build(&schema, &out);
    let before = contents(&out);
    for file in ["sobjects/contact.rs", "sobjects.index/contact.sobject"] {
        fs::write(out.join(file), "").expect("it was generated");
        build(&schema, &out);
        assert!(contents(&out) == before, "{file} stayed empty");
    }
}

#[test]
fn two_snapshots_do_not_share_a_folder() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    let builder = || Builder::new(&schema).out_dir(&out);
    builder()
        .objects(["Account"])
        .generate()
        .expect("the first is fine");
    let before = contents(&out);
    let error = builder()
        .objects(["Contact"])
        .generate()
        .expect_err("the folder is taken");
    assert!(error.to_string().contains("Builder::out_dir"), "{error}");
    assert!(contents(&out) == before);
}

#[test]
fn an_object_that_left_the_snapshot_leaves_the_bindings() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    build(&schema, &out);
    fs::remove_dir_all(&schema).expect("it was written");
    let left: Vec<Value> = org::objects()
        .into_iter()
        .filter(|describe| describe["name"] != "Campaign")
        .collect();
    write_snapshot(&schema, &left);
    let removed = build(&schema, &out).removed;
    assert!(
        removed.iter().any(|path| path.ends_with("campaign.rs")),
        "{removed:?}"
    );
    assert!(!out.join("sobjects/campaign.rs").exists());
    assert!(!out.join("sobjects.index/campaign.sobject").exists());
}

#[test]
fn a_rival_that_comes_later_renames_nothing() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let schema = temp.path().join("schema");
    let object = |fields: &[&str]| {
        ObjectSpec::custom("Thing__c", "a00")
            .fields(fields.iter().map(|name| FieldSpec::string(*name, 80)))
            .to_json()
    };
    let names = |fields: &[&str]| -> BTreeMap<String, String> {
        write_snapshot(&schema, &[object(fields)]);
        let snapshot = Snapshot::read(&schema, None, Default::default()).expect("it is valid");
        let model = snapshot.model().expect("it is valid");
        fs::write(schema.join(LOCK_FILE), model.lock.render()).expect("the folder can be written");
        let thing = model.schema.object("Thing__c").expect("it was written");
        thing
            .fields
            .iter()
            .map(|field| (field.name.api.clone(), field.name.rust.clone()))
            .collect()
    };
    let old = ["FooBar__c", "foo__c", "Zoo__c"];
    let before = names(&old);
    assert_eq!(before["FooBar__c"], "foo_bar__c");
    let after = names(&[
        "FooBar__c",
        "foo__c",
        "Zoo__c",
        "Foo_Bar__c",
        "Foo__c",
        "FOO__c",
        "ZOO__c",
        "zoo__c",
    ]);
    for name in old {
        assert_eq!(after[name], before[name], "{name} was renamed");
    }
    let distinct: std::collections::BTreeSet<_> = after.values().collect();
    assert_eq!(distinct.len(), after.len(), "{after:?}");
}

#[test]
fn a_file_of_someone_else_is_not_touched() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    fs::create_dir_all(&out).expect("a temporary folder can be written");
    fs::write(out.join("account.rs"), "// mine\n").expect("the folder can be written");
    let snapshot = Snapshot::read(&schema, None, Default::default()).expect("it is valid");
    let model = snapshot.model().expect("it is valid");
    let bindings =
        Bindings::make(&model, &Output::Folder(out.clone()), &|_| ()).expect("the org generates");
    let error = bindings
        .write(None)
        .expect_err("account.rs is in the way")
        .to_string();
    assert!(error.contains("account.rs"), "{error}");
    assert_eq!(
        contents(&out).len(),
        1,
        "something was written all the same"
    );
}

/// Every name and text of the hostile org tries to be code somewhere; an item, a macro or an
/// attribute that the generator does not write would be one that got through.
#[test]
fn nothing_of_describe_becomes_code() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &hostile::objects());
    build(&schema, &out);
    for (path, text) in files(&out.join("sobjects")) {
        let file = syn::parse_file(&text)
            .unwrap_or_else(|error| panic!("{} is not Rust: {error}", path.display()));
        for item in &file.items {
            let (attributes, is_ours) = match item {
                syn::Item::Use(item) => (&item.attrs, true),
                syn::Item::Struct(item) => (&item.attrs, true),
                syn::Item::Enum(item) => (&item.attrs, true),
                syn::Item::Impl(item) => (&item.attrs, item.unsafety.is_none()),
                syn::Item::Static(item) => (&item.attrs, item.ident == "__TABLE"),
                syn::Item::Mod(item) => {
                    let inner = ["fields", "record_types"];
                    let own = path.ends_with("mod.rs") && item.content.is_none();
                    (
                        &item.attrs,
                        own || inner.iter().any(|name| item.ident == name),
                    )
                }
                syn::Item::Macro(item) => {
                    let name = &item.mac.path.segments.last().expect("a path").ident;
                    let ours = match name.to_string().as_str() {
                        "__sobject" | "__draft" | "__picklist" => true,
                        "__compiled_in" => {
                            syn::parse2::<CompiledIn>(item.mac.tokens.clone()).is_ok()
                        }
                        "__snapshot" => path.ends_with("mod.rs"),
                        _ => false,
                    };
                    (&item.attrs, ours)
                }
                _ => panic!("{}: an item of another kind", path.display()),
            };
            assert!(is_ours, "{}: an item of another name", path.display());
            for attribute in attributes {
                let known = ["doc", "derive", "must_use", "path"];
                assert!(
                    known.iter().any(|known| attribute.path().is_ident(known)),
                    "{}: an attribute of another kind",
                    path.display()
                );
            }
        }
    }
}

/// The arguments of `__compiled_in!`: a name, a flag and one literal that is an object.
struct CompiledIn;

impl syn::parse::Parse for CompiledIn {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let _: syn::Ident = input.parse()?;
        let _: syn::Token![,] = input.parse()?;
        let _: syn::LitBool = input.parse()?;
        let _: syn::Token![,] = input.parse()?;
        let text: syn::LitStr = input.parse()?;
        match index::read_object(&text.value()) {
            Ok(_) => Ok(Self),
            Err(error) => Err(syn::Error::new(text.span(), error)),
        }
    }
}

/// What is compiled in is what is compared, whatever the names and texts are.
#[test]
fn each_object_says_what_it_was_made_of() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &hostile::objects());
    build(&schema, &out);
    let snapshot = Snapshot::read(&schema, None, Default::default()).expect("it is valid");
    let model = snapshot.model().expect("it is valid");
    let mut found = Vec::new();
    for (_, text) in files(&out.join("sobjects")) {
        for item in syn::parse_file(&text).expect("it is Rust").items {
            let syn::Item::Macro(item) = item else {
                continue;
            };
            if item.mac.path.segments.last().expect("a path").ident == "__compiled_in" {
                let tokens = item.mac.tokens.into_iter();
                let literal = tokens.last().expect("a literal").to_string();
                let literal: syn::LitStr = syn::parse_str(&literal).expect("a literal");
                let object = index::read_object(&literal.value()).expect("it is an object");
                found.push(object);
            }
        }
    }
    found.sort_by(|a, b| a.name.api.cmp(&b.name.api));
    let mut expected: Vec<_> = model.schema.objects().map(compared).collect();
    expected.sort_by(|a, b| a.name.api.cmp(&b.name.api));
    assert_eq!(found, expected);
}

/// The time of a snapshot stands at one place, and no object is made anew for it.
#[test]
fn a_snapshot_of_another_time_changes_the_root_alone() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (schema, out) = (temp.path().join("schema"), temp.path().join("out"));
    write_snapshot(&schema, &org::objects());
    build(&schema, &out);
    let mut manifest = Manifest::new();
    for time in ["2026-03-02T14:30:00Z", "2026-03-03T14:30:00Z"] {
        manifest.as_of = Some(time.to_owned());
        manifest.org_id = Some("00D\"; panic!()".to_owned());
        let text = manifest.render();
        fs::write(schema.join(MANIFEST_FILE), text).expect("the folder can be written");
        let changes = Builder::new(&schema).out_dir(&out).generate();
        let changes = changes.expect("the org generates");
        let root = out.join("sobjects/mod.rs");
        assert_eq!(changes.written, std::slice::from_ref(&root));
        let text = fs::read_to_string(root).expect("it was written");
        assert!(text.contains(time), "{text}");
        assert!(
            text.contains(r#"org_id: __rt::Some("00D\"; panic!()")"#),
            "{text}"
        );
        syn::parse_file(&text).expect("it is Rust");
    }
}
