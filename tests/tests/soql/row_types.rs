//! Of the types of a row's fields `sf-codegen lint` says what the compiler does, and never more.

use std::fs;
use std::path::{Path, PathBuf};

use sf_codegen::source::{Finding, Sources};
use sf_schema::Schema;
use sf_schema::soql::check::CheckOptions;

/// The codes of what is said of types.
const CODES: [&str; 3] = ["missing-option", "needless-option", "wrong-type"];

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn of_types(sources: &Sources, schema: &Schema) -> Vec<Finding> {
    let options = CheckOptions::default();
    let queries = sources.queries(schema);
    let found = queries
        .iter()
        .flat_map(|query| query.check(schema, &options));
    found
        .filter(|found| CODES.contains(&found.diagnostic.code))
        .collect()
}

#[test]
fn of_rows_that_compile_nothing_is_said() {
    let folders = ["queries", "compiles", "client"].map(|folder| tests().join(folder));
    let sources = Sources::read(&folders).unwrap();
    let rows = sources.queries(super::org());
    let rows = rows.iter().filter(|query| query.kind.name() == "SoqlRow");
    assert!(rows.count() > 20);
    assert_eq!(of_types(&sources, super::org()), []);
}

/// The compiler's answers are beside the cases: see `ui.rs`.
#[test]
fn of_rows_that_do_not_compile_the_same_is_said() {
    let mut said = 0;
    for case in fs::read_dir(tests().join("ui")).unwrap() {
        let case = case.unwrap().path();
        let answer = fs::read_to_string(case.with_extension("stderr")).unwrap_or_default();
        if case.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let sources = Sources::read(std::slice::from_ref(&case)).unwrap();
        let found = of_types(&sources, super::org());
        for Finding { file, diagnostic } in &found {
            let text = &sources.file(*file).unwrap().text;
            let place = diagnostic.span.position(text);
            let help = diagnostic.help.as_deref().unwrap_or_default();
            // A note is on a line of its own there.
            let write = help.split(": an `Option` is seen").next().unwrap();
            let expected = [
                format!("{}: {write}", diagnostic.message),
                format!(".rs:{}:{}\n", place.row, place.column),
            ];
            for expected in expected {
                assert!(answer.contains(&expected), "{expected} is not in\n{answer}");
            }
        }
        // Only that it is the enum of a picklist is more than the names tell.
        let by_compiler = [
            " may be null: write",
            " is never null: write",
            " is not read as ",
        ]
        .map(|words| answer.matches(words).count())
        .iter()
        .sum::<usize>();
        let of_enums = answer.matches("the org may have values that").count();
        let columns = found.iter().filter(|found| {
            let message = &found.diagnostic.message;
            !message.contains(" is no row") && !message.starts_with("there ")
        });
        assert_eq!(
            columns.count(),
            by_compiler - of_enums,
            "{}",
            case.display()
        );
        said += found.len();
    }
    assert!(said > 8, "{said}");
}
