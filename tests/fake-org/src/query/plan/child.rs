//! Child sub-queries.

use sf_schema::soql::Query;

use super::{Planner, Refusal};
use crate::query::path::Source;
use crate::query::select::ChildPlan;

impl Planner<'_> {
    /// A sub-query and the key under which it is answered.
    pub(crate) fn child(
        &self,
        query: &Query,
        parent: &Source<'_>,
    ) -> Result<(String, ChildPlan), Refusal> {
        // The parent's name may stand before the relationship.
        let path = &query.from.object.path;
        let child = parent.schema.object(parent.object).child(path.last());
        let child = child.ok_or_else(|| Refusal::unforeseen(path.span))?;
        let key = child.name.clone().unwrap_or_default();
        let source = self.source(query, child.object, Some(&key))?;
        let mut plan = self.filtered(query, &source)?;
        self.records(&mut plan, query, &source)?;
        let plan = ChildPlan {
            field: child.field,
            plan: plan.shared(),
        };
        Ok((key, plan))
    }
}
