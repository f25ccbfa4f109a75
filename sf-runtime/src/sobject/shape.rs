//! The keys of a record, shared by all records that have the same ones.
//!
//! Salesforce answers a query with the same keys in the same order in every record. So the keys
//! are kept once, and the next record's keys are expected to be those of the one before.

use std::cell::RefCell;
use std::sync::Arc;

use super::Table;

/// How many shapes of an object are remembered, and of how many objects.
const SHAPES: usize = 8;
const TABLES: usize = 64;

const ABSENT: u16 = u16::MAX;

/// A key of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Key {
    /// `attributes`
    Attributes,
    /// A field, by its place in the table.
    Field(u16),
    /// Anything else: a relationship, or what the snapshot does not know.
    Other(Box<str>),
}

/// The keys of a record, in the order of the response.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) table: &'static Table,
    pub(super) keys: Vec<Key>,
    /// For each field of the table, where its value is.
    positions: Box<[u16]>,
}

/// The shapes met lately, the last one first.
#[derive(Default)]
pub(super) struct Shapes {
    recent: Vec<Arc<Shape>>,
}

thread_local! {
    static RECENT: RefCell<Vec<(&'static Table, Shapes)>> = const { RefCell::new(Vec::new()) };
}

impl Shape {
    pub(super) fn new(table: &'static Table, keys: Vec<Key>) -> Self {
        let mut positions = vec![ABSENT; table.fields.len()].into_boxed_slice();
        for (position, key) in keys.iter().enumerate() {
            if let (Key::Field(field), Ok(position)) = (key, u16::try_from(position))
                && let Some(slot) = positions.get_mut(usize::from(*field))
            {
                *slot = position;
            }
        }
        Self {
            table,
            keys,
            positions,
        }
    }

    /// Where the value of a field of the table is.
    #[inline]
    pub(super) fn position(&self, field: u16) -> Option<usize> {
        match self.positions.get(usize::from(field)) {
            Some(&position) if position != ABSENT => Some(usize::from(position)),
            _ => None,
        }
    }

    /// Where the value of a key outside the table is.
    pub(super) fn position_of_other(&self, name: &str) -> Option<usize> {
        self.keys
            .iter()
            .position(|key| matches!(key, Key::Other(other) if **other == *name))
    }

    /// The key as it is on the wire.
    pub(super) fn name<'a>(&self, key: &'a Key) -> &'a str {
        match key {
            Key::Attributes => "attributes",
            Key::Field(field) => self
                .table
                .fields
                .get(usize::from(*field))
                .map_or("", |field| field.api),
            Key::Other(name) => name,
        }
    }
}

impl Shapes {
    /// The shape that the next record most likely has.
    pub(super) fn expected(&self) -> Option<Arc<Shape>> {
        self.recent.first().cloned()
    }

    /// The shared shape of these keys.
    pub(super) fn intern(&mut self, table: &'static Table, keys: Vec<Key>) -> Arc<Shape> {
        match self.recent.iter().position(|shape| shape.keys == keys) {
            Some(found) => {
                let shape = self.recent.remove(found);
                self.recent.insert(0, Arc::clone(&shape));
                shape
            }
            None => {
                let shape = Arc::new(Shape::new(table, keys));
                self.recent.truncate(SHAPES - 1);
                self.recent.insert(0, Arc::clone(&shape));
                shape
            }
        }
    }

    /// The thread's shapes of an object, taken out so that a nested read finds its own.
    pub(super) fn take(table: &'static Table) -> Self {
        RECENT.with_borrow_mut(|recent| {
            recent
                .iter()
                .position(|(known, _)| std::ptr::eq(*known, table))
                .map(|place| recent.swap_remove(place).1)
                .unwrap_or_default()
        })
    }

    /// Keeps the shapes for the thread's next read of the object.
    pub(super) fn put(self, table: &'static Table) {
        RECENT.with_borrow_mut(|recent| {
            if recent.len() >= TABLES {
                recent.swap_remove(0);
            }
            recent.push((table, self));
        });
    }
}
