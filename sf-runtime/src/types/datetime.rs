//! Dates, times and instants, as the API reads and writes them.
//!
//! Must not know: records, the time zones of users.

pub use jiff::Timestamp;
use jiff::civil::DateTime;
pub use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::text::Text;

/// Room for the longest: `-009999-12-31T23:59:59.999999999+0000`.
pub(crate) type DateTimeText = Text<37>;
/// Room for the longest: `-009999-12-31`.
pub(crate) type DateText = Text<13>;
/// Room for the longest: `23:59:59.999999999Z`.
pub(crate) type TimeText = Text<19>;

/// Reads an instant: `2026-03-02T14:30:00.000+0000`, as the API answers, or with any other offset
/// (`Z`, `+01:00`, `+0100`, `+01`) and any fraction that a nanosecond holds. Without an offset it
/// is no instant.
pub(crate) fn parse_datetime(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.as_bytes().split_first_chunk::<10>()?;
    let ([b'T' | b't'], rest) = rest.split_first_chunk::<1>()? else {
        return None;
    };
    let date = date_of(date)?;
    // Nearly all are of this shape.
    if let Some(([clock @ .., b'.', a, b, c], b"+0000" | b"Z")) = rest.split_first_chunk::<12>() {
        let milliseconds = digits(&[*a, *b, *c])?;
        let time = time_of(clock, milliseconds * 1_000_000)?;
        return instant(date, time, Offset::UTC);
    }
    let (time, rest) = time_and_rest(rest)?;
    instant(date, time, offset_of(rest)?)
}

/// Reads `2026-03-02`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    date_of(text.as_bytes().try_into().ok()?)
}

/// Reads `14:30:00.000Z`, with or without the fraction and the `Z`.
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    match time_and_rest(text.as_bytes())? {
        (time, [] | b"Z" | b"z") => Some(time),
        _ => None,
    }
}

fn instant(date: Date, time: Time, offset: Offset) -> Option<Timestamp> {
    offset.to_timestamp(DateTime::from_parts(date, time)).ok()
}

fn date_of(text: &[u8; 10]) -> Option<Date> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else {
        return None;
    };
    let year = i16::try_from(digits(&[a, b, c, d])?).ok()?;
    let month = i8::try_from(digits(&[e, f])?).ok()?;
    let day = i8::try_from(digits(&[g, h])?).ok()?;
    Date::new(year, month, day).ok()
}

fn time_of(clock: &[u8; 8], nanoseconds: u32) -> Option<Time> {
    let &[a, b, b':', c, d, b':', e, f] = clock else {
        return None;
    };
    let hour = i8::try_from(digits(&[a, b])?).ok()?;
    let minute = i8::try_from(digits(&[c, d])?).ok()?;
    let second = i8::try_from(digits(&[e, f])?).ok()?;
    let nanoseconds = i32::try_from(nanoseconds).ok()?;
    Time::new(hour, minute, second, nanoseconds).ok()
}

fn time_and_rest(text: &[u8]) -> Option<(Time, &[u8])> {
    let (clock, mut rest) = text.split_first_chunk::<8>()?;
    let mut nanoseconds = 0;
    if let [b'.', fraction @ ..] = rest {
        let length = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
        if length == 0 {
            return None;
        }
        let (fraction, after) = fraction.split_at(length);
        let mut unit = 100_000_000;
        for digit in fraction {
            let digit = u32::from(digit - b'0');
            // Smaller than a nanosecond: not to be lost in silence.
            if unit == 0 && digit != 0 {
                return None;
            }
            nanoseconds += digit * unit;
            unit /= 10;
        }
        rest = after;
    }
    Some((time_of(clock, nanoseconds)?, rest))
}

