//! What the tree of a query is.

use super::{MACRO, REST, query};
use crate::Span;
use crate::soql::{
    Argument, Condition, CountKind, DateFunction, DateLiteral, DateUnit, Function, GroupKind,
    Literal, Operand, Operator, PatternPart, Predicate, Right, SelectExpr, parse,
};

/// The comparisons of a WHERE.
fn predicates(text: &str) -> Vec<Predicate> {
    let query = query(&format!("SELECT Id FROM X WHERE {text}"), &MACRO);
    let mut found = Vec::new();
    let filter = query.filter.expect("a WHERE");
    filter.each_predicate(&mut |predicate| found.push(predicate.clone()));
    found
}

/// The value of the only comparison.
fn literal(text: &str) -> Literal {
    match predicates(&format!("a = {text}")).remove(0).right {
        Right::Value(value) => value.literal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn spans_are_of_the_text() {
    let text = "SELECT Id, Account.Owner.Name n, COUNT(Id) c, (SELECT Id FROM Cases) FROM Contact AS c WHERE (a = 'x') AND b IN (1, -2)";
    let query = query(text, &REST);
    let at = |span: Span| &text[span.start..span.end];
    assert_eq!(at(query.span), text);
    let items: Vec<_> = query.select.iter().map(|item| at(item.span)).collect();
    assert_eq!(
        items,
        [
            "Id",
            "Account.Owner.Name n",
            "COUNT(Id) c",
            "(SELECT Id FROM Cases)"
        ]
    );
    let exprs: Vec<_> = query
        .select
        .iter()
        .map(|item| at(item.expr.span()))
        .collect();
    assert_eq!(
        exprs,
        [
            "Id",
            "Account.Owner.Name",
            "COUNT(Id)",
            "SELECT Id FROM Cases"
        ]
    );
    let SelectExpr::Field(path) = &query.select[1].expr else {
        panic!("{:?}", query.select[1]);
    };
    let names: Vec<_> = path.names.iter().map(|name| at(name.span)).collect();
    assert_eq!(names, ["Account", "Owner", "Name"]);
    assert_eq!((path.last(), path.parents().len()), ("Name", 2));
    assert_eq!(at(query.from.span), "Contact AS c");
    let filter = query.filter.expect("a WHERE");
    assert_eq!(at(filter.span()), "(a = 'x') AND b IN (1, -2)");
    let mut seen = Vec::new();
    filter.each_predicate(&mut |predicate| {
        let right = match &predicate.right {
            Right::Value(value) => value.span,
            Right::List(_, span) => *span,
            Right::Query(query) => query.span,
        };
        seen.push([
            at(predicate.left.span()),
            at(predicate.operator_span),
            at(right),
        ]);
    });
    assert_eq!(seen, [["a", "=", "'x'"], ["b", "IN", "(1, -2)"]]);
}

#[test]
fn aliases_and_clauses_are_told_apart() {
    let from = |text: &str| {
        let query = query(text, &REST);
        (
            query.from.object.alias.map(|alias| alias.text),
            query.order_by.len(),
            query.offset.is_some(),
        )
    };
    assert_eq!(
        from("SELECT Id FROM X Order"),
        (Some("Order".to_owned()), 0, false)
    );
    assert_eq!(from("SELECT Id FROM X ORDER BY a"), (None, 1, false));
    assert_eq!(
        from("SELECT Id FROM X Order ORDER BY a"),
        (Some("Order".to_owned()), 1, false)
    );
    assert_eq!(from("SELECT Id FROM X OFFSET 5"), (None, 0, true));
    assert_eq!(
        from("SELECT Id FROM X Offset OFFSET 5"),
        (Some("Offset".to_owned()), 0, true)
    );
    let type_of = query("SELECT TYPEOF a FROM X", &REST);
    assert!(matches!(type_of.select[0].expr, SelectExpr::Field(_)));
    assert!(type_of.select[0].alias.is_some());
    let type_of = query("SELECT TYPEOF a WHEN b THEN c END FROM X", &REST);
    assert!(matches!(type_of.select[0].expr, SelectExpr::TypeOf(_)));
}

#[test]
fn functions_are_known() {
    for function in Function::all() {
        let name = function.name().expect("it has one");
        for name in [name.to_lowercase(), name.to_uppercase()] {
            assert_eq!(Function::from_name(&name), function);
        }
    }
    assert_eq!(Function::from_name("COUNTER"), Function::Unknown);
    let query = query(
        "SELECT FORMAT(min(d)) f, HOUR_IN_DAY(convertTimezone(e)), foo(g) FROM X",
        &REST,
    );
    let calls: Vec<_> = query
        .select
        .iter()
        .map(|item| match &item.expr {
            SelectExpr::Call(call) => {
                let field = call.field().map_or("", |path| path.last());
                (
                    call.function,
                    call.inner().map(|inner| inner.function),
                    call.is_aggregate(),
                    field,
                )
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let hour = Function::Date(DateFunction::HourInDay);
    assert_eq!(
        calls,
        [
            (Function::Format, Some(Function::Min), true, "d"),
            (hour, Some(Function::ConvertTimezone), false, "e"),
            (Function::Unknown, None, false, "g"),
        ]
    );
}

#[test]
fn distance_has_three_arguments() {
    let left = predicates("DISTANCE(l, GEOLOCATION(1.5, -2), 'km') < 5")
        .remove(0)
        .left;
    let Operand::Call(call) = left else {
        panic!("{left:?}");
    };
    assert_eq!(call.args.len(), 3);
    assert!(matches!(&call.args[1], Argument::Call(inner) if inner.args.len() == 2));
    assert_eq!(call.args[2].text(), Some("km"));
}

#[test]
fn operators() {
    for (symbol, operator) in [
        ("= 1", Operator::Equal),
        ("!= 1", Operator::NotEqual),
        ("<> 1", Operator::NotEqual),
        ("< 1", Operator::Less),
        ("<= 1", Operator::LessOrEqual),
        ("> 1", Operator::Greater),
        (">= 1", Operator::GreaterOrEqual),
        ("like 'x'", Operator::Like),
        ("in (1)", Operator::In),
        ("not  in (1)", Operator::NotIn),
        ("includes (1)", Operator::Includes),
        ("excludes (1)", Operator::Excludes),
    ] {
        assert_eq!(
            predicates(&format!("a {symbol}"))[0].operator,
            operator,
            "{symbol}"
        );
    }
}

#[test]
fn conditions() {
    let filter = |text: &str| query(&format!("SELECT Id FROM X WHERE {text}"), &REST).filter;
    let Some(Condition::And(terms, _)) = filter("a = 1 AND (b = 2 OR (NOT c = 3)) AND d = 4")
    else {
        panic!("no AND");
    };
    assert_eq!(terms.len(), 3);
    let Condition::Group(inner, _) = &terms[1] else {
        panic!("{:?}", terms[1]);
    };
    let Condition::Or(either, _) = &**inner else {
        panic!("{inner:?}");
    };
    assert!(matches!(&either[1], Condition::Group(not, _) if matches!(**not, Condition::Not(..))));
    assert!(matches!(filter("NOT a = 1"), Some(Condition::Not(..))));
    let semi = predicates("a NOT IN (SELECT b FROM c)").remove(0).right;
    assert!(matches!(semi, Right::Query(query) if query.span == Span::new(33, 48)));
}

#[test]
fn literals() {
    let text = |text: &str| Literal::Text(text.to_owned());
    let number = |text: &str| Literal::Number(text.to_owned());
    for (written, expected) in [
        ("nUll", Literal::Null),
        ("True", Literal::Boolean(true)),
        ("''", text("")),
        (r"'a\'b\\'", text(r"a'b\")),
        (r"'\n\r\t\b\f\''", text("\n\r\t\u{8}\u{c}'")),
        (r"'\u00E9\ud83d\ude00\ud83d'", text("é😀\u{fffd}")),
        ("'%_'", text("%_")),
        ("5", number("5")),
        ("- 5.10", number("-5.10")),
        ("+.5", number(".5")),
        ("2020-02-30", Literal::Date("2020-02-30".to_owned())),
        ("10:00:00.5z", Literal::Time("10:00:00.5z".to_owned())),
        (
            "usd5.50",
            Literal::Currency("USD".to_owned(), "5.50".to_owned()),
        ),
        ("today", Literal::DateLiteral(DateLiteral::Today)),
        (
            "next_fiscal_year",
            Literal::DateLiteral(DateLiteral::Next(DateUnit::FiscalYear)),
        ),
        (
            "N_WEEKS_AGO:4",
            Literal::DateLiteral(DateLiteral::NAgo(DateUnit::Week, 4)),
        ),
    ] {
        assert_eq!(literal(written), expected, "{written}");
    }
}

#[test]
fn a_pattern_knows_its_wildcards() {
    let Right::Value(value) = predicates(r"a LIKE 'A\_b_%\%'").remove(0).right else {
        panic!("no value");
    };
    let text = |text: &str| PatternPart::Text(text.to_owned());
    assert_eq!(
        value.literal,
        Literal::Pattern(vec![
            text("A_b"),
            PatternPart::AnyOne,
            PatternPart::AnyMany,
            text("%")
        ])
    );
}

#[test]
fn binds_keep_their_text() {
    for (written, text, braced) in [
        (":name", "name", false),
        (": self.min", "self.min", false),
        (":{ a + '}' }", " a + '}' ", true),
        (":{}", "", true),
    ] {
        let Literal::Bind(bind) = literal(written) else {
            panic!("{written}");
        };
        assert_eq!((&*bind.text, bind.braced), (text, braced));
        let start = "SELECT Id FROM X WHERE a = ".len() + written.find(text).expect("its text");
        if !text.is_empty() {
            assert_eq!(bind.span, Span::new(start, start + text.len()));
        }
    }
    for (written, printed) in [
        ("last_n_days::days", "LAST_N_DAYS::days"),
        (
            "N_FISCAL_YEARS_AGO : : { n - 1 }",
            "N_FISCAL_YEARS_AGO::{ n - 1 }",
        ),
        ("NEXT_N_WEEKS::self.weeks", "NEXT_N_WEEKS::self.weeks"),
    ] {
        let read = literal(written);
        assert!(matches!(read, Literal::BoundDateLiteral(..)), "{read:?}");
        assert_eq!(read.to_string(), printed);
    }
    let query = query("SELECT Id FROM X LIMIT :n", &MACRO);
    assert!(matches!(
        query.limit.map(|limit| limit.kind),
        Some(CountKind::Bind(_))
    ));
    let open = parse("SELECT Id FROM X WHERE a = :{ f(", &MACRO);
    assert_eq!(open.findings[0].message, "the brace is not closed");
    let none = parse("SELECT Id FROM X WHERE a = :5", &MACRO);
    assert_eq!(
        none.findings[0].help.as_deref(),
        Some("a bind is :name or :{expression}")
    );
}

#[test]
fn counts_and_groups() {
    let query = query(
        "SELECT a FROM X GROUP BY CUBE(a, b) LIMIT -5 OFFSET 99999999999999999999",
        &REST,
    );
    let number = |count: &crate::soql::Count| match count.kind {
        CountKind::Number(number) => number,
        CountKind::Bind(_) => panic!("a bind"),
    };
    assert_eq!(query.limit.as_ref().map(number), Some(-5));
    assert_eq!(query.offset.as_ref().map(number), Some(i64::MAX));
    let group_by = query.group_by.expect("groups");
    assert_eq!((group_by.kind, group_by.items.len()), (GroupKind::Cube, 2));
}
