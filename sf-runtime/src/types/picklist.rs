//! Picklist values: the generated enums, what is read where the org knows more, and which values
//! a controlling value allows.
//!
//! Must not know: which picklists are restricted (their setters do), records.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// One value of a picklist, as describe tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PicklistEntry {
    /// What the API reads and writes.
    pub value: &'static str,
    /// What a user sees.
    pub label: &'static str,
}

impl PicklistEntry {
    /// A value and its label.
    pub const fn new(value: &'static str, label: &'static str) -> Self {
        Self { value, label }
    }
}

/// The active values of one picklist: a generated enum without data.
///
/// ```
/// use sf_runtime::types::{Picklist, PicklistEntry, PicklistValue};
///
/// // What generated code holds for `Account.Rating`.
/// #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// enum Rating { Hot, Cold }
/// impl PicklistValue for Rating {
///     const FIELD: &'static str = "Account.Rating";
///     const ENTRIES: &'static [PicklistEntry] = &[
///         PicklistEntry { value: "Hot", label: "Heiß" },
///         PicklistEntry { value: "Cold", label: "Kalt" },
///     ];
///     const ALL: &'static [Self] = &[Self::Hot, Self::Cold];
///     fn index(self) -> usize { self as usize }
/// }
///
/// assert_eq!(Rating::Hot.label(), "Heiß");
/// assert_eq!(Rating::from_value("Cold"), Some(Rating::Cold));
/// assert_eq!(Picklist::<Rating>::from_value("Tepid").known(), None);
/// ```
pub trait PicklistValue: Copy + Eq + Sized + 'static {
    /// The object and field: `Account.Industry`.
    const FIELD: &'static str;
    /// The values, in the order of describe.
    const ENTRIES: &'static [PicklistEntry];
    /// The same values as this type, in the same order.
    const ALL: &'static [Self];

    /// The position in [`ENTRIES`](Self::ENTRIES) and [`ALL`](Self::ALL).
    fn index(self) -> usize;

    /// What the API reads and writes.
    fn value(self) -> &'static str {
        Self::ENTRIES.get(self.index()).map_or("", |it| it.value)
    }

    /// What a user sees.
    fn label(self) -> &'static str {
        Self::ENTRIES.get(self.index()).map_or("", |it| it.label)
    }

    /// The value of exactly this text, if it is one of the active ones.
    fn from_value(value: &str) -> Option<Self> {
        Self::from_index(Self::ENTRIES.iter().position(|it| it.value == value)?)
    }

    /// The value at this position.
    fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }
}

/// `Debug` of a picklist's enum: the API value, as text.
#[doc(hidden)]
pub fn debug_picklist<E: PicklistValue>(value: E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(value.value(), f)
}

/// What a picklist field holds: one of the values that were active when the schema was read, or
/// any other, kept as it is.
///
/// Orgs add, rename and deactivate values at any time and keep them in records, so a read always
/// yields this. Two are equal when their text is.
///
/// ```
/// # use sf_runtime::types::{Picklist, PicklistEntry, PicklistValue};
/// # #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// # enum Rating { Hot, Cold }
/// # impl PicklistValue for Rating {
/// #     const FIELD: &'static str = "Account.Rating";
/// #     const ENTRIES: &'static [PicklistEntry] = &[
/// #         PicklistEntry { value: "Hot", label: "Hot" },
/// #         PicklistEntry { value: "Cold", label: "Cold" },
/// #     ];
/// #     const ALL: &'static [Self] = &[Self::Hot, Self::Cold];
/// #     fn index(self) -> usize { self as usize }
/// # }
/// let rating: Picklist<Rating> = serde_json::from_str("\"Tepid\"")?;
/// match &rating {
///     Picklist::Known(Rating::Hot) => println!("call"),
///     Picklist::Known(Rating::Cold) => println!("write"),
///     Picklist::Other(value) => println!("a value that the schema does not know: {value}"),
/// }
/// assert_eq!(serde_json::to_string(&rating)?, "\"Tepid\"");
/// assert_eq!(Picklist::from(Rating::Hot), Rating::Hot);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub enum Picklist<E> {
    /// An active value of the schema.
    Known(E),
    /// Any other: inactive, or newer than the schema. [`Picklist::other`] makes sure that it is.
    Other(Box<str>),
}

impl<E: PicklistValue> Picklist<E> {
    /// The value of this text: known if it can be.
    pub fn from_value(value: &str) -> Self {
        E::from_value(value).map_or_else(|| Self::Other(value.into()), Self::Known)
    }

    /// A value that the schema may not know. One that it does know becomes [`Picklist::Known`].
    pub fn other(value: impl Into<Box<str>>) -> Self {
        let value = value.into();
        E::from_value(&value).map_or(Self::Other(value), Self::Known)
    }

