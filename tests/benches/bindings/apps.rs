//! The programs that use the bindings, ours and the derived ones, doing the same work: parse a page
//! of each object, show it, clone it, compare it, and write the body of a create and of an update.

use std::fmt::Write;

/// A program over our bindings, in the crate `bindings`.
pub(super) fn ours(bindings: &str, objects: &[String]) -> String {
    program(bindings, objects, |out, object| {
        let module = object.to_lowercase();
        let _ = write!(
            out,
            "\nfn {module}(json: &str) -> Result<usize, Box<dyn std::error::Error>> {{
    let page = sf_runtime::Page::<{bindings}::{object}>::from_json(json)?;
    let create = {bindings}::{object}::create({bindings}::{module}::Required {{
        code_25__c: \"C-1\".to_owned(),
    }})
    .text_1__c(\"one\")
    .amount_3__c(sf_runtime::Decimal::ONE)
    .is_flag_4__c(true)
    .email_17__c(\"a@example.com\");
    let update = {bindings}::{object}::update(sf_runtime::Id::parse(\"a9Z5e0000000001\")?)
        .text_1__c(\"two\")
        .is_flag_4__c(false);
    finish(page.all()?, create, update)
}}
"
        );
    })
}

/// A program over the derived structs, in the crate `derived`.
pub(super) fn derived(bindings: &str, objects: &[String]) -> String {
    program(bindings, objects, |out, object| {
        let function = object.to_lowercase();
        let _ = write!(
            out,
            "\nfn {function}(json: &str) -> Result<usize, Box<dyn std::error::Error>> {{
    let page: {bindings}::Page<{bindings}::{object}> = serde_json::from_str(json)?;
    let create = {bindings}::{object}Create::default()
        .code_25__c(\"C-1\")
        .text_1__c(\"one\")
        .amount_3__c(sf_runtime::Decimal::ONE)
        .is_flag_4__c(true)
        .email_17__c(\"a@example.com\");
    let update = {bindings}::{object}Update::default()
        .text_1__c(\"two\")
        .is_flag_4__c(false);
    finish(page.records, create, update)
}}
"
        );
    })
}

/// A program that reads and changes records of an object of very many fields.
pub(super) fn wide(bindings: &str, object: &str) -> String {
    let objects = [object.to_owned()];
    program(bindings, &objects, |out, object| {
        let function = object.to_lowercase();
        let _ = write!(
            out,
            "\nfn {function}(json: &str) -> Result<usize, Box<dyn std::error::Error>> {{
    let page = sf_runtime::Page::<{bindings}::{object}>::from_json(json)?;
    let update = {bindings}::{object}::update(sf_runtime::Id::parse(\"a9Z5e0000000001\")?)
        .text_1__c(\"two\")
        .is_flag_4__c(false);
    finish(page.all()?, update.clone(), update)
}}
"
        );
    })
}

/// `one` writes the function of an object.
fn program(bindings: &str, objects: &[String], one: impl Fn(&mut String, &str)) -> String {
    let mut out = format!(
        "//! Uses {bindings}.
#![allow(non_snake_case)]

fn main() -> Result<(), Box<dyn std::error::Error>> {{
    let mut written = 0;
    for path in std::env::args().skip(1) {{
        let json = std::fs::read_to_string(path)?;
"
    );
    for object in objects {
        let _ = writeln!(out, "        written += {}(&json)?;", object.to_lowercase());
    }
    out.push_str(
        "    }
    println!(\"{written}\");
    Ok(())
}

fn finish<T: std::fmt::Debug + Clone + PartialEq>(
    records: Vec<T>,
    create: impl serde::Serialize,
    update: impl serde::Serialize,
) -> Result<usize, Box<dyn std::error::Error>> {
    let copy = records.clone();
    if copy != records {
        return Err(\"a clone differs\".into());
    }
    let shown = format!(\"{records:?}\").len();
    let bodies = serde_json::to_string(&create)?.len() + serde_json::to_string(&update)?.len();
    Ok(shown + bodies)
}
",
    );
    for object in objects {
        one(&mut out, object);
    }
    out
}
