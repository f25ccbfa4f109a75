use http::{HeaderMap, StatusCode};
use rust_decimal::Decimal;

use super::*;
use crate::call::CallInfo;
use crate::error::ErrorCode;
use crate::sobject::NewId;
use crate::sobject::example::Account;
use crate::types::Id;

#[derive(serde::Deserialize, Debug, PartialEq)]
#[serde(rename_all = "PascalCase")]
struct Row {
    id: Id,
    name: String,
}

fn answer(status: u16, body: impl Into<bytes::Bytes>) -> Response {
    Response {
        call: CallInfo::default(),
        status: StatusCode::from_u16(status).expect("a status"),
        headers: HeaderMap::new(),
        body: body.into(),
    }
}

fn refused<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => panic!("a refusal"),
        Err(error) => error.to_string(),
    }
}

fn text(soql: &Soql) -> String {
    soql.text().expect("a query").into_owned()
}

#[test]
fn a_query_is_a_request() {
    let query = Query::<Row>::new("SELECT Id FROM Account").batch_size(200);
    let request = query.request().expect("a request");
    assert_eq!(
        request.path_below("v66.0"),
        "v66.0/query?q=SELECT%20Id%20FROM%20Account"
    );
    assert_eq!(request.headers()["sforce-query-options"], "batchSize=200");
    assert!(!request.has_new_id());
    let all = query.all_rows().request().expect("a request");
    assert!(all.path_below("v66.0").starts_with("v66.0/queryAll?q="));
    for size in [0, 199, 2_001] {
        let said = refused(Query::<Row>::new("x").batch_size(size).request());
        assert!(said.contains("from 200 to 2000"), "{said}");
    }
    let explain = Explain::new("SELECT Id FROM Account").request();
    assert_eq!(
        explain.expect("a request").path_below("v66.0"),
        "v66.0/query?explain=SELECT%20Id%20FROM%20Account"
    );
}

#[test]
fn a_query_of_a_record_to_be_created_is_for_a_composite_only() {
    let id: NewId<Account> = NewId::new("@{refAccount.id}");
    let query =
        Query::<Row>::new("SELECT Id FROM Contact WHERE AccountId IN :ids").bind("ids", vec![id]);
    assert_eq!(
        text(query.soql()),
        "SELECT Id FROM Contact WHERE AccountId IN ('@{refAccount.id}')"
    );
    assert!(query.request().expect("a request").has_new_id());
}

#[test]
fn a_query_that_is_too_long_is_refused() {
    let longest = format!("SELECT Id FROM Account {}", " ".repeat(100_000 - 23));
    assert!(Soql::new(longest.clone()).text().is_ok());
    let said = refused(Soql::new(longest + " ").text());
    assert!(said.contains("100001 characters"), "{said}");
}

#[test]
fn a_value_cannot_change_the_shape_of_a_query() {
    let hostile = [
        "' OR Name != '",
        r"\",
        r"\' OR Id != '",
        "x' LIMIT 1 --",
        "\u{0}\u{1b}\n\r\t\"",
        ":name",
        "é'é",
        r"\\'",
    ];
    for value in hostile {
        for literal in [
            Literal::from(value),
            Like::contains(value).into(),
            Like::starting_with(value).into(),
            Like::ending_with(value).into(),
            Like::new().one().text(value).any().text(value).into(),
        ] {
            let soql = Soql::new("SELECT Id FROM A WHERE N = :a AND M = :b")
                .bind("a", literal.clone())
                .bind("b", 1);
            let text = text(&soql);
            let inside = text
                .strip_prefix("SELECT Id FROM A WHERE N = '")
                .and_then(|rest| rest.strip_suffix("' AND M = 1"))
                .unwrap_or_else(|| panic!("{text}"));
            let mut letters = inside.chars();
            while let Some(letter) = letters.next() {
                assert_ne!(letter, '\'', "{text}");
                if letter == '\\' {
                    assert!(letters.next().is_some(), "{text}");
                }
            }
        }
    }
}

