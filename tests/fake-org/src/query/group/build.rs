//! What a grouped query says, as what is to be computed.

use sf_schema::diagnostic::Span;
use sf_schema::soql::{
    Argument, Call, Condition, Function, GroupKind, Operand, Path, Query, SelectExpr,
};

use super::{Aggregate, AggregateFunction, Cell, GroupKey, Grouping, Of};
use crate::query::error::Refusal;
use crate::query::filter::{self, Test};
use crate::query::path::{About, Source};
use crate::query::plan::{Order, Planner};
use crate::query::scalar::{Apply, Scalar};
use crate::schema::FieldType;

impl Planner<'_> {
    /// The groups of a query with aggregates or GROUP BY.
    pub(crate) fn grouping(&self, query: &Query, source: &Source<'_>) -> Result<Grouping, Refusal> {
        let mut grouping = Grouping {
            keys: Vec::new(),
            kind: query
                .group_by
                .as_ref()
                .map_or(GroupKind::Plain, |group_by| group_by.kind),
            aggregates: Vec::new(),
            outputs: Vec::new(),
            having: None,
            order: Vec::new(),
        };
        for item in query.group_by.iter().flat_map(|group_by| &group_by.items) {
            let (scalar, about) = source.scalar(item)?;
            let fold = about.fold();
            grouping.keys.push(GroupKey {
                scalar,
                about,
                fold,
            });
        }
        let mut unnamed = 0;
        for item in &query.select {
            // A field keeps its name, everything else is numbered. [?] of functions of fields
            let (cell, name) = match &item.expr {
                SelectExpr::Field(path) => {
                    let (cell, about) = grouping.field(path, source)?;
                    (cell, Some(about.name))
                }
                SelectExpr::Call(call) => (grouping.cell(call, source)?.0, None),
                // A sub-query, which has no records to hang on; the check only warns of it.
                other => {
                    let message = "Grouped queries select grouped fields and aggregates only";
                    return Err(Refusal::malformed(message, other.span()));
                }
            };
            let name = match (&item.alias, name) {
                (Some(alias), _) => alias.text.clone(),
                (None, Some(name)) => name,
                (None, None) => {
                    unnamed += 1;
                    format!("expr{}", unnamed - 1)
                }
            };
            let taken = |(known, _): &(String, Cell)| known.eq_ignore_ascii_case(&name);
            if grouping.outputs.iter().any(taken) {
                // The check only warns of it. [M]
                let message = format!("duplicate alias: {name}");
                return Err(Refusal::malformed(message, item.span));
            }
            grouping.outputs.push((name, cell));
        }
        if let Some(having) = &query.having {
            grouping.having = Some(self.having(having, source, &mut grouping)?);
        }
        for item in &query.order_by {
            let (cell, about) = grouping.operand(&item.operand, source)?;
            grouping.order.push(Order::new(cell, &about, item));
        }
        Ok(grouping)
    }

    fn having(
        &self,
        having: &Condition,
        source: &Source<'_>,
        grouping: &mut Grouping,
    ) -> Result<filter::Filter<Cell>, Refusal> {
        filter::build(having, &mut |predicate| {
            let (cell, about) = grouping.operand(&predicate.left, source)?;
            Test::new(cell, &about, predicate, self.today)
        })
    }
}

impl Grouping {
    fn operand(
        &mut self,
        operand: &Operand,
        source: &Source<'_>,
    ) -> Result<(Cell, About), Refusal> {
        match operand {
            Operand::Field(path) => self.field(path, source),
            Operand::Call(call) => self.cell(call, source),
        }
    }

    fn field(&self, path: &Path, source: &Source<'_>) -> Result<(Cell, About), Refusal> {
        self.key(&Scalar::Field(source.field(path)?), path.span)
    }

    /// What is grouped by.
    fn key(&self, scalar: &Scalar, span: Span) -> Result<(Cell, About), Refusal> {
        let id = scalar.id();
        let mut keys = self.keys.iter().enumerate();
        let found = keys.find(|(_, key)| key.scalar.id() == id);
        found
            .map(|(at, key)| (Cell::Key(at), key.about.clone()))
            .ok_or_else(|| Refusal::unforeseen(span))
    }

    fn cell(&mut self, call: &Call, source: &Source<'_>) -> Result<(Cell, About), Refusal> {
        if call.function.is_aggregate() {
            return self.aggregate(call, source);
        }
        if call.function == Function::Grouping {
            let (scalar, _) = source.argument(call)?;
            let (Cell::Key(at), _) = self.key(&scalar, call.span)? else {
                return Err(Refusal::unforeseen(call.span));
            };
            let about = About::result("GROUPING", FieldType::Int);
            return Ok((Cell::Grouping(at), about));
        }
        // As it stands it may be what is grouped by.
        let whole = source.call(call).ok();
        if let Some(found) = whole.and_then(|(scalar, _)| self.key(&scalar, call.span).ok()) {
            return Ok(found);
        }
        // Of what is grouped or aggregated.
        let (inner, of) = match call.args.first() {
            Some(Argument::Field(path)) => self.field(path, source)?,
            Some(Argument::Call(inner)) => self.cell(inner, source)?,
            Some(Argument::Value(_)) | None => return Err(Refusal::unforeseen(call.span)),
        };
        let (apply, about) =
            Apply::new(call.function, &of).ok_or_else(|| Refusal::unforeseen(call.span))?;
        Ok((Cell::Of(apply, Box::new(inner)), about))
    }

    fn aggregate(&mut self, call: &Call, source: &Source<'_>) -> Result<(Cell, About), Refusal> {
        let (scalar, of) = source.argument(call)?;
        let result = |kind| About::result(&of.name, kind);
        let number = || About {
            type_name: of.type_name.clone(),
            ..result(FieldType::Double)
        };
        let (function, about) = match call.function {
            Function::Count => (AggregateFunction::Count, result(FieldType::Int)),
            Function::CountDistinct => (AggregateFunction::CountDistinct, result(FieldType::Int)),
            Function::Sum => (AggregateFunction::Sum, number()),
            Function::Avg => (AggregateFunction::Avg, number()),
            Function::Min => (AggregateFunction::Min, of.clone()),
            _ => (AggregateFunction::Max, of.clone()),
        };
        let new = Aggregate {
            id: scalar.id(),
            function: Of {
                function,
                scalar,
                fold: of.fold(),
            },
        };
        let known = self
            .aggregates
            .iter()
            .position(|aggregate| *aggregate == new);
        let at = known.unwrap_or_else(|| {
            self.aggregates.push(new);
            self.aggregates.len() - 1
        });
        Ok((Cell::Aggregate(at), about))
    }
}
