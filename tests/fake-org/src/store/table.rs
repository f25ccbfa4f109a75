//! The rows of one object and the indices over them. Rows in the recycle bin are found by id alone.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Row, RowIx, Texts};
use crate::id::Id;
use crate::schema::{FieldIx, Object};
use crate::value::Value;

/// The rows of one object.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Row>,
    by_id: HashMap<Id, RowIx>,
    indices: Vec<Index>,
    /// The lists of fields that rows have a value of.
    shapes: HashSet<Arc<[FieldIx]>>,
    texts: Texts,
    live: usize,
}

/// Finds rows by the value of a field.
#[derive(Debug)]
struct Index {
    field: FieldIx,
    case_sensitive: bool,
    rows: HashMap<Box<str>, BTreeSet<RowIx>>,
}

impl Table {
    pub(super) fn new(object: &Object) -> Self {
        let indexed = object
            .fields()
            .filter(|(_, field)| field.is_key() || field.is_parent_index());
        Self {
            rows: Vec::new(),
            by_id: HashMap::new(),
            indices: indexed
                .map(|(index, field)| Index {
                    field: index,
                    case_sensitive: field.case_sensitive,
                    rows: HashMap::new(),
                })
                .collect(),
            shapes: HashSet::new(),
            texts: Texts::default(),
            live: 0,
        }
    }

    /// Whether any row is in the recycle bin.
    pub(crate) fn has_deleted(&self) -> bool {
        self.live < self.rows.len()
    }

    /// How many rows are not deleted.
    pub(crate) fn live_count(&self) -> usize {
        self.live
    }

    pub(crate) fn row(&self, index: RowIx) -> &Row {
        &self.rows[index as usize]
    }

    /// A row that may have been taken back since its place was noted.
    pub(crate) fn get(&self, index: RowIx) -> Option<&Row> {
        self.rows.get(index as usize)
    }

    /// The values of the rows as JSON.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// By id, deleted or not.
    pub(crate) fn find(&self, id: Id) -> Option<RowIx> {
        self.by_id.get(&id).copied()
    }

    /// Every row in the order of insertion, deleted ones included.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (RowIx, &Row)> {
        (0..RowIx::MAX).zip(&self.rows)
    }

    /// The rows whose field has a value, in the order of insertion, without deleted ones. Text is
    /// compared as the field compares it. Quick for keys and parents, else a walk over all rows.
    pub(crate) fn find_by(&self, field: FieldIx, value: &Value) -> Vec<RowIx> {
        if let Some(index) = self.indices.iter().find(|index| index.field == field) {
            let found = value
                .key(index.case_sensitive)
                .and_then(|key| index.rows.get(&key));
            return found.into_iter().flatten().copied().collect();
        }
        let same = |(_, row): &(RowIx, &Row)| !row.deleted && row.get(field) == value;
        self.rows().filter(same).map(|(at, _)| at).collect()
    }

    pub(super) fn push(&mut self, mut row: Row) -> RowIx {
        self.share(&mut row);
        self.texts.add(&mut row);
        let at = RowIx::try_from(self.rows.len()).unwrap_or(RowIx::MAX);
        self.by_id.insert(row.id, at);
        self.index(at, &row);
        self.rows.push(row);
        at
    }

    /// Takes the last row away as if it had never been.
    pub(super) fn pop(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.by_id.remove(&row.id);
            self.texts.remove(&row);
            let at = RowIx::try_from(self.rows.len()).unwrap_or(RowIx::MAX);
            self.unindex(at, &row);
        }
    }

    pub(super) fn replace(&mut self, at: RowIx, mut row: Row) {
        self.share(&mut row);
        self.texts.add(&mut row);
        let old = std::mem::replace(&mut self.rows[at as usize], row);
        self.texts.remove(&old);
        if self.texts.is_wasteful() {
            self.texts = Texts::default();
            self.rows.iter_mut().for_each(|row| self.texts.add(row));
        }
        let new = self.rows[at as usize].clone();
        self.unindex(at, &old);
        self.index(at, &new);
    }

    /// Lets the row have its list of fields together with the others.
    fn share(&mut self, row: &mut Row) {
        match self.shapes.get(&row.fields) {
            Some(known) => row.fields = Arc::clone(known),
            None => {
                self.shapes.insert(Arc::clone(&row.fields));
            }
        }
    }

    fn index(&mut self, at: RowIx, row: &Row) {
        if row.deleted {
            return;
        }
        self.live += 1;
        for index in &mut self.indices {
            if let Some(key) = row.get(index.field).key(index.case_sensitive) {
                index.rows.entry(key).or_default().insert(at);
            }
        }
    }

    fn unindex(&mut self, at: RowIx, row: &Row) {
        if row.deleted {
            return;
        }
        self.live -= 1;
        for index in &mut self.indices {
            let Some(key) = row.get(index.field).key(index.case_sensitive) else {
                continue;
            };
            if let Some(rows) = index.rows.get_mut(&key) {
                rows.remove(&at);
                if rows.is_empty() {
                    index.rows.remove(&key);
                }
            }
        }
    }
}
