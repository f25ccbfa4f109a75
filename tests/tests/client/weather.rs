//! Over 10,000 calls of every kind, 64 at a time, to an org where every transient failure happens at
//! random: nothing is lost, nothing is done twice, and every call ends in what its failures imply.
//!
//! Which failures a call meets is a matter of the seed and of the call's own name alone, however the
//! tasks take turns, so a run can be repeated: `SF_WEATHER_SEED=…`. Failures that do not pass
//! (`Unauthorized`, `DailyLimit`) and answers that come too late (`Delay`) are in `faults`, each by
//! itself.

#[path = "weather/oracle.rs"]
mod oracle;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use fastrand::Rng;
use futures_util::future::join_all;
use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::collections::{Collection, Outcome};
use sf_runtime::composite::{Batch, Composite, Graph, Graphs, Tree};
use sf_runtime::rest::Get;
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Call, Client, Create, Error, Id, Query};
use sf_tests::bindings::{Account, Contact, contact};

use super::clock::TestClock;
use super::faults::{TASKS, census, client, create, limits, org_of};
use oracle::{Does, Fate, Oracle};

/// So many calls each task makes: 10,240 in all.
const ROUNDS: u64 = 160;
const CALL: &str = "x-call";

fn seed() -> u64 {
    match std::env::var("SF_WEATHER_SEED") {
        Ok(text) => text.parse().expect("SF_WEATHER_SEED is a number"),
        Err(_) => 7,
    }
}

/// Every transient failure; a third of all requests meets one.
fn weather() -> Vec<Fault> {
    let retry_after = Some(1);
    let slow = FaultKind::Slow {
        bytes: 50,
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
        (FaultKind::RecordsLocked { positions }, 0.06),
        (FaultKind::ConcurrencyLimit, 0.03),
        (FaultKind::CutBefore, 0.03),
        (FaultKind::CutAfter, 0.04),
        (FaultKind::Truncated, 0.03),
        (FaultKind::EndedEarly, 0.03),
        (slow, 0.01),
    ];
    let drawn = |(kind, probability)| {
        let fault = Fault::new(kind).always().probability(probability);
        fault.drawn_by(CALL)
    };
    kinds.into_iter().map(drawn).collect()
}

/// One caller, and what it knows of its own records.
struct Task {
    org: Arc<FakeOrg>,
    sf: Client,
    number: u64,
    random: Rng,
    /// Its accounts, by name, that were told to be there.
    accounts: Vec<(String, Id<Account>)>,
    /// Every record that it wanted, by name, and whether it must be there.
    wanted: HashMap<String, bool>,
    /// The last value that reached each external ID.
    upserted: HashMap<String, Option<String>>,
    met: HashSet<String>,
    untold: u64,
    failed: u64,
}

fn person(name: &str) -> contact::Draft<Create> {
    Contact::create(contact::Required {
        last_name: name.into(),
    })
}

/// What the client says of a write.
fn said<T>(outcome: &Result<T, Error>) -> Result<(), bool> {
    match outcome {
        Ok(_) => Ok(()),
        Err(error) => {
            // Every failure of this weather passes, and its error says so.
            assert!(error.is_retryable(), "{error}");
            Err(error.may_have_happened())
        }
    }
}

fn said_of<T>(outcome: &Outcome<T>) -> Result<(), bool> {
    match outcome.is_success() {
        true => Ok(()),
        false => Err(outcome.may_have_happened()),
    }
}

impl Task {
    /// Compares what the client said of a write with what its failures imply.
    fn compare(&mut self, what: &str, fate: Fate, said: Result<(), bool>) {
        let expected = match (fate.told, fate.may_have_happened) {
            (true, _) => Ok(()),
            (false, may) => Err(may),
        };
        assert_eq!(said, expected, "{what}: {fate:?}");
        self.failed += u64::from(!fate.told);
        self.untold += u64::from(fate.done && !fate.told);
    }

    /// Of a record that was to be created.
    fn created(&mut self, name: &str, fate: Fate, said: Result<(), bool>) {
        self.compare(name, fate, said);
        self.wanted.insert(name.to_owned(), fate.done);
    }

    /// Of a value that was to be set on an account: the org has it, or has it not.
    fn set(&mut self, id: Id<Account>, mark: &str, fate: Fate, said: Result<(), bool>) {
        self.compare(mark, fate, said);
        let record = self.org.get(id.as_str()).unwrap();
        assert_eq!(record["Website"] == mark, fate.done, "{mark}: {fate:?}");
    }

    fn some_account(&mut self) -> Option<(String, Id<Account>)> {
        self.random.choice(&self.accounts).cloned()
    }

