//! The yes-or-no facts of describe, each with the letter that stands for it in the index.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

macro_rules! flags {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $flag:ident = $bit:literal, $letter:literal;)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $name(u32);

        impl $name {
            $($(#[$doc])* pub const $flag: Self = Self(1 << $bit);)*

            /// Every flag with its letter in the index.
            pub(crate) const LETTERS: &'static [(Self, char)] = &[$((Self::$flag, $letter)),*];

            /// Every flag.
            pub const ALL: &'static [Self] = &[$(Self::$flag),*];

            /// No flag set.
            pub const fn none() -> Self {
                Self(0)
            }

            /// Whether every flag of `other` is set.
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// This set with `flag` added where `on`.
            #[must_use]
            pub const fn with(self, flag: Self, on: bool) -> Self {
                if on { Self(self.0 | flag.0) } else { self }
            }

            /// The flags as letters, in the order of their declaration.
            pub fn letters(self) -> String {
                Self::LETTERS
                    .iter()
                    .filter(|(flag, _)| self.contains(*flag))
                    .map(|(_, letter)| letter)
                    .collect()
            }

            /// The set that [`letters`](Self::letters) wrote; an unknown letter is an error.
            pub fn from_letters(letters: &str) -> Result<Self, char> {
                let mut set = Self::none();
                for c in letters.chars() {
                    // A match, not a search: the index of a large object holds many letters.
                    set |= match c {
                        $($letter => Self::$flag,)*
                        unknown => return Err(unknown),
                    };
                }
                Ok(set)
            }
        }

        impl BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl BitOrAssign for $name {
            fn bitor_assign(&mut self, other: Self) {
                self.0 |= other.0;
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.letters())
            }
        }
    };
}

flags! {
    /// The flags of an object, by their names in describe.
    ObjectFlags {
        /// `createable`
        CREATEABLE = 0, 'c';
        /// `updateable`
        UPDATEABLE = 1, 'u';
        /// `deletable`
        DELETABLE = 2, 'd';
        /// `undeletable`
        UNDELETABLE = 3, 'n';
        /// `queryable`
        QUERYABLE = 4, 'q';
        /// `retrieveable`
        RETRIEVEABLE = 5, 'r';
        /// `searchable`
        SEARCHABLE = 6, 's';
        /// `replicateable`
        REPLICATEABLE = 7, 'p';
        /// `mergeable`
        MERGEABLE = 8, 'm';
        /// `triggerable`
        TRIGGERABLE = 9, 't';
        /// `layoutable`
        LAYOUTABLE = 10, 'l';
        /// `feedEnabled`
        FEED_ENABLED = 11, 'f';
        /// `mruEnabled`
        MRU_ENABLED = 12, 'y';
        /// `custom`
        CUSTOM = 13, 'C';
        /// `customSetting`
        CUSTOM_SETTING = 14, 'S';
        /// `deprecatedAndHidden`
        DEPRECATED_AND_HIDDEN = 15, 'X';
    }
}

flags! {
    /// The flags of a field, by their names in describe.
    FieldFlags {
        /// `createable`
        CREATEABLE = 0, 'c';
        /// `updateable`
        UPDATEABLE = 1, 'u';
        /// `nillable`
        NILLABLE = 2, 'n';
        /// `defaultedOnCreate`
        DEFAULTED_ON_CREATE = 3, 'd';
        /// `filterable`
        FILTERABLE = 4, 'f';
        /// `sortable`
        SORTABLE = 5, 's';
        /// `groupable`
        GROUPABLE = 6, 'g';
        /// `aggregatable`
        AGGREGATABLE = 7, 'a';
        /// `calculated`: a formula or a roll-up summary
        CALCULATED = 8, 'k';
        /// `autoNumber`
        AUTO_NUMBER = 9, 'A';
        /// `custom`
        CUSTOM = 10, 'C';
        /// `externalId`
        EXTERNAL_ID = 11, 'E';
        /// `idLookup`
        ID_LOOKUP = 12, 'i';
        /// `unique`
        UNIQUE = 13, 'U';
        /// `caseSensitive`
        CASE_SENSITIVE = 14, 'S';
        /// `nameField`
        NAME_FIELD = 15, 'N';
        /// `namePointing`
        NAME_POINTING = 16, 'p';
        /// `polymorphicForeignKey`
        POLYMORPHIC = 17, 'P';
        /// `restrictedPicklist`
        RESTRICTED_PICKLIST = 18, 'r';
        /// `dependentPicklist`
        DEPENDENT_PICKLIST = 19, 'D';
        /// `htmlFormatted`
        HTML_FORMATTED = 20, 'h';
        /// `encrypted`
        ENCRYPTED = 21, 'e';
        /// `permissionable`: field-level security can hide it
        PERMISSIONABLE = 22, 'm';
        /// `deprecatedAndHidden`
        DEPRECATED_AND_HIDDEN = 23, 'X';
        /// `cascadeDelete`
        CASCADE_DELETE = 24, 'l';
        /// `writeRequiresMasterRead`
        WRITE_REQUIRES_MASTER_READ = 25, 'w';
        /// `queryByDistance`
        QUERY_BY_DISTANCE = 26, 'q';
        /// `displayLocationInDecimal`
        DISPLAY_LOCATION_IN_DECIMAL = 27, 'L';
        /// The user asked for `f64` where the default is an exact decimal
        F64 = 28, 'F';
        /// In one of several orgs missing or null, where others have a value: read as an `Option`
        SOMETIMES_ABSENT = 29, 'O';
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    macro_rules! check {
        ($name:ident) => {
            let all = $name::LETTERS
                .iter()
                .fold($name::none(), |set, (flag, _)| set | *flag);
            let letters: BTreeSet<char> = $name::LETTERS.iter().map(|(_, c)| *c).collect();
            assert_eq!(
                letters.len(),
                $name::LETTERS.len(),
                "a letter stands for two flags"
            );
            assert_eq!(
                all.0.count_ones() as usize,
                $name::LETTERS.len(),
                "two flags share a bit"
            );
            assert!(letters.iter().all(char::is_ascii_alphabetic));

            assert_eq!($name::from_letters(&all.letters()), Ok(all));
            assert_eq!($name::from_letters(""), Ok($name::none()));
            assert_eq!($name::none().letters(), "");
            assert_eq!($name::from_letters("c?u"), Err('?'));
            for (flag, letter) in $name::LETTERS {
                assert_eq!(flag.letters(), letter.to_string());
                assert_eq!($name::from_letters(&letter.to_string()), Ok(*flag));
                assert!(all.contains(*flag) && !$name::none().contains(*flag));
                assert_eq!($name::none().with(*flag, true), *flag);
                assert_eq!($name::none().with(*flag, false), $name::none());
            }
            let backwards: String = all.letters().chars().rev().collect();
            assert_eq!($name::from_letters(&backwards), Ok(all));
        };
    }

    #[test]
    fn object_letters() {
        check!(ObjectFlags);
    }

    #[test]
    fn field_letters() {
        check!(FieldFlags);
    }

    #[test]
    fn contains_wants_every_flag() {
        let both = FieldFlags::CREATEABLE | FieldFlags::NILLABLE;
        assert!(both.contains(FieldFlags::CREATEABLE));
        assert!(!FieldFlags::CREATEABLE.contains(both));
        assert!(both.contains(FieldFlags::none()));
        assert_eq!(format!("{both:?}"), "FieldFlags(cn)");
    }
}
