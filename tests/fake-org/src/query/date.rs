//! Date literals as ranges of days, and the functions of dates. Days are those of UTC, weeks begin on
//! Sunday, fiscal periods are those of the calendar.

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use sf_schema::soql::{DateFunction, DateLiteral, DateUnit};

use crate::clock::Millis;
use crate::value::Value;

/// From the first day up to the day after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) start: Date,
    pub(crate) end: Date,
}

/// The day of an instant.
pub(crate) fn day_of(at: Millis) -> Date {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(at).date()
}

/// The days that a literal stands for. [D] has them; that LAST_N and NEXT_N of days count the way
/// they do here is from its examples.
pub(crate) fn days(literal: DateLiteral, today: Date) -> Days {
    use DateLiteral as L;
    let day = |offset: i64| add(today, DateUnit::Day, offset);
    let span = |start: Date, end: Date| Days { start, end };
    let period = |unit: DateUnit, from: i64, to: i64| {
        let start = start_of_period(today, unit);
        span(add(start, unit, from), add(start, unit, to))
    };
    match literal {
        L::Yesterday => span(day(-1), today),
        L::Today => span(today, day(1)),
        L::Tomorrow => span(day(1), day(2)),
        L::Last90Days => span(day(-90), day(1)),
        L::Next90Days => span(day(1), day(91)),
        L::Last(unit) => period(unit, -1, 0),
        L::This(unit) => period(unit, 0, 1),
        L::Next(unit) => period(unit, 1, 2),
        // Days count from today, which is among the last ones.
        L::LastN(DateUnit::Day, n) => span(day(-i64::from(n)), day(1)),
        L::NextN(DateUnit::Day, n) => span(day(1), day(i64::from(n) + 1)),
        L::LastN(unit, n) => period(unit, -i64::from(n), 0),
        L::NextN(unit, n) => period(unit, 1, i64::from(n) + 1),
        L::NAgo(unit, n) => period(unit, -i64::from(n), 1 - i64::from(n)),
        _ => span(today, day(1)),
    }
}

fn start_of_period(day: Date, unit: DateUnit) -> Date {
    let month = match unit {
        DateUnit::Day => return day,
        DateUnit::Week => {
            let since = i64::from(day.weekday().since(Weekday::Sunday));
            return add(day, DateUnit::Day, -since);
        }
        DateUnit::Month => day.month(),
        DateUnit::Quarter | DateUnit::FiscalQuarter => (day.month() - 1) / 3 * 3 + 1,
        DateUnit::Year | DateUnit::FiscalYear => 1,
    };
    Date::new(day.year(), month, 1).unwrap_or(day)
}

/// Beyond the calendar is its end.
fn add(day: Date, unit: DateUnit, count: i64) -> Date {
    let span = match unit {
        DateUnit::Day => Span::new().try_days(count),
        DateUnit::Week => Span::new().try_weeks(count),
        DateUnit::Month => Span::new().try_months(count),
        DateUnit::Quarter | DateUnit::FiscalQuarter => {
            Span::new().try_months(count.saturating_mul(3))
        }
        DateUnit::Year | DateUnit::FiscalYear => Span::new().try_years(count),
    };
    let beyond = if count < 0 { Date::MIN } else { Date::MAX };
    span.map_or(beyond, |span| day.saturating_add(span))
}