#[test]
fn every_kind_of_value_is_written_as_soql_has_it() {
    let id: Id<Account> = "001D000000IqhSL".parse().expect("an id");
    let instant: crate::types::Timestamp = "2026-03-02T14:30:00.1239Z".parse().expect("a time");
    let cases: [(Literal, &str); 18] = [
        (true.into(), "true"),
        (7.into(), "7"),
        (i64::MIN.into(), "-9223372036854775808"),
        (Decimal::new(12_500, 3).into(), "12.5"),
        (1.0e21.into(), "1000000000000000000000"),
        (0.1.into(), "0.1"),
        ("a\\b".into(), r"'a\\b'"),
        (
            crate::types::Date::constant(2026, 3, 2).into(),
            "2026-03-02",
        ),
        (instant.into(), "2026-03-02T14:30:00.123Z"),
        (
            crate::types::Time::constant(14, 30, 0, 0).into(),
            "14:30:00.000Z",
        ),
        (id.into(), "'001D000000IqhSLIAZ'"),
        (Some("x").into(), "'x'"),
        (None::<i32>.into(), "null"),
        (["a", "b"].into(), "('a', 'b')"),
        (vec![None, Some(1)].into(), "(null, 1)"),
        (Like::contains(r"5_%\").into(), r"'%5\_\%\\%'"),
        (Like::new().into(), "''"),
        (
            Like::new().text("5%").any().text("'_").one().into(),
            r"'5\%%\'\__'",
        ),
    ];
    for (literal, expected) in cases {
        assert_eq!(literal.to_soql().expect("a literal"), expected);
    }
}

#[test]
fn a_value_that_soql_does_not_have_is_refused() {
    let said = |literal: Literal| refused(literal.to_soql());
    assert!(said(Vec::<i32>::new().into()).contains("no empty list"));
    assert!(said(vec![vec![1]].into()).contains("no list of lists"));
    assert!(said(f64::NAN.into()).contains("NaN"));
    assert!(said("x".repeat(4_001).into()).contains("4001 characters"));
    assert!(Literal::from("é".repeat(4_000)).to_soql().is_ok());
    // As it is written: the org counts what stands between the quotes.
    assert!(Literal::from("'".repeat(2_000)).to_soql().is_ok());
    assert!(said("'".repeat(2_001).into()).contains("4002 characters"));
    assert!(
        Literal::from(Like::contains(&"%".repeat(1_999)))
            .to_soql()
            .is_ok()
    );
    assert!(said(Like::contains(&"%".repeat(2_000)).into()).contains("4002 characters"));
}

#[test]
fn places_and_values_must_agree() {
    let soql = Soql::new("SELECT Id FROM A WHERE N = ':no' AND M = :yes");
    assert!(refused(soql.text()).contains("a place :yes"));
    assert_eq!(
        text(&soql.clone().bind("yes", 1)),
        "SELECT Id FROM A WHERE N = ':no' AND M = 1"
    );
    assert!(refused(soql.bind("yes", 1).bind("no", 2).text()).contains("bound to :no"));
    for plain in [
        "WHERE D > 2026-01-01T00:00:00Z",
        "WHERE D = LAST_N_DAYS:30",
        r"WHERE N = 'it\':s'",
        "WHERE N = 'open :x",
        "WHERE N = :",
    ] {
        assert_eq!(text(&Soql::new(plain)), plain);
    }
    let twice = Soql::new("WHERE A=:v OR B=:v").bind("v", "x");
    assert_eq!(text(&twice), "WHERE A='x' OR B='x'");
    for literal in [
        "last_n_days",
        "NEXT_N_WEEKS",
        "N_YEARS_AGO",
        "LAST_N_FISCAL_QUARTERS",
    ] {
        let soql = Soql::new(format!("WHERE D = {literal}:n")).bind("n", 3);
        assert_eq!(text(&soql), format!("WHERE D = {literal}:3"));
        let soql = Soql::new(format!("WHERE D = {literal}:n")).bind("n", "3 OR A != null");
        assert!(refused(soql.text()).contains("whole number"));
        for (written, sent) in [("::n", ":3"), (" : :n", " : 3")] {
            let soql = Soql::new(format!("WHERE D = {literal}{written}"));
            assert_eq!(
                text(&soql.clone().bind("n", 3)),
                format!("WHERE D = {literal}{sent}")
            );
            assert!(refused(soql.bind("n", -3).text()).contains("whole number"));
        }
    }
}

#[test]
fn debug_tells_no_value() {
    let query = Query::<Row>::new("SELECT Id FROM A WHERE N = :name").bind("name", "private");
    let shown = format!("{query:?}");
    assert!(
        shown.contains(":name = a text") && !shown.contains("private"),
        "{shown}"
    );
}

#[test]
fn a_record_that_cannot_be_read_costs_no_other() {
    let page = r#"{"totalSize":3,"done":true,"records":[
        {"attributes":{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001D000000IqhSLIAZ"},
         "Id":"001D000000IqhSLIAZ","Name":"A"},
        {"attributes":{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001xx000003DGb1AAG"},
         "Name":null},
        {"Id":"001D000000IqhSLIAZ","Name":"C"}]}"#;
    let rows = Query::<Row>::decode(answer(200, page)).expect("a page");
    let names: Vec<_> = rows
        .records
        .iter()
        .map(|row| row.as_ref().map(|row| &*row.name))
        .collect();
    assert!(matches!(names[..], [Ok("A"), Err(_), Ok("C")]), "{names:?}");
    let record = rows.all().expect_err("the second");
    assert_eq!(record.object.as_deref(), Some("Account"));
    assert_eq!(
        record.id.map(|id| id.to_string()).as_deref(),
        Some("001xx000003DGb1AAG")
    );
    assert_eq!(record.field.as_deref(), Some("Name"));
}

#[test]
fn what_is_no_page_is_an_error_of_the_call() {
    for body in [
        "[]",
        "{}",
        "",
        "null",
        r#"{"totalSize":1,"done":true}"#,
        r#"{"totalSize":1,"done":false,"records":[]}"#,
    ] {
        let error = Query::<Row>::decode(answer(200, body)).expect_err("no page");
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
    }
    let refused = answer(
        400,
        r#"[{"errorCode":"INVALID_QUERY_LOCATOR","message":"invalid query locator"}]"#,
    );
    let error = refused.accepted().expect_err("a refusal");
    assert_eq!(error.code(), Some(&ErrorCode::InvalidQueryLocator));
}

#[test]
fn rows_of_ones_own_hold_pages_of_any_rows() {
    #[derive(serde::Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    struct Parent {
        children: Page<Child>,
        accounts: Page<Account>,
        none: Page<Account>,
        nothing: Page<Child>,
    }
    #[derive(serde::Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    struct Child {
        name: String,
    }
    use crate::sobject::Page;
    let child = r#"{"totalSize":9,"done":false,"nextRecordsUrl":"/n","records":[{"Name":"A"}]}"#;
    let body = format!(
        r#"{{"totalSize":1,"done":true,"records":[{{"Children":{child},"Accounts":{child},
        "None":null,"Nothing":null}}]}}"#
    );
    let rows = Query::<Parent>::decode(answer(200, body)).expect("a page");
    let parent = rows.all().expect("rows").remove(0);
    let child = parent.children.records[0].as_ref().expect("a child");
    assert_eq!(child.name, "A");
    let account = parent.accounts.records[0].as_ref().expect("an account");
    assert_eq!(account.name(), Some("A"));
    for next in [
        &parent.children.next_records_url,
        &parent.accounts.next_records_url,
    ] {
        assert_eq!(next.as_deref(), Some("/n"));
    }
    assert!(parent.none.done && parent.none.records.is_empty());
    assert!(parent.nothing.done && parent.nothing.records.is_empty());
}

