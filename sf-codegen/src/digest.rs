//! A fast digest of what was read, to see that nothing changed since the last run.
//!
//! Not cryptographic: it guards a user's own build against doing its work twice, nothing else.
//! Eight bytes at a time, because build scripts run unoptimised.

use std::fs;
use std::time::SystemTime;

/// A digest in the making.
#[derive(Debug, Clone)]
pub(crate) struct Digest(u64);

const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;

impl Digest {
    /// Of nothing, by this version of the generator.
    pub(crate) fn new() -> Self {
        let mut digest = Self(PRIME);
        digest.add(env!("CARGO_PKG_VERSION").as_bytes());
        digest
    }

    /// Of nothing, by this very build of the generator: a program that is built anew counts as
    /// another one, whatever its version says.
    pub(crate) fn of_this_program() -> Self {
        let mut digest = Self::new();
        if let Ok(program) = std::env::current_exe().and_then(fs::metadata) {
            digest.mix(program.len());
            if let Ok(modified) = program.modified()
                && let Ok(since) = modified.duration_since(SystemTime::UNIX_EPOCH)
            {
                digest.mix(since.as_secs());
                digest.mix(u64::from(since.subsec_nanos()));
            }
        }
        digest
    }

    /// Of a text, line ends apart. Snapshots record it, so it stays as it is for ever.
    pub(crate) fn of_text(bytes: &[u8]) -> u64 {
        let mut digest = Self(PRIME);
        if bytes.contains(&b'\r') {
            let text: Vec<u8> = bytes.iter().copied().filter(|b| *b != b'\r').collect();
            digest.add(&text);
        } else {
            digest.add(bytes);
        }
        digest.finish()
    }

    /// Adds bytes, and where they end.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
        let mut word = [0; 8];
        let rest = chunks.remainder();
        word[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(word));
        self.mix(bytes.len() as u64);
    }

    pub(crate) fn finish(&self) -> u64 {
        let mut last = self.clone();
        last.mix(PRIME);
        last.0
    }

    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(PRIME);
        self.0 = (product as u64 ^ (product >> 64) as u64).rotate_left(23) ^ word;
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    fn of(parts: &[&[u8]]) -> u64 {
        let mut digest = Digest::new();
        for part in parts {
            digest.add(part);
        }
        digest.finish()
    }

    #[test]
    fn every_byte_and_every_boundary_counts() {
        let text = b"twenty-one characters";
        let whole = of(&[text]);
        for place in 0..text.len() {
            let mut other = *text;
            other[place] ^= 1;
            assert_ne!(of(&[&other]), whole, "byte {place}");
            assert_ne!(
                of(&[&text[..place], &text[place..]]),
                whole,
                "cut at {place}"
            );
        }
        assert_ne!(of(&[b"\0"]), of(&[b""]));
    }

    /// Committed snapshots hold such digests. These were computed by another program.
    #[test]
    fn the_digest_of_a_text_is_the_same_for_ever() {
        assert_eq!(Digest::of_text(b""), 0x8768_5f4e_1ec7_c02a);
        assert_eq!(
            Digest::of_text(b"{\n  \"name\": \"A\"\n}\n"),
            0x4fe5_6f90_e815_5d5a
        );
        assert_eq!(Digest::of_text(b"a\r\nb\r\n"), Digest::of_text(b"a\nb\n"));
    }
}
