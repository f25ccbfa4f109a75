//! Semi-joins: `AccountId IN (SELECT Id FROM Account WHERE ...)`.

use std::collections::HashSet;

use sf_schema::soql::{Operand, Operator, Predicate, Query, SelectExpr};

use super::{Check, Fold, Refusal, Test, opposite};
use crate::id::Id;
use crate::query::path::Source;
use crate::query::plan::Planner;
use crate::query::scalar::Scalar;
use crate::query::{World, rows};

impl Planner<'_> {
    /// The comparison with what the inner query gives, which is run here and now.
    pub(crate) fn semi_join(
        &self,
        outer: &Source<'_>,
        predicate: &Predicate,
        query: &Query,
    ) -> Result<Test<Scalar>, Refusal> {
        let (Operand::Field(left), Some(SelectExpr::Field(field)), Some(name)) = (
            &predicate.left,
            query.select.first().map(|item| &item.expr),
            query.from.object.path.single(),
        ) else {
            return Err(Refusal::unforeseen(predicate.span));
        };
        let path = outer.field(left)?;
        let object = self.world.schema.find(&name.text);
        let object = object.ok_or_else(|| Refusal::unforeseen(name.span))?;
        let inner = self.source(query, object, None)?;
        let selected = inner.field(field)?;
        let plan = self.filtered(query, &inner)?;
        let world: World<'_> = self.world;
        let found = rows::select(world, &plan, None);
        let ids: HashSet<Id> = found
            .into_iter()
            .filter_map(|row| {
                let at = world.at(object, row)?;
                selected.value(world, at).as_id()
            })
            .collect();
        Ok(Test {
            left: Scalar::Field(path),
            fold: Fold::Exact,
            check: opposite(Check::Members(ids), predicate.operator == Operator::NotIn),
        })
    }
}
