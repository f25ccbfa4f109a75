//! Rules about days and hours.

use super::super::bound::Bound;
use super::super::options::Lint;
use super::super::report::Report;
use super::values;
use crate::diagnostic::{Diagnostic, Span};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::{Literal, Value};

/// The years that a date may have (D66).
const YEARS: std::ops::RangeInclusive<u32> = 1700..=4000;

/// Row 10: a date is between 1700 and 4000.
pub(crate) fn out_of_range(query: &Bound<'_>, report: &mut Report<'_>) {
    for (text, span) in dates(query) {
        let year = number(text, 0, 4);
        if year.is_some_and(|year| !YEARS.contains(&year)) {
            let year = text.get(..4).unwrap_or_default();
            let message = format!("the year {year} is not one of 1700 to 4000");
            report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
        }
    }
}

/// Row 10: a date is in the calendar, a time on the clock. Only emulators are known to look (E).
pub(crate) fn impossible_date(query: &Bound<'_>, report: &mut Report<'_>) {
    for (text, span) in dates(query) {
        if !is_day(text) {
            let message = format!("no calendar has the day {}", text.get(..10).unwrap_or(text));
            report.lint(Lint::ImpossibleDate, message, span, "");
        }
    }
    for value in all(query) {
        let clock = match &value.literal {
            Literal::Time(text) => text.as_str(),
            Literal::DateTime(text) => text.get(11..).unwrap_or_default(),
            _ => continue,
        };
        if !is_clock(clock) {
            let message = format!("no clock shows {clock}");
            report.lint(Lint::ImpossibleDate, message, value.span, "");
        }
    }
}

/// Whether a text is a date as SOQL writes it.
pub(super) fn is_date(text: &str) -> bool {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    shape && is_day(text)
}

/// Whether a text is a datetime as SOQL writes it; what follows the seconds is not looked at.
pub(super) fn is_datetime(text: &str) -> bool {
    let zone = text.get(19..).unwrap_or_default();
    text.get(..10).is_some_and(is_date)
        && text
            .get(10..11)
            .is_some_and(|t| t.eq_ignore_ascii_case("t"))
        && text.get(11..19).is_some_and(is_clock)
        && !zone.is_empty()
        && zone
            .bytes()
            .all(|b| b.is_ascii_digit() || b".:+-Zz".contains(&b))
}

fn all<'a>(query: &Bound<'a>) -> Vec<&'a Value> {
    let mut all = Vec::new();
    for comparison in query.comparisons() {
        all.extend(values(comparison));
    }
    all
}

/// The dates, and the dates of datetimes.
fn dates<'a>(query: &Bound<'a>) -> Vec<(&'a str, Span)> {
    let mut dates = Vec::new();
    for value in all(query) {
        if let Literal::Date(text) | Literal::DateTime(text) = &value.literal {
            dates.push((text.as_str(), value.span));
        }
    }
    dates
}

fn is_day(text: &str) -> bool {
    let parts = (number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    let (Some(year), Some(month), Some(day)) = parts else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_clock(text: &str) -> bool {
    let parts = (number(text, 0, 2), number(text, 3, 5), number(text, 6, 8));
    matches!(parts, (Some(0..=23), Some(0..=59), Some(0..=59)))
}

fn number(text: &str, from: usize, to: usize) -> Option<u32> {
    text.get(from..to)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar() {
        for text in ["2020-02-29", "2000-02-29", "2021-12-31", "1700-01-01"] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "2021-02-29",
            "1900-02-29",
            "2020-13-01",
            "2020-00-01",
            "2020-04-31",
            "2020-01-00",
            "2020-1-01",
            "2020/01/01",
            "",
            "20200-1-01",
            "é020-01-0",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn the_clock() {
        for text in ["00:00:00Z", "23:59:59.999+01:00"] {
            assert!(is_clock(text), "{text}");
        }
        for text in ["24:00:00Z", "10:60:00Z", "10:00:61Z", "", "1"] {
            assert!(!is_clock(text), "{text}");
        }
    }
}
