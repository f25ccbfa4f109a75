//! Rules about LIMIT, OFFSET and the length of the whole.

use super::bound::{Bound, Place};
use super::options::Lint;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Span};
use crate::soql::tree::{Count, CountKind};

/// How many records OFFSET may skip.
const MAX_OFFSET: i64 = 2_000;

/// How long a query may get in a URI, percent-encoded, in bytes. URI and headers share 16,384.
const MAX_ENCODED: usize = 14_000;

/// The org's code for an OFFSET that is too high.
const NUMBER_OUTSIDE_VALID_RANGE: &str = "NUMBER_OUTSIDE_VALID_RANGE";

/// Row 37: OFFSET skips 2000 records at most.
pub(super) fn high_offset(query: &Bound<'_>, report: &mut Report<'_>) {
    if let Some(Count {
        kind: CountKind::Number(number),
        span,
    }) = &query.query.offset
        && *number > MAX_OFFSET
    {
        let message = format!("OFFSET is at most {MAX_OFFSET}");
        let help = "go on from the last record: ORDER BY Id and WHERE Id > '...'";
        let found = Diagnostic::error(NUMBER_OUTSIDE_VALID_RANGE, message, *span);
        report.push(found.with_help(help));
    }
}

/// LIMIT and OFFSET are whole numbers of 32 bits from 0: Salesforce's parser takes others, and
/// what the org makes of them is known from emulators only (E).
pub(super) fn odd_count(query: &Bound<'_>, report: &mut Report<'_>) {
    let counts = [
        ("LIMIT", &query.query.limit),
        ("OFFSET", &query.query.offset),
    ];
    for (name, count) in counts {
        let Some(Count {
            kind: CountKind::Number(number),
            span,
        }) = count
        else {
            continue;
        };
        let is_reported = name == "OFFSET" && *number > MAX_OFFSET;
        if i32::try_from(*number).is_ok_and(|number| number >= 0) || is_reported {
            continue;
        }
        let message = format!("{name} is a whole number from 0 to {}", i32::MAX);
        report.lint(Lint::Doubtful, message, *span, "");
    }
}

/// Row 43: without an order it is chance which records are skipped.
pub(super) fn offset_without_order(query: &Bound<'_>, report: &mut Report<'_>) {
    let Some(offset) = &query.query.offset else {
        return;
    };
    let skips = offset.kind != CountKind::Number(0);
    let gives_rows = !query.query.is_count() && !query.is_overall();
    if skips && gives_rows && query.query.order_by.is_empty() {
        let message = "OFFSET without ORDER BY skips records by chance";
        report.lint(
            Lint::OffsetWithoutOrder,
            message,
            offset.span,
            "add ORDER BY",
        );
    }
}

/// Row 38: what is longer than a URI may be has to go another way. That no query is longer than
/// 100,000 characters is the parser's to say.
pub(super) fn long_query(query: &Bound<'_>, report: &mut Report<'_>) {
    let Span { start, end } = query.query.span;
    // An encoded byte takes three.
    if query.place != Place::Root || (end - start).saturating_mul(3) < MAX_ENCODED {
        return;
    }
    let text = query.query.to_string();
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    let kept = text.bytes().filter(plain).count();
    let encoded = kept + (text.len() - kept) * 3;
    if encoded > MAX_ENCODED {
        let message =
            format!("the query takes {encoded} bytes in a URI, and {MAX_ENCODED} are safe");
        let help = "it has to be sent another way than by GET";
        report.lint(Lint::LongQuery, message, Span::new(start, start + 6), help);
    }
}
