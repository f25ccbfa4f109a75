//! A short text built without an allocation.
//!
//! Must not know: what is written into it.

use std::fmt;
use std::ops::Deref;

/// Up to `N` bytes of text. What does not fit is an error to [`fmt::Write`] and left out; the
/// writers here size their texts for the longest value there is.
#[derive(Clone, Copy)]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Text<N> {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; N],
            length: 0,
        }
    }

    pub(super) fn push(&mut self, text: &str) -> Option<()> {
        let end = self.length.checked_add(text.len())?;
        let room = self.bytes.get_mut(self.length..end)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Some(())
    }

    /// Writes the last `W` decimal digits of the number.
    pub(super) fn push_digits<const W: usize>(&mut self, mut number: u32) {
        let mut digits = [b'0'; W];
        for digit in digits.iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
        }
        if let Some(room) = self.bytes.get_mut(self.length..self.length + W) {
            room.copy_from_slice(&digits);
            self.length += W;
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        // Only whole texts and digits go in, so neither default is ever seen.
        let written = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(written).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Write for Text<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text).ok_or(fmt::Error)
    }
}

impl<const N: usize> Deref for Text<N> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut text = Text::<4>::new();
        assert!(text.write_str("Zoë").is_ok());
        assert!(text.write_str("!").is_err());
        text.push_digits::<2>(42);
        assert_eq!(&*text, "Zoë");
    }

    #[test]
    fn digits_are_padded() {
        let mut text = Text::<9>::new();
        text.push_digits::<4>(42);
        text.push_digits::<2>(123);
        assert_eq!(text.as_str(), "004223");
    }
}
