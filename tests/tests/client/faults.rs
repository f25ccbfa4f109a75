//! What comes of calls when an org fails: nothing is lost, nothing is done twice unasked, and every
//! call ends.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use futures_util::StreamExt;
use futures_util::future::join_all;
use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::auth::{ClientCredentials, LoginHost};
use sf_runtime::call::Request;
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error, Id, Query};
use sf_tests::bindings::{Account, account};

use super::clock::TestClock;

/// So many tasks call at once.
const TASKS: u64 = 64;
/// So many calls each makes: over 10,000 in all.
const CALLS: u64 = 160;

pub(crate) async fn org() -> FakeOrg {
    FakeOrg::builder()
        .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
        .api_limit(1_000_000)
        .seed(7)
        .start()
        .await
        .unwrap()
}

fn client(org: &FakeOrg, clock: &TestClock, retry: RetryPolicy) -> Client {
    let host = LoginHost::url(org.url()).unwrap();
    let auth = ClientCredentials::new(host, org.client_id(), org.client_secret()).unwrap();
    Client::builder()
        .auth(auth)
        .retry(retry)
        .clock(clock.clone())
        .build()
        .unwrap()
}

fn create(name: &str) -> account::Draft<sf_runtime::Create> {
    Account::create(account::Required { name: name.into() })
}

fn read(id: Id<Account>) -> Request {
    Request::get("sobjects/{object}/{id}", &["Account", id.as_str()]).unwrap()
}

fn limits() -> Request {
    Request::get("limits", &[]).unwrap()
}

/// How often each text stands in this field of the org's accounts.
fn census(org: &FakeOrg, field: &str) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for record in org.records("Account") {
        if let Some(text) = record[field].as_str() {
            *found.entry(text.to_owned()).or_default() += 1;
        }
    }
    found
}

/// Every transient failure, at random.
fn weather() -> Vec<Fault> {
    let often = |kind, probability| Fault::new(kind).always().probability(probability);
    let retry_after = Some(1);
    vec![
        often(FaultKind::ExpireTokens, 0.005),
        often(FaultKind::TooManyRequests { retry_after }, 0.02),
        often(FaultKind::TooManyRequests { retry_after: None }, 0.02),
        often(FaultKind::ServiceUnavailable { retry_after }, 0.02),
        often(FaultKind::ServiceUnavailable { retry_after: None }, 0.02),
        often(FaultKind::BadGateway, 0.02),
        often(FaultKind::UnknownException, 0.02),
        often(FaultKind::RowLocked, 0.03),
        often(FaultKind::ConcurrencyLimit, 0.02),
        often(FaultKind::CutBefore, 0.02),
        often(FaultKind::CutAfter, 0.02),
        often(FaultKind::Truncated, 0.02),
        often(FaultKind::EndedEarly, 0.02),
        often(
            FaultKind::Slow {
                bytes: 50,
                millis: 1,
            },
            0.01,
        ),
    ]
}

/// What a task saw of its own records.
#[derive(Default)]
struct Seen {
    /// What came of each create, by name.
    creates: HashMap<String, Told>,
    /// External IDs, and whether there was an answer.
    upserts: Vec<(String, bool)>,
    errors: Vec<Error>,
    /// Calls, a batch of records being one.
    calls: u64,
}

/// What a task was told of a record that it wanted.
#[derive(Clone, Copy, Debug)]
enum Told {
    Created(Id<Account>),
    NotCreated,
    Unknown,
    Deleted,
    /// It was there, and whether it still is was not told.
    MaybeDeleted,
}

impl Told {
    /// How many such records there may be.
    fn allows(self, records: usize) -> bool {
        match self {
            Self::Created(_) => records == 1,
            Self::NotCreated | Self::Deleted => records == 0,
            Self::Unknown | Self::MaybeDeleted => records <= 1,
        }
    }
}

impl Seen {
    fn create(&mut self, name: String, outcome: Result<Id<Account>, bool>) {
        let told = match outcome {
            Ok(id) => Told::Created(id),
            Err(false) => Told::NotCreated,
            Err(true) => Told::Unknown,
        };
        self.creates.insert(name, told);
    }

    /// A record of this task that is there.
    fn any(&self, random: &mut Rng) -> Option<(String, Id<Account>)> {
        let there = self.creates.iter().filter_map(|(name, told)| match told {
            Told::Created(id) => Some((name.clone(), *id)),
            _ => None,
        });
        let mut there: Vec<_> = there.collect();
        there.sort();
        random.choice(there)
    }
}

