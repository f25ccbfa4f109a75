//! Graphs: what is sent, and what becomes of each.

use serde_json::{Value, json};
use sf_runtime::composite::{Graph, Graphs};
use sf_runtime::error::Halt;
use sf_runtime::{Error, ErrorCode, Id};
use sf_tests::bindings::Account;

use crate::collections::id_of;
use crate::composite::{
    ROLLED_BACK, Rows, account, composite_response, contact, created, halted, plain, refused,
};
use crate::scripted::{Answer, Scripted, Seen, run};

fn graphs(seen: &Seen) -> Vec<Value> {
    seen.json()["graphs"].as_array().unwrap().clone()
}

/// The answer to one graph, by a rule for its parts.
fn graph_response(graph: &Value, answers: Vec<(u16, Value)>) -> Value {
    let parts = graph["compositeRequest"].as_array().unwrap();
    let success = answers.iter().all(|(status, _)| *status < 300);
    json!({
        "graphId": graph["graphId"],
        "graphResponse": composite_response(parts, answers),
        "isSuccessful": success,
    })
}

fn answer(seen: &Seen, mut rule: impl FnMut(usize) -> Vec<(u16, Value)>) -> Answer {
    let graphs: Vec<Value> = graphs(seen)
        .iter()
        .enumerate()
        .map(|(place, graph)| graph_response(graph, rule(place)))
        .collect();
    Answer::Json(200, json!({ "graphs": graphs }).to_string())
}

#[test]
fn a_graph_is_sent_with_its_parts() {
    let org = Scripted::new(|seen| answer(seen, |_| vec![created(0), created(1)]));
    let mut graph = Graph::new();
    let account = graph.add(account());
    let contact = graph.add(contact(account.id()));
    let done = run(graph.send(&org.client())).unwrap();
    assert!(done.is_success());
    assert_eq!(done.get(&account).unwrap().as_str(), id_of(0));
    assert_eq!(done.get(&contact).unwrap().as_str(), id_of(1));
    let seen = &org.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/services/data/v66.0/composite/graph")
    );
    assert_eq!(
        plain(&seen.body),
        concat!(
            r#"{"graphs":[{"graphId":"ref0","compositeRequest":["#,
            r#"{"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"ref0","body":{"Name":"Acme"}},"#,
            r#"{"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"ref1","body":{"LastName":"Moon","AccountId":"@{ref0.id}"}}]}]}"#
        )
    );
    let id = graphs(seen)[0]["graphId"].as_str().unwrap().to_owned();
    assert!(id.len() < 40 && !id.contains('.'));
}

#[test]
fn a_graph_fails_alone() {
    let org = Scripted::new(|seen| {
        answer(seen, |place| match place {
            1 => vec![halted(ROLLED_BACK), refused("DUPLICATE_VALUE", "d")],
            _ => vec![created(place), created(place)],
        })
    });
    let mut all = Graphs::new();
    let mut handles = Vec::new();
    for _ in 0..3 {
        let mut graph = Graph::new();
        let account = graph.add(account());
        let contact = graph.add(contact(account.id()));
        all.add(graph);
        handles.push((account, contact));
    }
    let done = run(all.send(&org.client())).unwrap();
    assert!(!done.is_success());
    assert_eq!(done.get(&handles[0].0).unwrap().as_str(), id_of(0));
    assert_eq!(done.get(&handles[2].0).unwrap().as_str(), id_of(2));
    assert!(done.get(&handles[1].1).unwrap_err().is_duplicate());
    let Err(Error::Halted(error)) = done.get(&handles[1].0) else {
        panic!("{done:?}");
    };
    assert_eq!(error.halt(), Halt::RolledBack);
    let states: Vec<bool> = done
        .graphs()
        .map(|graph| graph.unwrap().is_success())
        .collect();
    assert_eq!(states, [true, false, true]);
}

#[test]
fn graphs_that_the_org_did_not_begin_are_told_apart() {
    let org = Scripted::new(|seen| {
        answer(seen, |place| match place {
            0..15 => vec![refused("DUPLICATE_VALUE", "d")],
            _ => vec![halted(
                "Graph processing halted since too many graphs failed.",
            )],
        })
    });
    let mut all = Graphs::new();
    let handles: Vec<_> = (0..17)
        .map(|_| {
            let mut graph = Graph::new();
            let handle = graph.add(account());
            all.add(graph);
            handle
        })
        .collect();
    let done = run(all.send(&org.client())).unwrap();
    assert!(done.get(&handles[14]).unwrap_err().is_duplicate());
    for handle in &handles[15..] {
        let error = done.get(handle).unwrap_err();
        assert!(
            matches!(&error, Error::Halted(error) if error.halt() == Halt::NotStarted),
            "{error}"
        );
    }
    assert!(done.graphs().count() == 17);
}

#[test]
fn graphs_fill_calls_of_75_graphs_and_500_parts() {
    let org = Scripted::new(|seen| {
        let sizes: Vec<usize> = graphs(seen)
            .iter()
            .map(|graph| graph["compositeRequest"].as_array().unwrap().len())
            .collect();
        answer(seen, |place| vec![created(place); sizes[place]])
    });
    let send = |count: usize, size: usize| {
        let all: Graphs = (0..count)
            .map(|_| {
                let mut graph = Graph::new();
                for _ in 0..size {
                    graph.add(account());
                }
                graph
            })
            .collect();
        let before = org.seen().len();
        let done = run(all.send(&org.client())).unwrap();
        assert!(done.is_success());
        let seen = &org.seen()[before..];
        seen.iter()
            .map(|seen| graphs(seen).len())
            .collect::<Vec<_>>()
    };
    assert_eq!(send(100, 1), [75, 25]);
    assert_eq!(send(5, 200), [2, 2, 1]);
    assert_eq!(send(2, 500), [1, 1]);
}

