use http::{HeaderMap, StatusCode};

use super::*;
use crate::call::{Body, CallInfo, Safety};
use crate::query::Soql;
use crate::sobject::example::Account;

fn answer(body: &'static str) -> Response {
    Response {
        call: CallInfo::default(),
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: body.into(),
    }
}

fn sosl(search: &Search) -> String {
    search.sosl().expect("a search")
}

fn refused<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => panic!("a refusal"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_search_is_a_request() {
    let request = Search::find("Acme").request().expect("a request");
    assert_eq!(
        request.path_below("v66.0"),
        "v66.0/search?q=FIND%20%7BAcme%7D"
    );
}

#[test]
fn what_is_sought_cannot_end_its_braces() {
    for (text, expected) in [
        ("a} IN NAME FIELDS", r"FIND {a\} IN NAME FIELDS}"),
        (r"\} x", r"FIND {\\\} x}"),
        ("x AND y or not z", r#"FIND {x "AND" y "or" "not" z}"#),
        ("O'Brien & \"Sons\"", r#"FIND {O\'Brien \& \"Sons\"}"#),
        ("50% off\n now", "FIND {50% off now}"),
    ] {
        assert_eq!(sosl(&Search::find(text)), expected);
    }
    assert_eq!(sosl(&Search::find_prefix("Ac*m ")), r"FIND {Ac\*m*}");
    assert_eq!(sosl(&Search::find_expression("a OR b*")), "FIND {a OR b*}");
    assert_eq!(
        sosl(&Search::find_expression(r"a\} b\\")),
        r"FIND {a\} b\\}"
    );
    for open in ["a} IN NAME FIELDS", "a{b", r"a\\}", r"ab\"] {
        assert!(Search::find_expression(open).sosl().is_err(), "{open}");
    }
}

#[test]
fn every_clause_has_its_place() {
    let network: Id = "0DB000000000001".parse().expect("an id");
    let search = Search::find("Acme")
        .limit(2_000)
        .with_labels()
        .spell_correction(false)
        .in_network(network)
        .with_highlight()
        .with_snippet(120)
        .in_division("North'")
        .returning_as(Returning::named("Contact"))
        .returning_as(Returning::of::<Account>().limit(5).offset(10))
        .in_fields(Scope::Email);
    assert_eq!(
        sosl(&search),
        "FIND {Acme} IN EMAIL FIELDS RETURNING Contact, Account(Id LIMIT 5 OFFSET 10) \
         WITH DIVISION = 'North\\'' WITH SNIPPET (target_length=120) WITH HIGHLIGHT \
         WITH NETWORK = '0DB000000000001GAA' WITH SPELL_CORRECTION = false \
         WITH METADATA = 'LABELS' LIMIT 2000"
    );
}

#[test]
fn a_search_that_the_org_refuses_is_not_sent() {
    let find = || Search::find("Acme");
    assert!(refused(Search::find(" a ").sosl()).contains("two characters"));
    assert!(refused(Search::find("a".repeat(10_001)).sosl()).contains("10001"));
    assert!(refused(find().limit(0).sosl()).contains("from 1 to 2000"));
    assert!(refused(find().limit(2_001).sosl()).contains("from 1 to 2000"));
    let said = refused(find().returning::<Account>(["Nam"]).sosl());
    assert_eq!(said, "Account has no field `Nam`: did you mean `Name`?");
    for odd in ["Id) LIMIT 1", "Id, Name", "", "Id WHERE"] {
        let returning = Returning::named("Contact").fields([odd]);
        assert!(find().returning_as(returning).sosl().is_err(), "{odd}");
        assert!(
            find().returning_as(Returning::named(odd)).sosl().is_err(),
            "{odd}"
        );
    }
    let paths = ["Owner.Name", "toLabel(Status)"];
    assert!(find().returning::<Account>(paths).sosl().is_ok());
    let open = Returning::named("Contact").filter("LastName = :name");
    assert!(refused(find().returning_as(open).sosl()).contains(":name"));
}

#[test]
fn the_same_search_goes_by_parameters() {
    let filter = Soql::new("Name = :name").bind("name", "A'B");
    let search = Search::find("a (b)")
        .in_fields(Scope::Name)
        .returning_as(Returning::of::<Account>().fields(["Name"]).filter(filter))
        .limit(100)
        .spell_correction(true)
        .with_labels()
        .by_parameters()
        .default_fields(["id"])
        .default_limit(10);
    let request = search.request().expect("a request");
    assert_eq!(request.safety(), Safety::Read);
    assert_eq!(request.path_below("v66.0"), "v66.0/parameterizedSearch");
    let Body::Json(body) = request.body() else {
        panic!("the body is JSON");
    };
    let expected = serde_json::json!({
        "q": r"a \(b\)", "in": "NAME", "fields": ["id"], "overallLimit": 100, "defaultLimit": 10,
        "spellCorrection": true, "metadata": "LABELS",
        "sobjects": [{"name": "Account", "fields": ["Name"], "where": r"Name = 'A\'B'"}],
    });
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(body).expect("JSON"),
        expected
    );
    assert!(
        Search::find("Acme")
            .with_highlight()
            .by_parameters()
            .request()
            .is_err()
    );
}

const RECORDS: &str = r#"[
    {"attributes":{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001D000000IqhSLIAZ"},
     "Name":"Acme"},
    {"attributes":{"type":"Contact","url":"/x"},"Id":"0035f000005mc66AAA"}]"#;

#[test]
fn what_was_found_is_told_apart_by_its_object() {
    let results = Search::decode(answer(RECORDS)).expect("results");
    let accounts: Vec<Account> = results.of().collect::<Result<_, _>>().expect("accounts");
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].name(), Some("Acme"));
    let ids: Vec<_> = results
        .records()
        .iter()
        .map(|record| record.id().map(String::from))
        .collect();
    assert_eq!(
        ids,
        [
            Some("001D000000IqhSLIAZ".to_owned()),
            Some("0035f000005mc66AAA".to_owned())
        ]
    );
    assert_eq!(results.of_object("contact").count(), 1);
    assert!(results.records()[0].read::<u8>().is_err());
}