/// Types that read as a generated object without being one.
#[test]
fn a_generated_object_is_read_at_once_however_it_is_wrapped() {
    #[derive(serde::Deserialize)]
    #[serde(transparent)]
    struct Wrapped(Box<Account>);
    #[derive(serde::Deserialize)]
    struct Flat {
        #[serde(flatten)]
        account: Account,
    }
    #[derive(serde::Deserialize)]
    struct Newtype(Account);
    let body = r#"{"totalSize":2,"done":true,"records":[{"Name":"A"},{"Name":"B"}]}"#;
    fn names<T: QueryRow>(body: &'static str, name: fn(&T) -> Option<&str>) -> Vec<String> {
        let rows = Query::<T>::decode(answer(200, body)).expect("a page");
        let rows = rows.all().expect("rows");
        rows.iter().filter_map(name).map(str::to_owned).collect()
    }
    let expected = ["A", "B"];
    assert_eq!(names::<Account>(body, |row| row.name()), expected);
    assert_eq!(names::<Wrapped>(body, |row| row.0.name()), expected);
    assert_eq!(names::<Newtype>(body, |row| row.0.name()), expected);
    assert_eq!(names::<Flat>(body, |row| row.account.name()), expected);
    assert_eq!(
        names::<Option<Account>>(body, |row| row.as_ref().and_then(Account::name)),
        expected
    );
}

