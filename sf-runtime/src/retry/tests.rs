use super::*;

fn refused(status: u16, code: &str, message: &str) -> (u16, Vec<ErrorEntry>) {
    let entry = ErrorEntry::new(ErrorCode::from(code), message);
    (
        status,
        if code.is_empty() {
            Vec::new()
        } else {
            vec![entry]
        },
    )
}

fn decide(safety: Safety, retries: u32, (status, errors): &(u16, Vec<ErrorEntry>)) -> Decision {
    decide_after(safety, retries, *status, errors, None)
}

fn decide_after(
    safety: Safety,
    retries: u32,
    status: u16,
    errors: &[ErrorEntry],
    retry_after: Option<Duration>,
) -> Decision {
    RetryPolicy::default().decide(&Attempt {
        retries,
        timeouts: 0,
        refreshes: 0,
        token_was_good: false,
        safety,
        failure: Failure::Refused {
            status,
            errors,
            retry_after,
        },
        random: 0.0,
    })
}

fn seconds(seconds: f64) -> Decision {
    Decision::Wait(Duration::from_secs_f64(seconds))
}

#[test]
fn the_waits_double_up_to_their_bound() {
    let throttled = refused(429, "", "");
    let waits: Vec<_> = (0..6)
        .map(|n| decide(Safety::Read, n, &throttled))
        .collect();
    assert_eq!(waits[..5], [2., 4., 8., 16., 32.].map(seconds));
    assert_eq!(waits[5], Decision::GiveUp, "at most five");
    let down = refused(503, "SERVER_UNAVAILABLE", "");
    let waits: Vec<_> = (0..5).map(|n| decide(Safety::Read, n, &down)).collect();
    assert_eq!(waits, [5., 10., 20., 40., 80.].map(seconds));
    let patient = RetryPolicy {
        max_retries: 99,
        ..RetryPolicy::default()
    };
    let (status, errors) = &throttled;
    let late = patient.decide(&Attempt {
        retries: 70,
        timeouts: 0,
        refreshes: 0,
        token_was_good: false,
        safety: Safety::Read,
        failure: Failure::Refused {
            status: *status,
            errors,
            retry_after: None,
        },
        random: 0.0,
    });
    assert_eq!(late, seconds(60.));
}

#[test]
fn a_create_that_may_have_happened_is_not_repeated_unasked() {
    for status in [420, 429, 500, 502, 503, 504] {
        let failure = refused(status, "", "");
        assert_eq!(decide(Safety::Write, 0, &failure), Decision::GiveUp);
        assert_ne!(decide(Safety::Idempotent, 0, &failure), Decision::GiveUp);
    }
    let lost = |repeat_writes, kind| {
        let policy = RetryPolicy {
            repeat_writes,
            ..RetryPolicy::default()
        };
        policy.decide(&Attempt {
            retries: 0,
            timeouts: 0,
            refreshes: 0,
            token_was_good: false,
            safety: Safety::Write,
            failure: Failure::Transport(kind),
            random: 0.0,
        })
    };
    for kind in [TransportErrorKind::Timeout, TransportErrorKind::Interrupted] {
        assert_eq!(lost(false, kind), Decision::GiveUp);
        assert_eq!(lost(true, kind), seconds(1.));
    }
    assert_eq!(lost(false, TransportErrorKind::Connect), seconds(1.));
}

#[test]
fn what_the_org_has_rolled_back_may_be_repeated_whatever_it_is() {
    for (failure, wait) in [
        (refused(400, "UNABLE_TO_LOCK_ROW", "unable to obtain"), 0.25),
        (
            refused(
                400,
                "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
                "caused by: UNABLE_TO_LOCK_ROW",
            ),
            0.25,
        ),
        (
            refused(
                403,
                "REQUEST_LIMIT_EXCEEDED",
                "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
            ),
            2.,
        ),
        (refused(503, "API_CURRENTLY_DISABLED", ""), 5.),
    ] {
        assert_eq!(decide(Safety::Write, 0, &failure), seconds(wait));
    }
}

