//! Recorded answers to composites and graphs, read through calls of the same number of parts.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sf_runtime::call::{Request, Response};
use sf_runtime::composite::{Completed, Composite, Graph, Handle};
use sf_runtime::error::Halt;
use sf_runtime::{Call, Error, ErrorCode, Id};
use sf_tests::bindings::Account;

use crate::composite::{Rows, account, contact};
use crate::scripted::{Answer, Scripted, run};

/// The answer to a describe, as it is.
struct Described;

impl Call for Described {
    type Output = Option<Value>;

    fn request(&self) -> Result<Request, Error> {
        Request::get("sobjects/{object}/describe", &["Account"])
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        if response.status == 304 {
            return Ok(None);
        }
        response.json().map(Some)
    }
}

fn recorded(name: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/responses");
    match fs::read_to_string(folder.join(name)) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            println!("skipped: no {name} in {}", folder.display());
            None
        }
    }
}

/// The recorded answer with the names of the parts that were sent.
fn renamed(mut answer: Value, parts: &Value) -> Value {
    let responses = answer["compositeResponse"].as_array_mut().unwrap();
    for (response, part) in responses.iter_mut().zip(parts.as_array().unwrap()) {
        response["referenceId"] = part["referenceId"].clone();
    }
    answer
}

fn org(answer: Value) -> Scripted {
    Scripted::new(move |seen| {
        let answer = renamed(answer.clone(), &seen.json()["compositeRequest"]);
        Answer::Json(200, answer.to_string())
    })
}

/// Handles of describes.
type Handles = Vec<Handle<Option<Value>>>;

fn described(name: &str) -> Option<(Value, Completed, Handles)> {
    let answer = recorded(name)?;
    let mut composite = Composite::new();
    let count = answer["compositeResponse"].as_array().unwrap().len();
    let handles = (0..count).map(|_| composite.add(Described)).collect();
    let done = run(composite.send(&org(answer.clone()).client())).unwrap();
    Some((answer, done, handles))
}

#[test]
fn describes_in_a_composite_are_read() {
    for name in [
        "composite.ManualEditTestDescribeOrg.test_minimal_schema.json",
        "composite.accounts-sampled.json",
        "composite.ManualEditTestCompositeParallelSalesforce.test_http_headers.json",
    ] {
        let Some((answer, done, handles)) = described(name) else {
            continue;
        };
        assert!(done.is_success(), "{name}: {done:?}");
        for (place, handle) in handles.iter().enumerate() {
            let recorded = &answer["compositeResponse"][place];
            let body = done.get(handle).unwrap();
            match &recorded["httpStatusCode"] {
                status if status == 304 => assert_eq!(body, None),
                _ => assert_eq!(body.as_ref(), Some(&recorded["body"]), "{name}"),
            }
        }
    }
}

#[test]
fn a_query_without_rows_undoes_those_around_it() {
    let Some(answer) = recorded("composite.query-response-all-error.json") else {
        return;
    };
    let mut composite = Composite::all_or_none();
    let rows = composite.add(Rows("SELECT Id FROM Contact".to_owned()));
    let id: Id<Account> = crate::collections::id_of(0).parse().unwrap();
    let update = composite.add(sf_tests::bindings::Contact::update(rows.id_at(0)).account_id(id));
    let last = composite.add(account());
    let done = run(composite.send(&org(answer).client())).unwrap();
    let error = done.get(&update).unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error}");
    assert_eq!(done.culprit().map(|(place, _)| place), Some(1));
    for error in [done.get(&rows).unwrap_err(), done.get(&last).unwrap_err()] {
        let Error::Halted(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.halt(), Halt::RolledBack);
        let culprit = &error.culprit().unwrap().errors[0];
        assert!(
            culprit
                .message
                .contains("billingScheduleForOrderId.records[0].Id")
        );
    }
}

#[test]
fn a_failed_graph_names_its_culprit() {
    let Some(answer) = recorded("composite_graph.graph-response-error.json") else {
        return;
    };
    let org = Scripted::new(move |seen| {
        let sent = &seen.json()["graphs"][0];
        let mut answer = answer.clone();
        let graph = &mut answer["graphs"][0];
        graph["graphId"] = sent["graphId"].clone();
        let parts = &sent["compositeRequest"];
        graph["graphResponse"] = renamed(graph["graphResponse"].clone(), parts);
        Answer::Json(200, answer.to_string())
    });
    let mut graph = Graph::new();
    let first = graph.add(account());
    let second = graph.add(account());
    let third = graph.add(contact(first.id()));
    let fourth = graph.add(account().parent_id(first.id()));
    let done = run(graph.send(&org.client())).unwrap();
    let error = done.get(&second).unwrap_err();
    assert!(error.is_duplicate(), "{error}");
    for error in [
        done.get(&first).unwrap_err(),
        done.get(&third).unwrap_err(),
        done.get(&fourth).unwrap_err(),
    ] {
        let Error::Halted(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.halt(), Halt::RolledBack);
        assert_eq!(
            error.culprit().unwrap().errors[0].code,
            ErrorCode::DuplicateValue
        );
    }
}

/// What a hand-written request of a graph looks like is what is sent here.
#[test]
fn a_graph_is_written_as_the_recorded_one_is() {
    let Some(recorded) = recorded("composite_graph.graph-request.json") else {
        return;
    };
    let org = Scripted::new(|seen| {
        let sent = &seen.json()["graphs"][0];
        let parts = sent["compositeRequest"].as_array().unwrap();
        let created = vec![crate::composite::created(0); parts.len()];
        let response = crate::composite::composite_response(parts, created);
        let graphs = json!([{
            "graphId": sent["graphId"], "graphResponse": response, "isSuccessful": true
        }]);
        Answer::Json(200, json!({ "graphs": graphs }).to_string())
    });
    let mut graph = Graph::new();
    let first = graph.add(account());
    graph.add(contact(first.id()));
    run(graph.send(&org.client())).unwrap();
    let keys = |value: &Value| -> Vec<String> {
        let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    let sent = org.seen()[0].json();
    let (ours, theirs) = (&sent["graphs"][0], &recorded["graphs"][0]);
    assert_eq!(keys(ours), keys(theirs));
    let part = |graph: &Value| keys(&graph["compositeRequest"][1]);
    assert_eq!(part(ours), part(theirs));
    let lookup = &ours["compositeRequest"][1]["body"]["AccountId"];
    assert_eq!(*lookup, first.id().expression());
}
