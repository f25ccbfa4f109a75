//! Conditions over rows and over groups.
//!
//! Two values of truth are enough: a comparison with a null is false unless it asks for the null,
//! and `!=`, NOT IN and EXCLUDES are the opposite of their counterpart, so that they take nulls [M].

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;
use sf_schema::soql::{Condition, Literal, Operator, Predicate, Right, Value as Written};

use super::date::{self, Days};
use super::error::Refusal;
use super::key::{self, Key};
use super::literal::{self, Bound};
use super::path::About;
use super::pattern::Pattern;
use crate::id::Id;
use crate::value::Value;

mod semi_join;

/// A condition over what has an `L`.
#[derive(Debug, Clone)]
pub(crate) enum Filter<L> {
    All(Vec<Filter<L>>),
    Any(Vec<Filter<L>>),
    Not(Box<Filter<L>>),
    Test(Test<L>),
}

/// One comparison.
#[derive(Debug, Clone)]
pub(crate) struct Test<L> {
    pub(crate) left: L,
    pub(crate) fold: Fold,
    pub(crate) check: Check,
}

/// How the text of a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// Without regard to case.
    Case,
    Exact,
    /// As a set of values.
    Set,
}

/// What is asked of a value.
#[derive(Debug, Clone)]
pub(crate) enum Check {
    Equal(Key),
    Range(Operator, Key),
    Days(Operator, Days),
    Like(Pattern),
    In(HashSet<Key>, Vec<Days>),
    /// One of these sets, whole.
    Includes(Vec<Vec<Box<str>>>),
    /// The result of a semi-join.
    Members(HashSet<Id>),
    Opposite(Box<Check>),
}

impl<L> Filter<L> {
    pub(crate) fn accepts<'v>(&self, value: &impl Fn(&L) -> Cow<'v, Value>) -> bool {
        match self {
            Self::All(terms) => terms.iter().all(|term| term.accepts(value)),
            Self::Any(terms) => terms.iter().any(|term| term.accepts(value)),
            Self::Not(inner) => !inner.accepts(value),
            Self::Test(test) => test.check.accepts(&value(&test.left), test.fold),
        }
    }

    /// The tests that all have to hold.
    pub(crate) fn required(&self) -> Vec<&Test<L>> {
        match self {
            Self::All(terms) => terms.iter().flat_map(Self::required).collect(),
            Self::Test(test) => vec![test],
            _ => Vec::new(),
        }
    }
}

/// Makes a filter of a condition, each comparison by `test`.
pub(crate) fn build<L>(
    condition: &Condition,
    test: &mut impl FnMut(&Predicate) -> Result<Test<L>, Refusal>,
) -> Result<Filter<L>, Refusal> {
    let mut all = |terms: &[Condition]| -> Result<Vec<Filter<L>>, Refusal> {
        terms.iter().map(|term| build(term, test)).collect()
    };
    Ok(match condition {
        Condition::And(terms, _) => Filter::All(all(terms)?),
        Condition::Or(terms, _) => Filter::Any(all(terms)?),
        Condition::Not(inner, _) => Filter::Not(Box::new(build(inner, test)?)),
        Condition::Group(inner, _) => build(inner, test)?,
        Condition::Predicate(predicate) => Filter::Test(test(predicate)?),
        other => return Err(Refusal::unforeseen(other.span())),
    })
}

impl<L> Test<L> {
    /// A comparison with literals.
    pub(crate) fn new(
        left: L,
        about: &About,
        predicate: &Predicate,
        today: Date,
    ) -> Result<Self, Refusal> {
        let fold = about.fold();
        let check = match (&predicate.right, predicate.operator) {
            (Right::Value(value), Operator::Like) => like(value)?,
            (Right::Value(value), operator) => compare(about, operator, value, fold, today)?,
            (Right::List(values, _), Operator::Includes | Operator::Excludes) => {
                let sets = values
                    .iter()
                    .map(|value| set(about, value))
                    .collect::<Result<_, _>>()?;
                opposite(
                    Check::Includes(sets),
                    predicate.operator == Operator::Excludes,
                )
            }
            (Right::List(values, _), operator) => {
                let mut keys = HashSet::new();
                let mut ranges = Vec::new();
                for value in values {
                    match literal::bound(about, value, today)? {
                        Bound::Value(value) => {
                            keys.insert(fold.key(&value));
                        }
                        Bound::Days(days) => ranges.push(days),
                    }
                }
                opposite(Check::In(keys, ranges), operator == Operator::NotIn)
            }
            (Right::Query(query), _) => return Err(Refusal::unforeseen(query.span)),
        };
        Ok(Self { left, fold, check })
    }
}