    async fn call(mut self, round: u64) -> Self {
        let org = Arc::clone(&self.org);
        let name = format!("{}-{round}", self.number);
        let sf = self.sf.with_header(CALL, &name).unwrap();
        let mut oracle = Oracle::new(&org, &name);
        let kind = self.random.u8(..15);
        match (kind, self.some_account()) {
            (0..=1, _) | (6.., None) => {
                let fate = oracle.alone(Does::Adds, true);
                let outcome = create(&name).send(&sf).await;
                self.created(&name, fate, said(&outcome));
                self.accounts
                    .extend(outcome.ok().map(|id| (name.clone(), id)));
            }
            (2, _) => self.many(&sf, &name, &mut oracle).await,
            (3, _) => self.composite(&sf, &name, &mut oracle).await,
            (4, _) => self.graphs(&sf, &name, &mut oracle).await,
            (5, _) => self.tree(&sf, &name, &mut oracle).await,
            (6..=7, _) => self.upsert(&sf, &name, &mut oracle).await,
            (8, Some((_, id))) => {
                let fate = oracle.alone(Does::Sets, false);
                let outcome = Account::update(id).website(&*name).send(&sf).await;
                self.set(id, &name, fate, said(&outcome));
            }
            (9, Some((_, id))) => {
                let other = self.some_account().unwrap().1;
                let ids = if other == id {
                    vec![id]
                } else {
                    vec![id, other]
                };
                let fates = oracle.each(Does::Sets, ids.len());
                let drafts = ids.iter().map(|id| Account::update(*id).website(&*name));
                let report = sf.update_all(drafts.collect::<Vec<_>>()).await.unwrap();
                assert_eq!(report.len(), ids.len(), "an outcome for each");
                for ((id, fate), outcome) in ids.into_iter().zip(fates).zip(&report) {
                    self.set(id, &name, fate, said_of(outcome));
                }
            }
            (10, Some((_, id))) => {
                let fates = oracle.each(Does::Sets, 2);
                let mut batch = Batch::new();
                let update = batch.add(Account::update(id).website(&*name));
                let read = batch.add(Get::new(id).fields(["Name"]));
                let done = batch.send(&sf).await;
                let (update, read) = match &done {
                    Ok(done) => (said(&done.get(&update)), said(&done.get(&read))),
                    Err(error) => {
                        let may = error.may_have_happened();
                        (Err(may), Err(may))
                    }
                };
                self.set(id, &name, fates[0], update);
                assert_eq!(read.is_ok(), fates[1].told, "{name}");
            }
            (11, Some((deleted, id))) => {
                let fate = oracle.alone(Does::Sets, false);
                let outcome = sf.delete(id).await;
                self.compare(&name, fate, said(&outcome));
                assert_eq!(org.get(id.as_str()).is_none(), fate.done, "{name}");
                self.accounts.retain(|(_, known)| *known != id);
                self.wanted.insert(deleted, !fate.done);
            }
            (12, Some((known, id))) => {
                let fate = oracle.alone(Does::Nothing, true);
                let query = Query::<Account>::new("SELECT Id FROM Account WHERE Name = :name");
                let found = query.bind("name", &*known).fetch_one(&sf).await;
                self.compare(&name, fate, said(&found));
                assert!(found.map_or(true, |row| row.id().value() == Some(id)));
            }
            (13, Some((known, id))) => {
                let fate = oracle.alone(Does::Nothing, true);
                let ids = [id];
                let found = sf.retrieve_all(ids, ["Name"]).await;
                self.compare(&name, fate, said(&found));
                let is_it = |found: Vec<Option<Account>>| {
                    let name = found[0].as_ref().and_then(|row| row.name().value());
                    name == Some(&*known)
                };
                assert!(found.map_or(true, is_it));
            }
            (_, Some((known, id))) => {
                let fate = oracle.alone(Does::Nothing, true);
                let found = Get::new(id).fields(["Name"]).send(&sf).await;
                self.compare(&name, fate, said(&found));
                assert!(found.map_or(true, |row: Account| row.name().value() == Some(&*known)));
            }
        }
        let met = oracle.met.iter().map(|kind| format!("{kind:?}"));
        self.met.extend(met);
        self
    }

    /// Records of a collection, each by itself.
    async fn many(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let names: [String; 3] = [0, 1, 2].map(|part| format!("{name}.{part}"));
        let fates = oracle.each(Does::Adds, names.len());
        let drafts: Vec<_> = names.iter().map(|name| create(name)).collect();
        let report = sf.create_all(drafts).await.unwrap();
        assert_eq!(report.len(), names.len(), "an outcome for each");
        for ((name, fate), outcome) in names.into_iter().zip(fates).zip(&report) {
            self.created(&name, fate, said_of(outcome));
            self.accounts.extend(outcome.id().map(|id| (name, id)));
        }
    }

