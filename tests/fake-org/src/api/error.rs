//! Errors as the API words them.
//!
//! At the top level an error is an array of `{message, errorCode, fields?}`; in the result of one
//! record of several it is `{statusCode, message, fields}`.

use serde::Serialize;

use super::ApiResponse;

/// One error.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    /// The HTTP status where the error is the whole answer.
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Named by errors of a record; other errors have no such key.
    pub(crate) fields: Option<Vec<String>>,
}

/// An error at the top level.
#[derive(Serialize)]
struct TopLevel<'a> {
    message: &'a str,
    #[serde(rename = "errorCode")]
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a [String]>,
}

/// An error in a list of results.
#[derive(Debug, Serialize)]
pub(crate) struct RecordError {
    #[serde(rename = "statusCode")]
    code: &'static str,
    message: String,
    fields: Vec<String>,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            fields: None,
        }
    }

    /// An error of a record: 400, with the fields at fault.
    pub(crate) fn record(code: &'static str, message: impl Into<String>, fields: &[&str]) -> Self {
        Self::new(400, code, message).fields(fields)
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn fields(mut self, fields: &[&str]) -> Self {
        self.fields = Some(fields.iter().map(|&field| field.to_owned()).collect());
        self
    }

    /// The calls of the day are used up.
    pub(crate) fn daily_limit() -> Self {
        let message = "TotalRequests Limit exceeded.";
        Self::new(403, "REQUEST_LIMIT_EXCEEDED", message)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "NOT_FOUND", "The requested resource does not exist")
    }

    /// What is neither a field by which records are found nor the id of a record.
    pub(crate) fn no_external_id(name: &str) -> Self {
        let message =
            format!("Provided external ID field does not exist or is not accessible: {name}");
        Self::new(404, "NOT_FOUND", message)
    }

    pub(crate) fn method(method: &http::Method, allowed: &str) -> Self {
        let message = format!("HTTP Method '{method}' not allowed. Allowed are {allowed}");
        Self::new(405, "METHOD_NOT_ALLOWED", message)
    }

    /// An unknown field in a record that is written.
    pub(crate) fn no_column(name: &str, object: &str) -> Self {
        let message = format!("No such column '{name}' on sobject of type {object}");
        Self::new(400, "INVALID_FIELD", message)
    }

    /// An unknown field in a list of fields to read.
    pub(crate) fn no_such_field(name: &str, object: &str) -> Self {
        let message = format!(
            "No such column '{name}' on entity '{object}'. If you are attempting to use a custom \
             field, be sure to append the '__c' after the custom field name. Please reference your \
             WSDL or the describe call for the appropriate names."
        );
        Self::new(400, "INVALID_FIELD", message)
    }

    pub(crate) fn malformed_id(label: &str, text: &str, field: &str) -> Self {
        let message = format!("{label}: id value of incorrect type: {text}");
        Self::record("MALFORMED_ID", message, &[field])
    }

    pub(crate) fn parser(message: impl Into<String>) -> Self {
        Self::new(400, "JSON_PARSER_ERROR", message)
    }

    pub(crate) fn response(&self) -> ApiResponse {
        let body = [TopLevel {
            message: &self.message,
            code: self.code,
            fields: self.fields.as_deref(),
        }];
        ApiResponse::json(self.status, &body)
    }

    pub(crate) fn in_results(&self) -> RecordError {
        RecordError {
            code: self.code,
            message: self.message.clone(),
            fields: self.fields.clone().unwrap_or_default(),
        }
    }
}
