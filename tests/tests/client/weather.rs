//! Over 10,000 mixed calls, 64 at a time, to an org where connections, answers, tokens, locks and
//! limits fail at random: nothing is lost, nothing is done twice, every call ends in what its failures imply, and
//! a token is renewed once, however many calls find it refused.
//!
//! Which failures a call meets is a matter of the seed and of the call's own name alone, however the
//! tasks take turns, so a run can be repeated: `SF_WEATHER_SEED=…`. How many tokens are refused is
//! not, where calls lose theirs at any time: one of them may find the token of another's login, or
//! that of before. So the org counts the tokens that it refuses, and each is worth one login.

#[path = "weather/oracle.rs"]
mod oracle;
#[path = "weather/task.rs"]
mod task;

use std::collections::HashSet;
use std::sync::Arc;

use fastrand::Rng;
use futures_util::future::join_all;
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::retry::RetryPolicy;

use super::clock::TestClock;
use super::faults::{TASKS, census, client, limits, org_of};
use oracle::{CALL, PAGES};
use task::Task;

/// So many calls each task makes: 10,240 in all.
const ROUNDS: u64 = 160;
/// So many rows a page has, but for the last, which has half of them.
const PAGE: u16 = 200;
/// The header of a call that may be refused although its token is good.
const REFUSED: &str = "x-refused";
/// The header of a call that may find all tokens ended.
const ENDS: &str = "x-ends";

fn seed() -> u64 {
    match std::env::var("SF_WEATHER_SEED") {
        Ok(text) => text.parse().expect("SF_WEATHER_SEED is a number"),
        Err(_) => 7,
    }
}

/// How the calls of a round can lose their tokens. A call loses one at most: what comes of a second
/// loss depends on whether another call has used the new token by then.
#[derive(Clone, Copy)]
enum Tokens {
    /// All 64 find the token expired at once.
    AreExpired,
    /// The token ends under all of them, where one call finds it so.
    EndUnder(u64),
    /// Any call may be refused although its token is good.
    AreRefused,
}

impl Tokens {
    /// The header by which a task's call may lose its token.
    fn header_of(self, task: u64) -> Option<&'static str> {
        match self {
            Self::AreExpired => None,
            Self::EndUnder(one) => (one == task).then_some(ENDS),
            Self::AreRefused => Some(REFUSED),
        }
    }
}

/// Every failure; a third of all requests meets one.
fn weather() -> Vec<Fault> {
    let retry_after = Some(1);
    let slow = FaultKind::Slow {
        bytes: 100,
        millis: 1,
    };
    let positions = vec![0];
    let kinds = [
        (FaultKind::TooManyRequests { retry_after }, 0.02),
        (FaultKind::TooManyRequests { retry_after: None }, 0.02),
        (FaultKind::ServiceUnavailable { retry_after }, 0.02),
        (FaultKind::ServiceUnavailable { retry_after: None }, 0.02),
        (FaultKind::BadGateway, 0.03),
        (FaultKind::UnknownException, 0.03),
        (FaultKind::RowLocked, 0.03),
        (FaultKind::ConcurrencyLimit, 0.03),
        (FaultKind::CutBefore, 0.03),
        (FaultKind::CutAfter, 0.04),
        (FaultKind::Truncated, 0.03),
        (FaultKind::EndedEarly, 0.03),
        (slow, 0.01),
        (FaultKind::Delay { millis: 1 }, 0.01),
        (FaultKind::DailyLimit, 0.01),
        (FaultKind::ApiDisabled, 0.01),
        // Calls that it cannot meet meet nothing instead, being the last.
        (FaultKind::RecordsLocked { positions }, 0.06),
    ];
    let drawn = |header| {
        move |(kind, probability)| {
            let fault = Fault::new(kind).always().probability(probability);
            fault.drawn_by(header)
        }
    };
    let refused = FaultKind::Unauthorized { message: None };
    let mut all = vec![
        drawn(REFUSED)((refused, 0.05)),
        drawn(ENDS)((FaultKind::ExpireTokens, 0.5)),
    ];
    all.extend(kinds.into_iter().map(drawn(CALL)));
    all
}

