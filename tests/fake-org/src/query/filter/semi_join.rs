//! Where a semi-join may stand and what of. Each message is one that an org was seen to answer.

use std::collections::HashSet;

use sf_schema::diagnostic::Span;
use sf_schema::soql::{Condition, Operand, Operator, Predicate, Query, Right, SelectExpr};

use super::{Check, Fold, Refusal, Test, opposite};
use crate::id::Id;
use crate::query::path::{About, Source};
use crate::query::plan::Planner;
use crate::query::scalar::Scalar;
use crate::query::{World, rows};
use crate::schema::FieldType;

/// Semi-joins in one WHERE. [R]
const MOST: usize = 2;
/// Objects that no inner query may be of. [D66][R]
const BANNED: [&str; 7] = [
    "ActivityHistory",
    "Attachment",
    "ContentDocumentLink",
    "Event",
    "Note",
    "OpenActivity",
    "Task",
];

/// Checks where the semi-joins of a WHERE stand.
pub(crate) fn check_places(filter: &Condition) -> Result<(), Refusal> {
    let mut count = 0;
    walk(filter, Place::default(), &mut count)
}

#[derive(Clone, Copy, Default)]
struct Place {
    /// Joined by OR at this level.
    or: bool,
    /// Under an OR or NOT further out.
    nested: bool,
}

fn walk(condition: &Condition, place: Place, count: &mut usize) -> Result<(), Refusal> {
    match condition {
        Condition::And(terms, _) => terms.iter().try_for_each(|term| walk(term, place, count)),
        Condition::Or(terms, _) => {
            let place = Place { or: true, ..place };
            terms.iter().try_for_each(|term| walk(term, place, count))
        }
        Condition::Not(inner, _) => {
            let place = Place {
                nested: true,
                ..place
            };
            walk(inner, place, count)
        }
        Condition::Group(inner, _) => {
            let has_or = matches!(**inner, Condition::Or(..));
            let nested = place.nested || place.or || has_or;
            walk(inner, Place { or: false, nested }, count)
        }
        Condition::Predicate(predicate) => match &predicate.right {
            Right::Query(query) => {
                *count += 1;
                if place.nested {
                    let message = "Semi join sub-selects are only allowed at the top level WHERE \
                                   expressions and not in nested WHERE expressions.";
                    return Err(Refusal::malformed(message, query.span));
                }
                if place.or {
                    let message = "Semi join sub-selects are not allowed with the 'OR' operator";
                    return Err(Refusal::malformed(message, query.span));
                }
                if *count > MOST {
                    let message = "Maximum 2 semi join sub-selects are allowed";
                    return Err(Refusal::malformed(message, query.span));
                }
                Ok(())
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

impl Planner<'_> {
    /// `AccountId IN (SELECT Id FROM Account ...)`: the inner query is run here and now.
    pub(crate) fn semi_join(
        &self,
        outer: &Source<'_>,
        predicate: &Predicate,
        query: &Query,
    ) -> Result<Test<Scalar>, Refusal> {
        let malformed = |message: &str, span: Span| Refusal::malformed(message, span);
        if self.in_semi_join {
            let message = "Nesting of semi join sub-selects is not supported";
            return Err(malformed(message, query.span));
        }
        let Operand::Field(left) = &predicate.left else {
            let message = "The left operand of a semi join should be a field";
            return Err(malformed(message, predicate.left.span()));
        };
        let path = outer.field(left)?;
        path.about.check_filter(left.last(), left.span)?;
        if !path.hops.is_empty() {
            let message = "The left operand cannot have more than one level of relationships";
            return Err(malformed(message, left.span));
        }
        if !is_id(&path.about) {
            let message = format!(
                "The left operand field in the where expression for outer query should be an id \
                 field, cannot use: '{}'",
                path.about.name
            );
            return Err(Refusal::malformed(message, left.span));
        }
        let (object, name) = self.object(&query.from.object.path)?;
        let banned = BANNED.contains(&name) || name.ends_with("__Tag");
        if banned {
            let message = format!("Entity '{name}' is not supported for semi join inner selects");
            return Err(Refusal::malformed(message, query.from.span));
        }
        if object == outer.object {
            let message = "The inner and outer selects should not be on the same object type";
            return Err(malformed(message, query.from.span));
        }
        let inner = self.source(query, object)?;
        let field = match query.select.first().map(|item| &item.expr) {
            Some(SelectExpr::Field(field)) => field,
            _ => {
                let message = "semi join sub-selects can only query id fields";
                return Err(malformed(message, query.span));
            }
        };
        let selected = inner.field(field)?;
        if !selected.hops.is_empty() {
            let message = "The inner select field cannot have more than one level of relationships";
            return Err(malformed(message, field.span));
        }
        if !is_id(&selected.about) {
            let message = format!(
                "semi join sub-selects can only query id fields, cannot use: '{}'",
                field.last().to_lowercase()
            );
            return Err(Refusal::malformed(message, field.span));
        }
        let meet = |name: &String| selected.about.refers.contains(name);
        if !path.about.refers.iter().any(meet) {
            let message = format!(
                "The selected field '{}' in the subquery and the left operand field in the where \
                 expression in the outer query '{}' should point to the same object type",
                selected.about.name, path.about.name
            );
            return Err(Refusal::malformed(message, field.span));
        }
        let plan = self.inner().filtered(query, &inner)?;
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

fn is_id(about: &About) -> bool {
    matches!(about.kind, FieldType::Id | FieldType::Reference)
}
