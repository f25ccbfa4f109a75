//! Rules of clauses that ask nothing of the schema, or one flag of a field.

use sf_schema::soql::{
    CountKind, Function, Operand, Operator, OrderItem, Predicate, Query, SelectExpr, With,
};

use super::Refusal;
use crate::query::scalar::Scalar;
use crate::schema::FieldType;

/// The highest OFFSET. [R]
const MOST_OFFSET: i64 = 2000;
/// Items of an ORDER BY. [E]
const MOST_ORDER: usize = 32;
/// Child relationships of one query. [D66]
const MOST_CHILDREN: usize = 20;

/// What the grammar takes and REST does not.
pub(super) fn clauses(query: &Query) -> Result<(), Refusal> {
    if let Some(span) = query.all_rows {
        // Apex has it; here there is queryAll.
        return Err(Refusal::malformed("unexpected token: 'ALL'", span));
    }
    if query.for_update.is_some()
        && let Some(first) = query.order_by.first()
    {
        let message = "Explicit ORDER BY not allowed when locking rows (Id order is implied)";
        return Err(Refusal::malformed(message, first.span));
    }
    if let Some(item) = query.order_by.get(MOST_ORDER) {
        let message = format!("an ORDER BY has at most {MOST_ORDER} items");
        return Err(Refusal::malformed(message, item.span));
    }
    if let Some((_, child)) = query.children().nth(MOST_CHILDREN) {
        // The org's words are not known.
        let message = format!("a query has at most {MOST_CHILDREN} child relationships");
        return Err(Refusal::malformed(message, child.span));
    }
    Ok(())
}

/// Data categories are of articles and questions. Their tree is in no describe, so that none is
/// looked at.
pub(super) fn categories(query: &Query, object: &str) -> Result<(), Refusal> {
    let has_categories =
        object.ends_with("__kav") || ["KnowledgeArticleVersion", "Question"].contains(&object);
    for with in &query.with {
        if let With::DataCategory(_, span) = with
            && !has_categories
        {
            let message = format!("WITH DATA CATEGORY is not allowed on {object}");
            return Err(Refusal::malformed(message, *span));
        }
    }
    Ok(())
}

/// `COUNT()` answers no records that could be ordered or grouped.
pub(super) fn count(query: &Query) -> Result<(), Refusal> {
    let message = "COUNT() can not be used with ORDER BY or GROUP BY";
    if let Some(item) = query.order_by.first() {
        return Err(Refusal::malformed(message, item.span));
    }
    match &query.group_by {
        Some(group_by) => Err(Refusal::malformed(message, group_by.span)),
        None => Ok(()),
    }
}

/// Aggregates over all rows make one row, which nothing limits. [R]
pub(super) fn overall(query: &Query) -> Result<(), Refusal> {
    if query.group_by.is_some() {
        return Ok(());
    }
    let clauses = [("LIMIT", &query.limit), ("OFFSET", &query.offset)];
    for (clause, count) in clauses {
        if let Some(count) = count {
            let message = format!(
                "Non-grouped query that uses overall aggregate functions cannot also use {clause}"
            );
            return Err(Refusal::malformed(message, count.span));
        }
    }
    Ok(())
}

pub(super) fn offset(query: &Query) -> Result<usize, Refusal> {
    let Some(offset) = &query.offset else {
        return Ok(0);
    };
    if let CountKind::Number(number) = offset.kind
        && number > MOST_OFFSET
    {
        let message = format!("Maximum SOQL offset allowed is {MOST_OFFSET}");
        return Err(Refusal::new(
            "NUMBER_OUTSIDE_VALID_RANGE",
            message,
            offset.span,
        ));
    }
    super::number(Some(offset), "OFFSET").map(Option::unwrap_or_default)
}

/// Whether the left side of a comparison may stand there.
pub(super) fn filterable(scalar: &Scalar, predicate: &Predicate) -> Result<(), Refusal> {
    let span = predicate.left.span();
    let written = match &predicate.left {
        Operand::Field(path) => path.last(),
        Operand::Call(call) => call.field().map_or("", |path| path.last()),
    };
    match scalar {
        Scalar::Field(path) => path.about.check_filter(written, span),
        Scalar::Date(..) if super::is_date_literal(predicate) => {
            let message = "a date function can not be compared with a date literal";
            Err(Refusal::malformed(message, span))
        }
        Scalar::Date(_, path) | Scalar::Label(path) => path.about.check_filter(written, span),
        Scalar::Distance(_)
            if !matches!(predicate.operator, Operator::Less | Operator::Greater) =>
        {
            let message = "DISTANCE can only be compared with < and >";
            Err(Refusal::malformed(message, predicate.operator_span))
        }
        Scalar::Distance(_) => Ok(()),
        Scalar::Format(_) | Scalar::Currency(_) => {
            let name = match &predicate.left {
                Operand::Call(call) => call.name.text.as_str(),
                Operand::Field(_) => written,
            };
            Err(Refusal::malformed(
                format!("unexpected token: '{name}'"),
                span,
            ))
        }
    }
}

pub(super) fn sortable(scalar: &Scalar, item: &OrderItem) -> Result<(), Refusal> {
    let span = item.operand.span();
    let may = match scalar {
        Scalar::Field(path) | Scalar::Date(_, path) => {
            path.about.query.sortable
                && !matches!(
                    path.about.kind,
                    FieldType::MultiPicklist | FieldType::Address | FieldType::Location
                )
        }
        Scalar::Distance(_) => true,
        Scalar::Label(_) | Scalar::Format(_) | Scalar::Currency(_) => false,
    };
    if may {
        return Ok(());
    }
    let name = scalar.path().map_or("", |path| &path.about.name);
    Err(Refusal::malformed(
        format!("field '{name}' can not be sorted in a query call"),
        span,
    ))
}

/// Whether a sub-query has an aggregate.
pub(super) fn no_aggregates(query: &Query) -> Result<(), Refusal> {
    for item in &query.select {
        if let SelectExpr::Call(call) = &item.expr
            && (call.is_aggregate() || call.function == Function::Grouping)
        {
            let message = "only root queries support aggregate expressions";
            return Err(Refusal::malformed(message, call.span));
        }
    }
    match &query.group_by {
        Some(group_by) => {
            let message = "only root queries support aggregate expressions";
            Err(Refusal::malformed(message, group_by.span))
        }
        None => Ok(()),
    }
}
