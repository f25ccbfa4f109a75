//! The places in the sources that differences touch.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sf_codegen::diff::{Class, Difference};
use sf_codegen::impact::{Touch, impact};
use sf_codegen::source::{Finding, Sources};
use sf_codegen::{Error, Problem};
use sf_schema::diagnostic::Position;
use sf_schema::{Diagnostic, Level, Span};

use super::side::Side;
use crate::cli::count;
use crate::cli::terminal::Paint;

/// What is touched.
pub(super) struct Affected {
    sources: Sources,
    touches: Vec<Touch>,
    /// Of what it is not known what it uses.
    unread: Vec<Finding>,
    /// How many files that are, with those that could not be opened.
    unread_files: usize,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
}

/// A place, and the difference that touches it.
pub(in crate::cli) struct AffectedPlace<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) start: Position,
    pub(super) end: Position,
    pub(super) difference: &'a Difference,
}

/// A place that nobody can read.
pub(in crate::cli) struct UnreadPlace<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
    pub(super) diagnostic: &'a Diagnostic,
}

impl UnreadPlace<'_> {
    /// Where it begins and ends.
    pub(super) fn positions(&self) -> (Position, Position) {
        let Span { end, .. } = self.diagnostic.span;
        let start = self.diagnostic.span.position(self.text);
        (start, Span::new(end, end).position(self.text))
    }
}

impl Affected {
    /// What the differences touch in these files and folders.
    pub(super) fn read(
        paths: &[PathBuf],
        found: &[Difference],
        (old, new): (&Side, &Side),
        config: Option<&Path>,
    ) -> Result<Self, Error> {
        let mut sources = Sources::read(paths)?;
        let snapshot = old.configured(config, new)?;
        let schema = snapshot.named_schema()?;
        let unread = sources.unread(&schema);
        let unopened = sources.problems.iter();
        let unopened = unopened.filter_map(|problem| problem.path.as_deref());
        let files = unread.iter().filter_map(|found| sources.file(found.file));
        let files = files.map(|file| file.path.as_path());
        let unread_files: BTreeSet<&Path> = files.chain(unopened).collect();
        Ok(Self {
            unread_files: unread_files.len(),
            unread,
            touches: impact(found, &schema, &sources, snapshot.bindings()),
            problems: std::mem::take(&mut sources.problems),
            sources,
        })
    }

    /// Whether the difference of this number touches anything.
    pub(super) fn touches(&self, difference: usize) -> bool {
        let mut touches = self.touches.iter();
        touches.any(|touch| touch.difference == difference)
    }

    /// How many files hold something of which it is not known what it uses.
    pub(super) fn unread_files(&self) -> usize {
        self.unread_files
    }

    /// Whether something could not be read that is no macro of somebody else.
    pub(super) fn has_unread(&self) -> bool {
        let mut levels = self.unread.iter().map(|found| found.diagnostic.level);
        levels.any(|level| level == Level::Error)
    }

    /// What nobody can read, in the order of the files.
    pub(super) fn unread(&self) -> Vec<UnreadPlace<'_>> {
        let unread = self.unread.iter().filter_map(|found| {
            let file = self.sources.file(found.file)?;
            Some(UnreadPlace {
                path: &file.path,
                text: &file.text,
                diagnostic: &found.diagnostic,
            })
        });
        unread.collect()
    }

    /// Forgets what nobody can read in the files that are named already; they count all the same.
    pub(super) fn retain_unread(&mut self, is_named: impl Fn(&Path) -> bool) {
        let sources = &self.sources;
        self.unread.retain(|found| {
            let file = sources.file(found.file);
            file.is_some_and(|file| !is_named(&file.path))
        });
    }

    /// Forgets what is less than this.
    pub(super) fn retain(&mut self, found: &[Difference], least: Class) {
        self.touches.retain(|touch| {
            let difference = found.get(touch.difference);
            difference.is_some_and(|difference| difference.class >= least)
        });
    }

    /// The places in the order of the files, each with a copy of its difference.
    pub(super) fn places<'a>(&'a self, found: &'a [Difference]) -> Vec<AffectedPlace<'a>> {
        let place = |touch: &Touch| {
            let file = self.sources.file(touch.file)?;
            let end = Span::new(touch.span.end, touch.span.end);
            Some(AffectedPlace {
                path: &file.path,
                text: &file.text,
                span: touch.span,
                start: touch.span.position(&file.text),
                end: end.position(&file.text),
                difference: found.get(touch.difference)?,
            })
        };
        self.touches.iter().filter_map(place).collect()
    }
}

/// The place as a finding, to be shown with its line.
pub(super) fn diagnostic(place: &AffectedPlace<'_>) -> Diagnostic {
    let difference = place.difference;
    let message = format!("{}: {}", difference.subject(), difference.reason);
    let code = difference.change.name();
    let found = match difference.class {
        Class::Breaking => Diagnostic::error(code, message, place.span),
        _ => Diagnostic::warning(code, message, place.span),
    };
    match &difference.renamed {
        Some(renamed) => found.with_help(format!("most likely it is `{renamed}` now")),
        None => found,
    }
}

/// How much is touched, and of how much that is not known, as lines. Nothing is said to be affected only
/// where all was read.
pub(super) fn summary(places: &[AffectedPlace<'_>], unread: usize, paint: Paint) -> String {
    let mut text = String::new();
    if !places.is_empty() {
        let files: BTreeSet<&Path> = places.iter().map(|place| place.path).collect();
        text.push_str(&format!(
            "affected: {} in {}\n",
            paint.title(count(places.len(), "place")),
            count(files.len(), "file")
        ));
    } else if unread == 0 {
        text.push_str(&format!("{}\n", paint.good("nothing of yours is affected")));
    }
    if unread > 0 {
        text.push_str(&format!("{}\n", paint.bad(not_known(unread))));
    }
    text
}

/// That this many files could not be read.
pub(super) fn not_known(files: usize) -> String {
    let what = if files == 1 { "it uses" } else { "they use" };
    let files = count(files, "file");
    format!("{files} could not be read, so what {what} is not known")
}
