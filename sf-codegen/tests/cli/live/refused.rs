//! What an org or a login refuses, and what makes no sense.

use sf_fake_org::{Fault, FaultKind};

use super::{after, application, before};
use crate::Answer;

/// What is found offline is said all the same.
#[test]
fn who_logs_in_is_not_known_or_not_let_in() {
    let workspace = application();
    let check = ["check", "--schema", "salesforce", "--src", "src", "--live"];
    let answer = Answer::of(workspace.without_login(&check));
    assert_eq!(answer.code, 2);
    answer.says(&["nothing says who logs in", "--org ALIAS"]);
    assert!(answer.out.contains("checked 1 query"), "{}", answer.out);
    let (org, _folder) = before();
    org.org.expire_tokens();
    let answer = Answer::of(workspace.with_token(&org, &check));
    assert_eq!(answer.code, 2);
    answer.says(&["log in again"]);
    assert!(!answer.err.contains(org.org.access_token()));
    // An argument of a login alone asks the org as well.
    let answer = Answer::of(workspace.without_login(&[&check[..5], &["--auth", "jwt"]].concat()));
    assert_eq!(answer.code, 2);
    answer.says(&["login by jwt needs --username or SF_USERNAME"]);
}

#[test]
fn the_limit_of_calls_is_no_difference() {
    let workspace = application();
    let (org, _folder) = after();
    for kind in [
        FaultKind::DailyLimit,
        FaultKind::DailyLimitWithin { positions: vec![0] },
    ] {
        org.org.faults().clear();
        org.org
            .faults()
            .add(Fault::new(kind).path("/composite").always());
        let answer = workspace.check_live(&org, &[]);
        assert_eq!(answer.code, 2);
        answer.says(&["REQUEST_LIMIT_EXCEEDED", "last 24 hours are used up: wait"]);
        assert!(!answer.out.contains("object-removed"), "{}", answer.out);
    }
    let answer = workspace.diff_live(&org, &["salesforce", "org:"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
}

#[test]
fn arguments_that_mean_nothing() {
    let workspace = application();
    let (org, _folder) = before();
    for (arguments, parts) in [
        (
            &["check", "--schema", "salesforce", "--fail-on", "any"][..],
            &["--fail-on is about a live org", "--live"][..],
        ),
        (
            &["check", "--schema", "salesforce", "--full"],
            &["--full is about a live org"],
        ),
        (
            &["diff", "salesforce", "salesforce", "--full"],
            &["--full is about a live org, and no side is one"],
        ),
        (
            &["diff", "salesforce", "salesforce", "--org", "x"],
            &["a login is given, and no side is `org:`"],
        ),
        (
            &["diff", "salesforce", "org:y", "--org", "x"],
            &["a login is given, and no side is `org:`"],
        ),
        (
            &["diff", "org:x", "org:x"],
            &["both sides are the same org, `org:x`"],
        ),
        (
            &["diff", "salesforce", "org:", "--objects", "Account"],
            &["--objects is for two live orgs"],
        ),
        (
            &["diff", "org:", "org:x"],
            &["nothing says which objects of the two orgs", "--objects"],
        ),
        (&["diff", "nowhere", "org:"], &["nowhere", "no such folder"]),
        (
            &["diff", "salesforce", "org:", "--api-version", "new"],
            &["\"new\" is not an API version"],
        ),
    ] {
        let answer = Answer::of(workspace.with_token(&org, arguments));
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{arguments:?}");
        answer.says(parts);
    }
    assert_eq!(org.org.requests().len(), 0);
}