#[test]
fn aggregates_are_read_whatever_form_a_number_has() {
    #[derive(serde::Deserialize)]
    struct Total {
        #[serde(deserialize_with = "whole")]
        expr0: u32,
    }
    let body = r#"{"totalSize":2,"done":true,"records":[
        {"attributes":{"type":"AggregateResult"},"Industry":"Energy","expr0":300.0,
         "total":12345678901234567890.12},
        {"attributes":{"type":"AggregateResult"},"Industry":null,"expr0":400,"total":null}]}"#;
    let rows = Query::<AggregateRow>::decode(answer(200, body)).expect("a page");
    let rows = rows.all().expect("rows");
    let counts: Vec<i64> = rows
        .iter()
        .map(|row| row.expr(0).expect("a number"))
        .collect();
    assert_eq!(counts, [300, 400]);
    let total = rows[0].decimal("total").expect("a number");
    assert_eq!(
        total,
        Some(Decimal::from_i128_with_scale(
            1_234_567_890_123_456_789_012,
            2
        ))
    );
    assert_eq!(rows[1].decimal("TOTAL").expect("null"), None);
    assert_eq!(
        rows[0].names().collect::<Vec<_>>(),
        ["Industry", "expr0", "total"]
    );
    let said = refused(rows[0].get::<i64>("Industry"));
    assert!(
        said.contains("AggregateResult") && said.contains("Industry"),
        "{said}"
    );
    let said = refused(rows[0].get::<i64>("sum"));
    assert!(said.contains("none among Industry, expr0, total"), "{said}");
    let plain = Query::<Total>::decode(answer(200, body)).expect("a page");
    let plain = plain.all().expect("rows");
    assert_eq!(
        plain.iter().map(|row| row.expr0).collect::<Vec<_>>(),
        [300, 400]
    );
    assert!(serde_json::from_str::<Total>(r#"{"expr0":1.5}"#).is_err());
    assert!(serde_json::from_str::<Total>(r#"{"expr0":-1}"#).is_err());
}

#[test]
fn plans_are_read() {
    let body = r#"{"plans":[{"cardinality":1,"fields":["CreatedDate"],"leadingOperationType":"Index",
        "notes":[{"description":"d","fields":["IsDeleted"],"tableEnumOrId":"X"}],"relativeCost":0.5,
        "sobjectCardinality":3,"sobjectType":"X"}]}"#;
    let plans = Explain::decode(answer(200, body)).expect("plans").plans;
    assert_eq!(plans[0].leading_operation_type, "Index");
    assert_eq!(plans[0].notes[0].fields, ["IsDeleted"]);
}
