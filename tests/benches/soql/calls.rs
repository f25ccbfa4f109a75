//! What `cargo check` spends on queries.
//!
//! The CPU time of a crate with 1,000 different queries, each awaited and its rows read in a loop, is
//! compared with that of
//!
//! | | |
//! |---|---|
//! | nothing | the same functions, empty |
//! | written out | the same functions, with the row and the query that the macro gives written in the source |
//! | unchecked | the same functions, the queries as texts, the rows structs by hand that derive `Deserialize` |
//!
//! The bar of half a millisecond is held against the second: it is what finding the schema, checking
//! the query and expanding it cost. It cannot be held against nothing: to await a query and to loop
//! over rows of a type of their own in an `async fn` costs rustc about 1.5 ms whoever wrote the type
//! (with a bare struct, no trait and no macro as well), the struct 0.1, a function that fills its
//! six fields 0.3, `Debug` 0.3, and each value that is bound 0.1. That sum is told as well, with and
//! without the awaiting and the loop.

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
    let programs = [
        ("checked", programs::checked(&made)),
        ("made", programs::made(&made)),
        ("written", programs::written_out(&made)),
        ("unchecked", programs::unchecked(&made)),
        ("empty", programs::empty(&made)),
    ];
    for (name, source) in &programs {
        workspace.add(name, &dependencies, source)?;
    }
    for (name, _) in &programs {
        workspace.cargo(name, &["check"])?;
    }
    let spent = clock::medians(
        ROUNDS,
        [
            &mut || workspace.rebuild("checked", &["check"]),
            &mut || workspace.rebuild("made", &["check"]),
            &mut || workspace.rebuild("written", &["check"]),
            &mut || workspace.rebuild("unchecked", &["check"]),
            &mut || workspace.rebuild("empty", &["check"]),
        ],
    )?;
    let [checked, made, written, unchecked, empty] = spent;
    // The bars are absolute ones, so the rival is a millisecond.
    let mut a_query = |what: &str, added: f64, bar: Bar| {
        let added = added / QUERIES as f64;
        report.row(what, seconds(added), "1 ms", added * 1e3, bar);
    };
    a_query(
        "a soql! call more than written out: CPU",
        checked - written,
        Bar::AtMost(0.5),
    );
    a_query(
        "a soql! call more than nothing: CPU",
        checked - empty,
        Bar::None,
    );
    a_query(
        "  of that without fetching and reading: CPU",
        made - empty,
        Bar::None,
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
        seconds(checked - empty),
        seconds(unchecked - empty),
        (checked - empty) / (unchecked - empty),
        Bar::AtMost(1.3),
    );
    Ok(())
}
