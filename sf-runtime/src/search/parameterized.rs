//! The same search by parameters.

use serde::Serialize;

use crate::call::{Call, Request, Response, Safety};
use crate::error::Error;
use crate::types::Id;

use super::{Scope, Search, SearchResults, checked_limit};

/// A search whose parts are JSON and not SOSL: what [`Search::by_parameters`] gives.
///
/// ```
/// use sf_runtime::call::{Body, Call};
/// use sf_runtime::search::{Returning, Search};
///
/// let search = Search::find("Smith")
///     .returning_as(Returning::named("Account").fields(["Id"]).limit(20))
///     .by_parameters()
///     .offset(10);
/// let request = search.request()?;
/// let Body::Json(body) = request.body() else { panic!() };
/// assert_eq!(
///     &body[..],
///     br#"{"q":"Smith","sobjects":[{"name":"Account","fields":["Id"],"limit":20}],"offset":10}"#
/// );
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ParameterizedSearch {
    search: Search,
    fields: Vec<String>,
    default_limit: Option<u16>,
    offset: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parameters<'a> {
    q: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    fields: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sobjects: Vec<Object<'a>>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overall_limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    division: Option<&'a str>,
    /// So it is spelt on the wire \[D57\].
    #[serde(rename = "netWorkIds", skip_serializing_if = "Option::is_none")]
    network_ids: Option<[Id; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spell_correction: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    fields: &'a [String],
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    filter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u16>,
}

impl ParameterizedSearch {
    pub(super) fn new(search: Search) -> Self {
        Self {
            search,
            fields: Vec::new(),
            default_limit: None,
            offset: None,
        }
    }

    /// These fields of every object that does not say its own.
    #[must_use]
    pub fn default_fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// At most so many records of each object that does not say its own limit: up to 2,000.
    #[must_use]
    pub fn default_limit(mut self, records: u16) -> Self {
        self.default_limit = Some(records);
        self
    }

    /// Without so many of the first: up to 2,000.
    #[must_use]
    pub fn offset(mut self, records: u16) -> Self {
        self.offset = Some(records);
        self
    }

    fn parameters(&self) -> Result<Parameters<'_>, Error> {
        let Search {
            term,
            scope,
            returning,
            with,
            limit,
        } = &self.search;
        if with.highlight || with.snippet.is_some() {
            return Err(Error::request(
                "excerpts and marks of what was found are asked for by SOSL, not by parameters",
            ));
        }
        let mut sobjects = Vec::with_capacity(returning.len());
        for one in returning {
            one.check()?;
            if one.offset.is_some() {
                return Err(Error::request(
                    "a search by parameters has one offset for all of its objects",
                ));
            }
            let filter = match &one.filter {
                Some(filter) => Some(filter.text()?.into_owned()),
                None => None,
            };
            sobjects.push(Object {
                name: &one.object,
                fields: &one.fields,
                filter,
                order_by: one.order_by.as_deref(),
                limit: one.limit,
            });
        }
        Ok(Parameters {
            q: term.to_sosl()?,
            fields: &self.fields,
            sobjects,
            scope: *scope,
            overall_limit: checked_limit(*limit)?,
            default_limit: checked_limit(self.default_limit)?,
            offset: self.offset,
            division: with.division.as_deref(),
            network_ids: with.network.map(|network| [network]),
            spell_correction: with.spell_correction,
            metadata: with.labels.then_some("LABELS"),
        })
    }
}

impl Call for ParameterizedSearch {
    type Output = SearchResults;

    fn request(&self) -> Result<Request, Error> {
        let request = Request::post("parameterizedSearch", &[])?.json(&self.parameters()?)?;
        Ok(request.with_safety(Safety::Read))
    }

    fn decode(response: Response) -> Result<SearchResults, Error> {
        SearchResults::read(&response)
    }
}
