//! Days and spans of days that the org counts from its own today.

use std::fmt;

/// A date literal of SOQL: a day or a span of days, in the time zone of the running user.
///
/// A day is *in* the span that it is compared with: `= THIS_WEEK` holds for all of its days.
///
/// ```
/// use sf_runtime::query::{DateLiteral, Literal};
///
/// assert_eq!(Literal::from(DateLiteral::TODAY).to_soql()?, "TODAY");
/// assert_eq!(Literal::from(DateLiteral::last_n_days(7)).to_soql()?, "LAST_N_DAYS:7");
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateLiteral {
    word: &'static str,
    count: Option<u32>,
}

macro_rules! plain {
    ($($name:ident $soql:literal)*) => {
        /// Without a number. Each is the literal of SOQL of the same name.
        #[allow(missing_docs)]
        impl DateLiteral {
            $(pub const $name: Self = Self { word: $soql, count: None };)*
        }
    };
}

macro_rules! counted {
    ($($name:ident $soql:literal)*) => {
        /// With a number. Each is the literal of SOQL of the same name.
        #[allow(missing_docs)]
        impl DateLiteral {
            $(pub const fn $name(n: u32) -> Self {
                Self { word: $soql, count: Some(n) }
            })*
        }
    };
}

plain! {
    YESTERDAY "YESTERDAY"
    TODAY "TODAY"
    TOMORROW "TOMORROW"
    LAST_WEEK "LAST_WEEK"
    THIS_WEEK "THIS_WEEK"
    NEXT_WEEK "NEXT_WEEK"
    LAST_MONTH "LAST_MONTH"
    THIS_MONTH "THIS_MONTH"
    NEXT_MONTH "NEXT_MONTH"
    LAST_90_DAYS "LAST_90_DAYS"
    NEXT_90_DAYS "NEXT_90_DAYS"
    LAST_QUARTER "LAST_QUARTER"
    THIS_QUARTER "THIS_QUARTER"
    NEXT_QUARTER "NEXT_QUARTER"
    LAST_YEAR "LAST_YEAR"
    THIS_YEAR "THIS_YEAR"
    NEXT_YEAR "NEXT_YEAR"
    LAST_FISCAL_QUARTER "LAST_FISCAL_QUARTER"
    THIS_FISCAL_QUARTER "THIS_FISCAL_QUARTER"
    NEXT_FISCAL_QUARTER "NEXT_FISCAL_QUARTER"
    LAST_FISCAL_YEAR "LAST_FISCAL_YEAR"
    THIS_FISCAL_YEAR "THIS_FISCAL_YEAR"
    NEXT_FISCAL_YEAR "NEXT_FISCAL_YEAR"
}

counted! {
    last_n_days "LAST_N_DAYS"
    next_n_days "NEXT_N_DAYS"
    n_days_ago "N_DAYS_AGO"
    last_n_weeks "LAST_N_WEEKS"
    next_n_weeks "NEXT_N_WEEKS"
    n_weeks_ago "N_WEEKS_AGO"
    last_n_months "LAST_N_MONTHS"
    next_n_months "NEXT_N_MONTHS"
    n_months_ago "N_MONTHS_AGO"
    last_n_quarters "LAST_N_QUARTERS"
    next_n_quarters "NEXT_N_QUARTERS"
    n_quarters_ago "N_QUARTERS_AGO"
    last_n_years "LAST_N_YEARS"
    next_n_years "NEXT_N_YEARS"
    n_years_ago "N_YEARS_AGO"
    last_n_fiscal_quarters "LAST_N_FISCAL_QUARTERS"
    next_n_fiscal_quarters "NEXT_N_FISCAL_QUARTERS"
    n_fiscal_quarters_ago "N_FISCAL_QUARTERS_AGO"
    last_n_fiscal_years "LAST_N_FISCAL_YEARS"
    next_n_fiscal_years "NEXT_N_FISCAL_YEARS"
    n_fiscal_years_ago "N_FISCAL_YEARS_AGO"
}

impl fmt::Display for DateLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)?;
        match self.count {
            Some(count) => write!(f, ":{count}"),
            None => Ok(()),
        }
    }
}
