//! The hash by which a file is known again.

/// A hash that is the same on every machine and in every version, unlike the standard library's.
///
/// Eight bytes a step, because build scripts run unoptimised.
pub(super) fn of(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = mix(0x9e37_79b9_7f4a_7c15, bytes.len() as u64);
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(mix(hash, u64::from_le_bytes(last)), hash)
}

/// Both halves of the product, so that every bit of the word reaches every bit of the hash.
fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * 0xd6e8_feb8_6659_fd93_u128;
    #[allow(clippy::cast_possible_truncation)] // the halves
    let (low, high) = (product as u64, (product >> 64) as u64);
    low.rotate_left(23) ^ high
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::of;

    #[test]
    fn one_changed_byte_changes_the_hash() {
        let text: Vec<u8> = (0..40).collect();
        let mut seen = HashSet::from([of(&text), of(&text[..39]), of(&[]), of(&[0])]);
        assert_eq!(seen.len(), 4);
        for index in 0..text.len() {
            for bit in 0..8 {
                let mut other = text.clone();
                other[index] ^= 1 << bit;
                assert!(seen.insert(of(&other)), "byte {index} bit {bit}");
            }
        }
    }

    #[test]
    fn the_hash_stays_what_it_is() {
        assert_eq!(of(b"a describe"), 0xea13_b358_a890_60ad);
    }
}
