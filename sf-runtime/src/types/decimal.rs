//! Exact numbers: read from JSON and written to it without ever losing a digit.
//!
//! Must not know: the precision and scale of a field (setters check them), records.

use std::fmt::Write as _;

pub use rust_decimal::Decimal;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::text::Text;

/// The largest number of digits after the point, and before it, that matters to a `Decimal`.
const MAX_SCALE: i64 = 28;
/// What a `Decimal` can hold beside its scale: 96 bits.
const MAX_MANTISSA: u128 = (1 << 96) - 1;

/// Reads a JSON number: `5`, `5.0`, `1.0E7`. `None` if it is no JSON number, or if a `Decimal`
/// cannot hold all of its digits.
pub(crate) fn parse_json_number(text: &str) -> Option<Decimal> {
    let (negative, bytes) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.as_bytes()),
        None => (false, text.as_bytes()),
    };
    let (whole, rest) = leading_digits(bytes)?;
    if whole.len() > 1 && whole[0] == b'0' {
        return None;
    }
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => leading_digits(rest)?,
        rest => (&[][..], rest),
    };
    if rest.is_empty() && whole.len() + fraction.len() <= 18 {
        let mut mantissa = 0_i64;
        for digit in whole.iter().chain(fraction) {
            mantissa = mantissa * 10 + i64::from(digit - b'0');
        }
        let mantissa = i128::from(if negative { -mantissa } else { mantissa });
        let scale = u32::try_from(fraction.len()).ok()?;
        return Decimal::try_from_i128_with_scale(mantissa, scale).ok();
    }
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => exponent(rest)?,
        _ => return None,
    };
    long_number(negative, whole, fraction, exponent)
}

fn leading_digits(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = bytes.iter().take_while(|it| it.is_ascii_digit()).count();
    (count > 0).then(|| bytes.split_at(count))
}

fn exponent(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (digits, []) = leading_digits(digits)? else {
        return None;
    };
    // A number of so many digits is either zero or out of range.
    let number = digits.iter().fold(0_i64, |number, digit| {
        (number * 10 + i64::from(digit - b'0')).min(1_000_000_000)
    });
    Some(if negative { -number } else { number })
}

#[cold]
fn long_number(negative: bool, whole: &[u8], fraction: &[u8], exponent: i64) -> Option<Decimal> {
    // Trailing zeros are held back, so that many of them do not overflow the number.
    let (mut mantissa, mut zeros) = (0_u128, 0_i64);
    for digit in whole.iter().chain(fraction) {
        if *digit == b'0' {
            zeros += i64::from(mantissa != 0);
        } else {
            mantissa = shift(mantissa, zeros + 1)?.checked_add(u128::from(digit - b'0'))?;
            zeros = 0;
        }
    }
    // The number is `mantissa * 10^power`; the scale is as written where there is room for it.
    let scale = i64::try_from(fraction.len()).ok()? - exponent;
    let power = zeros - scale;
    let wanted = scale.clamp(0, MAX_SCALE);
    let needed = if mantissa == 0 {
        wanted
    } else {
        (-power).max(0)
    };
    (needed..=wanted).rev().find_map(|scale| {
        let shifted = i128::try_from(shift(mantissa, power + scale)?).ok()?;
        let signed = if negative { -shifted } else { shifted };
        Decimal::try_from_i128_with_scale(signed, u32::try_from(scale).ok()?).ok()
    })
}

/// `mantissa * 10^zeros`, if a `Decimal` can hold it.
fn shift(mantissa: u128, zeros: i64) -> Option<u128> {
    if mantissa == 0 {
        return Some(0);
    }
    let power = 10_u128.checked_pow(u32::try_from(zeros).ok()?)?;
    let shifted = mantissa.checked_mul(power)?;
    (shifted <= MAX_MANTISSA).then_some(shifted)
}

/// A decimal of no more significant digits comes back unchanged from the nearest `f64`.
const MAX_F64_MANTISSA: u64 = 999_999_999_999_999;
/// Smaller ones are shown with an exponent.
const MIN_F64: f64 = 1e-5;
/// Powers of ten that an `f64` holds exactly, so that one division by them rounds but once. No
/// number between the two limits above has a larger scale.
const POWERS: [f64; 20] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

/// A decimal that serializes as a JSON number of exactly its value, never with an exponent.
///
/// Serde knows no decimal, so the cheapest call that is exact is chosen:
///
/// 1. without digits after the point, an integer;
/// 2. with no more than 15 significant digits, an `f64`: the shortest text that names that `f64`
///    is the decimal again (`5.10` becomes `5.1`, the same number);
/// 3. else its text, as `serde_json`'s raw JSON. A text format other than JSON would show this as
///    a structure, and formats that are not for people get the text as a string. A
///    `serde_json::Value` keeps as many digits as an `f64` does.
pub(crate) struct JsonDecimal<'a>(pub(crate) &'a Decimal);

impl Serialize for JsonDecimal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.scale() == 0 {
            if let Ok(integer) = i64::try_from(self.0.mantissa()) {
                return serializer.serialize_i64(integer);
            }
            if let Ok(integer) = u64::try_from(self.0.mantissa()) {
                return serializer.serialize_u64(integer);
            }
        } else if let Some(float) = exact_f64(self.0) {
            return serializer.serialize_f64(float);
        }
        let mut text = Text::<32>::new();
        write!(text, "{}", self.0).map_err(S::Error::custom)?;
        if !serializer.is_human_readable() {
            return serializer.serialize_str(&text);
        }
        let raw: &RawValue = serde_json::from_str(&text).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// The `f64` of which the shortest text is this number without an exponent.
