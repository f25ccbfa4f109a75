//! One complaint of the org's, as it stands in the body of a refused call or record.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ErrorCode, without_tokens};

/// One thing that the org has against a call or a record.
///
/// A refused call says `errorCode`, a refused record of a multi-record call `statusCode`: both are
/// [`code`](Self::code) here. It is read whatever it looks like: what is missing or of another form is
/// left empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ErrorEntry {
    /// What kind of complaint it is; an empty one where the org does not say.
    #[serde(rename = "errorCode")]
    pub code: ErrorCode,
    /// The org's own words, whole: validation rules, triggers and governor limits speak here. Only
    /// access tokens are taken out.
    pub message: String,
    /// API names of the fields that it is about; often none.
    pub fields: Vec<String>,
    /// What a duplicate rule found, with [`ErrorCode::DuplicatesDetected`].
    // So it is spelt on the wire.
    #[serde(rename = "duplicateResut", skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Box<DuplicateResult>>,
}

/// What a duplicate rule found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DuplicateResult {
    /// Whether the record is saved all the same when the call asks for it with `allowSave`.
    #[serde(deserialize_with = "or_default")]
    pub allow_save: bool,
    /// The rule's developer name.
    pub duplicate_rule: Option<String>,
    /// API name of the object that the rule is for.
    pub duplicate_rule_entity_type: Option<String>,
    /// What the rule says to the user.
    pub error_message: Option<String>,
    /// The records found, by matching rule.
    #[serde(deserialize_with = "or_empty")]
    pub match_results: Vec<MatchResult>,
}

/// The records that one matching rule found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MatchResult {
    /// API name of the object of the records found.
    pub entity_type: Option<String>,
    /// The matching rule's developer name.
    pub rule: Option<String>,
    /// How the records were compared.
    pub match_engine: Option<String>,
    /// The records found.
    #[serde(deserialize_with = "or_empty")]
    pub match_records: Vec<MatchRecord>,
}

/// A record that looks like the refused one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MatchRecord {
    /// From 0 to 100.
    #[serde(deserialize_with = "or_default")]
    pub match_confidence: Option<f64>,
    /// `attributes`, `Id` and, if the call asked for `includeRecordDetails`, the rest.
    pub record: Value,
}

