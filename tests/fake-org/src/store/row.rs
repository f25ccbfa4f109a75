//! A row: only the fields that hold a value, in the order of the object's fields.

use std::sync::Arc;

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
    values: Arc<Vec<(FieldIx, Value)>>,
}

impl Row {
    pub(crate) fn new(id: Id, mut values: Vec<(FieldIx, Value)>) -> Self {
        values.retain(|(_, value)| !value.is_null());
        values.sort_by_key(|(field, _)| *field);
        values.shrink_to_fit();
        Self {
            id,
            deleted: false,
            values: Arc::new(values),
        }
    }

    pub(crate) fn get(&self, field: FieldIx) -> &Value {
        match self.position(field) {
            Ok(at) => &self.values[at].1,
            Err(_) => &NULL,
        }
    }

    pub(super) fn set(&mut self, field: FieldIx, value: Value) {
        let at = self.position(field);
        let values = Arc::make_mut(&mut self.values);
        match (at, value.is_null()) {
            (Ok(at), true) => {
                values.remove(at);
            }
            (Ok(at), false) => values[at].1 = value,
            (Err(_), true) => {}
            (Err(at), false) => values.insert(at, (field, value)),
        }
    }

    fn position(&self, field: FieldIx) -> Result<usize, usize> {
        self.values
            .binary_search_by_key(&field, |(known, _)| *known)
    }
}
