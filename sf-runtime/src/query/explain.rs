//! How the org would go about a query.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Request, Response};
use crate::error::Error;

use super::Soql;

/// Asks for the plans that the org weighs for a query, without running it.
#[derive(Debug, Clone)]
pub struct Explain(Soql);

/// The plans that the org weighs, the one it would take first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryPlans {
    /// The plans.
    pub plans: Vec<QueryPlan>,
    /// The query as the org understood it, where it tells.
    #[serde(default)]
    pub source_query: Option<String>,
}

/// One plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct QueryPlan {
    /// How many rows the leading operation is expected to give.
    pub cardinality: f64,
    /// The indexed fields that it uses.
    pub fields: Vec<String>,
    /// `Index`, `Other`, `Sharing` or `TableScan`.
    pub leading_operation_type: String,
    /// Why indexes are not used.
    pub notes: Vec<PlanNote>,
    /// The cost, where above 1 the query is not selective.
    pub relative_cost: f64,
    /// About how many records the object has.
    pub sobject_cardinality: f64,
    /// API name of the object.
    pub sobject_type: String,
}

/// Why an index is not used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PlanNote {
    /// The reason.
    pub description: String,
    /// The fields that it is about.
    pub fields: Vec<String>,
    /// The object of the fields.
    pub table_enum_or_id: String,
}

impl Explain {
    /// Of this query.
    pub fn new(soql: impl Into<Soql>) -> Self {
        Self(soql.into())
    }

    /// Of a report or a list view, by its id.
    pub fn report_or_list_view(id: crate::types::Id) -> Self {
        Self(Soql::new(id.to_string()))
    }
}

impl Call for Explain {
    type Output = QueryPlans;

    fn request(&self) -> Result<Request, Error> {
        Ok(Request::get("query", &[])?.query("explain", &self.0.text()?))
    }

    fn decode(response: Response) -> Result<QueryPlans, Error> {
        response.json()
    }
}
