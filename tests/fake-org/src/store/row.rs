//! A row: only the fields that hold a value, in the order of the object's fields.

use std::sync::Arc;

use super::texts::Stretch;
use crate::id::Id;
use crate::schema::FieldIx;
use crate::value::{NULL, Value};

/// Where a row stands in its table.
pub(crate) type RowIx = u32;

/// A stored record. Cloning one is cheap: the values are shared until they change.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: Id,
    /// In the recycle bin.
    pub(crate) deleted: bool,
    /// Which fields have a value. Apart from the values, and one list for all rows of a table that
    /// have the same: a page looks for each field of each row, and this list is at hand.
    pub(super) fields: Arc<[FieldIx]>,
    values: Arc<[Value]>,
    /// Where its values stand as JSON, while it is in its table.
    pub(super) stretch: Stretch,
}

impl Row {
    pub(crate) fn new(id: Id, mut values: Vec<(FieldIx, Value)>) -> Self {
        values.retain(|(_, value)| !value.is_null());
        values.sort_by_key(|(field, _)| *field);
        let (fields, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
        Self {
            id,
            deleted: false,
            fields: fields.into(),
            values: values.into(),
            stretch: Stretch::default(),
        }
    }

    pub(crate) fn get(&self, field: FieldIx) -> &Value {
        self.at(self.place(field))
    }

    /// Where the value of a field stands in this row and all rows of the same [`fields`](Self::fields).
    pub(crate) fn place(&self, field: FieldIx) -> Option<usize> {
        self.fields.binary_search(&field).ok()
    }

    /// The value at a [`place`](Self::place).
    pub(crate) fn at(&self, place: Option<usize>) -> &Value {
        place.and_then(|at| self.values.get(at)).unwrap_or(&NULL)
    }

    /// The values by their places.
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether its values stand where those of the other row do.
    pub(crate) fn is_laid_out_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.fields, &other.fields)
    }

    pub(super) fn set(&mut self, field: FieldIx, value: Value) {
        match (self.fields.binary_search(&field), value.is_null()) {
            (Ok(at), false) => Arc::make_mut(&mut self.values)[at] = value,
            (Ok(at), true) => self.change(|fields, values| {
                fields.remove(at);
                values.remove(at);
            }),
            (Err(at), false) => self.change(|fields, values| {
                fields.insert(at, field);
                values.insert(at, value);
            }),
            (Err(_), true) => {}
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<FieldIx>, &mut Vec<Value>)) {
        let (mut fields, mut values) = (self.fields.to_vec(), self.values.to_vec());
        change(&mut fields, &mut values);
        (self.fields, self.values) = (fields.into(), values.into());
    }
}