async fn work(client: Client, task: u64) -> Seen {
    let mut random = Rng::with_seed(task);
    let mut seen = Seen::default();
    for call in 0..CALLS {
        seen.calls += 1;
        let name = format!("Created {task}-{call}");
        let some = seen.any(&mut random);
        let outcome = match (random.u8(..12), some) {
            (0..=2, _) | (_, None) => {
                let outcome = create(&name).send(&client).await;
                let told = outcome.as_ref().copied();
                seen.create(name, told.map_err(Error::may_have_happened));
                outcome.map(drop)
            }
            (3, _) => {
                let names: Vec<String> = (0..3).map(|part| format!("{name}.{part}")).collect();
                let drafts: Vec<_> = names.iter().map(|name| create(name)).collect();
                let outcomes = client
                    .create_all(drafts)
                    .outcomes()
                    .collect::<Vec<_>>()
                    .await;
                assert_eq!(outcomes.len(), names.len(), "an outcome for each");
                for (name, outcome) in names.into_iter().zip(&outcomes) {
                    let told = outcome.id().ok_or(outcome.may_have_happened());
                    seen.create(name, told);
                }
                Ok(())
            }
            (4..=5, _) => {
                let key = format!("{task}-{}", random.u8(..8));
                let outcome = Account::upsert_by_external_id__c(&*key)
                    .name(format!("Upserted {key}"))
                    .send(&client)
                    .await;
                seen.upserts.push((key, outcome.is_ok()));
                outcome.map(drop)
            }
            (6..=7, Some((_, id))) => Account::update(id).website("x").send(&client).await,
            (8, Some((name, id))) => {
                let outcome = client.delete(id).await;
                let told = match &outcome {
                    Ok(()) => Told::Deleted,
                    Err(_) => Told::MaybeDeleted,
                };
                seen.creates.insert(name, told);
                outcome
            }
            (9..=10, Some((name, id))) => {
                let query = Query::<Account>::new("SELECT Id FROM Account WHERE Name = :name");
                let found = query.bind("name", &*name).fetch_one(&client).await;
                if let Ok(account) = &found {
                    assert_eq!(account.id().value(), Some(id), "{name} is found");
                }
                found.map(drop)
            }
            (_, Some((_, id))) => client.send(&read(id)).await.map(drop),
        };
        seen.errors.extend(outcome.err());
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_record_is_lost_or_made_twice_in_bad_weather() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    client.send(&limits()).await.unwrap();
    for fault in weather() {
        org.faults().add(fault);
    }
    let tasks = (0..TASKS).map(|task| tokio::spawn(work(client.clone(), task)));
    let seen: Vec<Seen> = join_all(tasks)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    org.faults().clear();

    let names = census(&org, "Name");
    let keys = census(&org, "External_Id__c");
    let (mut told, mut untold) = (0, 0);
    for (name, outcome) in seen.iter().flat_map(|seen| &seen.creates) {
        let times = names.get(name).copied().unwrap_or_default();
        assert!(
            outcome.allows(times),
            "{name}: {outcome:?}, and is there {times} times"
        );
        match outcome {
            Told::Created(id) => {
                told += 1;
                assert_eq!(org.get(id.as_str()).unwrap()["Name"], **name);
            }
            Told::Unknown => untold += times,
            _ => {}
        }
    }
    for (key, answered) in seen.iter().flat_map(|seen| &seen.upserts) {
        let times = keys.get(key).copied().unwrap_or_default();
        assert!(times <= 1, "{key} is there {times} times");
        assert!(times == 1 || !answered, "{key} was upserted");
    }
    let errors: Vec<&Error> = seen.iter().flat_map(|seen| &seen.errors).collect();
    for error in &errors {
        // A token can end before the org took it for any call, which looks as if it never will.
        let of_the_weather = error.is_retryable() || error.is_unauthorized();
        assert!(of_the_weather, "not of the weather: {error}");
    }
    let calls = org.calls();
    let made: u64 = seen.iter().map(|seen| seen.calls).sum();
    println!(
        "{made} calls in {} requests, {} logins: {told} creates were told, {untold} happened untold, \
         {} calls failed",
        calls.total,
        calls.tokens,
        errors.len()
    );
    // The weather was bad enough to prove something, and the client good enough to bear it: a third
    // of all requests fail, and of the calls that may be repeated not one in a hundred.
    assert!(made >= 10_000 && calls.tokens > 10 && untold > 0);
    let is_create = |error: &&&Error| error.to_string().starts_with("POST sobjects/Account:");
    let lost = errors.len() - errors.iter().filter(is_create).count();
    assert!(lost < 100, "{lost} calls failed that may be repeated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_login_serves_all_who_find_the_token_expired() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    for round in 1..=20 {
        let calls = (0..TASKS).map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&limits()).await.map(drop) })
        });
        for outcome in join_all(calls).await {
            outcome.unwrap().unwrap();
        }
        assert_eq!(org.calls().tokens, round);
        org.expire_tokens();
    }
}