impl ErrorEntry {
    /// An entry with a code and a message, such as a test of one's own wants.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: Vec::new(),
            duplicates: None,
        }
    }

    /// Reads the body of a refused call: an array of entries, or a bare one. None where the body
    /// is something else, such as the HTML of a proxy, and no entry has a code.
    pub(crate) fn from_body(body: &[u8]) -> Option<Vec<Self>> {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let entries: Vec<Self> = match serde_json::from_slice(body).ok()? {
            Value::Array(items) => {
                let items = items.into_iter().filter(|item| !item.is_null());
                items.map(Self::read).collect()
            }
            entry @ Value::Object(_) => vec![Self::read(entry)],
            _ => return None,
        };
        let has_code = |entry: &Self| !entry.code.as_str().is_empty();
        (entries.is_empty() || entries.iter().any(has_code)).then_some(entries)
    }

    /// Reads key by key, so that an odd one costs no other.
    fn read(entry: Value) -> Self {
        let Value::Object(mut entry) = entry else {
            return Self::new(ErrorCode::from(""), words(entry));
        };
        let code = ["errorCode", "statusCode"]
            .iter()
            .find_map(|key| entry.get(*key)?.as_str())
            .map_or_else(|| ErrorCode::from(""), ErrorCode::from);
        let duplicates = ["duplicateResut", "duplicateResult"]
            .iter()
            .find_map(|key| serde_json::from_value(entry.remove(*key)?).ok());
        Self {
            code,
            message: entry.remove("message").map(words).unwrap_or_default(),
            fields: entry.remove("fields").map(names).unwrap_or_default(),
            duplicates,
        }
    }

    /// Whether another transaction held a record. Triggers and flows wrap that complaint into
    /// their own.
    pub fn is_locked(&self) -> bool {
        self.code == ErrorCode::UnableToLockRow || self.message.contains("UNABLE_TO_LOCK_ROW")
    }

    /// Whether the org has such a record already.
    pub fn is_duplicate(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::DuplicateValue
                | ErrorCode::DuplicatesDetected
                | ErrorCode::DuplicateExternalId
        )
    }

    /// Whether it says of a record that it is there no more, or never was. A path that names no such
    /// field is refused by the code of a record that is not found, and tells nothing of one.
    pub(crate) fn is_gone(&self) -> bool {
        match self.code {
            ErrorCode::EntityIsDeleted | ErrorCode::InvalidCrossReferenceKey => true,
            ErrorCode::NotFound => !self
                .message
                .starts_with("Provided external ID field does not exist"),
            _ => false,
        }
    }

    /// Whether the limit of calls at once was hit, which passes, and not the daily one, which does
    /// not.
    pub fn is_concurrency_limit(&self) -> bool {
        self.code == ErrorCode::RequestLimitExceeded && self.message.starts_with("Concurrent")
    }

    /// Whether it is of a state of the org that passes by itself.
    pub(super) fn passes(&self) -> bool {
        self.is_away() || self.runs_too_long() || self.code == ErrorCode::TooManyApexRequests
    }

    /// Whether the org, or the part of it that the call needs, is away for a while and has not begun.
    pub(crate) fn is_away(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::ApiCurrentlyDisabled
                | ErrorCode::InsertUpdateDeleteNotAllowedDuringMaintenance
                | ErrorCode::PlatformEventPublishingUnavailable
                | ErrorCode::PlatformEventPublishFailed
        )
    }

    fn runs_too_long(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::QueryTimeout | ErrorCode::RequestRunningTooLong
        )
    }

    /// Whether it says that nothing was done, whatever the status.
    fn is_undone(&self) -> bool {
        self.is_away()
            || self.is_locked()
            || matches!(
                self.code,
                ErrorCode::RequestLimitExceeded | ErrorCode::TooManyApexRequests
            )
    }

    /// Whether an answer of this status and with these complaints leaves open if the call was done.
    pub(crate) fn leaves_open(status: u16, errors: &[Self]) -> bool {
        let is_too_long = |entry: &Self| entry.code == ErrorCode::RequestRunningTooLong;
        if errors.iter().any(is_too_long) {
            return true;
        }
        matches!(status, 420 | 429 | 500..) && !errors.iter().any(Self::is_undone)
    }

    /// Whether the org's daily limit of calls is used up.
    pub fn is_daily_limit(&self) -> bool {
        self.code == ErrorCode::RequestLimitExceeded && !self.is_concurrency_limit()
    }
}

impl fmt::Display for ErrorEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.code.as_str().is_empty() {
            write!(f, "{}: ", self.code)?;
        }
        f.write_str(self.message.trim())?;
        if !self.fields.is_empty() {
            write!(f, " [{}]", self.fields.join(", "))?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for ErrorEntry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}

/// What is said, in whatever form.
fn words(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => without_tokens(&text).into_owned(),
        other => without_tokens(&other.to_string()).into_owned(),
    }
}

/// The names of fields, of which one may stand alone.
fn names(value: Value) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items,
        item => vec![item],
    };
    let name = |item| match item {
        Value::String(name) => Some(name),
        _ => None,
    };
    items.into_iter().filter_map(name).collect()
}

