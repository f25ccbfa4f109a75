//! Dates and times of the `chrono` crate, for applications that use it already.
//!
//! Setters take them as they are; what a getter gives is converted with [`ToChrono`].

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono::{Datelike, Timelike};

use super::{Date, Time, Timestamp};

/// Converts to the `chrono` type that means the same.
///
/// ```
/// use sf_runtime::Date;
/// use sf_runtime::types::ToChrono;
///
/// let date: Date = "2026-03-02".parse()?;
/// assert_eq!(date.to_chrono().map(|date| date.to_string()).as_deref(), Some("2026-03-02"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ToChrono {
    /// The `chrono` type.
    type Chrono;

    /// The same date or time; none where `chrono` has no such value.
    fn to_chrono(self) -> Option<Self::Chrono>;
}

impl ToChrono for Date {
    type Chrono = NaiveDate;

    fn to_chrono(self) -> Option<NaiveDate> {
        let (month, day) = (
            u32::try_from(self.month()).ok()?,
            u32::try_from(self.day()).ok()?,
        );
        NaiveDate::from_ymd_opt(self.year().into(), month, day)
    }
}

impl ToChrono for Time {
    type Chrono = NaiveTime;

    fn to_chrono(self) -> Option<NaiveTime> {
        let part = |part: i8| u32::try_from(part).ok();
        NaiveTime::from_hms_nano_opt(
            part(self.hour())?,
            part(self.minute())?,
            part(self.second())?,
            u32::try_from(self.subsec_nanosecond()).ok()?,
        )
    }
}

impl ToChrono for Timestamp {
    type Chrono = DateTime<Utc>;

    fn to_chrono(self) -> Option<DateTime<Utc>> {
        let nanoseconds = self.as_nanosecond();
        let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
        let rest = u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).ok()?;
        DateTime::from_timestamp(seconds, rest)
    }
}

/// The instant, or the nearest one that Salesforce's range (years 1700 to 4000) has room for.
pub(crate) fn instant<Z: TimeZone>(instant: &DateTime<Z>) -> Timestamp {
    let nanoseconds = i128::from(instant.timestamp()) * 1_000_000_000
        + i128::from(instant.timestamp_subsec_nanos());
    Timestamp::from_nanosecond(nanoseconds).unwrap_or(if nanoseconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// The date, or the nearest one that Salesforce's range has room for.
pub(crate) fn date(date: NaiveDate) -> Date {
    let part = |part: u32| i8::try_from(part).unwrap_or(1);
    let bound = if date.year() < 0 {
        Date::MIN
    } else {
        Date::MAX
    };
    i16::try_from(date.year())
        .ok()
        .and_then(|year| Date::new(year, part(date.month()), part(date.day())).ok())
        .unwrap_or(bound)
}

/// The time of day; a leap second is the second before.
pub(crate) fn time(time: NaiveTime) -> Time {
    let part = |part: u32| i8::try_from(part).unwrap_or(0);
    let nanosecond = i32::try_from(time.nanosecond().min(999_999_999)).unwrap_or(0);
    Time::new(
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
        nanosecond,
    )
    .unwrap_or(Time::midnight())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same() {
        let instants = [
            "2026-03-02T14:30:00.123Z",
            "1700-01-01T00:00:00Z",
            "3999-12-31T23:59:59.999Z",
        ];
        for text in instants {
            let stamp: Timestamp = text.parse().expect("a valid instant");
            assert_eq!(instant(&stamp.to_chrono().expect("chrono has it")), stamp);
        }
        for text in ["2024-02-29", "1700-01-01", "3999-12-31"] {
            let day: Date = text.parse().expect("a valid date");
            assert_eq!(date(day.to_chrono().expect("chrono has it")), day);
        }
        let noon: Time = "12:34:56.789".parse().expect("a valid time");
        assert_eq!(time(noon.to_chrono().expect("chrono has it")), noon);
    }
}
