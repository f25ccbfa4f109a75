//! A finding as lines of text for people.

use std::path::Path;

use sf_codegen::error::Escaped;
use sf_schema::diagnostic::Position;
use sf_schema::{Diagnostic, Level};

use super::terminal::Paint;
use super::{count, shown};

/// The finding with its line of `source` and carets, as whole lines: `file:line:column` is before it
/// for a file, and `--> 1:1` in it for a query that was an argument. The column counts characters.
pub(super) fn lines(found: &Diagnostic, path: Option<&Path>, source: &str, paint: Paint) -> String {
    let label = format!("{}[{}]:", found.level, found.code);
    let label = match found.level {
        Level::Error => paint.bad(label),
        Level::Warning => paint.doubtful(label),
    };
    let message = paint.title(shown(&found.message));
    let Position { row, column } = found.span.position(source);
    let mut text = match path {
        Some(path) => format!(
            "{}:{row}:{column}: {label} {message}\n",
            Escaped::path(path)
        ),
        None => format!("{label} {message}\n  --> {row}:{column}\n"),
    };
    text.push_str(&excerpt(found, source, paint));
    text.push('\n');
    if let Some(help) = &found.help {
        text.push_str(&format!("   = {} {}\n", paint.good("help:"), shown(help)));
    }
    text
}

/// The line of the source, and the carets in the colour of the finding.
fn excerpt(found: &Diagnostic, source: &str, paint: Paint) -> String {
    let text = found.excerpt(source);
    // The carets end the last line and stand nowhere else in it.
    let carets = text.trim_end_matches('^').len();
    let (before, carets) = text.split_at(carets);
    let carets = match found.level {
        Level::Error => paint.bad(carets),
        Level::Warning => paint.doubtful(carets),
    };
    format!("{before}{carets}")
}

/// What is wrong, as a part of the last line.
pub(super) fn outcome(errors: usize, warnings: usize, paint: Paint) -> String {
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(paint.bad(count(errors, "error")));
    }
    if warnings > 0 {
        parts.push(paint.doubtful(count(warnings, "warning")));
    }
    if parts.is_empty() {
        parts.push(paint.good("all right"));
    }
    parts.join(", ")
}
