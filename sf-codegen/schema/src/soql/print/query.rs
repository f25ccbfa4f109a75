//! The clauses.

use std::fmt::{self, Display, Formatter, Write};

use super::join;
use crate::soql::tree::{
    CategoryFilter, CategoryOperator, Count, CountKind, Direction, From, FromItem, GroupBy,
    GroupKind, Nulls, OrderItem, Query, SelectExpr, SelectItem, Tracking, TypeOf, Usage, When,
    With,
};

impl Query {
    /// What comes before the conditions: SELECT, FROM and USING SCOPE. The text of the query begins
    /// with it.
    ///
    /// ```
    /// use sf_schema::soql::{self, Options};
    ///
    /// let text = "SELECT Id FROM Account WHERE Name = 'A' LIMIT 5";
    /// let query = soql::parse(text, &Options::default()).query.expect("a query");
    /// assert_eq!(query.head(), "SELECT Id FROM Account");
    /// ```
    pub fn head(&self) -> String {
        Head(self).to_string()
    }
}

struct Head<'q>(&'q Query);

impl Display for Head<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(query) = self;
        f.write_str("SELECT ")?;
        join(f, &query.select, ", ")?;
        write!(f, " FROM {}", query.from)?;
        match &query.scope {
            Some(scope) => write!(f, " USING SCOPE {scope}"),
            None => Ok(()),
        }
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Head(self).fmt(f)?;
        if let Some(filter) = &self.filter {
            write!(f, " WHERE {filter}")?;
        }
        for with in &self.with {
            write!(f, " WITH {with}")?;
        }
        if let Some(group_by) = &self.group_by {
            write!(f, " {group_by}")?;
        }
        if let Some(having) = &self.having {
            write!(f, " HAVING {having}")?;
        }
        if !self.order_by.is_empty() {
            f.write_str(" ORDER BY ")?;
            join(f, &self.order_by, ", ")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " LIMIT {limit}")?;
        }
        if let Some(offset) = &self.offset {
            write!(f, " OFFSET {offset}")?;
        }
        match self.usage {
            Some(Usage::View) => f.write_str(" FOR VIEW")?,
            Some(Usage::Reference) => f.write_str(" FOR REFERENCE")?,
            None => {}
        }
        if !self.tracking.is_empty() {
            f.write_str(" UPDATE ")?;
            join(f, &self.tracking, ", ")?;
        }
        if self.for_update.is_some() {
            f.write_str(" FOR UPDATE")?;
        }
        if self.all_rows.is_some() {
            f.write_str(" ALL ROWS")?;
        }
        Ok(())
    }
}

impl Display for SelectItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.expr {
            SelectExpr::Field(path) => path.fmt(f)?,
            SelectExpr::Call(call) => call.fmt(f)?,
            SelectExpr::Fields(set, _) => write!(f, "FIELDS({set})")?,
            SelectExpr::TypeOf(type_of) => type_of.fmt(f)?,
            SelectExpr::Child(query) => write!(f, "({query})")?,
        }
        match &self.alias {
            Some(alias) => write!(f, " {alias}"),
            None => Ok(()),
        }
    }
}

impl Display for TypeOf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "TYPEOF {} ", self.relationship)?;
        join(f, &self.branches, " ")?;
        if !self.otherwise.is_empty() {
            f.write_str(" ELSE ")?;
            join(f, &self.otherwise, ", ")?;
        }
        f.write_str(" END")
    }
}

impl Display for When {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "WHEN {} THEN ", self.object)?;
        join(f, &self.fields, ", ")
    }
}

impl Display for From {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.object.fmt(f)?;
        for item in &self.aliases {
            write!(f, ", {item}")?;
        }
        Ok(())
    }
}

impl Display for FromItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.alias {
            // With AS no alias can be taken for a clause.
            Some(alias) => write!(f, "{} AS {alias}", self.path),
            None => self.path.fmt(f),
        }
    }
}

impl Display for With {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::DataCategory(filters, _) => {
                f.write_str("DATA CATEGORY ")?;
                join(f, filters, " AND ")
            }
            Self::Mode(name) => name.fmt(f),
            Self::Filter(path, value, _) => write!(f, "{path} = {value}"),
            Self::Context(name, pairs, _) => {
                write!(f, "{name} (")?;
                for (i, (key, value)) in pairs.iter().enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    write!(f, "{comma}{key} = {value}")?;
                }
                f.write_char(')')
            }
        }
    }
}

impl Display for CategoryFilter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.group, self.operator)?;
        match self.categories.as_slice() {
            [category] => category.fmt(f),
            several => {
                f.write_char('(')?;
                join(f, several, ", ")?;
                f.write_char(')')
            }
        }
    }
}

impl Display for CategoryOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::At => "AT",
            Self::Above => "ABOVE",
            Self::Below => "BELOW",
            Self::AboveOrBelow => "ABOVE_OR_BELOW",
        })
    }
}

impl Display for GroupBy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("GROUP BY ")?;
        match self.kind {
            GroupKind::Plain => return join(f, &self.items, ", "),
            GroupKind::Rollup => f.write_str("ROLLUP(")?,
            GroupKind::Cube => f.write_str("CUBE(")?,
        }
        join(f, &self.items, ", ")?;
        f.write_char(')')
    }
}

impl Display for OrderItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.operand.fmt(f)?;
        match self.direction {
            Some(Direction::Ascending) => f.write_str(" ASC")?,
            Some(Direction::Descending) => f.write_str(" DESC")?,
            None => {}
        }
        match self.nulls {
            Some(Nulls::First) => f.write_str(" NULLS FIRST"),
            Some(Nulls::Last) => f.write_str(" NULLS LAST"),
            None => Ok(()),
        }
    }
}

impl Display for Count {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            CountKind::Number(number) => number.fmt(f),
            CountKind::Bind(bind) => bind.fmt(f),
        }
    }
}

impl Display for Tracking {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tracking => "TRACKING",
            Self::ViewStat => "VIEWSTAT",
        })
    }
}
