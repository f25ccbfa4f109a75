//! A search whose parts are parameters, in a URL or as JSON.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Group, MOST, Returning, Search, Term, malformed};
use crate::api::{ApiError, ApiRequest};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Parameters {
    q: Option<String>,
    fields: Vec<String>,
    sobjects: Vec<Sobject>,
    #[serde(rename = "in")]
    group: Option<String>,
    overall_limit: Option<usize>,
    default_limit: Option<usize>,
    offset: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Sobject {
    name: String,
    fields: Vec<String>,
    limit: Option<usize>,
    #[serde(rename = "where")]
    condition: Option<String>,
    order_by: Option<String>,
}

pub(super) fn of_body(request: &ApiRequest) -> Result<Search, ApiError> {
    let parameters: Parameters = serde_json::from_slice(&request.body)
        .map_err(|error| ApiError::parser(error.to_string()))?;
    search(parameters)
}

/// `q=Acme&sobject=Account&Account.fields=id,name&Account.limit=10`
pub(super) fn of_query(request: &ApiRequest) -> Result<Search, ApiError> {
    let number = |name: &str, text: &str| -> Result<usize, ApiError> {
        text.trim()
            .parse()
            .map_err(|_| malformed(format!("{name} is no number: {text}")))
    };
    let list = |text: &str| -> Vec<String> {
        text.split(',')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    let mut parameters = Parameters::default();
    let mut sobjects: BTreeMap<String, Sobject> = BTreeMap::new();
    let mut order = Vec::new();
    for (name, value) in &request.query {
        match name.as_str() {
            "q" => parameters.q = Some(value.clone()),
            "fields" => parameters.fields = list(value),
            "in" => parameters.group = Some(value.clone()),
            "overallLimit" => parameters.overall_limit = Some(number(name, value)?),
            "defaultLimit" => parameters.default_limit = Some(number(name, value)?),
            "offset" => parameters.offset = Some(number(name, value)?),
            "sobject" => {
                for object in list(value) {
                    sobjects.entry(object.to_lowercase()).or_default();
                    order.push(object);
                }
            }
            _ => {
                let Some((object, part)) = name.split_once('.') else {
                    // metadata, spellCorrection, netId...: nothing here depends on them.
                    continue;
                };
                let sobject = sobjects.entry(object.to_lowercase()).or_default();
                match part {
                    "fields" => sobject.fields = list(value),
                    "limit" => sobject.limit = Some(number(name, value)?),
                    "where" => sobject.condition = Some(value.clone()),
                    "orderBy" => sobject.order_by = Some(value.clone()),
                    _ => {}
                }
            }
        }
    }
    for name in order {
        if let Some(sobject) = sobjects.remove(&name.to_lowercase()) {
            parameters.sobjects.push(Sobject { name, ..sobject });
        }
    }
    search(parameters)
}

fn search(parameters: Parameters) -> Result<Search, ApiError> {
    let term = parameters.q.as_deref().unwrap_or_default().trim();
    // The term of a parameter needs no braces.
    let term = term
        .strip_prefix('{')
        .and_then(|term| term.strip_suffix('}'))
        .unwrap_or(term);
    if term.is_empty() {
        return Err(malformed("No search term found."));
    }
    let group = match parameters.group.as_deref() {
        None => Group::All,
        Some(name) => Group::from_name(name)
            .ok_or_else(|| malformed(format!("invalid search group: {name}")))?,
    };
    let limit = parameters.overall_limit.unwrap_or(MOST);
    for (name, number) in [
        ("overallLimit", Some(limit)),
        ("defaultLimit", parameters.default_limit),
        ("offset", parameters.offset),
    ] {
        if number.is_some_and(|number| number > MOST) {
            return Err(malformed(format!("{name} is more than {MOST}")));
        }
    }
    let returning = parameters
        .sobjects
        .iter()
        .map(|sobject| returning(sobject, &parameters))
        .collect::<Result<_, _>>()?;
    Ok(Search {
        term: Term::parse(term)?,
        group,
        returning,
        limit,
    })
}

fn returning(sobject: &Sobject, parameters: &Parameters) -> Result<Returning, ApiError> {
    let fields = match (sobject.fields.as_slice(), parameters.fields.as_slice()) {
        ([], []) => "Id".to_owned(),
        ([], all) => all.join(", "),
        (own, _) => own.join(", "),
    };
    let mut soql = format!("SELECT {fields} FROM {}", sobject.name);
    if let Some(condition) = &sobject.condition {
        soql = format!("{soql} WHERE {condition}");
    }
    if let Some(order) = &sobject.order_by {
        soql = format!("{soql} ORDER BY {order}");
    }
    let limit = sobject.limit.or(parameters.default_limit);
    if let Some(limit) = limit {
        if limit > MOST {
            return Err(malformed(format!("limit is more than {MOST}")));
        }
        soql = format!("{soql} LIMIT {limit}");
    }
    // Only where one object is searched for.
    if let (Some(offset), 1) = (parameters.offset, parameters.sobjects.len()) {
        soql = format!("{soql} OFFSET {offset}");
    }
    Ok(Returning { soql })
}
