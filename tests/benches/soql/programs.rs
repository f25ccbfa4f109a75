//! 1,000 queries: checked, written out as the macro writes them, and as a program without the macro
//! would have them.

use std::error::Error;
use std::fmt::Write;

use serde_json::Value;

/// Queries in a function, as a service has them.
const IN_A_FUNCTION: usize = 4;

/// One query: no two are the same.
pub(super) struct Query {
    object: String,
    /// What is selected: API name, Rust name, Rust type.
    columns: Vec<(String, String, &'static str)>,
    filter: String,
}

/// So many queries over these objects, with four to eight columns each.
pub(super) fn make(describes: &[Value], count: usize) -> Result<Vec<Query>, Box<dyn Error>> {
    let mut queries = Vec::with_capacity(count);
    for number in 0..count {
        let describe = &describes[number % describes.len()];
        let object = text(&describe["name"])?;
        let fields: Vec<_> = describe["fields"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(column)
            .collect();
        let turn = number / describes.len();
        let mut columns = vec![("Id".to_owned(), "id".to_owned(), "sf_runtime::Id")];
        let wanted = 3 + number % 5;
        for step in 0..fields.len() {
            let (api, rust, ty) = &fields[(turn * 3 + step * 7) % fields.len()];
            if columns.len() <= wanted && columns.iter().all(|(known, ..)| known != api) {
                columns.push((api.clone(), rust.clone(), *ty));
            }
        }
        let filter = match number % 4 {
            0 => "Name = :name".to_owned(),
            1 => format!("CreatedDate > :since AND Name LIKE 'A{number}%'"),
            2 => format!("Name != :name AND IsDeleted = false LIMIT {}", number + 1),
            _ => "Name = :name AND LastModifiedDate > :since ORDER BY Name".to_owned(),
        };
        queries.push(Query {
            object: object.to_owned(),
            columns,
            filter,
        });
    }
    Ok(queries)
}

/// A crate of these queries by `soql!`, their rows fetched and read.
pub(super) fn checked(queries: &[Query]) -> String {
    crate_of(queries, |out, number, query| {
        let _ = writeln!(out, "    let query = soql!({:?});", query.soql());
        fetch(out, number, query);
    })
}

/// The same queries, which are made and not sent.
pub(super) fn made(queries: &[Query]) -> String {
    crate_of(queries, |out, _, query| {
        let _ = writeln!(out, "    let query = soql!({:?});", query.soql());
    })
}

/// The first program with what the macro expands to in the place of each call.
pub(super) fn written_out(queries: &[Query]) -> String {
    const RT: &str = "::sf_runtime::__private";
    crate_of(queries, |out, number, query| {
        let mut marked = query.soql().replacen(" WHERE ", "\u{2}", 1);
        let mut values = Vec::new();
        for (name, kind) in [
            ("name", format!("{RT}::OrNull<{RT}::Text>")),
            ("since", format!("{RT}::Instant")),
        ] {
            let place = format!(":{name}");
            if marked.contains(&place) {
                marked = marked.replace(&place, "\u{1}");
                values.push(format!(
                    "{RT}::Bind::<{kind}, {RT}::NoField>::bind(&({name}))"
                ));
            }
        }
        marked.push('\u{3}');
        let (mut fields, mut reads, mut names, mut shown) =
            (String::new(), String::new(), String::new(), String::new());
        for (api, rust, ty) in &query.columns {
            let _ = write!(fields, "pub {rust}: ::{ty}, ");
            let _ = write!(reads, "{rust}: cells.{}({api:?}), ", method(ty));
            let _ = write!(names, " {rust}");
            let _ = write!(shown, "&self.{rust}, ");
        }
        let fields = fields
            .replace("::String", "::std::string::String")
            .replace("::Option", "::core::option::Option")
            .replace("::bool", "bool")
            .replace("<sf_", "<::sf_");
        let (object, values) = (&query.object, values.join(", "));
        let _ = writeln!(
            out,
            "    let query = match [{values}] {{ values => {{
        #[allow(dead_code, non_camel_case_types, non_snake_case, unreachable_pub)]
        pub struct Row {{ {fields} }}
        impl {RT}::QueryRow for Row {{
            fn read(cells: &mut {RT}::Cells<'_>) -> Self {{ Self {{ {reads} }} }}
        }}
        impl ::core::fmt::Debug for Row {{
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{
                {RT}::debug_row(f, \"Row{names}\", &[{shown}])
            }}
        }}
        impl {RT}::Records for Row {{ type Object = bindings::{object}; }}
        {RT}::Query::<Row>::checked({marked:?}, values)
    }} }};"
        );
        fetch(out, number, query);
    })
}

