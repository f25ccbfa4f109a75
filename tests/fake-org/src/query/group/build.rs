//! What a grouped query says, checked against the schema.

use sf_schema::diagnostic::Span;
use sf_schema::soql::{Call, Condition, Function, GroupKind, Operand, Path, Query, SelectExpr};

use super::{Aggregate, AggregateFunction, Cell, GroupKey, Grouping, Of};
use crate::query::error::Refusal;
use crate::query::filter::{self, Fold, Test};
use crate::query::path::{About, Source};
use crate::query::plan::{Order, Planner};
use crate::query::scalar::Scalar;
use crate::schema::FieldType;

/// Fields of a ROLLUP or CUBE. [D66]
const MOST_SUBTOTALS: usize = 3;

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
        if let Some(group_by) = &query.group_by {
            if group_by.kind != GroupKind::Plain && group_by.items.len() > MOST_SUBTOTALS {
                let message = format!("ROLLUP and CUBE take at most {MOST_SUBTOTALS} fields");
                return Err(Refusal::malformed(message, group_by.span));
            }
            for item in &group_by.items {
                grouping.key(item, source)?;
            }
        }
        let mut unnamed = 0;
        for item in &query.select {
            let (cell, name) = match &item.expr {
                SelectExpr::Field(path) => {
                    let at = grouping.grouped(path, source)?;
                    (Cell::Key(at), Some(source.field(path)?.about.name))
                }
                SelectExpr::Call(call) => {
                    let (cell, about) = grouping.cell(call, source)?;
                    let named =
                        matches!(cell, Cell::Format(..) | Cell::Label(..)) && !call.is_aggregate();
                    (cell, named.then_some(about.name))
                }
                SelectExpr::Fields(_, span) => {
                    let message = "The SOQL FIELDS function is not allowed with aggregates";
                    return Err(Refusal::malformed(message, *span));
                }
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
                return Err(Refusal::malformed(
                    format!("duplicate alias: {name}"),
                    item.span,
                ));
            }
            grouping.outputs.push((name, cell));
        }
        if let Some(having) = &query.having {
            grouping.having = Some(self.having(having, source, &mut grouping)?);
        }
        for item in &query.order_by {
            let (cell, about) = match grouping.operand(&item.operand, source) {
                Ok(found) => found,
                Err(refusal) if refusal.message.starts_with("Field must be grouped") => {
                    let written = source.scalar(&item.operand)?.1.name;
                    let message = format!("Ordered field must be grouped or aggregated: {written}");
                    return Err(Refusal::malformed(message, item.span));
                }
                Err(refusal) => return Err(refusal),
            };
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
    fn key(&mut self, item: &Operand, source: &Source<'_>) -> Result<(), Refusal> {
        let span = item.span();
        let (scalar, about) = source.scalar(item)?;
        let Some(path) = scalar.path() else {
            return Err(Refusal::malformed("DISTANCE can not be grouped", span));
        };
        if matches!(
            scalar,
            Scalar::Format(_) | Scalar::Label(_) | Scalar::Currency(_)
        ) {
            let message = format!("unexpected token: '{}'", about.name);
            return Err(Refusal::malformed(message, span));
        }
        // A day or month of an instant can be grouped although the instant cannot.
        let may = path.about.query.groupable || matches!(scalar, Scalar::Date(..));
        if !may {
            let message = format!("field '{}' can not be grouped in a query call", about.name);
            return Err(Refusal::malformed(message, span));
        }
        let id = scalar.id();
        if self.keys.iter().any(|key| key.scalar.id() == id) {
            let message = format!("duplicate grouping expression: {}", about.name);
            return Err(Refusal::malformed(message, span));
        }
        let fold = if about.case_sensitive {
            Fold::Exact
        } else {
            Fold::Case
        };
        self.keys.push(GroupKey {
            scalar,
            about,
            fold,
        });
        Ok(())
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.keys.iter().position(|key| key.scalar.id() == id)
    }

    fn grouped(&self, path: &Path, source: &Source<'_>) -> Result<usize, Refusal> {
        let field = source.field(path)?;
        self.position(&field.id()).ok_or_else(|| {
            let message = format!("Field must be grouped or aggregated: {}", field.about.name);
            Refusal::malformed(message, path.span)
        })
    }

    fn operand(
        &mut self,
        operand: &Operand,
        source: &Source<'_>,
    ) -> Result<(Cell, About), Refusal> {
        match operand {
            Operand::Field(path) => {
                let at = self.grouped(path, source)?;
                Ok((Cell::Key(at), self.keys[at].about.clone()))
            }
            Operand::Call(call) => self.cell(call, source),
        }
    }

    fn cell(&mut self, call: &Call, source: &Source<'_>) -> Result<(Cell, About), Refusal> {
        if call.function.is_aggregate() {
            return self.aggregate(call, source);
        }
        if let Some(inner) = call.inner().filter(|inner| inner.function.is_aggregate()) {
            if call.function != Function::Format {
                let message = format!("unexpected token: '{}'", call.name.text);
                return Err(Refusal::malformed(message, call.span));
            }
            let (cell, about) = self.aggregate(inner, source)?;
            let cell = Cell::Format(Box::new(cell), Box::new(about.clone()));
            return Ok((cell, About::result(&about.name, FieldType::Text)));
        }
        let Some(written) = call.field() else {
            let message = format!("unexpected token: '{}'", call.name.text);
            return Err(Refusal::malformed(message, call.span));
        };
        if call.function == Function::Grouping {
            let at = self.grouped(written, source)?;
            return Ok((
                Cell::Grouping(at),
                About::result("GROUPING", FieldType::Int),
            ));
        }
        let (scalar, about) = source.call(call)?;
        if let Some(at) = self.position(&scalar.id()) {
            return Ok((Cell::Key(at), about));
        }
        match &scalar {
            // A function of a day that is grouped as it is.
            Scalar::Date(function, path) if path.about.kind == FieldType::Date => {
                let at = self.grouped(written, source)?;
                Ok((Cell::Date(*function, at), about))
            }
            Scalar::Format(path) => {
                let at = self.grouped(written, source)?;
                let of = Box::new(path.about.clone());
                Ok((Cell::Format(Box::new(Cell::Key(at)), of), about))
            }
            Scalar::Label(path) => {
                let at = self.grouped(written, source)?;
                let of = Box::new(path.about.clone());
                Ok((Cell::Label(Box::new(Cell::Key(at)), of), about))
            }
            _ => Err(ungrouped(&about.name, call.span)),
        }
    }

    fn aggregate(&mut self, call: &Call, source: &Source<'_>) -> Result<(Cell, About), Refusal> {
        let name = call.name.text.to_ascii_uppercase();
        let (function, result) = match call.function {
            Function::Count => (AggregateFunction::Count, Some(FieldType::Int)),
            Function::CountDistinct => (AggregateFunction::CountDistinct, Some(FieldType::Int)),
            Function::Sum => (AggregateFunction::Sum, Some(FieldType::Double)),
            Function::Avg => (AggregateFunction::Avg, Some(FieldType::Double)),
            Function::Min => (AggregateFunction::Min, None),
            _ => (AggregateFunction::Max, None),
        };
        let written = match call.args.first() {
            Some(sf_schema::soql::Argument::Field(path)) => path,
            _ => {
                let message = format!("unexpected token: '{}'", call.name.text);
                return Err(Refusal::malformed(message, call.span));
            }
        };
        let path = source.field(written)?;
        let is_number = matches!(path.about.kind, FieldType::Int | FieldType::Double);
        let wants_number = matches!(function, AggregateFunction::Sum | AggregateFunction::Avg);
        if !path.about.query.aggregatable || wants_number && !is_number {
            let field = &path.about.name;
            let message = format!("field {field} does not support aggregate operator {name}");
            return Err(Refusal::malformed(message, call.span));
        }
        let id = path.id();
        if self.position(&id).is_some() {
            let message = format!(
                "Grouped field should not be aggregated: {}",
                path.about.name
            );
            return Err(Refusal::malformed(message, call.span));
        }
        let about = match result {
            Some(kind) => {
                let mut about = About::result(&path.about.name, kind);
                if wants_number {
                    about.type_name.clone_from(&path.about.type_name);
                }
                about
            }
            None => path.about.clone(),
        };
        let fold = if path.about.case_sensitive {
            Fold::Exact
        } else {
            Fold::Case
        };
        let new = Aggregate {
            function: Of {
                function,
                path,
                fold,
            },
            id,
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

fn ungrouped(name: &str, span: Span) -> Refusal {
    Refusal::malformed(format!("Field must be grouped or aggregated: {name}"), span)
}
