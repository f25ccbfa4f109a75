//! How strict a check is.

use crate::diagnostic::Level;

/// The API version for which a query is checked unless another is named.
pub const API_VERSION: u32 = 66;

/// How a query is to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckOptions {
    /// The version of the API that will run it, such as 66: sub-queries nest deeper from 58 on.
    pub api_version: u32,
    /// What is made of what the org takes and should not be written.
    pub lints: Lints,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self {
            api_version: API_VERSION,
            lints: Lints::default(),
        }
    }
}

macro_rules! lints {
    ($($(#[$doc:meta])* $lint:ident = $name:literal,)*) => {
        /// Something that the org takes, or may take, and that should not be written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Lint {
            $($(#[$doc])* $lint,)*
        }

        impl Lint {
            /// Every lint.
            pub const ALL: &'static [Lint] = &[$(Lint::$lint),*];

            /// The name, which is the code of its findings.
            pub fn name(self) -> &'static str {
                match self {
                    $(Lint::$lint => $name,)*
                }
            }
        }
    };
}

lints! {
    /// A value that a restricted picklist does not have: no record will be found.
    UnknownPicklistValue = "unknown-picklist-value",
    /// `!= NULL` and `= NULL` on a field that is never null.
    NullOfRequired = "null-of-required",
    /// `LIKE` without a wildcard: `=` says the same.
    LikeWithoutWildcard = "like-without-wildcard",
    /// An id of another object: no record will be found.
    IdOfAnotherObject = "id-of-another-object",
    /// `OFFSET` without `ORDER BY`: which records are skipped is chance.
    OffsetWithoutOrder = "offset-without-order",
    /// What only Apex knows, such as `WITH USER_MODE`.
    ApexOnly = "apex-only",
    /// A field, object or relationship that is `deprecatedAndHidden`.
    Deprecated = "deprecated",
    /// Too long for the URI of a GET.
    LongQuery = "long-query",
    /// `<` and `>` on ids by which the query is not ordered.
    RangeOfIds = "range-of-ids",
    /// A number with digits after the point for an integer.
    FractionOfInteger = "fraction-of-integer",
    /// A day or hour that no calendar or clock has.
    ImpossibleDate = "impossible-date",
    /// An object that the org only queries with a certain filter, which is not there.
    MissingFilter = "missing-filter",
    /// What the docs leave open: some orgs or versions may refuse it.
    Doubtful = "doubtful",
    /// An `Option` around a column or a parent that is never null. It is of the types of a row in Rust,
    /// so no query alone has it.
    NeedlessOption = "needless-option",
}

impl Lint {
    /// The lint of this name.
    ///
    /// ```
    /// use sf_schema::soql::check::Lint;
    ///
    /// assert_eq!(Lint::from_name("apex-only"), Some(Lint::ApexOnly));
    /// assert_eq!(Lint::from_name("apex"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lint| lint.name() == name)
    }
}

/// What is made of each lint: a warning unless set otherwise.
///
/// ```
/// use sf_schema::Level;
/// use sf_schema::soql::check::{Lint, Lints};
///
/// let lints = Lints::default()
///     .with(Lint::ApexOnly, Some(Level::Error))
///     .with(Lint::OffsetWithoutOrder, None);
/// assert_eq!(lints.level(Lint::ApexOnly), Some(Level::Error));
/// assert_eq!(lints.level(Lint::OffsetWithoutOrder), None);
/// assert_eq!(lints.level(Lint::LongQuery), Some(Level::Warning));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lints {
    /// Those that are not warnings.
    changed: Vec<(Lint, Option<Level>)>,
}

impl Lints {
    /// Every lint switched off.
    pub fn off() -> Self {
        Self {
            changed: Lint::ALL.iter().map(|lint| (*lint, None)).collect(),
        }
    }

    /// The same with one lint at this level, or off.
    #[must_use]
    pub fn with(mut self, lint: Lint, level: Option<Level>) -> Self {
        self.changed.retain(|(changed, _)| *changed != lint);
        self.changed.push((lint, level));
        self
    }

    /// The level of a lint; none where it is off.
    pub fn level(&self, lint: Lint) -> Option<Level> {
        self.changed
            .iter()
            .find(|(changed, _)| *changed == lint)
            .map_or(Some(Level::Warning), |(_, level)| *level)
    }
}