#[test]
fn both_forms_of_an_answer_are_read() {
    let now = r#"{"searchRecords":[{"attributes":{"type":"Account"}}],
        "metadata":{"entityMetadata":[{"entityName":"Account"}]}}"#;
    let results = Search::decode(answer(now)).expect("results");
    assert_eq!(results.records().len(), 1);
    assert!(results.metadata().is_some());
    assert!(
        Search::decode(answer("[]"))
            .expect("results")
            .records()
            .is_empty()
    );
    assert!(Search::decode(answer("{}")).is_err());
    assert!(Search::decode(answer(r#"{"searchRecords":{"Id":"x"}}"#)).is_err());
}

/// A record that does not say what it is may be of any object: it is lost for none, and costs none.
#[test]
fn a_record_without_attributes_costs_no_other() {
    let response = answer(
        r#"{"searchRecords":[{"Id":"001D000000IqhSLIAZ"},7,
        {"attributes":{"type":"Account","url":"/x/001D000000IqhSLIAZ"},"Name":"A"}]}"#,
    );
    let results = Search::decode(response).expect("results");
    let objects: Vec<_> = results.records().iter().map(SearchRecord::object).collect();
    assert_eq!(objects, [None, None, Some("Account")]);
    assert_eq!(
        results.records()[0]
            .id()
            .map(|id| id.to_string())
            .as_deref(),
        Some("001D000000IqhSLIAZ")
    );
    let accounts: Vec<_> = results.of::<Account>().collect();
    let [Err(first), Err(_), Ok(account)] = &accounts[..] else {
        panic!("two errors and an account: {accounts:?}");
    };
    let first = first.record().expect("an error of a record");
    assert_eq!(first.field.as_deref(), Some("attributes"));
    assert!(first.id.is_some());
    assert_eq!(account.name(), Some("A"));
}
