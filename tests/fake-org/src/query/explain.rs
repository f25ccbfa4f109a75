//! `V/query?explain=...`: how the org would go about a query. The numbers are of the records here;
//! costs say no more than which plan is the better one.

use serde_json::json;

use super::filter::Filter;
use super::{World, answer, plan, rows};
use crate::api::{Call, Outcome};

/// Above this many rows a table is worth an index [M].
const SELECTIVE: f64 = 0.3;

pub(super) fn explain(call: &Call<'_>, text: &str) -> Outcome {
    let plan = plan(call, text, false).map_err(|refusal| refusal.api(text))?;
    let world = World::of(call);
    let object = world.schema.object(plan.object);
    let all = world.store.table(plan.object).live_count();
    let found = rows::matching(world, &plan, None).len();
    let tests = plan
        .filter
        .as_ref()
        .map(Filter::required)
        .unwrap_or_default();
    let indexed = tests.iter().filter_map(|test| {
        let path = test.left.field().filter(|path| path.hops.is_empty())?;
        let field = object.field(object.find(&path.about.name)?);
        let is_indexed = field.is_key() || field.is_parent_index() || field.name == "Id";
        is_indexed.then(|| field.name.clone())
    });
    let fields: Vec<String> = indexed.collect();
    let share = if all == 0 { 0.0 } else { ratio(found, all) };
    let note = json!({
        "description": "Not considering filter for optimization because unindexed",
        "fields": ["IsDeleted"],
        "tableEnumOrId": object.name,
    });
    let scan = json!({
        "cardinality": found,
        "fields": [],
        "leadingOperationType": "TableScan",
        "notes": [note],
        "relativeCost": 1.0 + share,
        "sobjectCardinality": all,
        "sobjectType": object.name,
    });
    let mut plans = Vec::new();
    if !fields.is_empty() {
        plans.push(json!({
            "cardinality": found,
            "fields": fields,
            "leadingOperationType": "Index",
            "notes": [],
            "relativeCost": share / SELECTIVE,
            "sobjectCardinality": all,
            "sobjectType": object.name,
        }));
    }
    plans.push(scan);
    Ok(answer(&json!({"plans": plans, "sourceQuery": text})))
}

#[allow(clippy::cast_precision_loss)] // counts of rows in memory
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
