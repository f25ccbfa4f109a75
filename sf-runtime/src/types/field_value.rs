//! What a record says about one field.
//!
//! Must not know: how a record keeps its fields, or what their types are.

use std::fmt;

/// One field of a record that was read.
///
/// | state | the response | [`value`](Self::value) | [`nullable`](Self::nullable) | [`required`](Self::required) |
/// |---|---|---|---|---|
/// | `NotSelected` | has no such key: not asked for, or hidden from the user | `None` | error | error |
/// | `Null` | says `null` | `None` | `Ok(None)` | error |
/// | `Value` | holds a value | `Some` | `Ok(Some)` | `Ok` |
/// | `Unreadable` | holds JSON that is not of the type that describe promised; the record keeps it | `None` | error | error |
///
/// ```
/// use sf_runtime::types::FieldValue;
///
/// let employees = FieldValue::Value(250);
/// assert_eq!(employees.value(), Some(250));
/// assert_eq!(FieldValue::<i32>::Null.nullable("NumberOfEmployees")?, None);
/// let missing = FieldValue::<i32>::NotSelected.required("NumberOfEmployees").unwrap_err();
/// assert_eq!(missing.to_string(), "`NumberOfEmployees` was not selected");
/// # Ok::<(), sf_runtime::types::MissingField>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FieldValue<T> {
    /// The response had no such key.
    #[default]
    NotSelected,
    /// The org said null.
    Null,
    /// A value.
    Value(T),
    /// Something that is not of the field's type. The record keeps the JSON.
    Unreadable,
}

impl<T> FieldValue<T> {
    /// The value, if there is one.
    #[inline]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the response had the key, whatever it held.
    pub const fn is_selected(&self) -> bool {
        !matches!(self, Self::NotSelected)
    }

    /// Whether the org said null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether there is a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Changes the value, if there is one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> FieldValue<U> {
        match self {
            Self::NotSelected => FieldValue::NotSelected,
            Self::Null => FieldValue::Null,
            Self::Value(value) => FieldValue::Value(change(value)),
            Self::Unreadable => FieldValue::Unreadable,
        }
    }

    /// The same state, with the value by reference.
    pub const fn as_ref(&self) -> FieldValue<&T> {
        match self {
            Self::NotSelected => FieldValue::NotSelected,
            Self::Null => FieldValue::Null,
            Self::Value(value) => FieldValue::Value(value),
            Self::Unreadable => FieldValue::Unreadable,
        }
    }

    /// The value, or this one in any other state.
    pub fn unwrap_or(self, fallback: T) -> T {
        self.value().unwrap_or(fallback)
    }

    /// The value, or the type's default in any other state.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.value().unwrap_or_default()
    }

    /// The value, or an error that says why there is none.
    pub fn required(self, field: &str) -> Result<T, MissingField> {
        match self {
            Self::Value(value) => Ok(value),
            Self::NotSelected => Err(MissingField::new(field, FieldState::NotSelected)),
            Self::Null => Err(MissingField::new(field, FieldState::Null)),
            Self::Unreadable => Err(MissingField::new(field, FieldState::Unreadable)),
        }
    }

    /// The value, or `None` if the org said null; an error if the response did not tell.
    pub fn nullable(self, field: &str) -> Result<Option<T>, MissingField> {
        match self {
            Self::Null => Ok(None),
            other => other.required(field).map(Some),
        }
    }
}

impl<T: Clone> FieldValue<&T> {
    /// The same state, with a copy of the value.
    pub fn cloned(self) -> FieldValue<T> {
        self.map(T::clone)
    }
}

/// Why a field has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldState {
    /// The response had no such key.
    NotSelected,
    /// The org said null.
    Null,
    /// The response held something that is not of the field's type.
    Unreadable,
}

/// A field was asked for its value and had none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingField {
    field: Box<str>,
    state: FieldState,
}

impl MissingField {
    #[cold]
    fn new(field: &str, state: FieldState) -> Self {
        Self {
            field: field.into(),
            state,
        }
    }

    /// The field's API name.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Which of the three it was.
    pub fn state(&self) -> FieldState {
        self.state
    }
}

impl fmt::Display for MissingField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.state {
            FieldState::NotSelected => "was not selected",
            FieldState::Null => "is null",
            FieldState::Unreadable => "holds a value that is not of its type",
        };
        write!(f, "`{}` {reason}", self.field)
    }
}

impl std::error::Error for MissingField {}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [FieldValue<i32>; 4] = [
        FieldValue::NotSelected,
        FieldValue::Null,
        FieldValue::Value(7),
        FieldValue::Unreadable,
    ];

    #[test]
    fn the_four_states_are_never_confused() {
        assert_eq!(STATES.map(FieldValue::value), [None, None, Some(7), None]);
        assert_eq!(STATES.map(|it| it.is_selected()), [false, true, true, true]);
        assert_eq!(STATES.map(|it| it.is_null()), [false, true, false, false]);
        assert_eq!(STATES.map(|it| it.is_value()), [false, false, true, false]);
        assert_eq!(STATES.map(|it| it.unwrap_or(1)), [1, 1, 7, 1]);
        assert_eq!(STATES.map(|it| it.unwrap_or_default()), [0, 0, 7, 0]);
        assert_eq!(STATES.map(|it| it.map(|n| n)), STATES);
        assert_eq!(STATES.map(|it| it.as_ref().cloned()), STATES);
    }

    #[test]
    fn errors_say_which_state_it_was() {
        let required = STATES.map(|it| it.required("A").map_err(|error| error.state()));
        assert_eq!(
            required,
            [
                Err(FieldState::NotSelected),
                Err(FieldState::Null),
                Ok(7),
                Err(FieldState::Unreadable)
            ]
        );
        let nullable = STATES.map(|it| it.nullable("A").map_err(|error| error.to_string()));
        assert_eq!(
            nullable,
            [
                Err("`A` was not selected".to_owned()),
                Ok(None),
                Ok(Some(7)),
                Err("`A` holds a value that is not of its type".to_owned())
            ]
        );
    }
}
