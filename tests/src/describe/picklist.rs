//! Picklist values and the bit sets of dependent ones.

use serde_json::{Value, json};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One value of a picklist; the label is the value unless another is given.
#[derive(Debug, Clone)]
pub struct PickValue {
    value: String,
    label: Value,
    active: bool,
    valid_for: Value,
}

impl PickValue {
    /// An active value.
    pub fn new(value: impl Into<String>) -> Self {
        let value = value.into();
        Self {
            label: json!(value),
            value,
            active: true,
            valid_for: Value::Null,
        }
    }

    /// Another label; `null` is possible too.
    pub fn label(mut self, label: impl Into<Value>) -> Self {
        self.label = label.into();
        self
    }

    /// No longer offered.
    pub fn inactive(mut self) -> Self {
        self.active = false;
        self
    }

    /// `validFor` as it is, which need not be base64.
    pub fn valid_for(mut self, base64: impl Into<Value>) -> Self {
        self.valid_for = base64.into();
        self
    }

    /// The entry as describe writes it.
    pub fn to_json(&self) -> Value {
        json!({
            "active": self.active,
            "defaultValue": false,
            "label": self.label,
            "validFor": self.valid_for,
            "value": self.value,
        })
    }
}

impl From<&str> for PickValue {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for PickValue {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

/// A value and its label.
impl From<(&str, &str)> for PickValue {
    fn from((value, label): (&str, &str)) -> Self {
        Self::new(value).label(label)
    }
}

/// The `validFor` of a value that is offered for the controlling values at `indices`: bit n of the
/// set counts from the left. Whole groups of three bytes, so the text has no padding.
pub fn valid_for(indices: &[usize]) -> String {
    let bits = indices.iter().max().map_or(1, |last| last + 1);
    let mut bytes = vec![0_u8; bits.div_ceil(24) * 3];
    for index in indices {
        bytes[index / 8] |= 0x80 >> (index % 8);
    }
    let mut text = String::with_capacity(bytes.len() / 3 * 4);
    for group in bytes.chunks(3) {
        let word = group
            .iter()
            .fold(0_usize, |w, byte| w << 8 | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            text.push(char::from(ALPHABET[word >> shift & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::valid_for;

    #[test]
    fn bits_count_from_the_left() {
        assert_eq!(valid_for(&[0]), "gAAA");
        assert_eq!(valid_for(&[1]), "QAAA");
        assert_eq!(valid_for(&[]), "AAAA");
        assert_eq!(valid_for(&[0, 1, 23]), "wAAB");
        assert_eq!(valid_for(&[24]), "AAAAgAAA");
    }
}
