//! A tree printed back: keywords in upper case, functions as the docs spell them, one space between
//! words, no more parentheses than there were. What is printed parses to the same tree, spans and
//! the spelling of functions aside.

mod query;

use std::fmt::{self, Display, Formatter, Write};

use super::tree::{
    Argument, Bind, Call, Condition, DateLiteral, DateRange, DateUnit, Literal, Name, Operand,
    Path, PatternPart, Predicate, Right, Value,
};

/// Items between separators.
fn join<T: Display>(f: &mut Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        join(f, &self.names, ".")
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(path) => path.fmt(f),
            Self::Call(call) => call.fmt(f),
        }
    }
}

impl Display for Call {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.function.name().unwrap_or(&self.name.text))?;
        f.write_char('(')?;
        join(f, &self.args, ", ")?;
        f.write_char(')')
    }
}

impl Display for Argument {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(path) => path.fmt(f),
            Self::Call(call) => call.fmt(f),
            Self::Value(value) => value.fmt(f),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(terms, _) => join(f, terms, " AND "),
            Self::Or(terms, _) => join(f, terms, " OR "),
            Self::Not(inner, _) => write!(f, "NOT {inner}"),
            Self::Group(inner, _) => write!(f, "({inner})"),
            Self::Predicate(predicate) => predicate.fmt(f),
        }
    }
}

impl Display for Predicate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.left, self.operator.symbol())?;
        match &self.right {
            Right::Value(value) => value.fmt(f),
            Right::List(values, _) => {
                f.write_char('(')?;
                join(f, values, ", ")?;
                f.write_char(')')
            }
            Right::Query(query) => write!(f, "({query})"),
        }
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.literal.fmt(f)
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Boolean(true) => f.write_str("TRUE"),
            Self::Boolean(false) => f.write_str("FALSE"),
            Self::Text(text) => {
                f.write_char('\'')?;
                escape(f, text, false)?;
                f.write_char('\'')
            }
            Self::Pattern(parts) => {
                f.write_char('\'')?;
                write_parts(f, parts, true)?;
                f.write_char('\'')
            }
            Self::Number(text) | Self::Date(text) | Self::DateTime(text) | Self::Time(text) => {
                f.write_str(text)
            }
            Self::Currency(code, number) => write!(f, "{code}{number}"),
            Self::DateLiteral(literal) => literal.fmt(f),
            Self::BoundDateLiteral(range, unit, bind) => {
                write_range(f, *range, *unit)?;
                write!(f, ":{bind}")
            }
            Self::Bind(bind) => bind.fmt(f),
        }
    }
}

/// The inside of a string literal that was read in parts.
pub(super) fn write_parts(f: &mut impl Write, parts: &[PatternPart], pattern: bool) -> fmt::Result {
    for part in parts {
        match part {
            PatternPart::Text(text) => escape(f, text, pattern)?,
            PatternPart::AnyOne => f.write_char('_')?,
            PatternPart::AnyMany => f.write_char('%')?,
        }
    }
    Ok(())
}

/// The inside of a string literal.
fn escape(f: &mut impl Write, text: &str, pattern: bool) -> fmt::Result {
    for c in text.chars() {
        match c {
            '\\' => f.write_str("\\\\")?,
            '\'' => f.write_str("\\'")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '_' | '%' if pattern => write!(f, "\\{c}")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    Ok(())
}

impl Display for Bind {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.braced {
            write!(f, ":{{{}}}", self.text)
        } else {
            write!(f, ":{}", self.text)
        }
    }
}

impl Display for DateLiteral {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yesterday => f.write_str("YESTERDAY"),
            Self::Today => f.write_str("TODAY"),
            Self::Tomorrow => f.write_str("TOMORROW"),
            Self::Last90Days => f.write_str("LAST_90_DAYS"),
            Self::Next90Days => f.write_str("NEXT_90_DAYS"),
            Self::Last(unit) => write!(f, "LAST_{}", unit.name()),
            Self::This(unit) => write!(f, "THIS_{}", unit.name()),
            Self::Next(unit) => write!(f, "NEXT_{}", unit.name()),
            Self::LastN(unit, n) => with_number(f, DateRange::LastN, *unit, *n),
            Self::NextN(unit, n) => with_number(f, DateRange::NextN, *unit, *n),
            Self::NAgo(unit, n) => with_number(f, DateRange::NAgo, *unit, *n),
        }
    }
}

fn with_number(f: &mut Formatter<'_>, range: DateRange, unit: DateUnit, n: u32) -> fmt::Result {
    write_range(f, range, unit)?;
    write!(f, ":{n}")
}

fn write_range(f: &mut Formatter<'_>, range: DateRange, unit: DateUnit) -> fmt::Result {
    let unit = unit.name();
    match range {
        DateRange::LastN => write!(f, "LAST_N_{unit}S"),
        DateRange::NextN => write!(f, "NEXT_N_{unit}S"),
        DateRange::NAgo => write!(f, "N_{unit}S_AGO"),
    }
}