    /// An account, a contact of it, and a collection: all or none.
    async fn composite(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let names = ["account", "contact", "other"].map(|part| format!("{name} {part}"));
        let fate = oracle.whole(Does::Adds);
        let mut composite = Composite::all_or_none();
        let account = composite.add(create(&names[0]));
        let contact = composite.add(person(&names[1]).account_id(account.id()));
        let others = composite.add(Collection::create([create(&names[2])]));
        let done = composite.send(sf).await;
        let outcomes = match &done {
            Ok(done) => [
                said(&done.get(&account)),
                said(&done.get(&contact)),
                said(&done.get(&others)),
            ],
            Err(error) => [Err(error.may_have_happened()); 3],
        };
        for (name, outcome) in names.iter().zip(outcomes) {
            self.created(name, fate, outcome);
        }
    }

    /// Two graphs, each all or none.
    async fn graphs(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let fates = oracle.each(Does::Adds, 2);
        let mut graphs = Graphs::new();
        let mut parts = Vec::new();
        for number in 0..2 {
            let names = ["account", "contact"].map(|part| format!("{name}.{number} {part}"));
            let mut graph = Graph::new();
            let account = graph.add(create(&names[0]));
            let contact = graph.add(person(&names[1]).account_id(account.id()));
            graphs.add(graph);
            parts.push((names, account, contact));
        }
        let done = graphs.send(sf).await;
        for ((names, account, contact), fate) in parts.into_iter().zip(fates) {
            let outcomes = match &done {
                Ok(done) => [said(&done.get(&account)), said(&done.get(&contact))],
                Err(error) => [Err(error.may_have_happened()); 2],
            };
            for (name, outcome) in names.iter().zip(outcomes) {
                self.created(name, fate, outcome);
            }
        }
    }

    /// An account with a contact below it.
    async fn tree(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let names = ["account", "contact"].map(|part| format!("{name} {part}"));
        let fate = oracle.whole(Does::Adds);
        let mut tree = Tree::new();
        let account = tree.add(create(&names[0]));
        tree.add_child(&account, "Contacts", person(&names[1]));
        let done = tree.send(sf).await;
        let outcome = match &done {
            Ok(_) => Ok(()),
            Err(error) => Err(error.may_have_happened()),
        };
        for name in &names {
            self.created(name, fate, outcome);
        }
    }

    /// One of eight external IDs of the task's own.
    async fn upsert(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let key = format!("{}-{}", self.number, self.random.u8(..8));
        let fate = oracle.alone(Does::Sets, true);
        let outcome = Account::upsert_by_external_id__c(&*key)
            .name(format!("Upserted {key}"))
            .website(name)
            .send(sf)
            .await;
        self.compare(name, fate, said(&outcome));
        let last = self.upserted.entry(key).or_default();
        if fate.done {
            *last = Some(name.to_owned());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_record_is_lost_or_made_twice_in_bad_weather() {
    let seed = seed();
    println!("SF_WEATHER_SEED={seed}");
    let org = Arc::new(org_of(seed).await);
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    client.send(&limits()).await.unwrap();
    for fault in weather() {
        org.faults().add(fault);
    }
    let mut random = Rng::with_seed(seed);
    let task = |number| Task {
        org: Arc::clone(&org),
        sf: client.clone(),
        number,
        random: Rng::with_seed(seed ^ (number << 32)),
        accounts: Vec::new(),
        wanted: HashMap::new(),
        upserted: HashMap::new(),
        met: HashSet::new(),
        untold: 0,
        failed: 0,
    };
    let mut tasks: Vec<Task> = (0..TASKS).map(task).collect();
    let mut logins = 1;
    for round in 0..ROUNDS {
        // All 64 find the token expired at once.
        if random.u8(..4) == 0 {
            org.expire_tokens();
            logins += 1;
        }
        let calls = tasks.into_iter().map(|task| tokio::spawn(task.call(round)));
        let calls = join_all(calls).await.into_iter();
        tasks = calls
            .map(|task| task.unwrap_or_else(|error| panic!("seed {seed}: {error}")))
            .collect();
        assert_eq!(org.calls().tokens, logins, "one login for each expiry");
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
    let (untold, failed) = tasks.iter().fold((0, 0), |(untold, failed), task| {
        (untold + task.untold, failed + task.failed)
    });
    let calls = org.calls();
    println!(
        "{} calls in {} requests, {logins} logins: {wanted} records were wanted, {failed} writes and \
         reads failed, {untold} of which were done",
        TASKS * ROUNDS,
        calls.total,
    );
    assert_eq!(met.len(), weather.len(), "every failure was met: {met:?}");
    assert!(untold > 0 && logins > 10);
}
