//! Of which object a search gives records, and which.

use std::fmt::Write as _;

use crate::error::Error;
use crate::query::Soql;
use crate::rest::known_field;
use crate::sobject::{Described, Table};

/// Records of one object that a search gives.
#[derive(Debug, Clone)]
pub struct Returning {
    pub(super) object: String,
    table: Option<&'static Table>,
    pub(super) fields: Vec<String>,
    pub(super) filter: Option<Soql>,
    pub(super) order_by: Option<String>,
    pub(super) limit: Option<u16>,
    pub(super) offset: Option<u16>,
}

impl Returning {
    /// Records of `T`.
    pub fn of<T: Described>() -> Self {
        Self {
            table: Some(T::TABLE),
            ..Self::named(T::API_NAME)
        }
    }

    /// Records of the object of this API name.
    pub fn named(object: impl Into<String>) -> Self {
        Self {
            object: object.into(),
            table: None,
            fields: Vec::new(),
            filter: None,
            order_by: None,
            limit: None,
            offset: None,
        }
    }

    /// With these fields: names, or paths to the fields of parents. Without any, the id alone.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// Those for which this holds: what would stand after `WHERE`, its values bound.
    #[must_use]
    pub fn filter(mut self, condition: impl Into<Soql>) -> Self {
        self.filter = Some(condition.into());
        self
    }

    /// In this order: what would stand after `ORDER BY`.
    #[must_use]
    pub fn order_by(mut self, order: impl Into<String>) -> Self {
        self.order_by = Some(order.into());
        self
    }

    /// At most so many.
    #[must_use]
    pub fn limit(mut self, records: u16) -> Self {
        self.limit = Some(records);
        self
    }

    /// Without so many of the first: up to 2,000.
    #[must_use]
    pub fn offset(mut self, records: u16) -> Self {
        self.offset = Some(records);
        self
    }

    /// Refuses what is no name and what the object does not have.
    pub(super) fn check(&self) -> Result<(), Error> {
        let mut names = self.fields.iter().chain([&self.object]);
        if let Some(odd) = names.find(|name| !is_path(name)) {
            return Err(Error::request(format!(
                "{odd:?} is not the name of an object or field"
            )));
        }
        // It is no place for a value, so whatever could end it is refused.
        let is_order = |c: char| c.is_ascii_alphanumeric() || "_., ".contains(c);
        if let Some(order) = &self.order_by
            && !order.chars().all(is_order)
        {
            return Err(Error::request(format!(
                "{order:?} is no order: name fields, with ASC or DESC and NULLS FIRST or LAST"
            )));
        }
        for field in &self.fields {
            if let Some(table) = self.table
                && !field.contains(['.', '('])
            {
                known_field(table, field)?;
            }
        }
        Ok(())
    }

    pub(super) fn write(&self, out: &mut String) -> Result<(), Error> {
        self.check()?;
        out.push_str(&self.object);
        let is_bare = self.fields.is_empty()
            && self.filter.is_none()
            && self.order_by.is_none()
            && self.limit.is_none()
            && self.offset.is_none();
        if is_bare {
            return Ok(());
        }
        out.push('(');
        // A filter without fields is none of SOSL's forms.
        out.push_str(&match self.fields.is_empty() {
            true => "Id".to_owned(),
            false => self.fields.join(", "),
        });
        if let Some(filter) = &self.filter {
            out.push_str(" WHERE ");
            out.push_str(&filter.text()?);
        }
        if let Some(order) = &self.order_by {
            out.push_str(" ORDER BY ");
            out.push_str(order);
        }
        if let Some(limit) = self.limit {
            let _ = write!(out, " LIMIT {limit}");
        }
        if let Some(offset) = self.offset {
            let _ = write!(out, " OFFSET {offset}");
        }
        out.push(')');
        Ok(())
    }
}

/// A name, a path of names, or a function of one such as `toLabel(Status)`.
fn is_path(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '(' | ')');
    !name.is_empty() && name.chars().all(plain)
}
