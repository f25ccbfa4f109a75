//! Instants as an org writes and reads them: milliseconds since 1970, `+0000`, HTTP dates.
//!
//! Must not know: fields, records.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, fmt::strtime};

/// Milliseconds since 1970 in UTC.
pub(crate) type Millis = i64;

pub(crate) fn now() -> Millis {
    Timestamp::now().as_millisecond()
}

/// Now without the part of a second, as system fields hold it.
pub(crate) fn now_in_seconds() -> Millis {
    now() / 1000 * 1000
}

/// `2026-03-02T14:30:00.000+0000`
pub(crate) fn datetime_text(at: Millis) -> String {
    let mut text = String::new();
    write_datetime(at, &mut text);
    text
}

/// The same into a text: every record has several.
pub(crate) fn write_datetime(at: Millis, out: &mut String) {
    let at = civil(at);
    if at.year() < 0 {
        out.push('-');
    }
    digits(out, at.year().unsigned_abs(), 4);
    for (before, number, count) in [
        ('-', i16::from(at.month()), 2),
        ('-', i16::from(at.day()), 2),
        ('T', i16::from(at.hour()), 2),
        (':', i16::from(at.minute()), 2),
        (':', i16::from(at.second()), 2),
        ('.', at.millisecond(), 3),
    ] {
        out.push(before);
        digits(out, number.unsigned_abs(), count);
    }
    out.push_str("+0000");
}

/// So many digits of a number, zeros in front.
fn digits(out: &mut String, number: u16, count: u32) {
    for place in (0..count).rev() {
        let digit = number / 10_u16.pow(place) % 10;
        out.push(char::from(b'0' + digit as u8));
    }
}

/// `14:30:00.000Z`
pub(crate) fn time_text(at: Time) -> String {
    format!(
        "{:02}:{:02}:{:02}.{:03}Z",
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

/// `Tue, 10 Aug 2015 00:00:00 GMT`
pub(crate) fn http_date(at: Millis) -> String {
    strtime::format("%a, %d %b %Y %H:%M:%S GMT", civil(at)).unwrap_or_default()
}

pub(crate) fn parse_http_date(text: &str) -> Option<Millis> {
    // The day of the week is not checked: the documented example has a wrong one.
    let (_, text) = text.split_once(',')?;
    let at = strtime::parse("%d %b %Y %H:%M:%S GMT", text.trim()).ok()?;
    millis(at.to_datetime().ok()?, 0)
}

/// ISO 8601 with an offset. Without milliseconds, `+0000` is refused as the API does; `+00:00` and
/// `Z` are not.
pub(crate) fn parse_datetime(text: &str) -> Option<Millis> {
    let (date, rest) = text.split_once('T')?;
    let at = rest.find(['Z', '+', '-'])?;
    let (time, offset) = rest.split_at(at);
    let seconds = match offset.as_bytes() {
        b"Z" => 0,
        [sign, h1, h2, b':', m1, m2] => offset_seconds(*sign, [*h1, *h2, *m1, *m2])?,
        [sign, digits @ ..] if time.contains('.') => {
            offset_seconds(*sign, <[u8; 4]>::try_from(digits).ok()?)?
        }
        _ => return None,
    };
    let time = parse_clock(time)?;
    millis(DateTime::from_parts(parse_date(date)?, time), seconds)
}

/// `2026-03-02`
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = <[&str; 3]>::try_from(parts).ok()?;
    if year.len() != 4 {
        return None;
    }
    Date::new(number(year)?, two(month)?, two(day)?).ok()
}

/// `14:30:00.000Z`; milliseconds and `Z` may be left out, and another offset may stand for `Z`.
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (clock, offset) = text.split_at(text.find(['+', '-']).unwrap_or(text.len()));
    let seconds = match offset.as_bytes() {
        [] => 0,
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => {
            offset_seconds(*sign, [*h1, *h2, *m1, *m2])?
        }
        _ => return None,
    };
    let since = jiff::SignedDuration::from_secs(seconds.into());
    Some(parse_clock(clock)?.wrapping_sub(since))
}

fn parse_clock(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = <[&str; 3]>::try_from(parts).ok()?;
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let nanos = number::<i32>(fraction)? * 10_i32.pow(9 - u32::try_from(fraction.len()).ok()?);
    Time::new(
        two(hour)?,
        two(minute)?,
        two(second)?,
        nanos / 1_000_000 * 1_000_000,
    )
    .ok()
}

fn two(text: &str) -> Option<i8> {
    if text.len() == 2 { number(text) } else { None }
}

/// Digits only: no sign, no spaces.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

fn offset_seconds(sign: u8, digits: [u8; 4]) -> Option<i32> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [h1, h2, m1, m2] = digits.map(|digit| i32::from(digit - b'0'));
    let seconds = (h1 * 10 + h2) * 3600 + (m1 * 10 + m2) * 60;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

fn millis(at: DateTime, offset: i32) -> Option<Millis> {
    let offset = Offset::from_seconds(offset).ok()?;
    Some(offset.to_timestamp(at).ok()?.as_millisecond())
}

fn civil(at: Millis) -> DateTime {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_read_and_write() {
        for (text, written) in [
            ("2026-03-02T14:30:00Z", "2026-03-02T14:30:00.000+0000"),
            (
                "2026-03-02T14:30:00.123+0000",
                "2026-03-02T14:30:00.123+0000",
            ),
            ("2026-03-02T14:30:00+02:00", "2026-03-02T12:30:00.000+0000"),
            ("2026-03-02T14:30:00.1-0530", "2026-03-02T20:00:00.100+0000"),
        ] {
            assert_eq!(
                datetime_text(parse_datetime(text).unwrap()),
                written,
                "{text}"
            );
        }
        for bad in [
            "2026-03-02T14:30:00+0000",
            "2026-03-02",
            "2026-02-30T00:00:00Z",
            "x",
            "T",
            "2026-03-02T14:30Z",
        ] {
            assert_eq!(parse_datetime(bad), None, "{bad}");
        }
    }

    #[test]
    fn http_dates_read_and_write() {
        let at = parse_http_date("Tue, 10 Aug 2015 00:00:00 GMT").unwrap();
        assert_eq!(http_date(at), "Mon, 10 Aug 2015 00:00:00 GMT");
        assert_eq!(parse_http_date("yesterday"), None);
    }
}
