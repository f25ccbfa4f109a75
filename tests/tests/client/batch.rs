//! Batches: what is sent, and what becomes of each call.

use serde_json::{Value, json};
use sf_runtime::composite::Batch;
use sf_runtime::error::Halt;
use sf_runtime::{Error, ErrorCode, Id};
use sf_tests::bindings::Account;

use crate::collections::id_of;
use crate::composite::{Get, account, created, refused};
use crate::scripted::{Answer, Scripted, Seen, run};

fn calls(seen: &Seen) -> Vec<Value> {
    seen.json()["batchRequests"].as_array().unwrap().clone()
}

fn results(answers: Vec<(u16, Value)>) -> Answer {
    let results: Vec<Value> = answers
        .into_iter()
        .map(|(status, body)| json!({"statusCode": status, "result": body}))
        .collect();
    Answer::Json(
        200,
        json!({"hasErrors": false, "results": results}).to_string(),
    )
}

fn answering(answers: Vec<Vec<(u16, Value)>>) -> Scripted {
    let mut answers = answers.into_iter();
    Scripted::new(move |_| results(answers.next().expect("no further call")))
}

fn update(n: usize) -> impl sf_runtime::Call<Output = ()> {
    Account::update(id_of(n).parse::<Id<Account>>().unwrap()).name("N")
}

#[test]
fn calls_are_sent_below_the_version() {
    let org = answering(vec![vec![
        (204, Value::Null),
        (200, json!({"Id": id_of(1), "Name": "B"})),
        refused("NOT_FOUND", "m"),
    ]]);
    let mut batch = Batch::new();
    let first = batch.add(update(0));
    let second = batch.add(Get(id_of(1)));
    let third = batch.add(account());
    let done = run(batch.send(&org.client())).unwrap();
    done.get(&first).unwrap();
    assert_eq!(done.get(&second).unwrap().name().value(), Some("B"));
    assert_eq!(
        done.get(&third).unwrap_err().code(),
        Some(&ErrorCode::NotFound)
    );
    assert!(!done.is_success());
    assert_eq!(done.culprit().map(|(place, _)| place), Some(2));
    let seen = &org.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/services/data/v66.0/composite/batch")
    );
    assert_eq!(
        seen.body,
        format!(
            r#"{{"batchRequests":[{{"method":"PATCH","url":"v66.0/sobjects/Account/{}","richInput":{{"Name":"N"}}}},{{"method":"GET","url":"v66.0/sobjects/Account/{}"}},{{"method":"POST","url":"v66.0/sobjects/Account","richInput":{{"Name":"Acme"}}}}],"haltOnError":false}}"#,
            id_of(0),
            id_of(1)
        )
    );
}

#[test]
fn more_than_25_calls_are_several_requests() {
    let org = Scripted::new(|seen| {
        let answer = |call: &Value| {
            let id = call["url"].as_str().unwrap().rsplit('/').next().unwrap();
            (200, json!({"Id": id}))
        };
        results(calls(seen).iter().map(answer).collect())
    });
    let mut batch = Batch::new();
    let handles: Vec<_> = (0..60).map(|n| batch.add(Get(id_of(n)))).collect();
    let done = run(batch.send(&org.client())).unwrap();
    for (n, handle) in handles.iter().enumerate() {
        assert_eq!(
            done.get(handle).unwrap().id().value().unwrap().as_str(),
            id_of(n)
        );
    }
    let sizes: Vec<_> = org.seen().iter().map(|seen| calls(seen).len()).collect();
    assert_eq!(sizes, [25, 25, 10]);
}

#[test]
fn a_request_that_fails_leaves_the_others() {
    let mut requests = 0;
    let org = Scripted::new(move |seen| {
        requests += 1;
        match requests {
            2 => Answer::Cut,
            _ => results(calls(seen).iter().map(|_| created(requests)).collect()),
        }
    });
    let mut batch = Batch::new();
    let handles: Vec<_> = (0..60).map(|_| batch.add(account())).collect();
    let done = run(batch.send(&org.client())).unwrap();
    assert!(done.get(&handles[0]).is_ok() && done.get(&handles[59]).is_ok());
    let error = done.get(&handles[30]).unwrap_err();
    assert!(matches!(error, Error::Shared(_)) && error.may_have_happened());

    let org = Scripted::new(|_| Answer::Cut);
    let mut batch = Batch::new();
    batch.add(account());
    let error = run(batch.send(&org.client())).unwrap_err();
    assert!(matches!(error, Error::Transport(_)));
}

#[test]
fn a_halted_call_tells_what_stopped_it() {
    let org = answering(vec![vec![
        refused("DUPLICATE_VALUE", "d"),
        (
            412,
            json!([{"errorCode": "BATCH_PROCESSING_HALTED", "message": "Batch processing halted per request"}]),
        ),
    ]]);
    let mut batch = Batch::new().halt_on_error(true);
    let first = batch.add(account());
    let second = batch.add(account());
    let done = run(batch.send(&org.client())).unwrap();
    assert!(done.get(&first).unwrap_err().is_duplicate());
    let Err(Error::Halted(error)) = done.get(&second) else {
        panic!("{done:?}");
    };
    assert_eq!(error.halt(), Halt::NotStarted);
    assert_eq!(
        error.culprit().unwrap().errors[0].code,
        ErrorCode::DuplicateValue
    );
    assert_eq!(org.seen()[0].json()["haltOnError"], true);
}

#[test]
fn only_what_was_locked_is_sent_again() {
    let lock = || refused("UNABLE_TO_LOCK_ROW", "unable to obtain");
    let org = answering(vec![
        vec![created(0), lock(), refused("DUPLICATE_VALUE", "d")],
        vec![created(1)],
    ]);
    let mut batch = Batch::new();
    let handles = [(); 3].map(|()| batch.add(account()));
    let done = run(batch.send(&org.client())).unwrap();
    assert_eq!(done.get(&handles[1]).unwrap().as_str(), id_of(1));
    assert!(done.get(&handles[2]).is_err());
    assert_eq!(calls(&org.seen()[1]).len(), 1);
}

#[test]
fn an_answer_that_is_too_short_is_told() {
    let org = answering(vec![vec![created(0)]]);
    let mut batch = Batch::new();
    batch.add(account());
    let second = batch.add(account());
    let done = run(batch.send(&org.client())).unwrap();
    assert!(matches!(done.get(&second), Err(Error::Decode(_))));
}

#[test]
fn what_cannot_be_in_a_batch_is_refused() {
    let refuse = |batch: Batch, why: &str| {
        let org = Scripted::answers([]);
        let error = run(batch.send(&org.client())).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert!(org.seen().is_empty());
    };
    refuse(Batch::new(), "a batch without calls");
    let mut composite = sf_runtime::composite::Composite::new();
    let id = composite.add(account()).id();
    let mut batch = Batch::new();
    batch.add(crate::composite::contact(id));
    refuse(batch, "use a composite");
    let mut batch = Batch::new();
    batch.add(sf_runtime::collections::Collection::create([account()]));
    refuse(batch, "calls of many records cannot be in a batch");
    let mut batch = Batch::new().halt_on_error(true);
    for _ in 0..26 {
        batch.add(account());
    }
    refuse(batch, "it takes 25");
}
