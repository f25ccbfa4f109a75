//! Any tree of conditions, with any values: the text parses to that tree and holds those values.

use proptest::prelude::*;
use sf_runtime::query::Like;
use sf_runtime::{Decimal, Filter};
use sf_schema::soql::{
    Condition, Literal, Operand, Options, PatternPart, Predicate, Right, Value, parse,
};
use sf_tests::bindings::Account;
use sf_tests::bindings::account::{Industry, Interests__c, fields as f};

/// What is asked, beside how it is asked.
#[derive(Clone, Debug)]
enum Ask {
    Name(String),
    NameIn(Vec<String>),
    NameHolds(String),
    Revenue(i64, u32),
    Deleted(bool),
    Industry(bool),
    Interests,
    All(Vec<Ask>),
    Any(Vec<Ask>),
    Not(Box<Ask>),
}

fn ask() -> impl Strategy<Value = Ask> {
    let text = || prop_oneof![any::<String>(), "[:'\\\\%_()\" a-zO-R\n]{0,12}"];
    let leaf = prop_oneof![
        text().prop_map(Ask::Name),
        proptest::collection::vec(text(), 1..4).prop_map(Ask::NameIn),
        text().prop_map(Ask::NameHolds),
        (any::<i64>(), 0_u32..10).prop_map(|(digits, scale)| Ask::Revenue(digits, scale)),
        any::<bool>().prop_map(Ask::Deleted),
        any::<bool>().prop_map(Ask::Industry),
        Just(Ask::Interests),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Ask::All),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Ask::Any),
            inner.prop_map(|ask| Ask::Not(Box::new(ask))),
        ]
    })
}

fn filter(ask: &Ask) -> Filter<Account> {
    match ask {
        Ask::Name(text) => f::NAME.eq(text),
        Ask::NameIn(texts) => f::NAME.is_in(texts),
        Ask::NameHolds(text) => f::NAME.like(Like::contains(text)),
        Ask::Revenue(digits, scale) => f::ANNUAL_REVENUE.gt(Decimal::new(*digits, *scale)),
        Ask::Deleted(value) => f::IS_DELETED.ne(*value),
        Ask::Industry(known) if *known => f::INDUSTRY.eq(Industry::Energy),
        Ask::Industry(_) => f::INDUSTRY.is_null(),
        Ask::Interests => f::INTERESTS__C.includes([Interests__c::Golf]),
        Ask::All(parts) => Filter::all_of(parts.iter().map(filter)),
        Ask::Any(parts) => Filter::any_of(parts.iter().map(filter)),
        Ask::Not(part) => !filter(part),
    }
}

/// What the text has to mean: groups of a kind are one, and two NOTs are none.
#[derive(Debug, PartialEq)]
enum Meant {
    Test(String, Vec<Literal>),
    All(Vec<Meant>),
    Any(Vec<Meant>),
    Not(Box<Meant>),
}

fn meant(ask: &Ask) -> Meant {
    let test = |subject: &str, values| Meant::Test(subject.to_owned(), values);
    match ask {
        Ask::Name(text) => test("Name =", vec![Literal::Text(text.clone())]),
        Ask::NameIn(texts) => test(
            "Name IN",
            texts.iter().cloned().map(Literal::Text).collect(),
        ),
        Ask::NameHolds(text) => {
            let mut parts = vec![PatternPart::AnyMany];
            if !text.is_empty() {
                parts.push(PatternPart::Text(text.clone()));
            }
            parts.push(PatternPart::AnyMany);
            test("Name LIKE", vec![Literal::Pattern(parts)])
        }
        Ask::Revenue(digits, scale) => {
            let number = Decimal::new(*digits, *scale).normalize().to_string();
            test("AnnualRevenue >", vec![Literal::Number(number)])
        }
        Ask::Deleted(value) => test("IsDeleted !=", vec![Literal::Boolean(*value)]),
        Ask::Industry(true) => test("Industry =", vec![Literal::Text("Energy".into())]),
        Ask::Industry(false) => test("Industry =", vec![Literal::Null]),
        Ask::Interests => test("Interests__c INCLUDES", vec![Literal::Text("Golf".into())]),
        Ask::All(parts) => flat(parts.iter().map(meant), |part| match part {
            Meant::All(inner) => Ok(inner),
            other => Err(other),
        })
        .unwrap_or_else(Meant::All),
        Ask::Any(parts) => flat(parts.iter().map(meant), |part| match part {
            Meant::Any(inner) => Ok(inner),
            other => Err(other),
        })
        .unwrap_or_else(Meant::Any),
        Ask::Not(part) => match meant(part) {
            Meant::Not(inner) => *inner,
            other => Meant::Not(Box::new(other)),
        },
    }
}

/// The one part that there is, or all parts with groups of the same kind opened.
fn flat(
    parts: impl Iterator<Item = Meant>,
    open: impl Fn(Meant) -> Result<Vec<Meant>, Meant>,
) -> Result<Meant, Vec<Meant>> {
    let mut all = Vec::new();
    for part in parts {
        match open(part) {
            Ok(inner) => all.extend(inner),
            Err(single) => all.push(single),
        }
    }
    match all.len() {
        1 => Ok(all.remove(0)),
        _ => Err(all),
    }
}

fn said(condition: &Condition) -> Meant {
    match condition {
        Condition::And(terms, _) => Meant::All(terms.iter().map(said).collect()),
        Condition::Or(terms, _) => Meant::Any(terms.iter().map(said).collect()),
        Condition::Not(inner, _) => Meant::Not(Box::new(said(inner))),
        Condition::Group(inner, _) => said(inner),
        Condition::Predicate(predicate) => said_by(predicate),
        other => panic!("{other:?}"),
    }
}

fn said_by(predicate: &Predicate) -> Meant {
    let Operand::Field(path) = &predicate.left else {
        panic!("{predicate:?}");
    };
    let subject = format!("{} {}", path.last(), predicate.operator.symbol());
    let literal = |value: &Value| value.literal.clone();
    let values = match &predicate.right {
        Right::Value(value) => vec![literal(value)],
        Right::List(values, _) => values.iter().map(literal).collect(),
        Right::Query(query) => panic!("{query:?}"),
    };
    Meant::Test(subject, values)
}

proptest! {
    #[test]
    fn a_filter_parses_to_the_tree_that_was_built(ask in ask()) {
        let query = Account::select(f::ID).filter(filter(&ask)).limit(7);
        let text = query.soql().text().unwrap();
        let tree = parse(&text, &Options::default()).into_result();
        let tree = tree.unwrap_or_else(|found| panic!("{text}\n{found:?}"));
        prop_assert_eq!(said(tree.filter.as_ref().unwrap()), meant(&ask), "{}", text);
        prop_assert!(tree.limit.is_some() && tree.order_by.is_empty(), "{}", text);
        prop_assert_eq!(tree.select.len(), 1);
    }
}
