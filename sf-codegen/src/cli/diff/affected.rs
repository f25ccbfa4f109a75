//! The places in the sources that differences touch.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sf_codegen::diff::{Class, Difference};
use sf_codegen::impact::{Touch, impact};
use sf_codegen::source::Sources;
use sf_codegen::{Error, Problem};
use sf_schema::diagnostic::Position;
use sf_schema::{Diagnostic, Span};

use super::side::Side;
use crate::cli::count;
use crate::cli::terminal::Paint;

/// What is touched.
pub(super) struct Affected {
    sources: Sources,
    touches: Vec<Touch>,
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
        Ok(Self {
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

/// How much is touched, as a line.
pub(super) fn summary(places: &[AffectedPlace<'_>], paint: Paint) -> String {
    if places.is_empty() {
        return format!("{}\n", paint.good("nothing of yours is affected"));
    }
    let files: BTreeSet<&Path> = places.iter().map(|place| place.path).collect();
    format!(
        "affected: {} in {}\n",
        paint.title(count(places.len(), "place")),
        count(files.len(), "file")
    )
}
