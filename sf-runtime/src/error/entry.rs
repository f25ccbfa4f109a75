//! One complaint of the org's, as it stands in the body of a refused call or record.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ErrorCode;

/// One thing that the org has against a call or a record.
///
/// A refused call says `errorCode`, a refused record of a multi-record call `statusCode`: both are
/// [`code`](Self::code) here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorEntry {
    /// What kind of complaint it is.
    #[serde(alias = "statusCode", rename = "errorCode")]
    pub code: ErrorCode,
    /// The org's own words, whole: validation rules, triggers and governor limits speak here.
    #[serde(default, deserialize_with = "or_empty")]
    pub message: String,
    /// API names of the fields that it is about; often none.
    #[serde(default, deserialize_with = "or_empty")]
    pub fields: Vec<String>,
    /// What a duplicate rule found, with [`ErrorCode::DuplicatesDetected`].
    #[serde(
        default,
        deserialize_with = "if_readable",
        // So it is spelt on the wire.
        rename = "duplicateResut",
        alias = "duplicateResult",
        skip_serializing_if = "Option::is_none"
    )]
    pub duplicates: Option<Box<DuplicateResult>>,
}

/// What a duplicate rule found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DuplicateResult {
    /// Whether the record is saved all the same when the call asks for it with `allowSave`.
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
    /// is something else, such as the HTML of a proxy.
    pub(crate) fn from_body(body: &[u8]) -> Option<Vec<Self>> {
        if let Ok(entries) = serde_json::from_slice::<Vec<Self>>(body) {
            return Some(entries);
        }
        serde_json::from_slice(body).ok().map(|entry| vec![entry])
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
        matches!(
            self.code,
            ErrorCode::ApiCurrentlyDisabled | ErrorCode::QueryTimeout
        )
    }

    /// Whether the org's daily limit of calls is used up.
    pub fn is_daily_limit(&self) -> bool {
        self.code == ErrorCode::RequestLimitExceeded && !self.is_concurrency_limit()
    }
}

impl fmt::Display for ErrorEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message.trim())?;
        if !self.fields.is_empty() {
            write!(f, " [{}]", self.fields.join(", "))?;
        }
        Ok(())
    }
}

/// A text or a list that may also be null.
fn or_empty<'de, D: serde::Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// What the complaint has besides: it is not lost for a detail that is of another form.
fn if_readable<'de, D: serde::Deserializer<'de>, T: serde::de::DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

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
