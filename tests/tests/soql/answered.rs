//! What the checker says of an answer is what the org answers: every query of the cases that is in
//! order runs against an org with records of every object, and its columns are looked at.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use sf_fake_org::FakeOrg;
use sf_schema::schema::FieldType;
use sf_schema::soql::check::{Column, ColumnKind, FieldPath, Rows, Selection, ValueType};
use sf_schema::soql::{Options, check, parse};

use super::cases::{Case, Entry, entry, files, read};
use super::resolution;

/// The keys of a record and what is under each.
#[derive(Debug, Default)]
struct Node<'a>(BTreeMap<String, Under<'a>>);

#[derive(Debug)]
enum Under<'a> {
    Value(ValueType<'a>),
    Parent(Node<'a>),
    /// The keys of each object, and of all others.
    TypeOf(Vec<(&'a str, Node<'a>)>, Node<'a>),
    Children(Node<'a>),
}

impl<'a> Node<'a> {
    fn of(selection: &'a Selection<'a>) -> Self {
        let mut node = Self::default();
        for column in &selection.columns {
            node.add(column, selection.rows);
        }
        node
    }

    fn add(&mut self, column: &'a Column<'a>, rows: Rows) {
        let (path, under) = match &column.kind {
            ColumnKind::Field(path) => (Some(path), Under::Value(ValueType::Field(path.field))),
            ColumnKind::Value { path, data, .. } => (path.as_ref(), Under::Value(*data)),
            ColumnKind::TypeOf(column) => {
                let branches = column.branches.iter().map(|branch| {
                    let name = branch.object.name.api.as_str();
                    (name, Self::of_columns(&branch.columns))
                });
                let under = Under::TypeOf(branches.collect(), Self::of_columns(&column.otherwise));
                let mut node = self;
                for step in &column.steps {
                    node = node.behind(step.name());
                }
                node.0
                    .insert(column_key(column.field.relationship()), under);
                return;
            }
            ColumnKind::Children { selection, .. } => (None, Under::Children(Self::of(selection))),
            other => panic!("a column of another kind: {other:?}"),
        };
        // A group is flat, and so is what has a name of its own.
        let is_flat =
            rows == Rows::Groups || column.alias.is_some() || column.key.starts_with("expr");
        let steps = path
            .filter(|_| !is_flat)
            .map(FieldPath::api)
            .unwrap_or_default();
        let mut node = self;
        for step in steps
            .split('.')
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            node = node.behind(step);
        }
        node.0.insert(column.key.clone(), under);
    }

    fn of_columns(columns: &'a [Column<'a>]) -> Self {
        let mut node = Self::default();
        for column in columns {
            node.add(column, Rows::Records);
        }
        node
    }

    fn behind(&mut self, name: &str) -> &mut Self {
        let under = self.0.entry(name.to_owned());
        match under.or_insert_with(|| Under::Parent(Self::default())) {
            Under::Parent(node) => node,
            other => panic!("{name} is {other:?}"),
        }
    }

    /// Whether a record has these keys and no others, with values of their types.
    fn holds(&self, record: &Map<String, Value>) {
        let mut keys: Vec<&str> = record.keys().map(String::as_str).collect();
        keys.retain(|key| *key != "attributes");
        assert_eq!(keys, self.0.keys().collect::<Vec<_>>(), "{record:?}");
        for (key, under) in &self.0 {
            match (under, &record[key]) {
                (_, Value::Null) => {}
                (Under::Value(data), value) => {
                    assert!(fits(*data, value), "{key}: {value} is no {data:?}");
                }
                (Under::Parent(node), Value::Object(parent)) => node.holds(parent),
                (Under::TypeOf(branches, otherwise), Value::Object(parent)) => {
                    let name = &parent["attributes"]["type"];
                    let branch = branches.iter().find(|(object, _)| name == object);
                    branch.map_or(otherwise, |(_, node)| node).holds(parent);
                }
                (Under::Children(node), Value::Object(page)) => {
                    node.hold(&page["records"]);
                }
                (under, value) => panic!("{key}: {value} for {under:?}"),
            }
        }
    }

    fn hold(&self, records: &Value) -> usize {
        let records = records.as_array().expect("records");
        for record in records {
            self.holds(record.as_object().expect("a record"));
        }
        records.len()
    }
}

fn column_key(name: Option<&sf_schema::Name>) -> String {
    name.map(|name| name.api.clone()).unwrap_or_default()
}

fn fits(data: ValueType<'_>, value: &Value) -> bool {
    match data {
        ValueType::Integer => value.is_i64(),
        ValueType::Double => value.is_number(),
        ValueType::Date => value.as_str().is_some_and(|text| text.len() == 10),
        ValueType::Text => value.is_string(),
        ValueType::Field(field) => match field.data {
            FieldType::Boolean => value.is_boolean(),
            FieldType::Int | FieldType::Long => value.is_i64(),
            FieldType::Double | FieldType::Currency | FieldType::Percent => value.is_f64(),
            FieldType::Address | FieldType::Location => value.is_object(),
            FieldType::AnyType | FieldType::ComplexValue | FieldType::Other(_) => true,
            _ => value.is_string(),
        },
        _ => false,
    }
}

async fn ask(http: &reqwest::Client, org: &FakeOrg, text: &str) -> (u16, Value) {
    let path = format!("{}/services/data/v66.0/query", org.url());
    let url = reqwest::Url::parse_with_params(&path, [("q", text)]).expect("a URL");
    let request = http.get(url);
    let reply = request
        .bearer_auth(org.access_token())
        .send()
        .await
        .expect("an answer");
    let status = reply.status().as_u16();
    let text = reply.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or_default())
}

#[tokio::test]
async fn the_answer_is_what_the_checker_says() {
    let snapshot = super::fixtures().join("org");
    let org = FakeOrg::builder()
        .schema_dir(&snapshot)
        .start()
        .await
        .expect("an org");
    super::populate::populate(&org, &snapshot);
    let http = reqwest::Client::new();
    let mut entries: Vec<Entry> = files()
        .into_iter()
        .flat_map(|(_, entries)| entries)
        .collect();
    entries.extend(read(resolution::FILE).lines().filter_map(entry));
    let (mut answered, mut rows) = (0, 0);
    for entry in entries {
        let Entry::Case(Case { text, .. }) = entry else {
            continue;
        };
        let Ok(query) = parse(&text, &Options::default()).into_result() else {
            continue;
        };
        let checked = check(&query, super::org(), &Default::default());
        // What has a warning may be refused.
        let Some(resolution) = checked.resolution.filter(|_| checked.findings.is_empty()) else {
            continue;
        };
        let (status, answer) = ask(&http, &org, &text).await;
        assert_eq!(status, 200, "{text}: {answer}");
        rows += Node::of(&resolution.selection).hold(&answer["records"]);
        answered += 1;
    }
    assert!(answered > 350 && rows > 800, "{answered} {rows}");
}
