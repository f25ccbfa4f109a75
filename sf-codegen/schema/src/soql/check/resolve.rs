//! The resolution of a query without errors, and the sketch of one that has some.

use super::bound::{Bound, Comparison, Expr, Item, ItemKind, Syntax, TypeOf};
use super::problem::Problem;
use super::resolution::{
    BindPlace, BoundBind, Column, ColumnKind, Compared, FieldPath, Resolution, Rows, Selection,
    TypeOfBranch, TypeOfColumn,
};
use crate::soql::tree::{
    Argument, Call, Count, CountKind, Function, GroupKind, Literal, Path, Right, Value, With,
};

/// What the query means; none where a part is not known.
pub(super) fn resolve<'a>(query: &Bound<'a>) -> Option<Resolution<'a>> {
    let selection = selection(query, Unknown::IsNone)?;
    let mut binds = Vec::new();
    collect(query, &mut binds);
    Some(Resolution { selection, binds })
}

/// What a query selects, as far as it is known; none where the object is not.
pub(super) fn sketch<'a>(query: &Bound<'a>) -> Option<Selection<'a>> {
    selection(query, Unknown::IsColumn)
}

/// What is made of a column that is not known.
#[derive(Clone, Copy, PartialEq)]
enum Unknown {
    IsNone,
    IsColumn,
}

fn selection<'a>(query: &Bound<'a>, holes: Unknown) -> Option<Selection<'a>> {
    let rows = if query.query.is_count() {
        Rows::Count
    } else if query.is_grouped() {
        Rows::Groups
    } else {
        Rows::Records
    };
    let mut columns = Vec::new();
    let mut unnamed = 0;
    let items = query.items.iter().filter(|_| rows != Rows::Count);
    for item in items {
        let known = columns_of(query, item, (rows, holes), &mut unnamed, &mut columns);
        match holes {
            Unknown::IsNone => known?,
            Unknown::IsColumn if known.is_none() => columns.extend(unknown(query, item)),
            Unknown::IsColumn => {}
        }
    }
    Some(Selection {
        object: query.object?,
        rows,
        columns,
    })
}

fn columns_of<'a>(
    query: &Bound<'a>,
    item: &Item<'a>,
    (rows, holes): (Rows, Unknown),
    unnamed: &mut u32,
    columns: &mut Vec<Column<'a>>,
) -> Option<()> {
    let span = item.syntax.span;
    let alias = item.syntax.alias.as_ref().map(|alias| &*alias.text);
    let (key, kind) = match &item.kind {
        ItemKind::Fields(set) => {
            let object = query.object?;
            columns.extend(query.field_set(*set).map(|field| Column {
                key: field.name.api.clone(),
                alias: None,
                nillable: object.may_lack(field),
                kind: ColumnKind::Field(FieldPath {
                    steps: Vec::new(),
                    object,
                    field,
                }),
                span,
            }));
            return Some(());
        }
        ItemKind::Expr(expr) => (key_of(expr, rows, unnamed, alias.is_some()), value(expr)?),
        ItemKind::TypeOf(type_of) => {
            let name = type_of.field?.relationship().map_or("", |name| &name.api);
            (
                name.to_owned(),
                ColumnKind::TypeOf(type_of_column(type_of)?),
            )
        }
        ItemKind::Child(child) => {
            let relationship = child.relationship?;
            let name = relationship.name.as_ref().map_or("", |name| &name.api);
            let kind = ColumnKind::Children {
                relationship,
                selection: selection(child, holes)?,
            };
            (name.to_owned(), kind)
        }
    };
    columns.push(Column {
        key: alias.map_or(key, str::to_owned),
        alias,
        nillable: is_nillable(query, &kind),
        kind,
        span,
    });
    Some(())
}