/// A list that may also be null.
fn or_empty<'de, D: serde::Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// The default where there is something else, so that an odd value costs no other.
fn or_default<'de, D: serde::Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = match Value::deserialize(deserializer)? {
        // A number in quotes is one all the same.
        Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        value => value,
    };
    Ok(serde_json::from_value(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_value_of_what_a_rule_found_costs_no_other() {
        let body = r#"[{"errorCode": "DUPLICATES_DETECTED", "message": "m", "duplicateResult": {
            "allowSave": null, "duplicateRule": "Rule", "matchResults": [{"rule": "Match",
            "matchRecords": [{"matchConfidence": "90", "record": {"Id": "001000000000001"}}]}]}}]"#;
        let entry = read(body).remove(0);
        let found = entry.duplicates.expect("what was found");
        assert_eq!(found.duplicate_rule.as_deref(), Some("Rule"));
        assert!(!found.allow_save);
        let record = &found.match_results[0].match_records[0];
        assert_eq!(record.match_confidence, Some(90.0));
        assert_eq!(record.record["Id"], "001000000000001");
    }

    fn read(body: &str) -> Vec<ErrorEntry> {
        ErrorEntry::from_body(body.as_bytes()).expect("an error body")
    }

    #[test]
    fn every_form_of_an_error_body_is_read() {
        let array = r#"[{"message":"m","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}]"#;
        assert_eq!(read(array)[0].code, ErrorCode::RequiredFieldMissing);
        assert_eq!(read(array)[0].fields, ["Name"]);
        let bare = r#"{"message":"m","errorCode":"NOT_FOUND"}"#;
        assert_eq!(read(bare)[0].code, ErrorCode::NotFound);
        let record = r#"[{"statusCode":"NEW_ONE","message":"m","fields":null}]"#;
        assert_eq!(read(record)[0].code, ErrorCode::Other("NEW_ONE".into()));
        for other in ["", "<html>", "[]x", "{}", "[1]"] {
            assert_eq!(ErrorEntry::from_body(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn the_misspelt_key_of_a_duplicate_rule_is_read() {
        for key in ["duplicateResut", "duplicateResult"] {
            let body = format!(
                r#"[{{"errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?",
                "{key}":{{"allowSave":true,"matchResults":[{{"rule":"R","matchRecords":
                [{{"matchConfidence":98.5,"record":{{"Id":"001"}}}}]}}]}}}}]"#
            );
            let found = read(&body)[0].duplicates.clone().expect("a result");
            assert!(found.allow_save);
            assert_eq!(found.match_results[0].match_records[0].record["Id"], "001");
        }
    }

    #[test]
    fn a_complaint_is_not_lost_for_its_details() {
        let body = r#"[{"errorCode":"DUPLICATES_DETECTED","message":null,"fields":null,
            "duplicateResut":{"matchResults":7}}]"#;
        let entry = &read(body)[0];
        assert!(entry.is_duplicate());
        assert_eq!((entry.message.as_str(), &entry.duplicates), ("", &None));
    }

    #[test]
    fn an_odd_entry_costs_nothing_of_the_others() {
        let lock = r#"{"errorCode":"UNABLE_TO_LOCK_ROW","message":"m","fields":["Name"]}"#;
        for odd in [
            r#"{"message":"no code"}"#,
            r#"{"errorCode":7,"message":["m"],"fields":{"a":1}}"#,
            r#"{"errorCode":null}"#,
            "{}",
            "null",
            r#""text""#,
        ] {
            let entries = read(&format!("[{odd},{lock}]"));
            let last = entries.last().expect("an entry");
            assert!(last.is_locked(), "{odd}");
            assert_eq!(last.fields, ["Name"], "{odd}");
        }
        let entries = read(&format!(r#"[{{"message":"no code"}},{lock}]"#));
        assert_eq!(entries[0].to_string(), "no code");
    }

    #[test]
    fn each_key_is_read_by_itself() {
        let both = r#"[{"errorCode":"A","statusCode":"B","fields":"Name","message":7,
            "duplicateResut":{"matchResults":7},"duplicateResult":{"allowSave":true}}]"#;
        for body in [both.to_owned(), format!("\u{feff}{both}")] {
            let entry = &read(&body)[0];
            assert_eq!(entry.code.as_str(), "A");
            assert_eq!(entry.fields, ["Name"]);
            assert_eq!(entry.message, "7");
            assert!(
                entry
                    .duplicates
                    .as_ref()
                    .is_some_and(|found| found.allow_save)
            );
        }
        let repeated = r#"{"errorCode":7,"statusCode":"B","fields":["a",1,null,"b"]}"#;
        let entry = &read(repeated)[0];
        assert_eq!((entry.code.as_str(), entry.fields.len()), ("B", 2));
    }

    #[test]
    fn the_two_request_limits_are_told_apart() {
        let entry = |message: &str| ErrorEntry::new(ErrorCode::RequestLimitExceeded, message);
        assert!(entry("TotalRequests Limit exceeded.").is_daily_limit());
        assert!(entry("ConcurrentPerOrgLongTxn Limit exceeded.").is_concurrency_limit());
        let concurrent = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
        assert!(!entry(concurrent).is_daily_limit());
    }

    #[test]
    fn a_lock_is_seen_inside_a_triggers_complaint() {
        let text = "Trig: execution of AfterUpdate caused by: UNABLE_TO_LOCK_ROW, unable to";
        let code = ErrorCode::CannotInsertUpdateActivateEntity;
        assert!(ErrorEntry::new(code, text).is_locked());
    }
}