fn offset_of(text: &[u8]) -> Option<Offset> {
    let (sign, hours, minutes) = match *text {
        [b'Z' | b'z'] => return Some(Offset::UTC),
        [sign, a, b] => (sign, [a, b], *b"00"),
        [sign, a, b, c, d] | [sign, a, b, b':', c, d] => (sign, [a, b], [c, d]),
        _ => return None,
    };
    let (hours, minutes) = (digits(&hours)?, digits(&minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    match sign {
        b'+' => Offset::from_seconds(seconds).ok(),
        b'-' => Offset::from_seconds(-seconds).ok(),
        _ => None,
    }
}

#[inline]
fn digits(text: &[u8]) -> Option<u32> {
    let mut number = 0;
    for byte in text {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(byte - b'0');
    }
    Some(number)
}

/// `2026-03-02T14:30:00.000+0000`, as the API answers.
pub(crate) fn format_datetime_read(instant: Timestamp) -> DateTimeText {
    datetime_text(instant, "+0000")
}

/// `2026-03-02T14:30:00.000Z`, as the API wants it. What is smaller than a millisecond adds
/// digits. A negative year, which no org takes, comes out as ISO 8601 has it and is the org's to
/// refuse.
pub(crate) fn format_datetime_write(instant: Timestamp) -> DateTimeText {
    datetime_text(instant, "Z")
}

/// `2026-03-02`.
pub(crate) fn format_date(date: Date) -> DateText {
    let mut text = Text::new();
    push_date(&mut text, date);
    text
}

/// `14:30:00.000Z`.
pub(crate) fn format_time(time: Time) -> TimeText {
    let mut text = Text::new();
    push_time(&mut text, time);
    text.push("Z");
    text
}

fn datetime_text(instant: Timestamp, zone: &str) -> DateTimeText {
    let civil = Offset::UTC.to_datetime(instant);
    let mut text = Text::new();
    push_date(&mut text, civil.date());
    text.push("T");
    push_time(&mut text, civil.time());
    text.push(zone);
    text
}

fn push_date<const N: usize>(text: &mut Text<N>, date: Date) {
    let year = u32::from(date.year().unsigned_abs());
    if date.year() < 0 {
        text.push("-");
        text.push_digits::<6>(year);
    } else {
        text.push_digits::<4>(year);
    }
    text.push("-");
    text.push_digits::<2>(number(date.month()));
    text.push("-");
    text.push_digits::<2>(number(date.day()));
}

fn push_time<const N: usize>(text: &mut Text<N>, time: Time) {
    text.push_digits::<2>(number(time.hour()));
    text.push(":");
    text.push_digits::<2>(number(time.minute()));
    text.push(":");
    text.push_digits::<2>(number(time.second()));
    text.push(".");
    let nanoseconds = time.subsec_nanosecond().unsigned_abs();
    if nanoseconds.is_multiple_of(1_000_000) {
        text.push_digits::<3>(nanoseconds / 1_000_000);
    } else if nanoseconds.is_multiple_of(1_000) {
        text.push_digits::<6>(nanoseconds / 1_000);
    } else {
        text.push_digits::<9>(nanoseconds);
    }
}

fn number(part: i8) -> u32 {
    u32::from(part.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn every_way_to_write_an_instant_is_read() {
        let expected = at("2026-03-02T14:30:00Z");
        for text in [
            "2026-03-02T14:30:00.000+0000",
            "2026-03-02T14:30:00.000Z",
            "2026-03-02T14:30:00.000z",
            "2026-03-02t14:30:00.0Z",
            "2026-03-02T14:30:00Z",
            "2026-03-02T14:30:00+0000",
            "2026-03-02T14:30:00.000+00:00",
            "2026-03-02T14:30:00.000-00:00",
            "2026-03-02T15:30:00.000+01:00",
            "2026-03-02T15:30:00+0100",
            "2026-03-02T15:30:00+01",
            "2026-03-02T09:00:00.000-0530",
            "2026-03-03T04:29:60.000+1400",
            "2026-03-02T14:30:00.000000000000+0000",
        ] {
            let leap_second = text.contains(":60");
            assert_eq!(
                parse_datetime(text),
                (!leap_second).then_some(expected),
                "{text}"
            );
        }
        let fraction = "2026-03-02T14:30:00.123456789Z";
        assert_eq!(parse_datetime(fraction), Some(at(fraction)));
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "2026-03-02",
            "2026-03-02T14:30:00.000",
            "2026-03-02 14:30:00.000Z",
            "2026-03-02T14:30:00.Z",
            "2026-03-02T14:30:00,000Z",
            "2026-03-02T14:30:00.000+24:00",
            "2026-03-02T14:30:00.000+0060",
            "2026-03-02T14:30:00.000+000",
            "2026-03-02T14:30:00.000+00000",
            "2026-03-02T14:30:00.000 0000",
            "2026-03-02T14:30:00.000ZZ",
            "2026-03-02T14:30:00.0000000001Z",
            "2026-03-02T24:00:00.000Z",
            "2026-03-02T14:60:00.000Z",
            "2026-03-02T14:30:00.00aZ",
            "2026-02-29T14:30:00.000+0000",
            "2026-13-01T14:30:00.000+0000",
            "2026-00-01T14:30:00.000+0000",
            "-2026-03-02T14:30:00.000Z",
            "-026-03-02T14:30:00.000Z",
            "+2026-03-02T14:30:00.000Z",
            "2026-03-02T14:30:00.000+00é",
            "２026-03-02T14:30:00.000Z",
            "9999-12-31T23:59:59.000-2300",
        ] {
            assert_eq!(parse_datetime(text), None, "{text}");
        }
    }

    #[test]
    fn the_calendar_is_the_gregorian_one() {
        for text in [
            "1700-01-01T00:00:00.000+0000",
            "1970-01-01T00:00:00.000+0000",
            "1969-12-31T23:59:59.999+0000",
            "2000-02-29T12:00:00.000+0000",
            "2024-02-29T23:59:59.999+0000",
            "4000-12-31T23:59:59.999+0000",
        ] {
            let instant = parse_datetime(text).unwrap();
            assert_eq!(instant, at(&text.replace("+0000", "Z")));
            assert_eq!(format_datetime_read(instant).as_str(), text);
            assert_eq!(
                format_datetime_write(instant).as_str(),
                text.replace("+0000", "Z")
            );
        }
        assert_eq!(parse_date("1900-02-29"), None);
        assert_eq!(parse_date("2100-02-29"), None);
    }

    #[test]
    fn no_part_of_a_second_is_lost() {
        for (nanoseconds, expected) in [
            (1_000_000, "2026-03-02T14:30:00.001Z"),
            (1_000, "2026-03-02T14:30:00.000001Z"),
            (120_000, "2026-03-02T14:30:00.000120Z"),
            (1, "2026-03-02T14:30:00.000000001Z"),
            (999_999_999, "2026-03-02T14:30:00.999999999Z"),
        ] {
            let instant = Timestamp::new(1_772_461_800, nanoseconds).unwrap();
            assert_eq!(format_datetime_write(instant).as_str(), expected);
            assert_eq!(parse_datetime(expected), Some(instant));
            assert_eq!(
                parse_datetime(&format_datetime_read(instant)),
                Some(instant)
            );
        }
    }

    #[test]
    fn the_longest_texts_fit() {
        let first = format_datetime_read(Timestamp::MIN);
        assert!(
            first.starts_with("-009999-") && first.ends_with("+0000"),
            "{}",
            &*first
        );
        assert_eq!(parse_datetime(&first), None);
        let last = format_datetime_read(Timestamp::MAX);
        assert!(last.starts_with("9999-12-30T") && last.ends_with(".999999999+0000"));
        assert_eq!(&*format_date(Date::MIN), "-009999-01-01");
        assert_eq!(&*format_time(Time::MAX), "23:59:59.999999999Z");
    }

    #[test]
    fn dates_survive_a_round_trip() {
        for text in [
            "2026-03-02",
            "1700-01-01",
            "4000-12-31",
            "2024-02-29",
            "0000-01-01",
        ] {
            assert_eq!(&*format_date(parse_date(text).unwrap()), text);
        }
        for text in [
            "2026-3-2",
            "2026-02-30",
            "20260302",
            "2026-03-02Z",
            "2026/03/02",
            "-001-01-01",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn times_survive_a_round_trip() {
        for (text, expected) in [
            ("14:30:00.000Z", "14:30:00.000Z"),
            ("14:30:00.000", "14:30:00.000Z"),
            ("14:30:00", "14:30:00.000Z"),
            ("14:30:00z", "14:30:00.000Z"),
            ("00:00:00.001Z", "00:00:00.001Z"),
            ("23:59:59.999Z", "23:59:59.999Z"),
        ] {
            assert_eq!(&*format_time(parse_time(text).unwrap()), expected);
        }
        for text in [
            "24:00:00.000Z",
            "14:30",
            "14:30:00.Z",
            "14:30:00+01:00",
            "-4:30:00Z",
            "",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}
