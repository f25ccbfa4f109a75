//! Two schemas compared: what is different, what of that counts, and what it touches.

use std::path::{Path, PathBuf};

use sf_codegen::diff::{Change, Class, Difference, diff};
use sf_codegen::{Error, Problem};
use sf_runtime::client::ApiUsage;

use super::affected::{self, Affected, AffectedPlace, UnreadPlace};
use super::side::Side;
use super::{Options, formats, markdown};
use crate::cli::sarif::Outcome;
use crate::cli::terminal::Paint;
use crate::cli::{count, live};

/// What came of it.
pub(in crate::cli) struct Compared {
    old: Side,
    new: Side,
    /// Every difference.
    all: Vec<Difference>,
    /// Those that are shown.
    shown: Vec<Difference>,
    counts: Counts,
    affected: Option<Affected>,
    /// What live orgs were asked.
    costs: Vec<Cost>,
    /// Whether the exit code is 1.
    pub(in crate::cli) is_failed: bool,
    /// What could not be read.
    pub(in crate::cli) problems: Vec<Problem>,
}

/// What a live org was asked.
#[derive(Debug)]
pub(super) struct Cost {
    /// The side, where there are two of them.
    pub(super) of: Option<String>,
    pub(super) calls: u64,
    pub(super) usage: Option<ApiUsage>,
    /// The org of the snapshot, where it is another one than this.
    pub(super) other_org: Option<String>,
}

/// How many differences there are of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub(super) struct Counts {
    pub(super) breaking: usize,
    pub(super) risky: usize,
    pub(super) compatible: usize,
}

impl Compared {
    /// Compares, and looks for what is touched in these sources if there are any.
    pub(super) fn new(
        (old, new): (Side, Side),
        costs: Vec<Cost>,
        sources: &[PathBuf],
        config: Option<&Path>,
        options: &Options,
    ) -> Result<Self, Error> {
        let mut all = diff(&old.schema, &new.schema);
        if !options.namespaces().is_empty() || old.is_of_orgs() || new.is_of_orgs() {
            // Two orgs give custom objects their prefixes as they come.
            all.retain(|found| found.change != Change::KeyPrefix || !found.object.contains("__"));
        }
        let mut affected = match sources {
            [] => None,
            _ => Some(Affected::read(sources, &all, (&old, &new), config)?),
        };
        let is_counted = |number: &usize| {
            let affected = affected.as_ref();
            affected.is_none_or(|affected| !options.affected || affected.touches(*number))
        };
        let counted: Vec<usize> = (0..all.len()).filter(is_counted).collect();
        let counted = || counted.iter().filter_map(|number| all.get(*number));
        let counts = Counts::of(counted());
        let least = options.least();
        let shown = counted().filter(|found| found.class >= least);
        let shown = shown.cloned().collect();
        let mut problems = Vec::new();
        let is_not_known = affected.as_ref().is_some_and(Affected::has_unread);
        if let Some(affected) = &mut affected {
            affected.retain(&all, least);
            problems = std::mem::take(&mut affected.problems);
        }
        Ok(Self {
            old,
            new,
            all,
            shown,
            counts,
            affected,
            costs,
            is_failed: options.is_failed(counts, is_not_known),
            problems,
        })
    }

