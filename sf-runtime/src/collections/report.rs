//! What became of all records.

use std::error::Error as StdError;
use std::fmt;

use crate::error::Error;
use crate::types::{AnyObject, Id};

use super::Outcome;

/// How many failures a summary tells.
const TOLD: usize = 3;

/// What became of each record, in the order of the input.
pub struct Report<T = AnyObject> {
    outcomes: Vec<Outcome<T>>,
}

/// Some records were not written, or nobody knows whether they were.
#[derive(Debug)]
pub struct ReportError {
    report: Report,
}

impl<T> Report<T> {
    pub(crate) fn new(outcomes: Vec<Outcome<T>>) -> Self {
        Self { outcomes }
    }

    /// One outcome for each record of the input, in its order.
    pub fn outcomes(&self) -> &[Outcome<T>] {
        &self.outcomes
    }

    /// How many records there were.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there were no records.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// Whether each record was created, updated or deleted.
    pub fn is_success(&self) -> bool {
        self.outcomes.iter().all(Outcome::is_success)
    }

    /// The ids of the records that were created, updated or deleted, in the order of the input.
    pub fn ids(&self) -> impl Iterator<Item = Id<T>> {
        self.outcomes.iter().filter_map(Outcome::id)
    }

    /// The records that were not, each with its place in the input.
    pub fn failures(&self) -> impl Iterator<Item = (usize, &Outcome<T>)> {
        self.outcomes
            .iter()
            .enumerate()
            .filter(|(_, outcome)| !outcome.is_success())
    }

    /// How many were created.
    pub fn created(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Created(_)))
    }

    /// How many were updated.
    pub fn updated(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Updated(_)))
    }

    /// How many were deleted.
    pub fn deleted(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Deleted(_)))
    }

    /// How many were not created, updated or deleted, or may have been: all but the successes.
    pub fn failed(&self) -> usize {
        self.count(|outcome| !outcome.is_success())
    }

    /// The ids of all records, if each was created, updated or deleted.
    ///
    /// # Errors
    /// [`Error::Report`] with this report, if one was not.
    pub fn into_result(self) -> Result<Vec<Id<T>>, Error> {
        if self.is_success() {
            return Ok(self.ids().collect());
        }
        let outcomes = self.outcomes.into_iter().map(Outcome::cast).collect();
        Err(Error::Report(Box::new(ReportError {
            report: Report { outcomes },
        })))
    }

    fn count(&self, test: impl Fn(&Outcome<T>) -> bool) -> usize {
        self.outcomes.iter().filter(|outcome| test(outcome)).count()
    }
}

impl ReportError {
    /// The whole report.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Whether some of it was done, or may have been.
    pub(crate) fn may_have_happened(&self) -> bool {
        let mut outcomes = self.report.outcomes.iter();
        outcomes.any(|outcome| outcome.is_success() || outcome.may_have_happened())
    }
}

impl<T> IntoIterator for Report<T> {
    type Item = Outcome<T>;
    type IntoIter = std::vec::IntoIter<Outcome<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.outcomes.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Report<T> {
    type Item = &'a Outcome<T>;
    type IntoIter = std::slice::Iter<'a, Outcome<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.outcomes.iter()
    }
}

impl<T> Clone for Report<T> {
    fn clone(&self) -> Self {
        Self {
            outcomes: self.outcomes.clone(),
        }
    }
}

impl<T> fmt::Debug for Report<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.outcomes).finish()
    }
}

/// A summary in one line: how many, and why the first few failed.
impl<T> fmt::Display for Report<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        for (count, what) in [
            (self.created(), "created"),
            (self.updated(), "updated"),
            (self.deleted(), "deleted"),
            (
                self.count(|one| matches!(one, Outcome::Failed(_))),
                "failed",
            ),
            (
                self.count(|one| matches!(one, Outcome::RolledBack)),
                "rolled back",
            ),
            (
                self.count(|one| matches!(one, Outcome::Invalid(_) | Outcome::NotDone(_))),
                "not done",
            ),
            (self.count(Outcome::may_have_happened), "unknown"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        let plural = if self.len() == 1 { "" } else { "s" };
        write!(f, "{} record{plural}", self.len())?;
        if !parts.is_empty() {
            write!(f, ": {}", parts.join(", "))?;
        }
        // Who was rolled back with another says nothing of why.
        let causes = self
            .failures()
            .filter(|(_, outcome)| !matches!(outcome, Outcome::RolledBack));
        for (place, outcome) in causes.take(TOLD) {
            write!(f, "; record {place}: {outcome}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.fmt(f)
    }
}

impl StdError for ReportError {}