#[test]
fn what_will_fail_again_is_not_repeated() {
    for failure in [
        refused(
            403,
            "REQUEST_LIMIT_EXCEEDED",
            "TotalRequests Limit exceeded.",
        ),
        refused(400, "MALFORMED_QUERY", "unexpected token"),
        refused(404, "NOT_FOUND", ""),
        refused(500, "APEX_ERROR", "System.NullPointerException"),
    ] {
        assert_eq!(decide(Safety::Read, 0, &failure), Decision::GiveUp);
    }
    let timeout = refused(400, "QUERY_TIMEOUT", "");
    assert_eq!(decide(Safety::Read, 0, &timeout), seconds(5.));
    let (status, errors) = &timeout;
    let again = |retries, timeouts| {
        RetryPolicy::default().decide(&Attempt {
            retries,
            timeouts,
            refreshes: 0,
            token_was_good: true,
            safety: Safety::Read,
            failure: Failure::Refused {
                status: *status,
                errors,
                retry_after: None,
            },
            random: 0.0,
        })
    };
    assert_eq!(again(1, 1), Decision::GiveUp);
    assert_eq!(again(3, 0), seconds(5.), "what came before does not count");
    assert_eq!(again(5, 0), Decision::GiveUp, "at most five");
}

#[test]
fn what_passes_is_waited_for() {
    for (failure, wait) in [
        (refused(403, "TOO_MANY_APEX_REQUESTS", ""), 2.),
        (
            refused(
                400,
                "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
                "",
            ),
            5.,
        ),
        (
            refused(
                503,
                "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
                "",
            ),
            5.,
        ),
        (
            refused(400, "PLATFORM_EVENT_PUBLISHING_UNAVAILABLE", ""),
            5.,
        ),
        (refused(400, "PLATFORM_EVENT_PUBLISH_FAILED", ""), 5.),
    ] {
        assert_eq!(
            decide(Safety::Write, 0, &failure),
            seconds(wait),
            "{failure:?}"
        );
    }
    for status in [400, 500] {
        let too_long = refused(status, "REQUEST_RUNNING_TOO_LONG", "");
        assert_eq!(decide(Safety::Idempotent, 0, &too_long), seconds(5.));
        assert_eq!(decide(Safety::Write, 0, &too_long), Decision::GiveUp);
    }
}

#[test]
fn a_session_is_renewed_once_and_only_where_that_helps() {
    let expired = refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
    assert_eq!(decide(Safety::Write, 0, &expired), Decision::Refresh);
    let again = |refreshes, token_was_good| {
        RetryPolicy::default().decide(&Attempt {
            retries: 0,
            timeouts: 0,
            refreshes,
            token_was_good,
            safety: Safety::Read,
            failure: Failure::Refused {
                status: expired.0,
                errors: &expired.1,
                retry_after: None,
            },
            random: 0.0,
        })
    };
    assert_eq!(again(1, false), Decision::GiveUp, "a new token is refused");
    assert_eq!(again(1, true), Decision::Refresh, "the new one ended too");
    assert_eq!(again(5, true), Decision::GiveUp, "at most five");
    for (code, message) in [
        ("INVALID_AUTH_HEADER", ""),
        (
            "INVALID_SESSION_ID",
            "This session is not valid for use with the REST API",
        ),
        (
            "INVALID_SESSION_ID",
            "Connected app is not attached to Agent",
        ),
    ] {
        let permanent = refused(401, code, message);
        assert_eq!(decide(Safety::Read, 0, &permanent), Decision::GiveUp);
    }
}

#[test]
fn the_org_is_waited_for_as_long_as_it_asks_up_to_a_bound() {
    let asked = |seconds| {
        decide_after(
            Safety::Read,
            0,
            503,
            &[],
            Some(Duration::from_secs(seconds)),
        )
    };
    assert_eq!(asked(1), seconds(5.));
    assert_eq!(asked(30), seconds(30.));
    assert_eq!(asked(3_600), Decision::GiveUp);
}

#[test]
fn jitter_only_adds() {
    let policy = RetryPolicy::default();
    for random in [0.0, 0.5, 0.999, 7.0, -1.0] {
        let decision = policy.decide(&Attempt {
            retries: 1,
            timeouts: 0,
            refreshes: 0,
            token_was_good: false,
            safety: Safety::Read,
            failure: Failure::Refused {
                status: 429,
                errors: &[],
                retry_after: None,
            },
            random,
        });
        let Decision::Wait(wait) = decision else {
            panic!("{decision:?}");
        };
        assert!((4.0..=5.0).contains(&wait.as_secs_f64()), "{wait:?}");
    }
}
