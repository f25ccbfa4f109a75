//! Record ids: 18 characters, made by counting, read in both lengths.
//!
//! Must not know: objects beyond their key prefix, records.

use std::collections::HashMap;
use std::fmt;

const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The first three characters of an object's ids.
pub(crate) type KeyPrefix = [u8; 3];

/// An id with a right suffix. Always ASCII.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id([u8; 18]);

impl Id {
    /// What Salesforce writes for "no record".
    pub(crate) const EMPTY: Self = Self(*b"000000000000000AAA");

    /// Reads 15 or 18 characters. Of 18, case is taken from the suffix.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if !bytes.iter().all(u8::is_ascii_alphanumeric) {
            return None;
        }
        let mut body: [u8; 15] = *bytes.first_chunk()?;
        match bytes.len() {
            15 => {}
            18 => {
                for (block, character) in bytes[15..].iter().enumerate() {
                    let wanted = character.to_ascii_uppercase();
                    let bits = SUFFIX.iter().position(|known| *known == wanted)?;
                    for at in 0..5 {
                        let byte = &mut body[block * 5 + at];
                        match (bits >> at & 1 == 1, byte.is_ascii_alphabetic()) {
                            (true, true) => byte.make_ascii_uppercase(),
                            (true, false) => return None,
                            (false, _) => byte.make_ascii_lowercase(),
                        }
                    }
                }
            }
            _ => return None,
        }
        Some(Self::of(body))
    }

    fn of(body: [u8; 15]) -> Self {
        let mut id = Self::EMPTY.0;
        id[..15].copy_from_slice(&body);
        for block in 0..3 {
            let bits = (0..5).fold(0, |bits, at| {
                bits | usize::from(body[block * 5 + at].is_ascii_uppercase()) << at
            });
            id[15 + block] = SUFFIX[bits];
        }
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        // Always ASCII, so the empty text is never seen.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(crate) fn key_prefix(&self) -> KeyPrefix {
        [self.0[0], self.0[1], self.0[2]]
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Makes ids: the prefix and a number counted in base 62, so that the same calls give the same ids
/// and later ids sort after earlier ones.
#[derive(Debug, Default)]
pub(crate) struct IdGenerator {
    counts: HashMap<KeyPrefix, u64>,
}

impl IdGenerator {
    pub(crate) fn next(&mut self, prefix: KeyPrefix) -> Id {
        let count = self.counts.entry(prefix).or_insert(0);
        *count += 1;
        // Three characters stand for the server that made the record.
        let mut body = *b"000Fk0000000000";
        body[..3].copy_from_slice(&prefix);
        let mut rest = *count;
        for byte in body[6..].iter_mut().rev() {
            *byte = DIGITS[(rest % 62) as usize];
            rest /= 62;
        }
        Id::of(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_those_of_an_org() {
        for (short, long) in [
            ("001D000000IqhSL", "001D000000IqhSLIAZ"),
            ("0055f000005mc66", "0055f000005mc66AAA"),
            ("001xx000003DGb1", "001xx000003DGb1AAG"),
        ] {
            assert_eq!(Id::parse(short).unwrap().as_str(), long);
            assert_eq!(Id::parse(&long.to_lowercase()).unwrap().as_str(), long);
        }
        for bad in [
            "",
            "001D000000IqhS",
            "001D000000IqhSL!!!",
            "0010000000000005ZZ",
        ] {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn ids_ascend() {
        let mut ids = IdGenerator::default();
        let made: Vec<Id> = (0..5_000).map(|_| ids.next(*b"001")).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert_eq!(made[0].as_str(), "001Fk0000000001IAA");
    }
}
