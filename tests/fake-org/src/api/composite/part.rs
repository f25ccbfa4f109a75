//! One part of a composite or a graph: how it is asked and answered.

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr as _;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::expression::{Known, references};
use super::is_name;
use crate::api::{ApiError, ApiRequest, ApiResponse, Body, Call, dispatch};
use crate::id::Id;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Part<'a> {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) reference_id: String,
    #[serde(default)]
    pub(super) http_headers: Option<BTreeMap<String, String>>,
    #[serde(borrow, default)]
    pub(super) body: Option<&'a RawValue>,
}

/// What a part answers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    pub(super) body: Box<RawValue>,
    http_headers: BTreeMap<&'static str, String>,
    pub(super) http_status_code: u16,
    reference_id: Option<String>,
}

/// Refuses a whole composite or graph for what one of its parts says of itself.
pub(super) fn check(parts: &[Part<'_>]) -> Result<(), ApiError> {
    let mut names = HashSet::new();
    for part in parts {
        let name = &part.reference_id;
        if !is_name(name) {
            return Err(ApiError::parser(format!(
                "Provided referenceId ('{name}') must start with a letter or a number, and it can \
                 contain only letters, numbers and underscores ('_')."
            )));
        }
        if !names.insert(name.as_str()) {
            // [M]
            return Err(ApiError::parser(format!(
                "Duplicate referenceId '{name}': each must be unique"
            )));
        }
        for header in part.http_headers.iter().flat_map(BTreeMap::keys) {
            let header = header.to_ascii_lowercase();
            if matches!(header.as_str(), "accept" | "authorization" | "content-type") {
                // [M]
                let message = format!("The header {header} is not allowed in a subrequest");
                return Err(ApiError::new(400, "INVALID_INPUT", message));
            }
        }
    }
    Ok(())
}

impl Part<'_> {
    /// Whether it is a query or a collection.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.path().as_slice(), ["query" | "queryAll", ..]) || self.is_collection()
    }

    pub(super) fn is_collection(&self) -> bool {
        matches!(self.path().as_slice(), ["composite", "sobjects", ..])
    }

    /// Whether it writes many records, so that its answer tells of each.
    pub(super) fn writes_many(&self) -> bool {
        let writes_some = match self.path().as_slice() {
            ["composite", "sobjects"] => true,
            ["composite", "sobjects", ..] => self.method == "PATCH",
            _ => false,
        };
        writes_some && self.method != "GET"
    }

    /// Records, queries and collections.
    pub(super) fn is_allowed_in_composite(&self) -> bool {
        self.is_wide() || matches!(self.path().as_slice(), ["sobjects", ..])
    }

    /// Single records, by id or by external ID.
    pub(super) fn is_allowed_in_graph(&self) -> bool {
        let names_record = |segment: &str| Id::parse(segment).is_some() || segment.contains("@{");
        match self.path().as_slice() {
            ["sobjects", _] => self.method == "POST",
            ["sobjects", _, id] => names_record(id),
            ["sobjects", _, field, _] => !names_record(field),
            _ => false,
        }
    }

    /// Version, method and object, by which the org tells parts apart.
    pub(super) fn kind(&self) -> (String, String, String) {
        let below = self.url.strip_prefix("/services/data/").unwrap_or_default();
        let version = below.split('/').next().unwrap_or_default();
        let object = self.path().get(1).copied().unwrap_or_default();
        (
            version.to_owned(),
            self.method.clone(),
            object.to_ascii_lowercase(),
        )
    }

    /// The names of the parts that it refers to.
    pub(super) fn parents(&self) -> impl Iterator<Item = &str> {
        let body = self.body.map_or("", RawValue::get);
        references(&self.url).chain(references(body))
    }

    /// What stands between the slashes after the version.
    pub(super) fn path(&self) -> Vec<&str> {
        let (path, _) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let below = path.strip_prefix("/services/data/").unwrap_or_default();
        let segments = below.split('/').skip(1);
        segments.filter(|segment| !segment.is_empty()).collect()
    }

    /// Does what the part asks for.
    pub(super) fn run(&self, call: &mut Call<'_>, known: &Known) -> ApiResponse {
        let request = match self.request(known) {
            Ok(request) => request,
            Err(error) => return error.response(),
        };
        if !request.version.is_served() {
            return ApiError::not_found().response();
        }
        dispatch(call, &request)
    }

    fn request(&self, known: &Known) -> Result<ApiRequest, ApiError> {
        let url = known.fill_url(&self.url)?;
        let body = match self.body {
            Some(body) => known.fill_json(body.get())?,
            None => String::new(),
        };
        let method = Method::from_str(&self.method)
            .ok()
            .filter(|method| {
                let known = ["POST", "PUT", "PATCH", "GET", "DELETE"];
                known.contains(&method.as_str())
            })
            // [M]
            .ok_or_else(|| ApiError::parser(format!("Invalid method '{}'", self.method)))?;
        let mut headers = HeaderMap::new();
        for (name, value) in self.http_headers.iter().flatten() {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value),
            ) {
                headers.insert(name, value);
            }
        }
        ApiRequest::parse(method, &url, headers, Bytes::from(body)).ok_or_else(ApiError::not_found)
    }
}

impl Answer {
    /// The answer of the part of this name. A body that is not JSON cannot be in it.
    pub(super) fn new(reference: Option<&str>, response: &ApiResponse) -> Self {
        let (status, body) = match &response.body {
            Body::Json(text) => (response.status, raw(text)),
            Body::Empty => (response.status, raw("null")),
            Body::Other { .. } => {
                // [M]
                let message = "A body that is not JSON cannot be in a composite";
                let error = ApiError::new(400, "INVALID_INPUT", message).response();
                match error.body {
                    Body::Json(text) => (400, raw(&text)),
                    _ => (400, raw("null")),
                }
            }
        };
        Self {
            body,
            http_headers: response.headers.iter().cloned().collect(),
            http_status_code: status,
            reference_id: reference.map(str::to_owned),
        }
    }

    pub(super) fn is_failure(&self) -> bool {
        !matches!(self.http_status_code, 200..=299 | 304)
    }
}

fn raw(json: &str) -> Box<RawValue> {
    // What a resource writes is JSON.
    RawValue::from_string(json.to_owned()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