#[test]
fn a_graph_that_was_locked_is_sent_again_alone() {
    let mut calls = 0;
    let org = Scripted::new(move |seen| {
        calls += 1;
        answer(seen, |place| match (calls, place) {
            (1, 1) => vec![refused("UNABLE_TO_LOCK_ROW", "unable to obtain")],
            _ => vec![created(10 * calls + place)],
        })
    });
    let mut all = Graphs::new();
    let handles = [(); 3].map(|()| {
        let mut graph = Graph::new();
        let handle = graph.add(account());
        all.add(graph);
        handle
    });
    let done = run(all.send(&org.client())).unwrap();
    let ids = handles.map(|handle| done.get(&handle).unwrap().to_string());
    assert_eq!(ids, [id_of(10), id_of(20), id_of(12)]);
    assert_eq!(graphs(&org.seen()[1]).len(), 1);
}

#[test]
fn a_call_that_fails_leaves_the_other_graphs() {
    let mut calls = 0;
    let org = Scripted::new(move |seen| {
        calls += 1;
        match calls {
            2 => Answer::Cut,
            _ => answer(seen, |place| vec![created(place)]),
        }
    });
    let mut all = Graphs::new();
    let handles: Vec<_> = (0..160)
        .map(|_| {
            let mut graph = Graph::new();
            let handle = graph.add(account());
            all.add(graph);
            handle
        })
        .collect();
    let done = run(all.send(&org.client())).unwrap();
    assert!(done.get(&handles[0]).is_ok() && done.get(&handles[159]).is_ok());
    let error = done.get(&handles[100]).unwrap_err();
    assert!(matches!(error, Error::Shared(_)) && error.may_have_happened());
}

#[test]
fn the_limits_of_a_graph_are_known() {
    let refuse = |graph: Graph, why: &str| {
        let org = Scripted::answers([]);
        let error = run(graph.send(&org.client())).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert!(org.seen().is_empty());
    };
    refuse(Graph::new(), "it has no parts");
    let mut graph = Graph::new();
    for _ in 0..501 {
        graph.add(account());
    }
    refuse(graph, "it has 501 parts");
    let mut graph = Graph::new();
    let mut parent = graph.add(account());
    for _ in 0..15 {
        parent = graph.add(account().parent_id(parent.id()));
    }
    refuse(graph, "a chain of 16");
    let mut graph = Graph::new();
    graph.add(Rows("SELECT Id FROM Contact".to_owned()));
    refuse(graph, "a graph takes creates");
    let mut graph = Graph::new();
    graph.add(account().description("@{x}"));
    refuse(graph, "its field Description holds");
    // What it does take: a record by its id, and by an external ID.
    let org = Scripted::new(|seen| answer(seen, |_| vec![(204, Value::Null), created(1)]));
    let mut graph = Graph::new();
    let id: Id<Account> = id_of(0).parse().unwrap();
    graph.add(Account::update(id).name("A"));
    graph.add(Account::upsert_by_external_id__c("E-1"));
    assert!(run(graph.send(&org.client())).unwrap().is_success());
}

#[test]
fn the_code_of_the_culprit_reaches_every_part() {
    let org = Scripted::new(|seen| {
        answer(seen, |_| {
            vec![halted(ROLLED_BACK), refused("STRING_TOO_LONG", "m")]
        })
    });
    let mut graph = Graph::new();
    let first = graph.add(account());
    graph.add(account());
    let done = run(graph.send(&org.client())).unwrap();
    let Err(Error::Halted(error)) = done.get(&first) else {
        panic!("{done:?}");
    };
    let codes: Vec<_> = error
        .culprit()
        .unwrap()
        .errors
        .iter()
        .map(|one| &one.code)
        .collect();
    assert_eq!(codes, [&ErrorCode::StringTooLong]);
}

#[test]
fn a_call_has_at_most_15_kinds_of_parts() {
    let org = Scripted::new(|seen| answer(seen, |place| vec![created(place); 2]));
    let any = |object: &str| {
        let request = sf_runtime::call::Request::post("sobjects/{object}", &[object]);
        crate::composite_refused::Raw(request.unwrap())
    };
    let all: Graphs = (0..10)
        .map(|n| {
            let mut graph = Graph::new();
            graph.add(any(&format!("A{n}__c")));
            graph.add(any(&format!("B{n}__c")));
            graph
        })
        .collect();
    assert!(run(all.send(&org.client())).unwrap().is_success());
    let sizes: Vec<usize> = org.seen().iter().map(|seen| graphs(seen).len()).collect();
    assert_eq!(sizes, [7, 3]);
    let mut graph = Graph::new();
    for n in 0..16 {
        graph.add(any(&format!("A{n}__c")));
    }
    let error = run(graph.send(&org.client())).unwrap_err().to_string();
    assert!(error.contains("it has 16 kinds of parts"), "{error}");
}
