//! A record of an answer that cannot be read as the row that was asked for.

use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::types::Id;

use super::Fault;
use super::place::path_at;

/// A record that the org sent and that is not the row which the program expects: a null where the
/// row has no `Option`, a field that was not selected, text for a number.
///
/// It is about this record alone: the others of its page are read. Its message may quote the value that
/// is not right, which may be a person's: log it as such, or log the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordError {
    /// API name of the record's object, where the record tells it.
    pub object: Option<String>,
    /// The record's id, where the record tells it.
    pub id: Option<Id>,
    /// The field, by its path in the record, such as `Owner.Name`; none where it is the record as a
    /// whole that cannot be read.
    pub field: Option<String>,
    reason: String,
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, default)]
    attributes: Option<Attributes<'a>>,
    #[serde(rename = "Id", borrow, default)]
    id: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Attributes<'a> {
    #[serde(rename = "type", default)]
    object: Option<String>,
    #[serde(borrow, default)]
    url: Option<&'a RawValue>,
}

impl RecordError {
    /// What is wrong with the record of this text.
    pub(crate) fn new(text: &str, error: &serde_json::Error) -> Self {
        Self {
            object: head_of(text)
                .and_then(|head| head.attributes)
                .and_then(|attributes| attributes.object),
            id: id_in_record(text),
            field: field_of(text, error),
            reason: reason_of(error),
        }
    }

    /// What is wrong with one field.
    #[cfg(feature = "client")]
    pub(crate) fn of_field(object: &str, field: &str, error: &serde_json::Error) -> Self {
        Self {
            object: Some(object.to_owned()),
            id: None,
            field: Some(field.to_owned()),
            reason: reason_of(error),
        }
    }
}

/// What the reader said, without the place in the text.
fn reason_of(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = Fault::parts(&said).map_or(&*said, |(_, reason)| reason);
    match said.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => said.to_owned(),
    }
}

fn head_of(text: &str) -> Option<Head<'_>> {
    serde_json::from_str(text).ok()
}

/// The id of the record of this text, where it tells it.
pub(crate) fn id_in_record(text: &str) -> Option<Id> {
    let head = head_of(text)?;
    let in_url = || id_in(head.attributes?.url?);
    head.id.and_then(id_in).or_else(in_url)
}

/// The id that is a text or ends one, as in `/services/data/v66.0/sobjects/Account/001…`.
fn id_in(text: &RawValue) -> Option<Id> {
    let text: String = serde_json::from_str(text.get()).ok()?;
    Id::parse(text.rsplit('/').next()?).ok()
}

fn field_of(text: &str, error: &serde_json::Error) -> Option<String> {
    if let Some((path, _)) = Fault::parts(&error.to_string()) {
        return Some(path.to_owned());
    }
    let path = path_at(text, error.line(), error.column())?;
    let said = error.to_string();
    let missing = said
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'))
        .map(|(name, _)| name);
    match (path.is_empty(), missing) {
        (true, None) => None,
        (false, None) => Some(path),
        (true, Some(name)) => Some(name.to_owned()),
        (false, Some(name)) => Some(format!("{path}.{name}")),
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.object.as_deref().unwrap_or("a record"))?;
        if let Some(id) = &self.id {
            write!(f, " {id}")?;
        }
        f.write_str(" is not the row that was asked for: ")?;
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.reason)?;
        if self.reason.starts_with("invalid type: null") {
            f.write_str("; the org says null here, so read an `Option`")?;
        } else if self.reason.starts_with("missing field") {
            f.write_str("; select it, or give it a default")?;
        }
        Ok(())
    }
}

impl std::error::Error for RecordError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    #[allow(dead_code, reason = "read only")]
    struct Row {
        name: String,
        owner: Option<Owner>,
        #[serde(default)]
        tags: Vec<u8>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    #[allow(dead_code, reason = "read only")]
    struct Owner {
        email: String,
    }

    fn error(text: &str) -> RecordError {
        let source = serde_json::from_str::<Row>(text).expect_err("no row");
        RecordError::new(text, &source)
    }

    #[test]
    fn the_record_and_its_field_are_named() {
        let text = r#"{"attributes":{"type":"Account","url":
            "/services/data/v66.0/sobjects/Account/0018W00002abcDEQAY"},
            "Name": null, "Owner": {"Email": "e"}}"#;
        let said = error(text).to_string();
        assert_eq!(
            said,
            "Account 0018W00002abcDEQAY is not the row that was asked for: Name: invalid type: \
             null, expected a string; the org says null here, so read an `Option`"
        );
    }

    #[test]
    fn every_kind_of_fault_has_its_path() {
        let field = |text: &str| error(text).field;
        for (text, expected) in [
            (r#"{"Name":"n","Owner":{}}"#, Some("Owner.Email")),
            (
                r#"{"Name":"n","Owner":{"Email":1,"X":2}}"#,
                Some("Owner.Email"),
            ),
            (r#"{"Name":"n","Owner":{"Email":[]}}"#, Some("Owner.Email")),
            (r#"{"Name":"n","Tags":[1,2,"x"]}"#, Some("Tags[2]")),
            (r#"{"Name":"n","Tags":[1,2,999]}"#, Some("Tags[2]")),
            (r#"{"Owner":null}"#, Some("Name")),
            (r#"{"Name":{"a":{"b":1}},"Owner":null}"#, Some("Name")),
            ("{\"X\":\"},{\\\"\",\n \"Name\" : true }", Some("Name")),
            ("7", None),
        ] {
            assert_eq!(field(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_id_that_was_selected_counts_first() {
        let text = r#"{"attributes":null,"Id":"0018W00002abcDEQAY","Name":3}"#;
        let error = error(text);
        assert_eq!(
            error.id.map(String::from).as_deref(),
            Some("0018W00002abcDEQAY")
        );
        assert_eq!(error.object, None);
    }
}
