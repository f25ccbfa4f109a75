//! Record ids: 18 characters inline, typed by their object.
//!
//! Must not know: records, references between objects, the API.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::sobject_type::{AnyObject, SObject, fixed_key_prefix};

mod error;

pub use error::{IdError, IdErrorKind};

const EMPTY: [u8; 18] = *b"000000000000000AAA";
const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The id of a record of the object `T`, always in its 18-character form.
///
/// An id is 18 bytes, `Copy`, and costs no allocation. Two ids are equal when they name the same
/// record, however they were written.
///
/// ```
/// use sf_runtime::types::{AnyObject, Id};
///
/// let short: Id = "001D000000IqhSL".parse()?;
/// let long: Id = "001D000000IqhSLIAZ".parse()?;
/// let case_lost: Id = "001d000000iqhsliaz".parse()?;
/// assert_eq!(short, long);
/// assert_eq!(short, case_lost);
/// assert_eq!(short.as_str(), "001D000000IqhSLIAZ");
/// assert_eq!(short.short(), "001D000000IqhSL");
/// assert_eq!(std::mem::size_of::<Id>(), 18);
/// # Ok::<(), sf_runtime::types::IdError>(())
/// ```
///
/// An id of one object is not an id of another:
///
/// ```compile_fail
/// # use sf_runtime::types::{Id, SObject};
/// # enum Account {}
/// # enum Contact {}
/// fn contact(id: Id<Contact>) {}
/// fn wrong(id: Id<Account>) { contact(id) }
/// ```
pub struct Id<T = AnyObject> {
    text: [u8; 18],
    object: PhantomData<fn() -> T>,
}

impl<T: SObject> Id<T> {
    const FIXED_KEY_PREFIX: Option<&'static str> = fixed_key_prefix(T::API_NAME, T::KEY_PREFIX);

    /// Reads an id of 15 or 18 characters.
    ///
    /// To 15 characters, which are case-sensitive, the suffix is added. Of 18, the suffix must be
    /// that of the first 15 (in either case); a body all in upper or all in lower case has lost
    /// its case on the way and gets it back from the suffix. A body in mixed case that contradicts
    /// its suffix is refused: it is damaged, and to guess would name another record.
    ///
    /// The key prefix is checked for standard objects. Custom objects get theirs from each org, so
    /// code generated from one org would refuse the ids of the next: there it is not checked. The
    /// empty id, which some fields hold for "none", passes everywhere.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let id = normalise(text).map_err(|kind| IdError::new::<T>(text, kind))?;
        if let Some(expected) = Self::FIXED_KEY_PREFIX
            && id[..3] != *expected.as_bytes()
            && id != EMPTY
        {
            return Err(IdError::new::<T>(text, IdErrorKind::KeyPrefix { expected }));
        }
        Ok(Self::from_raw(id))
    }
}

impl<T> Id<T> {
    /// The bytes as they are. They must come from [`normalise`] or from another id.
    pub(crate) const fn from_raw(text: [u8; 18]) -> Self {
        Self {
            text,
            object: PhantomData,
        }
    }

    /// The 18 bytes, to be kept and given back to [`Id::from_raw`].
    pub(crate) const fn raw(self) -> [u8; 18] {
        self.text
    }

    /// Reads an id of which the org said what object it belongs to: the key prefix is not checked.
    pub(crate) fn from_text_unchecked_prefix(text: &str) -> Option<Self> {
        normalise(text).ok().map(Self::from_raw)
    }

    /// All 18 characters.
    #[inline]
    pub fn as_str(&self) -> &str {
        // Always ASCII, so the empty string is never seen.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The first 15 characters, which are case-sensitive: what reports and URLs show.
    pub fn short(&self) -> &str {
        self.as_str().get(..15).unwrap_or_default()
    }

    /// The first three characters, which tell the object (several objects can share them).
    pub fn key_prefix(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }

    /// The same id as that of another object. Nothing is checked: for an id that must prove its
    /// key prefix, parse its text.
    #[must_use]
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_raw(self.text)
    }