#[tokio::test]
async fn a_401_that_a_login_does_not_heal_ends_the_call() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    org.faults()
        .add(Fault::new(FaultKind::Unauthorized { message: None }).always());
    let refused = client.send(&limits()).await.unwrap_err();
    assert!(refused.is_unauthorized(), "{refused}");
    let calls = org.calls();
    assert_eq!((calls.tokens, calls.count("GET /limits")), (2, 2));
}

#[tokio::test]
async fn the_daily_limit_is_not_retried_nor_taken_for_a_lost_session() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    org.faults().add(Fault::new(FaultKind::DailyLimit).always());
    let refused = client.send(&limits()).await.unwrap_err();
    assert!(refused.is_daily_limit() && !refused.is_retryable());
    assert_eq!(org.calls().tokens, 1);
    assert_eq!(org.calls().count("GET /limits"), 1);
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn the_client_waits_as_long_as_the_org_asks() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    let throttled = FaultKind::TooManyRequests {
        retry_after: Some(17),
    };
    org.faults().add(Fault::new(throttled));
    client.send(&limits()).await.unwrap();
    assert_eq!(clock.waits(), [Duration::from_secs(17)]);

    let down = FaultKind::ServiceUnavailable { retry_after: None };
    org.faults().add(Fault::new(down).times(6));
    let refused = client.send(&limits()).await.unwrap_err();
    assert_eq!(refused.api().unwrap().status, 503);
    let waits: Vec<f64> = clock.waits()[1..]
        .iter()
        .map(Duration::as_secs_f64)
        .collect();
    for (wait, least) in waits.iter().zip([5.0, 10.0, 20.0, 40.0, 80.0]) {
        assert!((least..=1.25 * least).contains(wait), "{waits:?}");
    }
    assert_eq!(waits.len(), 5);
}

#[tokio::test]
async fn a_create_is_sent_again_only_when_the_policy_says_so() {
    let org = org().await;
    for (repeat_writes, records) in [(false, 1), (true, 2)] {
        let policy = RetryPolicy {
            repeat_writes,
            ..RetryPolicy::default()
        };
        let client = client(&org, &TestClock::default(), policy);
        let name = format!("Cut, {repeat_writes}");
        org.faults()
            .add(Fault::new(FaultKind::CutAfter).method("POST"));
        let outcome = create(&name).send(&client).await;
        assert_eq!(outcome.is_ok(), repeat_writes);
        if let Err(error) = outcome {
            assert!(error.may_have_happened(), "{error}");
        }
        assert_eq!(census(&org, "Name")[&name], records);
    }
}

#[tokio::test]
async fn a_locked_row_is_waited_for_whatever_the_call() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    org.faults().add(Fault::new(FaultKind::RowLocked).times(3));
    create("Locked").send(&client).await.unwrap();
    assert_eq!(census(&org, "Name")["Locked"], 1);
    assert_eq!(clock.waits().len(), 3);
}

#[tokio::test]
async fn a_handle_gives_up_in_its_own_time() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::none());
    client.send(&limits()).await.unwrap();
    org.faults()
        .add(Fault::new(FaultKind::Delay { millis: 5_000 }));
    let hasty = client.with_timeout(Duration::from_millis(50));
    let error = hasty.send(&limits()).await.unwrap_err();
    assert!(error.may_have_happened() && error.is_retryable(), "{error}");
}

#[tokio::test]
async fn a_soft_cap_stops_before_the_org_does() {
    use sf_runtime::client::ApiBudget;

    let org = Arc::new(
        FakeOrg::builder()
            .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
            .api_limit(100)
            .start()
            .await
            .unwrap(),
    );
    let host = LoginHost::url(org.url()).unwrap();
    let auth = ClientCredentials::new(host, org.client_id(), org.client_secret()).unwrap();
    let client = Client::builder()
        .auth(auth)
        .api_budget(ApiBudget::Refuse(0.5))
        .build()
        .unwrap();
    let mut sent = 0;
    let refused = loop {
        match client.send(&limits()).await {
            Ok(_) => sent += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::Budget(_)), "{refused}");
    assert_eq!(sent, 50);
    assert_eq!(org.calls().api, 50);
    let usage = client.api_usage().unwrap();
    assert_eq!((usage.used, usage.max, usage.left()), (50, 100, 50));
}