/// What a function makes of a date or an instant.
pub(crate) fn function(function: DateFunction, value: &Value) -> Value {
    use DateFunction as F;
    let day = match value {
        Value::Date(day) => *day,
        Value::DateTime(at) => day_of(*at),
        _ => return Value::Null,
    };
    let quarter = (day.month() - 1) / 3 + 1;
    let number = match function {
        F::CalendarMonth | F::FiscalMonth => i64::from(day.month()),
        F::CalendarQuarter | F::FiscalQuarter => i64::from(quarter),
        F::CalendarYear | F::FiscalYear => i64::from(day.year()),
        F::DayInMonth => i64::from(day.day()),
        F::DayInWeek => i64::from(day.weekday().since(Weekday::Sunday)) + 1,
        F::DayInYear => i64::from(day.day_of_year()),
        F::WeekInMonth => (i64::from(day.day()) - 1) / 7 + 1,
        F::WeekInYear => (i64::from(day.day_of_year()) - 1) / 7 + 1,
        F::DayOnly => return Value::Date(day),
        F::HourInDay => match value {
            Value::DateTime(at) => at.rem_euclid(86_400_000) / 3_600_000,
            _ => return Value::Null,
        },
        _ => return Value::Null,
    };
    Value::Int(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn start_of(day: Date) -> Millis {
        let at = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
        at.unwrap().as_millisecond()
    }

    #[test]
    fn literals_are_ranges() {
        use DateLiteral as L;
        use DateUnit as U;
        // A Wednesday.
        let today = date("2026-03-04");
        for (literal, start, end) in [
            (L::Yesterday, "2026-03-03", "2026-03-04"),
            (L::Today, "2026-03-04", "2026-03-05"),
            (L::Tomorrow, "2026-03-05", "2026-03-06"),
            (L::Last(U::Week), "2026-02-22", "2026-03-01"),
            (L::This(U::Week), "2026-03-01", "2026-03-08"),
            (L::Next(U::Month), "2026-04-01", "2026-05-01"),
            (L::Last(U::Quarter), "2025-10-01", "2026-01-01"),
            (L::This(U::FiscalYear), "2026-01-01", "2027-01-01"),
            (L::LastN(U::Day, 1), "2026-03-03", "2026-03-05"),
            (L::NextN(U::Day, 2), "2026-03-05", "2026-03-07"),
            (L::LastN(U::Week, 2), "2026-02-15", "2026-03-01"),
            (L::NextN(U::Month, 2), "2026-04-01", "2026-06-01"),
            (L::NAgo(U::Day, 3), "2026-03-01", "2026-03-02"),
            (L::NAgo(U::Year, 1), "2025-01-01", "2026-01-01"),
            (L::NAgo(U::Week, 1), "2026-02-22", "2026-03-01"),
            (L::NAgo(U::Month, 2), "2026-01-01", "2026-02-01"),
            (L::NAgo(U::FiscalQuarter, 1), "2025-10-01", "2026-01-01"),
            (L::NAgo(U::FiscalYear, 2), "2024-01-01", "2025-01-01"),
            (L::This(U::Month), "2026-03-01", "2026-04-01"),
            (L::This(U::Year), "2026-01-01", "2027-01-01"),
            (L::Next(U::Week), "2026-03-08", "2026-03-15"),
            (L::Next(U::FiscalQuarter), "2026-04-01", "2026-07-01"),
            (L::Last(U::FiscalYear), "2025-01-01", "2026-01-01"),
            (L::LastN(U::FiscalQuarter, 2), "2025-07-01", "2026-01-01"),
            (L::NextN(U::FiscalYear, 2), "2027-01-01", "2029-01-01"),
            (L::NextN(U::Quarter, 1), "2026-04-01", "2026-07-01"),
            (L::Last90Days, "2025-12-04", "2026-03-05"),
            (L::Next90Days, "2026-03-05", "2026-06-03"),
        ] {
            let found = days(literal, today);
            assert_eq!(
                (found.start, found.end),
                (date(start), date(end)),
                "{literal:?}"
            );
        }
        let ever = days(L::LastN(U::Year, u32::MAX), today);
        assert_eq!((ever.start, ever.end), (Date::MIN, date("2026-01-01")));
    }

    #[test]
    fn functions() {
        use DateFunction as F;
        let at = Value::DateTime(start_of(date("2026-12-31")) + 23 * 3_600_000 + 59);
        let day = Value::Date(date("2026-12-31"));
        for (name, expected) in [
            (F::CalendarMonth, 12),
            (F::CalendarQuarter, 4),
            (F::FiscalMonth, 12),
            (F::FiscalQuarter, 4),
            (F::CalendarYear, 2026),
            (F::FiscalYear, 2026),
            (F::DayInMonth, 31),
            (F::DayInWeek, 5),
            (F::DayInYear, 365),
            (F::WeekInMonth, 5),
            (F::WeekInYear, 53),
        ] {
            assert_eq!(function(name, &at), Value::Int(expected), "{name:?}");
            assert_eq!(function(name, &day), Value::Int(expected), "{name:?}");
        }
        assert_eq!(function(F::HourInDay, &at), Value::Int(23));
        assert_eq!(function(F::DayOnly, &at), day);
        assert_eq!(function(F::CalendarYear, &Value::Null), Value::Null);
    }
}
