//! Why a text is not an id.
//!
//! Must not know: how an id is read.

use std::fmt;

use crate::types::sobject_type::SObject;

/// How much of the text an error shows.
const SHOWN_CHARACTERS: usize = 24;

/// Why a text is not an id of the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError {
    object: &'static str,
    input: Box<str>,
    kind: IdErrorKind,
}

/// What is wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdErrorKind {
    /// Neither 15 nor 18 bytes, but so many.
    Length(usize),
    /// A character that is no ASCII letter or digit.
    Character {
        /// Its position, from 0, in characters.
        position: usize,
        /// The character.
        found: char,
    },
    /// The last three characters do not belong to the first fifteen.
    Checksum,
    /// The id of a record of another object.
    KeyPrefix {
        /// What the object's ids begin with.
        expected: &'static str,
    },
}

impl IdError {
    #[cold]
    pub(super) fn new<T: SObject>(text: &str, kind: IdErrorKind) -> Self {
        let mut characters = text.chars();
        let shown = characters.by_ref().take(SHOWN_CHARACTERS);
        let mut input: String = shown.flat_map(char::escape_default).collect();
        if characters.next().is_some() {
            input.push('…');
        }
        Self {
            object: T::API_NAME,
            input: input.into_boxed_str(),
            kind,
        }
    }

    /// The API name of the object whose id was asked for.
    pub fn object(&self) -> &'static str {
        self.object
    }

    /// The beginning of the text, with everything but printable ASCII escaped.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// What is wrong with it.
    pub fn kind(&self) -> &IdErrorKind {
        &self.kind
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { object, input, .. } = self;
        write!(f, "\"{input}\" is not an id of {object}: ")?;
        match &self.kind {
            IdErrorKind::Length(length) => {
                write!(f, "it is {length} bytes long, not 15 or 18")
            }
            IdErrorKind::Character { position, found } => write!(
                f,
                "character {} is '{}', not an ASCII letter or digit",
                position + 1,
                found.escape_default()
            ),
            IdErrorKind::Checksum => {
                f.write_str("its last three characters do not match the first fifteen")
            }
            IdErrorKind::KeyPrefix { expected } => {
                write!(f, "ids of {object} begin with {expected}")
            }
        }
    }
}

impl std::error::Error for IdError {}