/// Fetches and reads what `query` finds.
fn fetch(out: &mut String, number: usize, query: &Query) {
    let _ = write!(
        out,
        "    for row in query.fetch_all(sf).await? {{\n        let _ = (&row.{}, {number});\n    }}\n",
        query.last()
    );
}

/// What reads a column of this type.
fn method(ty: &str) -> String {
    let inside = ty.trim_start_matches("Option<").trim_end_matches('>');
    let method = match inside {
        "bool" => "boolean",
        "String" => "text",
        "sf_runtime::Decimal" => "decimal",
        _ => "id",
    };
    let or_null = if inside == ty { "" } else { "_or_null" };
    format!("{method}{or_null}")
}

/// The same without a check, the rows written by hand.
pub(super) fn unchecked(queries: &[Query]) -> String {
    let mut source = String::new();
    for (number, query) in queries.iter().enumerate() {
        let _ = writeln!(
            source,
            "#[derive(Debug, Clone, PartialEq, serde::Deserialize)]\npub struct Row{number} {{"
        );
        for (api, rust, ty) in &query.columns {
            let _ = writeln!(
                source,
                "    #[serde(rename = {api:?})]\n    pub {rust}: {ty},"
            );
        }
        source.push_str("}\n");
    }
    let calls = crate_of(queries, |out, number, query| {
        let soql = query.soql();
        let mut binds = String::new();
        for name in ["name", "since"] {
            if query.filter.contains(&format!(":{name}")) {
                let _ = write!(binds, ".bind({name:?}, {name})");
            }
        }
        let _ = writeln!(
            out,
            "    let query = Query::<Row{number}>::new({soql:?}){binds};"
        );
        fetch(out, number, query);
    });
    calls + &source
}

/// The same functions without a query.
pub(super) fn empty(queries: &[Query]) -> String {
    crate_of(queries, |_, _, _| {})
}

fn crate_of(queries: &[Query], call: impl Fn(&mut String, usize, &Query)) -> String {
    let mut source = String::from(
        "//! Queries of a service.\n#![allow(unused, non_snake_case)]\nuse sf_runtime::{Client, Error, Query, \
         Timestamp, soql};\n",
    );
    for (number, some) in queries.chunks(IN_A_FUNCTION).enumerate() {
        let _ = writeln!(
            source,
            "pub async fn ask_{number}(sf: &Client, name: &str, since: Timestamp) -> Result<(), \
             Error> {{"
        );
        for (place, query) in some.iter().enumerate() {
            call(&mut source, number * IN_A_FUNCTION + place, query);
        }
        source.push_str("    Ok(())\n}\n");
    }
    source
}

impl Query {
    fn soql(&self) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|(api, ..)| &**api).collect();
        let (columns, object) = (columns.join(", "), &self.object);
        format!("SELECT {columns} FROM {object} WHERE {}", self.filter)
    }

    fn last(&self) -> &str {
        self.columns.last().map_or("id", |(_, rust, _)| rust)
    }
}

/// A field that a hand-written struct reads as simply as ours does: API name, Rust name, type.
fn column(field: &Value) -> Option<(String, String, &'static str)> {
    let api = field["name"].as_str()?;
    let nillable = field["nillable"] == true;
    let [filled, or_null] = match field["type"].as_str()? {
        "boolean" => ["bool", "Option<bool>"],
        "currency" | "double" | "percent" => ["sf_runtime::Decimal", "Option<sf_runtime::Decimal>"],
        "string" | "textarea" | "phone" | "email" | "url" => ["String", "Option<String>"],
        "reference" => ["sf_runtime::Id", "Option<sf_runtime::Id>"],
        _ => return None,
    };
    let rust = match api {
        "OwnerId" => "owner_id".to_owned(),
        "IsDeleted" => "is_deleted".to_owned(),
        api if api.ends_with("__c") => api.to_lowercase(),
        _ => return None,
    };
    Some((
        api.to_owned(),
        rust,
        if nillable { or_null } else { filled },
    ))
}

fn text(value: &Value) -> Result<&str, Box<dyn Error>> {
    value.as_str().ok_or_else(|| "no text".into())
}
