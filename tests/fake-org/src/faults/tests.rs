use super::*;

fn meet(faults: &Faults, method: Method, target: &str) -> Option<FaultKind> {
    faults.meet(&Meeting {
        method: &method,
        target,
        headers: &HeaderMap::new(),
        is_let_in: true,
    })
}

/// However requests interleave, each meets what its own number says.
#[test]
fn a_header_decides_whatever_the_order() {
    let faults = faults();
    faults.add(
        Fault::new(FaultKind::BadGateway)
            .always()
            .probability(0.3)
            .drawn_by("X-Call"),
    );
    faults.add(
        Fault::new(FaultKind::CutAfter)
            .always()
            .probability(0.3)
            .drawn_by("X-Call"),
    );
    let met = |value: &str, is_let_in| {
        let mut headers = HeaderMap::new();
        headers.insert("x-call", value.parse().unwrap());
        faults.meet(&Meeting {
            method: &Method::GET,
            target: "/services/data/v66.0/limits",
            headers: &headers,
            is_let_in,
        })
    };
    let mut kinds = [0; 3];
    for nth in 0..50 {
        assert_eq!(met("late", false), None);
        for value in if nth % 2 == 0 { ["a", "b"] } else { ["b", "a"] } {
            let expected = faults.forecast("X-Call", value, nth);
            assert_eq!(met(value, true), expected);
            kinds[match expected {
                None => 0,
                Some(FaultKind::BadGateway) => 1,
                _ => 2,
            }] += 1;
        }
    }
    assert!(kinds.iter().all(|count| *count > 10), "{kinds:?}");
    assert_eq!(
        meet(&faults, Method::GET, "/services/data/v66.0/limits"),
        None
    );
}

/// A call of one record has no place that a position means, so it must not use the failure up.
#[test]
fn locked_records_wait_for_a_call_of_several() {
    let faults = faults();
    let positions = vec![0];
    faults.add(Fault::new(FaultKind::RecordsLocked { positions }));
    for (method, path) in [
        (Method::PATCH, "sobjects/Account/001Fk0000000001MAA"),
        (Method::POST, "sobjects/Account"),
        (Method::GET, "query?q=composite"),
        (Method::GET, "composite/sobjects?ids=001Fk0000000001MAA"),
        (Method::POST, "composite/sobjects/Account"),
    ] {
        let met = meet(&faults, method, &format!("/services/data/v66.0/{path}"));
        assert_eq!(met, None, "{path}");
        assert_eq!(faults.waiting().len(), 1);
    }
    for (method, path) in [
        (Method::POST, "composite"),
        (Method::POST, "composite/batch"),
        (Method::POST, "composite/graph"),
        (Method::POST, "composite/tree/Account"),
        (Method::POST, "composite/sobjects"),
        (Method::PATCH, "composite/sobjects/Account/External_Id__c"),
        (Method::DELETE, "composite/sobjects?ids=001Fk0000000001MAA"),
    ] {
        let positions = vec![0];
        faults.clear();
        faults.add(Fault::new(FaultKind::RecordsLocked { positions }));
        let met = meet(&faults, method, &format!("/services/data/v66.0/{path}"));
        assert!(met.is_some(), "{path}");
    }
}

fn faults() -> Faults {
    Faults::new(fastrand::Rng::with_seed(1))
}

#[test]
fn a_fault_meets_the_calls_it_names() {
    let faults = faults();
    let fault = Fault::new(FaultKind::BadGateway)
        .method("get")
        .path("Account");
    faults.add(fault.after(1).times(2));
    let meet = |method, target| meet(&faults, method, target).is_some();
    assert!(!meet(Method::POST, "/services/data/v66.0/sobjects/Account"));
    assert!(!meet(Method::GET, "/services/data/v66.0/sobjects/Contact"));
    let met: Vec<bool> = (0..4)
        .map(|_| meet(Method::GET, "/services/data/v66.0/sobjects/Account"))
        .collect();
    assert_eq!(met, [false, true, true, false]);
    assert!(faults.waiting().is_empty());
}

#[test]
fn a_fault_without_a_path_spares_logins() {
    let faults = faults();
    faults.add(Fault::new(FaultKind::BadGateway));
    assert_eq!(meet(&faults, Method::POST, "/services/oauth2/token"), None);
    assert!(meet(&faults, Method::GET, "/services/data/v66.0/limits").is_some());
}

#[test]
fn faults_read_from_json() {
    let fault: Fault =
        serde_json::from_str(r#"{"kind":"service_unavailable","retry_after":2,"times":null}"#)
            .unwrap();
    let kind = FaultKind::ServiceUnavailable {
        retry_after: Some(2),
    };
    assert_eq!(fault, Fault::new(kind).always());
    let fault: Fault = serde_json::from_str(r#"{"kind":"cut_before"}"#).unwrap();
    assert_eq!(fault, Fault::new(FaultKind::CutBefore));
}
