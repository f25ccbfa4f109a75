//! Multi-select picklist values.
//!
//! Must not know: which picklists are restricted (their setters do), records.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::picklist::{Picklist, PicklistValue};

/// The values chosen in a multi-select picklist: in the order they were added, none twice, and
/// those that the schema does not know kept as they are.
///
/// On the wire they are one text, joined by `;`. Salesforce treats them as a set (it answers in
/// the order of the picklist's definition, whatever was written), so two are equal when they hold
/// the same values in any order.
///
/// ```
/// # use sf_runtime::types::{MultiPicklist, PicklistEntry, PicklistValue};
/// # #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// # enum Interest { Golf, Wine }
/// # impl PicklistValue for Interest {
/// #     const FIELD: &'static str = "Account.Interests__c";
/// #     const ENTRIES: &'static [PicklistEntry] = &[
/// #         PicklistEntry { value: "Golf", label: "Golf" },
/// #         PicklistEntry { value: "Wine", label: "Wine" },
/// #     ];
/// #     const ALL: &'static [Self] = &[Self::Golf, Self::Wine];
/// #     fn index(self) -> usize { self as usize }
/// # }
/// let mut chosen = MultiPicklist::of([Interest::Wine, Interest::Golf]);
/// assert_eq!(chosen.to_wire(), "Wine;Golf");
/// assert_eq!(chosen, MultiPicklist::parse("Golf;Wine"));
///
/// let read: MultiPicklist<Interest> = MultiPicklist::parse("Golf;Falconry");
/// assert!(read.contains(Interest::Golf));
/// assert_eq!(read.iter().filter(|value| value.known().is_none()).count(), 1);
/// assert_eq!(read.to_wire(), "Golf;Falconry");
/// ```
#[derive(Clone)]
pub struct MultiPicklist<E> {
    values: Vec<Picklist<E>>,
}

impl<E: PicklistValue> MultiPicklist<E> {
    /// No values.
    pub const fn new() -> Self {
        Self { values: Vec::new() }
    }

    /// These values. (Values of the schema hold no `;`: Salesforce does not let them.)
    pub fn of(values: impl IntoIterator<Item = E>) -> Self {
        values.into_iter().collect()
    }

    /// Reads the wire form. Empty pieces are dropped; nothing else can be wrong.
    pub fn parse(wire: &str) -> Self {
        let mut parsed = Self::new();
        for value in wire.split(';').filter(|value| !value.is_empty()) {
            parsed.push(Picklist::from_value(value));
        }
        parsed
    }

    /// Adds a value; `false` if it is there already. An empty one, or one that holds `;`, cannot
    /// be written and is refused.
    pub fn insert(&mut self, value: impl Into<Picklist<E>>) -> Result<bool, MultiPicklistError> {
        let value = match value.into() {
            Picklist::Other(text) => Picklist::other(text),
            known => known,
        };
        if value.value().is_empty() || value.value().contains(';') {
            return Err(MultiPicklistError {
                field: E::FIELD,
                value: value.value().into(),
            });
        }
        Ok(self.push(value))
    }

    fn push(&mut self, value: Picklist<E>) -> bool {
        let new = !self.values.contains(&value);
        if new {
            self.values.push(value);
        }
        new
    }

    /// Takes a value away; `false` if it was not there.
    pub fn remove(&mut self, value: impl Into<Picklist<E>>) -> bool {
        let value = value.into();
        let before = self.values.len();
        self.values.retain(|it| *it != value);
        self.values.len() < before
    }

    /// Whether the value is chosen.
    pub fn contains(&self, value: impl Into<Picklist<E>>) -> bool {
        self.values.contains(&value.into())
    }

    /// The values, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Picklist<E>> {
        self.values.iter()
    }

    /// The values that the schema knows, in their order.
    pub fn known(&self) -> impl Iterator<Item = E> + '_ {
        self.values.iter().filter_map(Picklist::known)
    }

    /// How many values are chosen.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether none is chosen.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values joined by `;`.
    pub fn to_wire(&self) -> String {
        self.to_string()
    }
}

/// A value that a multi-select picklist cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultiPicklistError {
    field: &'static str,
    value: Box<str>,
}

impl MultiPicklistError {
    /// The object and field.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// The value that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for MultiPicklistError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, value } = self;
        if value.is_empty() {
            write!(f, "an empty text cannot be a value of {field}")
        } else {
            write!(
                f,
                "{value:?} cannot be a value of {field}: it holds `;`, which separates values"
            )
        }
    }
}

impl std::error::Error for MultiPicklistError {}

impl<E: PicklistValue> Default for MultiPicklist<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: PicklistValue> PartialEq for MultiPicklist<E> {
    fn eq(&self, other: &Self) -> bool {
        // No value is held twice, so the same number of them and each contained is the same set.
        self.len() == other.len() && self.iter().all(|value| other.values.contains(value))
    }
}

