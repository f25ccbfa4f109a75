//! Which differences touch a query.

use sf_schema::Schema;
use sf_schema::soql::check::{Use, Used, UsedIn};

use super::{About, Touch};
use crate::diff::{Change, Difference};
use crate::parallel;
use crate::source::{Place, Query, Sources};

/// The places in the queries of a source tree.
pub(super) fn touches(about: &About<'_>, old: &Schema, sources: &Sources) -> Vec<Touch> {
    let queries = sources.queries(old);
    let found = parallel::map(&queries, |query| of_query(about, old, query));
    found.into_iter().flatten().collect()
}

fn of_query(about: &About<'_>, old: &Schema, query: &Query) -> Vec<Touch> {
    let mut touches = Vec::new();
    query.uses(old, |used, Place { file, span }| {
        let field = match used.what {
            Used::Field(field) | Used::Parent(field) | Used::Value(field, _) => &*field.name.api,
            _ => "",
        };
        for (difference, found) in about.of(&used.object.name.api, field) {
            if is_touched(found, used) {
                touches.push(Touch {
                    file,
                    span,
                    difference,
                });
            }
        }
    });
    touches
}

/// Whether a difference of the object or field does something to this use of it.
fn is_touched(difference: &Difference, used: &Use<'_>) -> bool {
    let is_part = |text: &str| {
        let part = difference.part.as_deref();
        part.is_some_and(|part| part.eq_ignore_ascii_case(text))
    };
    match used.what {
        Used::Object => match difference.change {
            Change::ObjectRemoved | Change::Deprecated | Change::Spelling => true,
            Change::OperationLost => is_part("queryable"),
            _ => false,
        },
        Used::Field(_) => match difference.change {
            Change::FieldRemoved
            | Change::Type
            | Change::Deprecated
            | Change::Spelling
            | Change::Formula
            | Change::ReferenceTo => true,
            Change::Nullable => matches!(used.place, UsedIn::Select | UsedIn::Aggregate),
            Change::Filterable => used.place == UsedIn::Where,
            Change::CaseSensitive => matches!(used.place, UsedIn::Where | UsedIn::GroupBy),
            Change::Sortable => used.place == UsedIn::OrderBy,
            Change::Groupable => used.place == UsedIn::GroupBy,
            Change::Aggregatable => used.place == UsedIn::Aggregate,
            Change::Distance => used.place == UsedIn::Distance,
            _ => false,
        },
        Used::Parent(_) => matches!(
            difference.change,
            Change::FieldRemoved
                | Change::Type
                | Change::Deprecated
                | Change::ReferenceTo
                | Change::RelationshipName
        ),
        Used::Children(child) => {
            let name = child.name.as_ref();
            let is_change = matches!(difference.change, Change::ChildRemoved | Change::ChildName);
            is_change && name.is_some_and(|name| is_part(&name.api))
        }
        Used::Scope(scope) => difference.change == Change::ScopeRemoved && is_part(scope),
        Used::Value(_, text) => {
            let change = difference.change;
            let is_change = matches!(change, Change::ValueRemoved | Change::ValueDeactivated);
            // INCLUDES and `=` of a multi-select picklist name several values.
            is_change && (is_part(text) || text.split(';').any(is_part))
        }
        _ => false,
    }
}
