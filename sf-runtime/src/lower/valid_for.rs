//! The bit set in `validFor` of a dependent picklist's value.

/// The indexes below `limit` whose bit is set in `text`, which is base64.
///
/// Bit n is `bytes[n >> 3] & (0x80 >> (n % 8))`: the bits stand in reading order, so they can be
/// taken from the base64 digits, six a digit, without the bytes. A bit that is not there is not set,
/// and text that is not base64 has none.
pub(super) fn decode(text: &str, limit: usize) -> Vec<u16> {
    let digits = text.trim_end_matches('=').as_bytes();
    if digits.len() % 4 == 1 || digits.iter().any(|digit| value(*digit).is_none()) {
        return Vec::new();
    }
    // Whole bytes only: the last digit may carry bits that belong to none.
    let limit = limit.min(digits.len() * 6 / 8 * 8);
    let mut indexes = Vec::new();
    for (position, digit) in digits.iter().enumerate() {
        let bits = value(*digit).unwrap_or(0);
        if bits == 0 {
            continue;
        }
        let set = (0..6).filter(|bit| bits & (0x20 >> bit) != 0);
        indexes.extend(
            set.map(|bit| position * 6 + bit)
                .filter(|index| *index < limit)
                .filter_map(|index| u16::try_from(index).ok()),
        );
    }
    indexes
}

/// What a base64 digit stands for.
fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn samples_of_orgs() {
        assert_eq!(decode("gAAA", 24), [0]);
        assert_eq!(decode("QAAA", 24), [1]);
        assert_eq!(decode("wAAA", 2), [0, 1]);
        assert_eq!(decode("AAAB", 24), [23]);
    }

    #[test]
    fn bits_cross_digits_and_bytes() {
        // 0x01 0x80 0xff
        assert_eq!(decode("AYD/", 24), [7, 8, 16, 17, 18, 19, 20, 21, 22, 23]);
        // 0xff and one byte of padding
        assert_eq!(decode("/w==", 24), [0, 1, 2, 3, 4, 5, 6, 7]);
        // Bits after the last whole byte do not count.
        assert_eq!(decode("//==", 24), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(decode("//8", 24).len(), 16);
    }

    #[test]
    fn what_is_odd_sets_no_bit() {
        for text in [
            "",
            "=",
            "g",
            "gAA A",
            "g\u{e9}AA",
            "gA==AA",
            "-___",
            "gAAAA",
        ] {
            assert!(decode(text, 64).is_empty(), "{text}");
        }
        assert!(decode("gAAA", 0).is_empty());
        let long = "/".repeat(20_000);
        assert_eq!(decode(&long, usize::MAX).len(), 65_536);
    }
}
