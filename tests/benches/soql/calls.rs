//! What `cargo check` spends on queries.

use std::error::Error;
use std::fs;

use crate::report::{Bar, Report, seconds};
use crate::scratch::{self, Workspace};
use crate::{clock, programs};

const OBJECTS: usize = 40;
const FIELDS: usize = 60;
const QUERIES: usize = 1_000;
const ROUNDS: usize = 3;

pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let objects: Vec<String> = (1..=OBJECTS).map(|n| format!("Deal_{n}__c")).collect();
    let mut workspace = Workspace::new("queries")?;
    let describes = workspace.root().join("describes");
    scratch::describes(
        &describes,
        objects.iter().map(|name| (name.clone(), FIELDS)),
    )?;
    fs::write(
        describes.join("sf.toml"),
        "[macros]\nbindings = \"bindings\"\n",
    )?;
    workspace.add_bindings("bindings", &describes)?;
    workspace.read_schema_from("bindings/sobjects.index");

    let bodies: Vec<_> = objects
        .iter()
        .map(|name| sf_tests::describe::synthetic(name, FIELDS))
        .collect();
    let made = programs::make(&bodies, QUERIES)?;
    let dependencies = format!(
        "bindings = {{ path = \"../bindings\" }}\nserde = {{ version = \"1\", features = \
         [\"derive\"] }}\nrust_decimal = {{ version = \"1\", default-features = false, features = \
         [\"std\", \"serde\"] }}\n{}",
        scratch::dependency(
            "sf-runtime",
            r#", default-features = false, features = ["client", "macros"]"#
        )
    );
    for (name, source) in [
        ("checked", programs::checked(&made)),
        ("unchecked", programs::unchecked(&made)),
        ("empty", programs::empty(&made)),
    ] {
        workspace.add(name, &dependencies, &source)?;
    }
    for name in ["checked", "unchecked", "empty"] {
        workspace.cargo(name, &["check"])?;
    }
    let [checked, unchecked, empty] = clock::medians(
        ROUNDS,
        [
            &mut || workspace.rebuild("checked", &["check"]),
            &mut || workspace.rebuild("unchecked", &["check"]),
            &mut || workspace.rebuild("empty", &["check"]),
        ],
    )?;
    let added = checked - empty;
    let a_query = added / QUERIES as f64;
    // The bar is an absolute one, so the rival is a millisecond.
    report.row(
        format!("check {QUERIES} soql! over {OBJECTS}: CPU a query"),
        seconds(a_query),
        "1 ms",
        a_query * 1e3,
        Bar::AtMost(0.5),
    );
    report.row(
        "the whole crate: CPU / unchecked, structs by hand",
        seconds(checked),
        seconds(unchecked),
        checked / unchecked,
        Bar::AtMost(1.3),
    );
    report.row(
        "what queries add: CPU / unchecked, structs by hand",
        seconds(added),
        seconds(unchecked - empty),
        added / (unchecked - empty),
        Bar::AtMost(1.3),
    );
    Ok(())
}