    /// What the API reads and writes.
    pub fn value(&self) -> &str {
        match self {
            Self::Known(known) => known.value(),
            Self::Other(value) => value,
        }
    }

    /// What a user sees; for a value that the schema does not know, the value.
    pub fn label(&self) -> &str {
        match self {
            Self::Known(known) => known.label(),
            Self::Other(value) => value,
        }
    }

    /// The value, if the schema knows it.
    pub fn known(&self) -> Option<E> {
        match self {
            Self::Known(known) => Some(*known),
            Self::Other(value) => E::from_value(value),
        }
    }
}

impl<E: PicklistValue> From<E> for Picklist<E> {
    fn from(known: E) -> Self {
        Self::Known(known)
    }
}

// By the text, so that a hand-made `Other` of a known value is no third thing.
impl<E: PicklistValue> PartialEq for Picklist<E> {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl<E: PicklistValue> Eq for Picklist<E> {}

impl<E: PicklistValue> PartialEq<E> for Picklist<E> {
    fn eq(&self, other: &E) -> bool {
        self.value() == other.value()
    }
}

impl<E: PicklistValue> Hash for Picklist<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value().hash(state);
    }
}

impl<E: PicklistValue> fmt::Debug for Picklist<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arm = match self {
            Self::Known(_) => "Known",
            Self::Other(_) => "Other",
        };
        f.debug_tuple(arm).field(&self.value()).finish()
    }
}

impl<E: PicklistValue> fmt::Display for Picklist<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.value())
    }
}

impl<E: PicklistValue> Serialize for Picklist<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.value())
    }
}

impl<'de, E: PicklistValue> Deserialize<'de> for Picklist<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PicklistVisitor<E>(PhantomData<E>);

        impl<E: PicklistValue> Visitor<'_> for PicklistVisitor<E> {
            type Value = Picklist<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a value of {}", E::FIELD)
            }

            fn visit_str<Error: de::Error>(self, value: &str) -> Result<Picklist<E>, Error> {
                Ok(Picklist::from_value(value))
            }
        }

        deserializer.deserialize_str(PicklistVisitor(PhantomData))
    }
}

/// A value that another picklist can depend on: that of a checkbox or of a picklist.
pub trait ControllingValue: Copy {
    /// Its position among the controlling field's values: as in [`PicklistValue::index`]; `false`
    /// is 0 and `true` is 1.
    fn controlling_index(self) -> usize;
}

impl ControllingValue for bool {
    fn controlling_index(self) -> usize {
        usize::from(self)
    }
}

impl<E: PicklistValue> ControllingValue for E {
    fn controlling_index(self) -> usize {
        self.index()
    }
}

/// A picklist of which the values allowed depend on another field.
///
/// ```
/// use sf_runtime::types::{DependentPicklist, PicklistEntry, PicklistValue};
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// enum Speed { Walk, Drive }
/// # impl PicklistValue for Speed {
/// #     const FIELD: &'static str = "Trip__c.Speed__c";
/// #     const ENTRIES: &'static [PicklistEntry] = &[
/// #         PicklistEntry { value: "Walk", label: "Walk" },
/// #         PicklistEntry { value: "Drive", label: "Drive" },
/// #     ];
/// #     const ALL: &'static [Self] = &[Self::Walk, Self::Drive];
/// #     fn index(self) -> usize { self as usize }
/// # }
/// // Depends on the checkbox `Has_Car__c`.
/// impl DependentPicklist for Speed {
///     type Controller = bool;
///     const VALID_FOR: &'static [&'static [u16]] = &[&[0, 1], &[1]];
/// }
/// assert!(!Speed::Drive.is_valid_for(false));
/// assert_eq!(Speed::valid_values(false).collect::<Vec<_>>(), [Speed::Walk]);
/// ```
pub trait DependentPicklist: PicklistValue {
    /// The controlling field's values.
    type Controller: ControllingValue;
    /// For each value, in the order of [`PicklistValue::ENTRIES`], the positions of the
    /// controlling values that allow it.
    const VALID_FOR: &'static [&'static [u16]];

    /// Whether a record with this controlling value may hold this value.
    fn is_valid_for(self, controller: Self::Controller) -> bool {
        let position = controller.controlling_index();
        Self::VALID_FOR
            .get(self.index())
            .is_some_and(|allowed| allowed.iter().any(|it| usize::from(*it) == position))
    }

    /// The values that a record with this controlling value may hold, in their order.
    fn valid_values(controller: Self::Controller) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(move |value| value.is_valid_for(controller))
    }
}

#[cfg(test)]
pub(super) mod tests;
