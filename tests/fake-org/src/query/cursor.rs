//! The queries that have more pages: what they selected and how far it goes. A locator is a name and
//! the number of rows that were answered, so that a page can be asked for twice.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::Plan;
use crate::id::IdGenerator;
use crate::store::RowIx;

/// How many queries are kept open, and how many rows they may have in all; the one that was not
/// asked for the longest goes first.
const OPEN: usize = 1_000;
const ROWS: usize = 20_000_000;

/// The open queries.
#[derive(Debug, Default)]
pub(crate) struct Cursors(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    ids: IdGenerator,
    open: HashMap<String, Cursor>,
    /// Every name, the one that was not asked for the longest in front.
    unused: VecDeque<String>,
    rows: usize,
}

/// An open query.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    pub(crate) plan: Arc<Plan>,
    pub(crate) rows: Arc<[RowIx]>,
    /// Rows of a page.
    pub(crate) page: usize,
}

impl Cursors {
    /// Opens a query; the name is the locator without the number.
    pub(super) fn open(&self, cursor: Cursor) -> String {
        let mut state = self.state();
        let name = state.ids.next(*b"01g").to_string();
        state.rows += cursor.rows.len();
        state.open.insert(name.clone(), cursor);
        state.unused.push_back(name.clone());
        while state.unused.len() > OPEN || state.rows > ROWS && state.unused.len() > 1 {
            let Some(unused) = state.unused.pop_front() else {
                break;
            };
            if let Some(cursor) = state.open.remove(&unused) {
                state.rows -= cursor.rows.len();
            }
        }
        name
    }

    /// The query of a locator, and how many of its rows were answered.
    pub(super) fn find(&self, locator: &str) -> Option<(String, Cursor, usize)> {
        let (name, offset) = locator.split_once('-')?;
        let offset: usize = offset.parse().ok()?;
        let mut state = self.state();
        let cursor = state.open.get(name)?.clone();
        if let Some(at) = state.unused.iter().position(|known| known == name) {
            let name = state.unused.remove(at);
            state.unused.extend(name);
        }
        (offset < cursor.rows.len()).then(|| (name.to_owned(), cursor, offset))
    }

    /// Whether the query of a locator can be gone on with. It counts as asked for.
    pub(crate) fn is_open(&self, locator: &str) -> bool {
        self.find(locator).is_some()
    }

    /// Forgets every query.
    pub(crate) fn expire(&self) {
        let mut state = self.state();
        state.open.clear();
        state.unused.clear();
        state.rows = 0;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
