//! Values.

use crate::diagnostic::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value.
    pub literal: Literal,
    /// Where it stands.
    pub span: Span,
}

/// What may stand for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Literal {
    /// `null`
    Null,
    /// `true` and `false`
    Boolean(bool),
    /// A text, its escapes resolved.
    Text(String),
    /// The text after LIKE, with its wildcards.
    Pattern(Vec<PatternPart>),
    /// A number as written, without spaces or a plus: `-1.50`, `.5`.
    Number(String),
    /// `2020-02-29`: the shape is right, the day may not exist.
    Date(String),
    /// `2020-02-29T10:00:00.5+01:00`, likewise.
    DateTime(String),
    /// `10:00:00Z`, `10:00:00.5+01:00`, likewise.
    Time(String),
    /// `USD5000`: the ISO code in upper case, and the number as written.
    Currency(String, String),
    /// `LAST_N_DAYS:30`
    DateLiteral(DateLiteral),
    /// `LAST_N_DAYS::days`: a date literal whose number the program gives.
    BoundDateLiteral(DateRange, DateUnit, Bind),
    /// `:name`
    Bind(Bind),
}

/// A piece of what follows LIKE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternPart {
    /// These characters.
    Text(String),
    /// `_`: any one character.
    AnyOne,
    /// `%`: any number of characters.
    AnyMany,
}

/// A value that the program gives when it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    /// What follows the colon: a name or a path, or the expression between the braces.
    pub text: String,
    /// Whether there were braces.
    pub braced: bool,
    /// Where `text` stands, without colon and braces.
    pub span: Span,
}

/// A range of days that moves with the day of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateLiteral {
    /// `YESTERDAY`
    Yesterday,
    /// `TODAY`
    Today,
    /// `TOMORROW`
    Tomorrow,
    /// `LAST_90_DAYS`
    Last90Days,
    /// `NEXT_90_DAYS`
    Next90Days,
    /// `LAST_WEEK`; the unit is never a day.
    Last(DateUnit),
    /// `THIS_WEEK`; the unit is never a day.
    This(DateUnit),
    /// `NEXT_WEEK`; the unit is never a day.
    Next(DateUnit),
    /// `LAST_N_DAYS:n`
    LastN(DateUnit, u32),
    /// `NEXT_N_DAYS:n`
    NextN(DateUnit, u32),
    /// `N_DAYS_AGO:n`
    NAgo(DateUnit, u32),
}

/// Which of the date literals that have a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateRange {
    /// `LAST_N_DAYS`
    LastN,
    /// `NEXT_N_DAYS`
    NextN,
    /// `N_DAYS_AGO`
    NAgo,
}

/// The unit of a date literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the word of the same name
pub enum DateUnit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    FiscalQuarter,
    FiscalYear,
}

/// What a word says, before the number is known.
enum Shape {
    Plain(DateLiteral),
    Counted(DateRange, DateUnit),
}

impl DateLiteral {
    /// Whether this word is a date literal, and whether a number belongs to it.
    pub(in crate::soql) fn wants_number(word: &str) -> Option<bool> {
        Some(match shape(word)? {
            Shape::Plain(_) => false,
            Shape::Counted(..) => true,
        })
    }

    /// The literal of this word and, where it wants one, number.
    pub(in crate::soql) fn new(word: &str, number: u32) -> Option<Self> {
        Some(match shape(word)? {
            Shape::Plain(literal) => literal,
            Shape::Counted(range, unit) => range.with_number(unit, number),
        })
    }

    /// What this word says, of those that want a number.
    pub(in crate::soql) fn range(word: &str) -> Option<(DateRange, DateUnit)> {
        match shape(word)? {
            Shape::Plain(_) => None,
            Shape::Counted(range, unit) => Some((range, unit)),
        }
    }
}

impl DateRange {
    /// The literal with its number.
    pub fn with_number(self, unit: DateUnit, number: u32) -> DateLiteral {
        match self {
            Self::LastN => DateLiteral::LastN(unit, number),
            Self::NextN => DateLiteral::NextN(unit, number),
            Self::NAgo => DateLiteral::NAgo(unit, number),
        }
    }
}

impl DateUnit {
    pub(in crate::soql) const ALL: [DateUnit; 7] = [
        DateUnit::Day,
        DateUnit::Week,
        DateUnit::Month,
        DateUnit::Quarter,
        DateUnit::Year,
        DateUnit::FiscalQuarter,
        DateUnit::FiscalYear,
    ];

    /// In the singular: `FISCAL_YEAR`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Week => "WEEK",
            Self::Month => "MONTH",
            Self::Quarter => "QUARTER",
            Self::Year => "YEAR",
            Self::FiscalQuarter => "FISCAL_QUARTER",
            Self::FiscalYear => "FISCAL_YEAR",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

fn shape(word: &str) -> Option<Shape> {
    let word = word.to_ascii_uppercase();
    let unit = |name: &str| DateUnit::from_name(name);
    let long = |name: &str| unit(name).filter(|unit| *unit != DateUnit::Day);
    let units = |name: &str| unit(name.strip_suffix('S')?);
    let plain = match word.as_str() {
        "YESTERDAY" => DateLiteral::Yesterday,
        "TODAY" => DateLiteral::Today,
        "TOMORROW" => DateLiteral::Tomorrow,
        "LAST_90_DAYS" => DateLiteral::Last90Days,
        "NEXT_90_DAYS" => DateLiteral::Next90Days,
        _ => {
            if let Some(rest) = word.strip_prefix("LAST_N_") {
                return units(rest).map(|unit| Shape::Counted(DateRange::LastN, unit));
            }
            if let Some(rest) = word.strip_prefix("NEXT_N_") {
                return units(rest).map(|unit| Shape::Counted(DateRange::NextN, unit));
            }
            if let Some(rest) = word.strip_prefix("N_") {
                let rest = rest.strip_suffix("_AGO")?;
                return units(rest).map(|unit| Shape::Counted(DateRange::NAgo, unit));
            }
            let (which, rest) = word.split_once('_')?;
            match which {
                "LAST" => DateLiteral::Last(long(rest)?),
                "THIS" => DateLiteral::This(long(rest)?),
                "NEXT" => DateLiteral::Next(long(rest)?),
                _ => return None,
            }
        }
    };
    Some(Shape::Plain(plain))
}
