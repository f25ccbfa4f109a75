//! The records of the org, in memory.
//!
//! One [`Table`] an object, rows in the order of insertion, deleted rows kept and marked (the
//! recycle bin). Every change is noted in a journal while a savepoint is open, so that a call, a
//! chunk of records or a whole composite can be taken back. Savepoints nest.
//!
//! Must not know: JSON, HTTP, what an org allows. Whoever writes here has checked already.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::id::{Id, IdGenerator, KeyPrefix};
use crate::schema::{FieldIx, ObjectIx, Schema};
use crate::value::Value;

mod row;
mod table;
mod texts;

pub(crate) use row::{Row, RowIx};
pub(crate) use table::Table;
pub(crate) use texts::Texts;

/// How many recently used records are remembered.
const RECENT: usize = 200;

/// All tables.
#[derive(Debug)]
pub(crate) struct Store {
    schema: Arc<Schema>,
    tables: Vec<Table>,
    ids: IdGenerator,
    auto_numbers: HashMap<(ObjectIx, FieldIx), u64>,
    journal: Vec<Undo>,
    /// Open savepoints.
    depth: usize,
    recent: VecDeque<(ObjectIx, Id)>,
    /// Whether the call under way leaves the records used last as they are.
    keeps_recent: bool,
    /// How many changes there were, those included that were taken back.
    revision: u64,
}

/// What takes a change back.
#[derive(Debug)]
enum Undo {
    /// The last row of the table is new.
    Inserted(ObjectIx),
    /// The row was this before.
    Changed(ObjectIx, RowIx, Row),
}

/// A point to which changes can be taken back. Ends with [`Store::commit`] or [`Store::rollback`];
/// one that an error has passed by ends with the next outer one.
#[derive(Debug)]
#[must_use]
pub(crate) struct Savepoint {
    /// Length of the journal.
    journal: usize,
    /// Savepoints that were open before.
    depth: usize,
}

impl Store {
    pub(crate) fn new(schema: Arc<Schema>) -> Self {
        let tables = schema.objects().iter().map(Table::new).collect();
        Self {
            schema,
            tables,
            ids: IdGenerator::default(),
            auto_numbers: HashMap::new(),
            journal: Vec::new(),
            depth: 0,
            recent: VecDeque::new(),
            keeps_recent: false,
            revision: 0,
        }
    }

    /// A number that is another after every change.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn table(&self, object: ObjectIx) -> &Table {
        &self.tables[object]
    }

    /// The record of an id, deleted or not, whichever of the objects with its prefix it is of.
    pub(crate) fn locate(&self, id: Id) -> Option<(ObjectIx, RowIx)> {
        let objects = self.schema.with_prefix(id.key_prefix());
        let mut found = objects.iter().filter_map(|object| {
            let row = self.tables[*object].find(id)?;
            Some((*object, row))
        });
        found.next()
    }

    /// A new id. Ids are never given twice, not even after a rollback.
    pub(crate) fn new_id(&mut self, prefix: KeyPrefix) -> Id {
        loop {
            let id = self.ids.next(prefix);
            // A seeded record may have taken it.
            if self.locate(id).is_none() {
                return id;
            }
        }
    }

    /// The next number of an auto-number field, from 1.
    pub(crate) fn next_number(&mut self, object: ObjectIx, field: FieldIx) -> u64 {
        let number = self.auto_numbers.entry((object, field)).or_insert(0);
        *number += 1;
        *number
    }

    pub(crate) fn insert(&mut self, object: ObjectIx, row: Row) -> RowIx {
        self.touch(object, row.id);
        let index = self.tables[object].push(row);
        self.note(Undo::Inserted(object));
        index
    }

    /// Sets some fields of a row.
    pub(crate) fn update(&mut self, object: ObjectIx, row: RowIx, changes: Vec<(FieldIx, Value)>) {
        let old = self.tables[object].row(row).clone();
        self.touch(object, old.id);
        let mut new = old.clone();
        for (field, value) in changes {
            new.set(field, value);
        }
        self.tables[object].replace(row, new);
        self.note(Undo::Changed(object, row, old));
    }

    /// Moves a row to the recycle bin, with the fields that this sets.
    pub(crate) fn delete(&mut self, object: ObjectIx, row: RowIx, changes: Vec<(FieldIx, Value)>) {
        let old = self.tables[object].row(row).clone();
        let mut new = old.clone();
        new.deleted = true;
        for (field, value) in changes {
            new.set(field, value);
        }
        self.tables[object].replace(row, new);
        self.note(Undo::Changed(object, row, old));
    }

    pub(crate) fn begin(&mut self) -> Savepoint {
        let savepoint = Savepoint {
            journal: self.journal.len(),
            depth: self.depth,
        };
        self.depth += 1;
        savepoint
    }

    /// Keeps the changes since the savepoint, as far as no outer one is taken back.
    pub(crate) fn commit(&mut self, savepoint: Savepoint) {
        self.depth = savepoint.depth;
        if self.depth == 0 {
            self.journal.clear();
        }
    }

    /// Takes back the changes since the savepoint.
    pub(crate) fn rollback(&mut self, savepoint: Savepoint) {
        self.revision += 1;
        while self.journal.len() > savepoint.journal {
            match self.journal.pop() {
                Some(Undo::Inserted(object)) => self.tables[object].pop(),
                Some(Undo::Changed(object, row, old)) => self.tables[object].replace(row, old),
                None => break,
            }
        }
        self.commit(savepoint);
    }

    /// Takes back a call that ended in a panic, whose savepoints nobody ends.
    pub(crate) fn recover(&mut self) {
        self.keeps_recent = false;
        self.rollback(Savepoint {
            journal: 0,
            depth: 0,
        });
    }

    /// The records used last, the latest first, each once.
    pub(crate) fn recent(&self) -> impl Iterator<Item = (ObjectIx, RowIx)> {
        self.recent.iter().filter_map(|(object, id)| {
            let table = &self.tables[*object];
            let row = table.find(*id)?;
            (!table.row(row).deleted).then_some((*object, row))
        })
    }

    /// Whether what is used from here on leaves the records used last as they are; gives back what
    /// was so before.
    pub(crate) fn keep_recent(&mut self, keep: bool) -> bool {
        std::mem::replace(&mut self.keeps_recent, keep)
    }

    /// Notes that a record was used.
    pub(crate) fn touch(&mut self, object: ObjectIx, id: Id) {
        if self.keeps_recent {
            return;
        }
        if let Some(at) = self.recent.iter().position(|known| *known == (object, id)) {
            self.recent.remove(at);
        }
        self.recent.push_front((object, id));
        self.recent.truncate(RECENT);
    }

    fn note(&mut self, undo: Undo) {
        self.revision += 1;
        if self.depth > 0 {
            self.journal.push(undo);
        }
    }
}

#[cfg(test)]
mod tests;
