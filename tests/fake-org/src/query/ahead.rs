//! The next page of a query, made while the client reads this one: it will ask for it most likely.
//!
//! One page a query, and a few queries; nothing is made ahead of a page that was not asked for. A
//! page is answered from here as long as it would be made the same again: no record was written
//! since, and its query is still open.
//!
//! Must not know: sockets, threads; how a page is made.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::ApiResponse;

/// Pages that are kept; the oldest goes first.
const PAGES: usize = 16;

/// The pages that were made, or will be, by the URL that the client was told.
#[derive(Debug, Default)]
pub(crate) struct Ahead(Mutex<VecDeque<(String, Arc<Slot>)>>);

/// Where a page will be. Locked while it is made, so that who wants it then waits for it.
#[derive(Debug)]
pub(crate) struct Slot(Mutex<State>);

#[derive(Debug)]
enum State {
    Wanted,
    Made(Made),
    /// Asked for before it was begun, or there is no such page.
    Over,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Made {
    /// Of the records, when it was made.
    pub(crate) revision: u64,
    pub(crate) response: ApiResponse,
}

impl Ahead {
    /// A place for the page at this URL; none where there is one.
    pub(crate) fn want(&self, url: &str) -> Option<Arc<Slot>> {
        let mut pages = lock(&self.0);
        if pages.iter().any(|(known, _)| known == url) {
            return None;
        }
        let slot = Arc::new(Slot(Mutex::new(State::Wanted)));
        pages.push_back((url.to_owned(), slot.clone()));
        if pages.len() > PAGES {
            pages.pop_front();
        }
        Some(slot)
    }

    /// The page at this URL, once: from then on it is made as if there were none.
    pub(crate) fn take(&self, url: &str) -> Option<Made> {
        let slot = {
            let mut pages = lock(&self.0);
            let at = pages.iter().position(|(known, _)| known == url)?;
            pages.remove(at)?.1
        };
        match std::mem::replace(&mut *lock(&slot.0), State::Over) {
            State::Made(made) => Some(made),
            State::Wanted | State::Over => None,
        }
    }
}

impl Slot {
    /// Makes the page, unless somebody asked for it meanwhile and makes it himself.
    pub(crate) fn make(&self, make: impl FnOnce() -> Option<Made>) {
        let mut state = lock(&self.0);
        if let State::Wanted = *state {
            *state = make().map_or(State::Over, State::Made);
        }
    }
}

fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(revision: u64) -> Option<Made> {
        let response = ApiResponse::empty(200);
        Some(Made { revision, response })
    }

    #[test]
    fn a_page_is_made_and_taken_once() {
        let ahead = Ahead::default();
        let slot = ahead.want("a").unwrap();
        assert!(ahead.want("a").is_none());
        slot.make(|| made(1));
        assert_eq!(ahead.take("a").unwrap().revision, 1);
        assert!(ahead.take("a").is_none());
        // Asked for before it was begun.
        let slot = ahead.want("a").unwrap();
        assert!(ahead.take("a").is_none());
        slot.make(|| unreachable!());
        assert!(ahead.take("a").is_none());
    }

    #[test]
    fn few_pages_are_kept() {
        let ahead = Ahead::default();
        for number in 0..=PAGES {
            ahead.want(&number.to_string()).unwrap().make(|| made(0));
        }
        assert!(ahead.take("0").is_none());
        assert!(ahead.take("1").is_some());
    }
}