/// A column of which only the name is known, and the way to it.
fn unknown<'a>(query: &Bound<'a>, item: &Item<'a>) -> Option<Column<'a>> {
    let alias = item.syntax.alias.as_ref().map(|alias| &*alias.text);
    let of_path = |path: &Path| {
        let wrong = query.problems.iter().find_map(|problem| match problem {
            Problem::UnknownField { steps, name, .. }
            | Problem::Relationship { steps, name, .. }
            | Problem::UnknownRelationship { steps, name, .. } => path
                .names
                .iter()
                .any(|own| std::ptr::eq(own, *name))
                .then(|| (name.text.clone(), steps.clone())),
            _ => None,
        });
        wrong.or_else(|| Some((path.names.first()?.text.clone(), Vec::new())))
    };
    let (name, steps) = match &item.kind {
        ItemKind::Expr(expr) => match expr.syntax {
            Syntax::Field(path) => of_path(path)?,
            Syntax::Call(call) => of_path(call.field()?)?,
        },
        ItemKind::TypeOf(type_of) => of_path(&type_of.syntax.relationship)?,
        ItemKind::Child(child) => (child.query.from.object.path.last().to_owned(), Vec::new()),
        ItemKind::Fields(_) => return None,
    };
    Some(Column {
        key: alias.map_or(name, str::to_owned),
        alias,
        nillable: false,
        kind: ColumnKind::Unknown { steps },
        span: item.syntax.span,
    })
}

fn is_nillable(query: &Bound<'_>, kind: &ColumnKind<'_>) -> bool {
    let groups = query.query.group_by.as_ref();
    let has_subtotals = groups.is_some_and(|groups| groups.kind != GroupKind::Plain);
    match kind {
        ColumnKind::Field(path) => path.is_nillable() || has_subtotals,
        ColumnKind::Value { function, path, .. } => {
            let of_null = path.as_ref().is_none_or(FieldPath::is_nillable);
            match function {
                Function::Count | Function::CountDistinct | Function::Grouping => false,
                // No records have no greatest value; a group has at least one.
                _ if function.is_aggregate() => of_null || groups.is_none(),
                _ => of_null || has_subtotals || query.is_overall(),
            }
        }
        ColumnKind::TypeOf(type_of) => type_of.is_nillable(),
        ColumnKind::Children { .. } | ColumnKind::Unknown { .. } => true,
    }
}

/// The key of a column without an alias. Aggregates, and functions of groups, are numbered; a
/// function of one field keeps the field's name (?).
fn key_of(expr: &Expr<'_>, rows: Rows, unnamed: &mut u32, has_alias: bool) -> String {
    let name = expr.path.as_ref().map(|path| path.field.name.api.clone());
    match name {
        Some(name) if !is_numbered(expr, rows == Rows::Groups) => name,
        _ => {
            let key = number_key(*unnamed);
            *unnamed += u32::from(!has_alias);
            key
        }
    }
}

/// Whether a column has a number for a name where it has no alias.
pub(super) fn is_numbered(expr: &Expr<'_>, is_grouped: bool) -> bool {
    match expr.call().map(|call| call.function) {
        None => false,
        Some(Function::Format | Function::ToLabel | Function::ConvertCurrency) => is_grouped,
        Some(_) => true,
    }
}

/// The name of a column that has a number.
pub(super) fn number_key(number: u32) -> String {
    format!("expr{number}")
}

fn value<'a>(expr: &Expr<'a>) -> Option<ColumnKind<'a>> {
    let Some(call) = expr.call() else {
        return Some(ColumnKind::Field(expr.path.clone()?));
    };
    Some(ColumnKind::Value {
        function: call.function,
        path: expr.path.clone(),
        data: expr.value_type()?,
    })
}

fn type_of_column<'a>(type_of: &TypeOf<'a>) -> Option<TypeOfColumn<'a>> {
    let branches = type_of.branches.iter().map(|branch| {
        Some(TypeOfBranch {
            object: branch.object?,
            columns: plain_columns(&branch.fields)?,
        })
    });
    Some(TypeOfColumn {
        steps: type_of.steps.clone(),
        field: type_of.field?,
        branches: branches.collect::<Option<_>>()?,
        otherwise: plain_columns(&type_of.otherwise)?,
    })
}