    /// The places that are touched; none where there are no sources.
    pub(in crate::cli) fn places(&self) -> Option<Vec<AffectedPlace<'_>>> {
        let affected = self.affected.as_ref();
        affected.map(|affected| affected.places(&self.all))
    }

    /// The org of the snapshot, where the one that was asked is another.
    pub(in crate::cli) fn other_org(&self) -> Option<&str> {
        let mut others = self.costs.iter().map(|cost| cost.other_org.as_deref());
        others.find_map(|other| other)
    }

    /// What could not be read of the sources.
    fn unread(&self) -> Vec<UnreadPlace<'_>> {
        let affected = self.affected.as_ref();
        affected.map(Affected::unread).unwrap_or_default()
    }

    fn unread_files(&self) -> usize {
        self.affected.as_ref().map_or(0, Affected::unread_files)
    }

    /// Whether something of the sources is no Rust, or no query.
    pub(in crate::cli) fn has_unread(&self) -> bool {
        self.affected.as_ref().is_some_and(Affected::has_unread)
    }

    /// Leaves out what could not be read in files that are named already.
    pub(in crate::cli) fn retain_unread(&mut self, is_named: impl Fn(&Path) -> bool) {
        if let Some(affected) = &mut self.affected {
            affected.retain_unread(is_named);
        }
    }

    /// The differences and the places, for people.
    pub(in crate::cli) fn lines(&self, paint: Paint) -> String {
        formats::lines(&self.shown, self.places().as_deref(), &self.unread(), paint)
    }

    /// The same as lines of JSON.
    pub(in crate::cli) fn json_lines(&self) -> Result<String, Error> {
        formats::json_lines(&self.shown, self.places().as_deref(), &self.unread())
    }

    /// The numbers, for the last line of JSON.
    pub(in crate::cli) fn numbers(&self) -> formats::Numbers {
        formats::Numbers {
            counts: self.counts,
            affected: self.places().map(|places| places.len()),
            unread: Some(self.unread_files()).filter(|files| *files > 0),
            calls: self.calls(),
        }
    }

    /// For a pull request.
    pub(in crate::cli) fn markdown(&self) -> String {
        let unread = (&*self.unread(), self.unread_files());
        markdown::report(&self.shown, self.places().as_deref(), unread, self.counts)
    }

    /// The differences and the places as SARIF has them.
    pub(in crate::cli) fn outcomes<'a>(
        &'a self,
        places: &'a [AffectedPlace<'_>],
    ) -> Vec<Outcome<'a>> {
        let mut outcomes = formats::outcomes(&self.shown, places, (&self.old, &self.new));
        outcomes.extend(self.unread().iter().map(formats::unread_outcome));
        outcomes
    }

    /// How much there is, for people.
    pub(in crate::cli) fn summary(&self, paint: Paint) -> String {
        let words = self
            .counts
            .in_words(|class, text| painted(class, text, paint));
        // An org is asked for what the other side has.
        let compared = if self.new.is_org() {
            &self.old
        } else {
            &self.new
        };
        let objects = count(compared.schema.len(), "object");
        let mut text = match words.is_empty() {
            true => format!("compared {objects}: {}\n", paint.good("no difference")),
            false => format!("compared {objects}: {words}\n"),
        };
        if let Some(places) = self.places() {
            text.push_str(&affected::summary(&places, self.unread_files(), paint));
        }
        for cost in &self.costs {
            let used = live::used(cost.calls, cost.usage.as_ref(), paint);
            match &cost.of {
                Some(org) => text.push_str(&format!("{org}: {used}")),
                None => text.push_str(&used),
            }
        }
        text
    }

    fn calls(&self) -> Option<u64> {
        let calls = self.costs.iter().map(|cost| cost.calls).sum();
        (!self.costs.is_empty()).then_some(calls)
    }
}

impl Counts {
    pub(super) fn of<'d>(found: impl IntoIterator<Item = &'d Difference>) -> Self {
        let mut counts = Self::default();
        for difference in found {
            match difference.class {
                Class::Breaking => counts.breaking += 1,
                Class::Risky => counts.risky += 1,
                Class::Compatible => counts.compatible += 1,
            }
        }
        counts
    }

    /// `2 breaking, 1 risky`; nothing where there is no difference.
    pub(super) fn in_words(self, shown: impl Fn(Class, String) -> String) -> String {
        let parts = [
            (self.breaking, Class::Breaking),
            (self.risky, Class::Risky),
            (self.compatible, Class::Compatible),
        ];
        let parts = parts.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> = parts
            .map(|(number, class)| shown(class, format!("{number} {class}")))
            .collect();
        parts.join(", ")
    }
}

/// A text in the colour of a class.
pub(super) fn painted(class: Class, text: impl std::fmt::Display, paint: Paint) -> String {
    match class {
        Class::Breaking => paint.bad(text),
        Class::Risky => paint.doubtful(text),
        Class::Compatible => paint.good(text),
    }
}
