//! Differences as lines for people, as JSON, and as SARIF.

use serde::Serialize;
use sf_codegen::diff::{Class, Difference};
use sf_codegen::{Error, Problem};

use super::side::Side;
use super::{Counts, painted};
use crate::cli::sarif::{self, Level, Outcome, Place};
use crate::cli::terminal::Paint;
use crate::cli::{json, shown};

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

/// A line each, the worst first.
pub(super) fn lines(found: &[Difference], paint: Paint) -> String {
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
    text
}

/// A line each in the order of objects, and the counts.
pub(super) fn json_lines(found: &[Difference], counts: Counts) -> Result<String, Error> {
    let failed = |error: serde_json::Error| Problem::new(error.to_string());
    let mut text = String::new();
    for difference in found {
        let line = Line {
            object: &difference.object,
            field: difference.field.as_deref(),
            part: difference.part.as_deref(),
            change: difference.change.name(),
            class: difference.class.name(),
            reason: &difference.reason,
            renamed: difference.renamed.as_deref(),
        };
        text.push_str(&json::line(&serde_json::to_string(&line).map_err(failed)?));
    }
    text.push_str(&json::line(
        &serde_json::to_string(&counts).map_err(failed)?,
    ));
    Ok(text)
}

/// Where the new snapshot names what differs, or the old one what is gone.
pub(super) fn sarif(found: &[Difference], old: &Side, new: &Side) -> String {
    let outcomes: Vec<Outcome<'_>> = found
        .iter()
        .map(|difference| {
            let object = &difference.object;
            let side = if new.schema.object(object).is_some() {
                new
            } else {
                old
            };
            let place = side.place(object, difference.field.as_deref());
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
                place: place.map(|(path, at)| Place {
                    path,
                    start: (at.row, at.column),
                    end: (at.row, at.column),
                }),
            }
        })
        .collect();
    sarif::log(&outcomes)
}