fn opposite(check: Check, is_opposite: bool) -> Check {
    if is_opposite {
        Check::Opposite(Box::new(check))
    } else {
        check
    }
}

fn like(value: &Written) -> Result<Check, Refusal> {
    match &value.literal {
        Literal::Pattern(parts) if parts.is_empty() => Ok(Check::Equal(Key::Null)),
        Literal::Pattern(parts) => Ok(Check::Like(Pattern::new(parts))),
        Literal::Null => Ok(Check::Equal(Key::Null)),
        _ => Err(Refusal::unforeseen(value.span)),
    }
}

fn compare(
    about: &About,
    operator: Operator,
    value: &Written,
    fold: Fold,
    today: Date,
) -> Result<Check, Refusal> {
    let is_opposite = operator == Operator::NotEqual;
    Ok(match literal::bound(about, value, today)? {
        Bound::Days(days) if is_opposite => opposite(Check::Days(Operator::Equal, days), true),
        Bound::Days(days) => Check::Days(operator, days),
        Bound::Value(value) if operator.is_range() => Check::Range(operator, fold.key(&value)),
        Bound::Value(value) => opposite(Check::Equal(fold.key(&value)), is_opposite),
    })
}

/// `'A;B'` of INCLUDES: all of them.
fn set(about: &About, value: &Written) -> Result<Vec<Box<str>>, Refusal> {
    match literal::bound(about, value, Date::MIN)? {
        Bound::Value(Value::Text(text)) => {
            let parts = text
                .split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            Ok(parts.map(|part| key::fold(part, false)).collect())
        }
        // Null includes nothing.
        _ => Ok(Vec::new()),
    }
}

impl Fold {
    pub(crate) fn key(self, value: &Value) -> Key {
        match (self, value) {
            (Self::Set, Value::Text(text)) => {
                // Folded before they are sorted, so that case does not change the order.
                let folded = key::fold(text, false);
                let mut parts: Vec<&str> = folded.split(';').map(str::trim).collect();
                parts.sort_unstable();
                Key::Text(parts.join(";").into())
            }
            _ => Key::of(value, self == Self::Exact),
        }
    }
}

impl Check {
    fn accepts(&self, value: &Value, fold: Fold) -> bool {
        match self {
            Self::Equal(key) => fold.key(value) == *key,
            Self::Range(operator, key) => {
                let value = fold.key(value);
                !value.is_null() && !key.is_null() && in_order(*operator, &value, key)
            }
            Self::Days(operator, days) => within(*operator, *days, value),
            Self::Like(pattern) => value.as_text().is_some_and(|text| pattern.matches(text)),
            Self::In(keys, ranges) => {
                let is = |days: &Days| within(Operator::Equal, *days, value);
                keys.contains(&fold.key(value)) || ranges.iter().any(is)
            }
            Self::Includes(sets) => {
                let Value::Text(text) = value else {
                    return false;
                };
                let held: HashSet<Box<str>> = text
                    .split(';')
                    .map(|part| key::fold(part.trim(), false))
                    .collect();
                let includes = |set: &Vec<Box<str>>| {
                    !set.is_empty() && set.iter().all(|part| held.contains(part))
                };
                sets.iter().any(includes)
            }
            Self::Members(ids) => value.as_id().is_some_and(|id| ids.contains(&id)),
            Self::Opposite(check) => !check.accepts(value, fold),
        }
    }
}

fn in_order<T: PartialOrd>(operator: Operator, value: &T, bound: &T) -> bool {
    match operator {
        Operator::Less => value < bound,
        Operator::LessOrEqual => value <= bound,
        Operator::Greater => value > bound,
        Operator::GreaterOrEqual => value >= bound,
        _ => value == bound,
    }
}

fn within(operator: Operator, days: Days, value: &Value) -> bool {
    let day = match value {
        Value::Date(day) => *day,
        Value::DateTime(at) => date::day_of(*at),
        _ => return false,
    };
    match operator {
        Operator::Less => day < days.start,
        Operator::LessOrEqual => day < days.end,
        Operator::Greater => day >= days.end,
        Operator::GreaterOrEqual => day >= days.start,
        _ => days.start <= day && day < days.end,
    }
}