fn plain_columns<'a>(exprs: &[Expr<'a>]) -> Option<Vec<Column<'a>>> {
    let columns = exprs.iter().map(|expr| {
        let path = expr.path.clone()?;
        Some(Column {
            key: path.field.name.api.clone(),
            alias: None,
            nillable: path.is_nillable(),
            kind: ColumnKind::Field(path),
            span: expr.span(),
        })
    });
    columns.collect()
}

/// The binds of a query and of all inside it, clause by clause: in the order of the text.
fn collect<'a>(query: &Bound<'a>, binds: &mut Vec<BoundBind<'a>>) {
    for item in &query.items {
        match &item.kind {
            ItemKind::Expr(expr) => in_expr(expr, binds),
            ItemKind::Child(child) => collect(child, binds),
            ItemKind::Fields(_) | ItemKind::TypeOf(_) => {}
        }
    }
    for comparison in &query.filter {
        in_comparison(comparison, binds);
    }
    for with in &query.query.with {
        if let With::Filter(_, value, _) = with {
            push(value, BindPlace::With, binds);
        }
    }
    for expr in &query.groups {
        in_expr(expr, binds);
    }
    for comparison in &query.having {
        in_comparison(comparison, binds);
    }
    for expr in &query.order {
        in_expr(expr, binds);
    }
    let counts = [
        (&query.query.limit, BindPlace::Limit),
        (&query.query.offset, BindPlace::Offset),
    ];
    for (count, place) in counts {
        if let Some(Count {
            kind: CountKind::Bind(bind),
            ..
        }) = count
        {
            binds.push(BoundBind { bind, place });
        }
    }
}

fn in_comparison<'a>(comparison: &Comparison<'a>, binds: &mut Vec<BoundBind<'a>>) {
    let left = &comparison.left;
    in_expr(left, binds);
    if let Some(inner) = &comparison.inner {
        collect(inner, binds);
    }
    // A type that nothing is known of takes no bind: there is nothing to hold it to.
    let Some(data) = left.value_type() else {
        return;
    };
    let compared = Compared {
        operator: comparison.syntax.operator,
        path: left.path.clone(),
        function: left.call().map(|call| call.function),
        data,
    };
    match &comparison.syntax.right {
        Right::Value(value) if compared.operator.takes_list() => {
            push(value, BindPlace::List(compared), binds);
        }
        Right::Value(value) => push(value, BindPlace::Value(compared), binds),
        Right::List(values, _) => {
            for value in values {
                push(value, BindPlace::Element(compared.clone()), binds);
            }
        }
        Right::Query(_) => {}
    }
}

fn in_expr<'a>(expr: &Expr<'a>, binds: &mut Vec<BoundBind<'a>>) {
    if let Some(call) = expr.call() {
        in_call(call, binds);
    }
}

/// The coordinates and the unit of a DISTANCE.
fn in_call<'a>(call: &'a Call, binds: &mut Vec<BoundBind<'a>>) {
    for argument in &call.args {
        match argument {
            Argument::Value(value) if call.function == Function::Geolocation => {
                push(value, BindPlace::Coordinate, binds);
            }
            Argument::Value(value) => push(value, BindPlace::Unit, binds),
            Argument::Call(inner) => in_call(inner, binds),
            Argument::Field(_) => {}
        }
    }
}

fn push<'a>(value: &'a Value, place: BindPlace<'a>, binds: &mut Vec<BoundBind<'a>>) {
    match &value.literal {
        Literal::Bind(bind) => binds.push(BoundBind { bind, place }),
        Literal::BoundDateLiteral(_, _, bind) => binds.push(BoundBind {
            bind,
            place: BindPlace::DateNumber,
        }),
        _ => {}
    }
}
