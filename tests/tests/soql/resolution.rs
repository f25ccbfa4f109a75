//! What queries mean: the columns of the answer with their types, and the binds.

use std::fmt::Write;

use sf_schema::soql::check::{
    BindPlace, Column, ColumnKind, Compared, FieldPath, Resolution, Selection, ValueType,
};
use sf_schema::soql::{check, parse};

use super::cases::{Case, Entry, assert_not_blessed, compare, entry, read, render};

pub(crate) const FILE: &str = "resolution.txt";

#[test]
fn queries_mean_what_is_written() {
    let entries: Vec<Entry> = read(FILE).lines().filter_map(entry).collect();
    let same = compare(FILE, &render(&entries, shown));
    assert_not_blessed();
    assert!(same, "meanings differ; BLESS=1 writes them anew");
}

fn shown(case: &Case) -> String {
    let (options, check_options) = case.options();
    let query = parse(&case.text, &options)
        .into_result()
        .expect("the query parses");
    let checked = check(&query, super::org(), &check_options);
    let found: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}\n{}", case.text, found.join("\n"));
    let resolution = checked.resolution.expect("the query is in order");
    let mut text = String::new();
    write_resolution(&mut text, &resolution);
    text
}

fn write_resolution(text: &mut String, resolution: &Resolution<'_>) {
    write_selection(text, &resolution.selection, 1);
    for bound in &resolution.binds {
        let place = match &bound.place {
            BindPlace::Value(compared) => format!("a value {}", compared_with(compared)),
            BindPlace::Element(compared) => format!("one of the list {}", compared_with(compared)),
            BindPlace::List(compared) => format!("the list {}", compared_with(compared)),
            other => format!("{other:?}"),
        };
        writeln!(text, "  :{} {place}", bound.bind.text).expect("writing to a string");
    }
}

fn compared_with(compared: &Compared<'_>) -> String {
    let left = match (&compared.path, compared.function) {
        (Some(path), None) => path.api(),
        (path, function) => format!(
            "{}({})",
            function.and_then(|f| f.name()).unwrap_or_default(),
            path.as_ref().map(FieldPath::api).unwrap_or_default()
        ),
    };
    let data = type_name(compared.data);
    format!("of {left} {} ..., {data}", compared.operator.symbol())
}

fn write_selection(text: &mut String, selection: &Selection<'_>, depth: usize) {
    let indent = "  ".repeat(depth);
    let object = &selection.object.name.api;
    writeln!(text, "{indent}{:?} of {object}", selection.rows).expect("writing to a string");
    for column in &selection.columns {
        write_column(text, column, depth + 1);
    }
}

fn write_column(text: &mut String, column: &Column<'_>, depth: usize) {
    let indent = "  ".repeat(depth);
    write!(text, "{indent}{}", column.key).expect("writing to a string");
    if let Some(alias) = column.alias {
        assert_eq!(alias, column.key);
        text.push_str(" (alias)");
    }
    text.push_str(if column.nillable { "?: " } else { ": " });
    match &column.kind {
        ColumnKind::Field(path) => writeln!(text, "{}", path_and_type(path)),
        ColumnKind::Value {
            function,
            path,
            data,
        } => {
            let of = path.as_ref().map(FieldPath::api).unwrap_or_default();
            let name = function.name().unwrap_or_default();
            writeln!(text, "{name}({of}), {}", type_name(*data))
        }
        ColumnKind::TypeOf(type_of) => {
            let to = type_of.field.reference.as_ref().map_or(0, |to| to.to.len());
            writeln!(text, "{}, one of {to} objects", type_of.field.name.api)
                .expect("writing to a string");
            for branch in &type_of.branches {
                writeln!(text, "{indent}  {}", branch.object.name.api)
                    .expect("writing to a string");
                for column in &branch.columns {
                    write_column(text, column, depth + 2);
                }
            }
            for column in &type_of.otherwise {
                write_column(text, column, depth + 1);
            }
            Ok(())
        }
        ColumnKind::Children {
            relationship,
            selection,
        } => {
            writeln!(text, "children by {}", relationship.field).expect("writing to a string");
            write_selection(text, selection, depth + 1);
            Ok(())
        }
        other => writeln!(text, "{other:?}"),
    }
    .expect("writing to a string");
}

fn path_and_type(path: &FieldPath<'_>) -> String {
    let steps: Vec<String> = path
        .steps
        .iter()
        .map(|step| format!(" -> {}", step.object.name.api))
        .collect();
    format!(
        "{} {}{}",
        path.api(),
        path.field.data.name(),
        steps.concat()
    )
}

fn type_name(data: ValueType<'_>) -> String {
    match data {
        ValueType::Field(field) => field.data.name().to_owned(),
        other => format!("{other:?}"),
    }
}
