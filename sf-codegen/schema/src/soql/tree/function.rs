//! The functions of SOQL, by name.

use std::fmt;

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // each is the function of the same name
pub enum Function {
    Avg,
    Count,
    CountDistinct,
    Min,
    Max,
    Sum,
    Grouping,
    Format,
    ToLabel,
    ConvertCurrency,
    ConvertTimezone,
    Distance,
    Geolocation,
    Date(DateFunction),
    /// Any other name: it parses, and the org refuses it.
    Unknown,
}

/// A function of a date or datetime. All but `DAY_ONLY` give an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // each is the function of the same name
pub enum DateFunction {
    CalendarMonth,
    CalendarQuarter,
    CalendarYear,
    DayInMonth,
    DayInWeek,
    DayInYear,
    DayOnly,
    FiscalMonth,
    FiscalQuarter,
    FiscalYear,
    HourInDay,
    WeekInMonth,
    WeekInYear,
}

/// What `FIELDS()` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the keyword of the same name
pub enum FieldSet {
    All,
    Custom,
    Standard,
}

impl Function {
    const NAMES: &'static [(Function, &'static str)] = &[
        (Function::Avg, "AVG"),
        (Function::Count, "COUNT"),
        (Function::CountDistinct, "COUNT_DISTINCT"),
        (Function::Min, "MIN"),
        (Function::Max, "MAX"),
        (Function::Sum, "SUM"),
        (Function::Grouping, "GROUPING"),
        (Function::Format, "FORMAT"),
        (Function::ToLabel, "toLabel"),
        (Function::ConvertCurrency, "convertCurrency"),
        (Function::ConvertTimezone, "convertTimezone"),
        (Function::Distance, "DISTANCE"),
        (Function::Geolocation, "GEOLOCATION"),
        (
            Function::Date(DateFunction::CalendarMonth),
            "CALENDAR_MONTH",
        ),
        (
            Function::Date(DateFunction::CalendarQuarter),
            "CALENDAR_QUARTER",
        ),
        (Function::Date(DateFunction::CalendarYear), "CALENDAR_YEAR"),
        (Function::Date(DateFunction::DayInMonth), "DAY_IN_MONTH"),
        (Function::Date(DateFunction::DayInWeek), "DAY_IN_WEEK"),
        (Function::Date(DateFunction::DayInYear), "DAY_IN_YEAR"),
        (Function::Date(DateFunction::DayOnly), "DAY_ONLY"),
        (Function::Date(DateFunction::FiscalMonth), "FISCAL_MONTH"),
        (
            Function::Date(DateFunction::FiscalQuarter),
            "FISCAL_QUARTER",
        ),
        (Function::Date(DateFunction::FiscalYear), "FISCAL_YEAR"),
        (Function::Date(DateFunction::HourInDay), "HOUR_IN_DAY"),
        (Function::Date(DateFunction::WeekInMonth), "WEEK_IN_MONTH"),
        (Function::Date(DateFunction::WeekInYear), "WEEK_IN_YEAR"),
    ];

    /// The function of this name, in any case.
    pub fn from_name(name: &str) -> Self {
        Self::NAMES
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name))
            .map_or(Self::Unknown, |(function, _)| *function)
    }

    /// The name as the docs spell it; none where it is not known.
    pub fn name(self) -> Option<&'static str> {
        Self::NAMES
            .iter()
            .find(|(function, _)| *function == self)
            .map(|(_, name)| *name)
    }

    /// Every function.
    pub fn all() -> impl Iterator<Item = Function> {
        Self::NAMES.iter().map(|(function, _)| *function)
    }

    /// Whether it makes one value of many records.
    pub fn is_aggregate(self) -> bool {
        matches!(
            self,
            Self::Avg | Self::Count | Self::CountDistinct | Self::Min | Self::Max | Self::Sum
        )
    }
}

impl FieldSet {
    /// The set of this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::All, Self::Custom, Self::Standard]
            .into_iter()
            .find(|set| set.name().eq_ignore_ascii_case(name))
    }

    /// The keyword.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Custom => "CUSTOM",
            Self::Standard => "STANDARD",
        }
    }
}

impl fmt::Display for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
