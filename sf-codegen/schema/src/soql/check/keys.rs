//! The keys that were seen, each with a number.
//!
//! Every rule that looks for repetitions uses this one type: a generic map is compiled anew for
//! whatever is put into it, and everyone who uses the macros waits for that.

use std::collections::BTreeMap;

/// Keys, numbered in the order in which they came.
#[derive(Default)]
pub(super) struct Keys {
    numbers: BTreeMap<String, usize>,
}

impl Keys {
    /// Adds a key. Whether it was not there before.
    pub(super) fn insert(&mut self, key: String) -> bool {
        self.number(key).1
    }

    /// The number of a key, which is added where it was not there; and whether it was not.
    pub(super) fn number(&mut self, key: String) -> (usize, bool) {
        if let Some(number) = self.get(&key) {
            return (number, false);
        }
        let number = self.len();
        self.numbers.insert(key, number);
        (number, true)
    }

    pub(super) fn get(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}
