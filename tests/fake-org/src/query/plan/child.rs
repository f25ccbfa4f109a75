//! Child sub-queries.

use sf_schema::soql::{CountKind, Query, Right};

use super::{Planner, Refusal, Shape, check};
use crate::api::Version;
use crate::query::path::Source;
use crate::query::select::ChildPlan;

/// Levels, the root among them, from v58 on and before. [D66]
const LEVELS: usize = 5;
const OLD_LEVELS: usize = 2;

impl Planner<'_> {
    /// A sub-query and the key under which it is answered.
    pub(crate) fn child(
        &self,
        query: &Query,
        parent: &Source<'_>,
    ) -> Result<(String, ChildPlan), Refusal> {
        let levels = if self.version >= Version(58) {
            LEVELS
        } else {
            OLD_LEVELS
        };
        if self.level >= levels {
            let message = format!(
                "SOQL statements cannot query aggregate relationships more than {} level away from \
                 the root entity object.",
                levels - 1
            );
            return Err(Refusal::malformed(message, query.span));
        }
        check::clauses(query)?;
        check::no_aggregates(query)?;
        if let Some(scope) = &query.scope {
            return Err(Refusal::malformed("unexpected token: 'USING'", scope.span));
        }
        // The relationship, perhaps behind the parent's name.
        let path = &query.from.object.path;
        let object = parent.schema.object(parent.object);
        let names = match path.names.split_first() {
            Some((first, rest)) if !rest.is_empty() => {
                let is_alias = parent
                    .aliases
                    .iter()
                    .any(|(alias, hops)| hops.is_empty() && first.is(alias));
                if is_alias || first.is(&object.name) {
                    rest
                } else {
                    &path.names
                }
            }
            _ => &path.names,
        };
        let unknown = || Refusal::no_child(path.last(), path.span);
        let [name] = names else {
            return Err(unknown());
        };
        let child = object.child(&name.text).ok_or_else(unknown)?;
        let key = child.name.clone().unwrap_or_default();
        if !parent.schema.object(child.object).queryable {
            return Err(unknown());
        }
        if let Some(filter) = &query.filter {
            let mut semi_join = None;
            filter.each_predicate(&mut |predicate| {
                if let Right::Query(inner) = &predicate.right {
                    semi_join = Some(inner.span);
                }
            });
            if let Some(span) = semi_join {
                let message = "Semi join sub-selects are not allowed in child queries";
                return Err(Refusal::malformed(message, span));
            }
        }
        let planner = Self {
            level: self.level + 1,
            ..*self
        };
        let source = planner.source(query, child.object)?;
        let mut plan = planner.filtered(query, &source)?;
        plan.shape = Shape::Records(planner.selection(query, &source)?);
        plan.order = planner.order(query, &source)?;
        let plan = ChildPlan {
            field: child.field,
            plan: plan.shared(),
        };
        Ok((key, plan))
    }

    /// OFFSET in a sub-query wants a LIMIT of 1 outside. [D66]
    pub(super) fn check_offsets(query: &Query) -> Result<(), Refusal> {
        let one = query
            .limit
            .as_ref()
            .is_some_and(|limit| limit.kind == CountKind::Number(1));
        for (_, child) in query.children() {
            if let Some(offset) = child.offset.as_ref().filter(|_| !one) {
                let message = "OFFSET in a sub-query wants LIMIT 1 in the outer query";
                return Err(Refusal::malformed(message, offset.span));
            }
            Self::check_offsets(child)?;
        }
        Ok(())
    }
}