impl<E: PicklistValue> Eq for MultiPicklist<E> {}

impl<E: PicklistValue> FromIterator<E> for MultiPicklist<E> {
    fn from_iter<I: IntoIterator<Item = E>>(values: I) -> Self {
        let mut collected = Self::new();
        collected.extend(values);
        collected
    }
}

impl<E: PicklistValue> Extend<E> for MultiPicklist<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, values: I) {
        for value in values {
            self.push(Picklist::Known(value));
        }
    }
}

impl<E: PicklistValue, const N: usize> From<[E; N]> for MultiPicklist<E> {
    fn from(values: [E; N]) -> Self {
        Self::of(values)
    }
}

impl<E> IntoIterator for MultiPicklist<E> {
    type Item = Picklist<E>;
    type IntoIter = std::vec::IntoIter<Picklist<E>>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'a, E> IntoIterator for &'a MultiPicklist<E> {
    type Item = &'a Picklist<E>;
    type IntoIter = std::slice::Iter<'a, Picklist<E>>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<E: PicklistValue> fmt::Display for MultiPicklist<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, value) in self.values.iter().enumerate() {
            if at > 0 {
                f.write_str(";")?;
            }
            f.write_str(value.value())?;
        }
        Ok(())
    }
}

impl<E: PicklistValue> fmt::Debug for MultiPicklist<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&self.values).finish()
    }
}

impl<E: PicklistValue> Serialize for MultiPicklist<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.values.as_slice() {
            [one] => serializer.serialize_str(one.value()),
            _ => serializer.collect_str(self),
        }
    }
}

impl<'de, E: PicklistValue> Deserialize<'de> for MultiPicklist<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WireVisitor<E>(PhantomData<E>);

        impl<E: PicklistValue> Visitor<'_> for WireVisitor<E> {
            type Value = MultiPicklist<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "values of {}, joined by `;`", E::FIELD)
            }

            fn visit_str<Error: de::Error>(self, wire: &str) -> Result<MultiPicklist<E>, Error> {
                Ok(MultiPicklist::parse(wire))
            }
        }

        deserializer.deserialize_str(WireVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::super::picklist::tests::Sport;
    use super::*;

    #[test]
    fn order_is_kept_and_doubles_are_not() {
        let mut chosen = MultiPicklist::of([Sport::Wine, Sport::Golf, Sport::Wine]);
        assert_eq!(chosen.to_wire(), "Wine;Golf");
        assert_eq!(chosen.insert(Sport::Chess), Ok(true));
        assert_eq!(chosen.insert(Picklist::Other("Golf".into())), Ok(false));
        assert!(chosen.remove(Sport::Golf));
        assert!(!chosen.remove(Sport::Golf));
        assert_eq!(chosen.to_string(), "Wine;Chess/Go");
        assert_eq!((chosen.len(), chosen.is_empty()), (2, false));
        assert_eq!(
            format!("{chosen:?}"),
            r#"{Known("Wine"), Known("Chess/Go")}"#
        );
    }

    #[test]
    fn what_the_wire_cannot_hold_is_refused() {
        let mut chosen = MultiPicklist::<Sport>::new();
        let refused = chosen.insert(Picklist::other("a;b")).unwrap_err();
        assert_eq!((refused.field(), refused.value()), (Sport::FIELD, "a;b"));
        assert_eq!(
            refused.to_string(),
            "\"a;b\" cannot be a value of Account.Interests__c: it holds `;`, which separates values"
        );
        let empty = chosen.insert(Picklist::other("")).unwrap_err();
        assert!(empty.to_string().contains(Sport::FIELD));
        assert!(chosen.is_empty());
    }

    #[test]
    fn the_wire_form_survives_a_round_trip() {
        for wire in ["", "Golf", "Wine;Golf", "Falconry;Golf;Ünknown x"] {
            let json = serde_json::to_string(wire).unwrap();
            let read: MultiPicklist<Sport> = serde_json::from_str(&json).unwrap();
            assert_eq!(read.to_wire(), wire);
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
        assert_eq!(
            MultiPicklist::<Sport>::parse(";Golf;;Wine;Golf;").to_wire(),
            "Golf;Wine"
        );
        assert!(serde_json::from_str::<MultiPicklist<Sport>>("[]").is_err());
    }

    #[test]
    fn equality_is_that_of_sets() {
        let one = MultiPicklist::<Sport>::parse("Golf;X;Wine");
        assert_eq!(one, MultiPicklist::parse("X;Wine;Golf"));
        assert_ne!(one, MultiPicklist::parse("Golf;Wine"));
        assert_ne!(one, MultiPicklist::parse("Golf;Wine;Y"));
        assert_eq!(one.known().collect::<Vec<_>>(), [Sport::Golf, Sport::Wine]);
        assert_eq!(one.into_iter().count(), 3);
    }
}