/// How many leads there are, which nobody changes.
fn leads() -> usize {
    PAGES as usize * usize::from(PAGE) - usize::from(PAGE) / 2
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_record_is_lost_or_made_twice_in_bad_weather() {
    let seed = seed();
    println!("SF_WEATHER_SEED={seed}");
    let org = Arc::new(org_of(seed).await);
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    client.send(&limits()).await.unwrap();
    for number in 0..leads() {
        let lead = serde_json::json!({"LastName": format!("{number}"), "Company": "Acme"});
        org.insert("Lead", &lead).unwrap();
    }
    for fault in weather() {
        org.faults().add(fault);
    }
    let mut random = Rng::with_seed(seed);
    let task = |number| {
        let random = Rng::with_seed(seed ^ (number << 32));
        Task::new(Arc::clone(&org), client.clone(), number, random)
    };
    let mut tasks: Vec<Task> = (0..TASKS).map(task).collect();
    let (mut logins, mut expiries, mut refusals) = (1, 0, 0);
    for round in 0..ROUNDS {
        let tokens = match random.u8(..4) {
            0 => Tokens::AreExpired,
            1 => Tokens::EndUnder(random.u64(..TASKS)),
            _ => Tokens::AreRefused,
        };
        if let Tokens::AreExpired = tokens {
            org.expire_tokens();
        }
        let calls = tasks
            .into_iter()
            .map(|task| tokio::spawn(task.call(round, tokens)));
        let calls = join_all(calls).await.into_iter();
        tasks = calls
            .map(|task| task.unwrap_or_else(|error| panic!("seed {seed}: {error}")))
            .collect();
        let lost: u64 = tasks.iter().map(|task| task.tokens_lost).sum();
        let (least, most) = match tokens {
            Tokens::AreExpired => (1, 1),
            Tokens::EndUnder(_) => (lost, lost),
            Tokens::AreRefused => (lost.min(1), lost),
        };
        match tokens {
            Tokens::AreRefused => refusals += lost,
            _ => expiries += most,
        }
        let calls = org.calls();
        assert_eq!(calls.tokens, 1 + calls.refused_tokens, "one login for each");
        let more = calls.tokens - logins;
        assert!((least..=most).contains(&more), "{more} logins, {lost} lost");
        logins = calls.tokens;
    }
    let weather = weather();
    org.faults().clear();

    let mut names = census(&org, "Account", "Name");
    names.extend(census(&org, "Contact", "LastName"));
    let mut wanted = 0;
    for (name, is_there) in tasks.iter().flat_map(|task| &task.wanted) {
        let times = names.get(name).copied().unwrap_or_default();
        assert_eq!(
            times,
            usize::from(*is_there),
            "{name} is there {times} times"
        );
        wanted += 1;
    }
    let keys = census(&org, "Account", "External_Id__c");
    let sites = census(&org, "Account", "Website");
    for (key, last) in tasks.iter().flat_map(|task| &task.upserted) {
        let times = keys.get(key).copied().unwrap_or_default();
        assert_eq!(
            times,
            usize::from(last.is_some()),
            "{key} is there {times} times"
        );
        if let Some(site) = last {
            assert_eq!(sites.get(site), Some(&1), "{key} has the value {site}");
        }
    }
    // Nothing is there that nobody wanted.
    let upserted: usize = keys.values().sum();
    let there: usize = tasks
        .iter()
        .flat_map(|task| task.wanted.values())
        .filter(|there| **there)
        .count();
    assert_eq!(names.values().sum::<usize>(), there + upserted);

    let met: HashSet<&String> = tasks.iter().flat_map(|task| &task.met).collect();
    let sum = |of: fn(&Task) -> u64| tasks.iter().map(of).sum::<u64>();
    let (untold, failed) = (sum(|task| task.untold), sum(|task| task.failed));
    let ended = sum(|task| task.ended);
    let calls = org.calls();
    println!(
        "{} calls in {} requests: {wanted} records were wanted, {failed} writes and reads failed, \
         {ended} for good, {untold} although they were done; {logins} logins after {expiries} \
         expiries and {refusals} refusals",
        TASKS * ROUNDS,
        calls.total,
    );
    assert_eq!(met.len(), weather.len(), "every failure was met: {met:?}");
    assert!(untold > 0 && ended > 0 && expiries > 10 && refusals > 10);
}
