//! `FORMAT` and `toLabel`: values as people of the locale en_US read them [M].

use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::Decimal;

use super::path::About;
use crate::value::Value;

/// The labels of picklist values; any other value is its own.
pub(crate) fn label(about: &About, value: &Value) -> Value {
    let Value::Text(text) = value else {
        return value.clone();
    };
    let of = |value: &str| {
        let found = about.picklist.iter().find(|(known, _)| known == value);
        found.map_or_else(|| value.to_owned(), |(_, label)| label.clone())
    };
    if about.picklist.is_empty() {
        return value.clone();
    }
    let labels: Vec<String> = text.split(';').map(of).collect();
    Value::text(&labels.join(";"))
}

/// A number, date or time as text.
pub(crate) fn format(about: &About, value: &Value) -> Value {
    let text = match value {
        Value::Int(number) => grouped(Decimal::from(*number)),
        Value::Number(number) if about.type_name == "currency" => {
            format!("${}", grouped(number.round_dp(2)).trim_start_matches('-'))
        }
        Value::Number(number) if about.type_name == "percent" => {
            format!("{}%", grouped(number.normalize()))
        }
        Value::Number(number) => grouped(number.normalize()),
        Value::Date(day) => format!("{}/{}/{}", day.month(), day.day(), day.year()),
        Value::DateTime(at) => {
            let at = Timestamp::from_millisecond(*at).unwrap_or(Timestamp::UNIX_EPOCH);
            let at = Offset::UTC.to_datetime(at);
            let clock = clock(at.hour(), at.minute());
            format!("{}/{}/{}, {clock}", at.month(), at.day(), at.year())
        }
        Value::Time(at) => clock(at.hour(), at.minute()),
        other => return other.clone(),
    };
    let is_debt = matches!(value, Value::Number(number) if number.is_sign_negative());
    if is_debt && about.type_name == "currency" {
        return Value::text(&format!("-{text}"));
    }
    Value::text(&text)
}

fn clock(hour: i8, minute: i8) -> String {
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    format!("{hour}:{minute:02} {half}")
}

/// `1,234,567.8`
fn grouped(number: Decimal) -> String {
    let text = number.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    if number.is_sign_negative() && !number.is_zero() {
        grouped.insert(0, '-');
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::FieldType;

    #[test]
    fn as_people_read_them() {
        let mut about = About::result("x", FieldType::Double);
        let number = |text: &str| Value::Number(text.parse().unwrap());
        let text = |text: &str| Value::text(text);
        assert_eq!(format(&about, &Value::Int(1_234_567)), text("1,234,567"));
        assert_eq!(format(&about, &number("-999.50")), text("-999.5"));
        about.type_name = "currency".to_owned();
        assert_eq!(format(&about, &number("1234.50")), text("$1,234.50"));
        assert_eq!(format(&about, &number("-5.00")), text("-$5.00"));
        assert_eq!(
            format(&about, &Value::Date("2026-03-02".parse().unwrap())),
            text("3/2/2026")
        );
        assert_eq!(
            format(&about, &Value::DateTime(0)),
            text("1/1/1970, 12:00 AM")
        );
        assert_eq!(format(&about, &Value::Null), Value::Null);
    }
}
