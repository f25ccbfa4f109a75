//! Differences as lines for people, as JSON, and as SARIF has them.

use serde::Serialize;
use sf_codegen::diff::{Class, Difference};
use sf_codegen::{Error, Problem};

use super::affected::{AffectedPlace, UnreadPlace, diagnostic};
use super::side::Side;
use super::{Counts, painted};
use crate::cli::sarif::{Level, Outcome, Place};
use crate::cli::terminal::Paint;
use crate::cli::{finding, json, shown};

#[derive(Serialize)]
struct Line<'a> {
    object: &'a str,
    field: Option<&'a str>,
    part: Option<&'a str>,
    change: &'static str,
    class: &'static str,
    reason: &'a str,
    renamed: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(difference: &'a Difference) -> Self {
        Self {
            object: &difference.object,
            field: difference.field.as_deref(),
            part: difference.part.as_deref(),
            change: difference.change.name(),
            class: difference.class.name(),
            reason: &difference.reason,
            renamed: difference.renamed.as_deref(),
        }
    }
}

/// A place that a difference touches.
#[derive(Serialize)]
struct PlaceLine<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(flatten)]
    difference: Line<'a>,
}

/// A place that could not be read.
#[derive(Serialize)]
struct UnreadLine<'a> {
    unread: String,
    line: usize,
    column: usize,
    reason: &'a str,
}

/// The numbers of the last line.
#[derive(Serialize)]
pub(in crate::cli) struct Numbers {
    #[serde(flatten)]
    pub(super) counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) affected: Option<usize>,
    /// Files of which it is not known what they use, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unread: Option<usize>,
    /// API calls, where a side is a live org.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) calls: Option<u64>,
}

/// A line each, the worst first; then each place, in the order of the files, and what could not be read.
pub(super) fn lines(
    found: &[Difference],
    places: Option<&[AffectedPlace<'_>]>,
    unread: &[UnreadPlace<'_>],
    paint: Paint,
) -> String {
    let mut text = String::new();
    for class in Class::ALL {
        for difference in found.iter().filter(|difference| difference.class == *class) {
            let label = painted(
                *class,
                format!("{class}[{}]:", difference.change.name()),
                paint,
            );
            let subject = paint.title(shown(&difference.subject()));
            let reason = shown(&difference.reason);
            text.push_str(&format!("{label} {subject}: {reason}\n"));
            if let Some(renamed) = &difference.renamed {
                let help = paint.good("help:");
                text.push_str(&format!(
                    "   = {help} most likely it is `{}` now\n",
                    shown(renamed)
                ));
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for place in places.unwrap_or_default() {
        let lines = finding::lines(&diagnostic(place), Some(place.path), place.text, paint);
        text.push_str(&lines);
        text.push('\n');
    }
    for place in unread {
        let lines = finding::lines(place.diagnostic, Some(place.path), place.text, paint);
        text.push_str(&lines);
        text.push('\n');
    }
    text
}

/// A line each in the order of objects, the places, and what could not be read.
pub(super) fn json_lines(
    found: &[Difference],
    places: Option<&[AffectedPlace<'_>]>,
    unread: &[UnreadPlace<'_>],
) -> Result<String, Error> {
    let failed = |error: serde_json::Error| Problem::new(error.to_string());
    let mut text = String::new();
    for difference in found {
        let line = Line::of(difference);
        text.push_str(&json::line(&serde_json::to_string(&line).map_err(failed)?));
    }
    for place in places.unwrap_or_default() {
        let line = PlaceLine {
            file: place.path.display().to_string(),
            line: place.start.row,
            column: place.start.column,
            end_line: place.end.row,
            end_column: place.end.column,
            difference: Line::of(place.difference),
        };
        text.push_str(&json::line(&serde_json::to_string(&line).map_err(failed)?));
    }
    for place in unread {
        let (start, _) = place.positions();
        text.push_str(&json::line_of(&UnreadLine {
            unread: place.path.display().to_string(),
            line: start.row,
            column: start.column,
            reason: &place.diagnostic.message,
        })?);
    }
    Ok(text)
}

/// Each place in the sources; of what touches none, where the new snapshot names it, or the old one
/// what is gone. A live org has no files.
pub(super) fn outcomes<'a>(
    found: &'a [Difference],
    places: &'a [AffectedPlace<'_>],
    (old, new): (&'a Side, &'a Side),
) -> Vec<Outcome<'a>> {
    let in_sources = places.iter().map(|place| {
        let at = Place {
            path: place.path,
            start: (place.start.row, place.start.column),
            end: (place.end.row, place.end.column),
        };
        outcome(place.difference, Some(at))
    });
    let elsewhere = found
        .iter()
        .filter(|difference| !places.iter().any(|place| place.difference == *difference));
    let elsewhere = elsewhere.map(|difference| {
        let object = &difference.object;
        let is_there = new.schema.object(object).is_some();
        let side = match (old.is_org(), new.is_org()) {
            (false, false) if is_there => Some(new),
            (false, _) => Some(old),
            (true, false) => Some(new),
            (true, true) => None,
        };
        let place = side.and_then(|side| side.place(object, difference.field.as_deref()));
        let place = place.map(|(path, at)| Place {
            path,
            start: (at.row, at.column),
            end: (at.row, at.column),
        });
        outcome(difference, place)
    });
    in_sources.chain(elsewhere).collect()
}

/// What could not be read, as SARIF has it.
pub(super) fn unread_outcome<'a>(place: &UnreadPlace<'a>) -> Outcome<'a> {
    let diagnostic = place.diagnostic;
    let (start, end) = place.positions();
    Outcome {
        rule: diagnostic.code,
        level: match diagnostic.level {
            sf_schema::Level::Error => Level::Error,
            sf_schema::Level::Warning => Level::Warning,
        },
        message: format!("{}: what it uses is not known", diagnostic.message),
        place: Some(Place {
            path: place.path,
            start: (start.row, start.column),
            end: (end.row, end.column),
        }),
    }
}

fn outcome<'a>(difference: &'a Difference, place: Option<Place<'a>>) -> Outcome<'a> {
    let renamed = difference.renamed.as_ref();
    let renamed = renamed.map(|name| format!(" (most likely it is `{name}` now)"));
    Outcome {
        rule: difference.change.name(),
        level: match difference.class {
            Class::Breaking => Level::Error,
            Class::Risky => Level::Warning,
            Class::Compatible => Level::Note,
        },
        message: format!(
            "{}: {}{}",
            difference.subject(),
            difference.reason,
            renamed.unwrap_or_default()
        ),
        place,
    }
}