fn exact_f64(number: &Decimal) -> Option<f64> {
    let mantissa = i64::try_from(number.mantissa()).ok()?;
    let power = POWERS.get(usize::try_from(number.scale()).ok()?)?;
    if mantissa.unsigned_abs() > MAX_F64_MANTISSA {
        return None;
    }
    let float = mantissa as f64 / power;
    (mantissa == 0 || float.abs() >= MIN_F64).then_some(float)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(number: &Decimal) -> String {
        serde_json::to_string(&JsonDecimal(number)).unwrap()
    }

    #[test]
    fn every_way_to_write_a_number_is_read() {
        for (text, expected) in [
            ("5", "5"),
            ("5.0", "5.0"),
            ("-0.10", "-0.10"),
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0.0"),
            ("0.00e7", "0"),
            ("0e-3", "0.000"),
            ("0e-999999999999", "0.0000000000000000000000000000"),
            ("0e99999999999999999999", "0"),
            ("1.0E7", "10000000"),
            ("1.0e+7", "10000000"),
            ("1.5E-3", "0.0015"),
            ("1E-28", "0.0000000000000000000000000001"),
            ("123456789012345678", "123456789012345678"),
            ("1234567890123456.78", "1234567890123456.78"),
            ("-9999999999999999.99", "-9999999999999999.99"),
            ("0.000000000000000001", "0.000000000000000001"),
            (
                "79228162514264337593543950335",
                "79228162514264337593543950335",
            ),
            (
                "-79228162514264337593543950335",
                "-79228162514264337593543950335",
            ),
            (
                "7.9228162514264337593543950335",
                "7.9228162514264337593543950335",
            ),
            (
                "79228162514264337593543950335.00",
                "79228162514264337593543950335",
            ),
            (
                "1.0000000000000000000000000000000000",
                "1.0000000000000000000000000000",
            ),
            (
                "10000000000000000000000000000E-28",
                "1.0000000000000000000000000000",
            ),
            (
                "1000000000000000000000000000000E-5",
                "10000000000000000000000000.000",
            ),
        ] {
            let number = parse_json_number(text).map(|it| it.to_string());
            assert_eq!(number.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_would_lose_a_digit_is_refused() {
        for text in [
            "79228162514264337593543950336",
            "1E29",
            "1E99999999999",
            "1E-29",
            "0.00000000000000000000000000001",
            "1.00000000000000000000000000001",
            "7.92281625142643375935439503351",
            "123456789012345678901234567890.5",
            "1e99999999999999999999999999999",
        ] {
            assert_eq!(parse_json_number(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_number_is_refused() {
        for text in [
            "", "-", "+1", "01", ".5", "5.", "1e", "1e+", "1.e5", "1.5.5", "1 ", " 1", "--1",
            "0x1", "1_000", "NaN", "\"5\"", "null", "1e5.0", "１",
        ] {
            assert_eq!(parse_json_number(text), None, "{text}");
        }
    }

    #[test]
    fn values_survive_a_round_trip() {
        for text in [
            "0",
            "5",
            "-5",
            "0.1",
            "-0.1",
            "0.3",
            "1.1",
            "10.01",
            "99.99",
            "123456789012345678",
            "-123456789012345678",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775809",
            "1234567890123456.78",
            "0.000000000000000001",
            "0.00001",
            "0.000001",
            "0.00001234567",
            "99999999999999.9",
            "999999999999999.9",
            "0.123456789012345",
            "0.1234567890123456",
            "79228162514264337593543950335",
            "7.9228162514264337593543950335",
            "-0.0000000000000000000000000001",
            "-7.9228162514264337593543950335",
        ] {
            let number = parse_json_number(text).unwrap();
            assert_eq!(json(&number), text);
            assert_eq!(parse_json_number(&json(&number)), Some(number));
        }
    }

    #[test]
    fn trailing_zeros_go_but_integers_stay_integers() {
        for (text, expected) in [
            ("5", "5"),
            ("5.0", "5.0"),
            ("5.10", "5.1"),
            ("-0.00", "0.0"),
        ] {
            assert_eq!(json(&parse_json_number(text).unwrap()), expected);
        }
        assert_eq!(
            json(&Decimal::from_scientific("1.0E7").unwrap()),
            "10000000"
        );
    }

    /// Digits that would show a wrong rounding, at every scale.
    #[test]
    fn no_digit_changes_at_any_scale() {
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
        for round in 0..20_000_u32 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let digits = i128::from((seed >> 8) % 10_u64.pow(1 + round % 17));
            let number = Decimal::try_from_i128_with_scale(-digits, round % 29).unwrap();
            let text = json(&number);
            assert!(!text.contains(['e', 'E']), "{number} as {text}");
            assert_eq!(parse_json_number(&text), Some(number), "{number} as {text}");
        }
    }

    #[test]
    fn a_value_tree_gets_a_number() {
        let number = parse_json_number("1234.5").unwrap();
        assert_eq!(serde_json::to_value(JsonDecimal(&number)).unwrap(), 1234.5);
    }
}