    /// The same id, of no object in particular.
    #[must_use]
    pub const fn erase(self) -> Id<AnyObject> {
        self.cast()
    }

    /// Whether this is `000000000000000AAA`, which Salesforce writes for "no record".
    pub fn is_empty_id(&self) -> bool {
        self.text == EMPTY
    }
}

/// What a byte is in an id: a bit each, so that those of a whole id can be gathered.
const UPPER: u8 = 1;
const LOWER: u8 = 2;
const DIGIT: u8 = 4;
const INVALID: u8 = 8;

const CLASSES: [u8; 256] = {
    let mut classes = [INVALID; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        if ascii.is_ascii_digit() {
            classes[byte] = DIGIT;
        } else if ascii.is_ascii_lowercase() {
            classes[byte] = LOWER;
        } else if ascii.is_ascii_uppercase() {
            classes[byte] = UPPER;
        }
        byte += 1;
    }
    classes
};

/// The 18 characters of an id given as 15 or 18.
fn normalise(text: &str) -> Result<[u8; 18], IdErrorKind> {
    let Some((body, suffix @ ([] | [_, _, _]))) = text.as_bytes().split_first_chunk::<15>() else {
        return Err(IdErrorKind::Length(text.len()));
    };
    let (mut seen, mut capitals) = (0, 0_usize);
    for (at, byte) in body.iter().enumerate() {
        let class = CLASSES[usize::from(*byte)];
        seen |= class;
        capitals |= usize::from(class & UPPER) << at;
    }
    let mut id = EMPTY;
    id[..15].copy_from_slice(body);
    for block in 0..3 {
        id[15 + block] = SUFFIX[capitals >> (5 * block) & 31];
    }
    if seen & INVALID != 0 || !suffix.iter().all(u8::is_ascii_alphanumeric) {
        return Err(invalid_character(text));
    }
    if suffix.is_empty() || suffix.eq_ignore_ascii_case(&id[15..]) {
        return Ok(id);
    }
    let mixed_case = seen & (UPPER | LOWER) == UPPER | LOWER;
    if mixed_case {
        return Err(IdErrorKind::Checksum);
    }
    restore_case(&mut id, suffix).ok_or(IdErrorKind::Checksum)?;
    Ok(id)
}

/// Gives each letter the case that the suffix tells. `None` if the suffix calls a digit a capital.
fn restore_case(id: &mut [u8; 18], suffix: &[u8]) -> Option<()> {
    for (block, character) in suffix.iter().map(u8::to_ascii_uppercase).enumerate() {
        let bits = SUFFIX.iter().position(|known| *known == character)?;
        for at in 0..5 {
            let byte = &mut id[block * 5 + at];
            if bits >> at & 1 == 0 {
                byte.make_ascii_lowercase();
            } else if byte.is_ascii_alphabetic() {
                byte.make_ascii_uppercase();
            } else {
                return None;
            }
        }
        id[15 + block] = character;
    }
    Some(())
}

#[cold]
fn invalid_character(text: &str) -> IdErrorKind {
    let mut characters = text.chars().enumerate();
    match characters.find(|(_, found)| !found.is_ascii_alphanumeric()) {
        Some((position, found)) => IdErrorKind::Character { position, found },
        None => IdErrorKind::Checksum,
    }
}

// By hand, because derive would ask the same of `T`, which is only a name.
impl<T> Clone for Id<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.as_str())
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<T> From<Id<T>> for String {
    fn from(id: Id<T>) -> Self {
        id.as_str().to_owned()
    }
}

impl<T: SObject> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl<T: SObject> TryFrom<&str> for Id<T> {
    type Error = IdError;

    fn try_from(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl<T: SObject> TryFrom<String> for Id<T> {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        Self::parse(&text)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T: SObject> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor<T>(PhantomData<T>);

        impl<T: SObject> Visitor<'_> for IdVisitor<T> {
            type Value = Id<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an id of {}", T::API_NAME)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id<T>, E> {
                Id::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(IdVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests;
