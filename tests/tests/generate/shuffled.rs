//! The same JSON in another order: keys, and the arrays of describe whose order says nothing.

use serde_json::Value;

/// A small generator of pseudo-random numbers (xorshift), so that a failure can be had again.
pub(crate) struct Shuffle(u64);

impl Shuffle {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            let other = usize::try_from(self.0 % (last as u64 + 1)).unwrap_or(0);
            items.swap(last, other);
        }
    }
}

/// The text of a describe with its keys, fields, children, targets and record types shuffled.
/// Picklist values stay in the org's order, which is what users see.
pub(crate) fn shuffled(value: &Value, shuffle: &mut Shuffle) -> String {
    write("", value, shuffle)
}

fn write(key: &str, value: &Value, shuffle: &mut Shuffle) -> String {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<String> = object
                .iter()
                .map(|(key, value)| {
                    format!(
                        "{}:{}",
                        Value::from(key.as_str()),
                        write(key, value, shuffle)
                    )
                })
                .collect();
            shuffle.shuffle(&mut entries);
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(array) => {
            let mut items: Vec<String> =
                array.iter().map(|item| write("", item, shuffle)).collect();
            let unordered = [
                "fields",
                "childRelationships",
                "referenceTo",
                "recordTypeInfos",
                "supportedScopes",
            ];
            if unordered.contains(&key) {
                shuffle.shuffle(&mut items);
            }
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}
