//! One of the callers in bad weather: what it asks for, and what its calls' failures imply.

#[path = "task/reads.rs"]
mod reads;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use fastrand::Rng;
use serde_json::Value;
use sf_fake_org::FakeOrg;
use sf_runtime::collections::{Collection, Outcome, Report};
use sf_runtime::composite::{Batch, Composite, Graph, Graphs, Tree};
use sf_runtime::error::{ErrorCode, ErrorEntry};
use sf_runtime::rest::{Get, Raw};
use sf_runtime::{Call, Client, Create, Error, Id, Query};
use sf_tests::bindings::{Account, Contact, contact};

use super::Tokens;
use super::oracle::{CALL, Does, FailedBy, Fate, Oracle};
use crate::faults::create;

/// One caller, and what it knows of its own records.
pub(super) struct Task {
    org: Arc<FakeOrg>,
    sf: Client,
    number: u64,
    random: Rng,
    /// Its accounts, by name, that were told to be there.
    accounts: Vec<(String, Id<Account>)>,
    /// Every record that it wanted, by name, and whether it must be there.
    pub(super) wanted: HashMap<String, bool>,
    /// The last value that reached each external ID.
    pub(super) upserted: HashMap<String, Option<String>>,
    pub(super) met: HashSet<String>,
    /// How many tokens its last call lost.
    pub(super) tokens_lost: u64,
    pub(super) untold: u64,
    pub(super) failed: u64,
    pub(super) ended: u64,
}

/// Whether a call that failed may have happened all the same, and what it failed by.
type Failed = (bool, FailedBy);

fn person(name: &str) -> contact::Draft<Create> {
    Contact::create(contact::Required {
        last_name: name.into(),
    })
}

/// What the client says of a write.
fn said<T>(outcome: &Result<T, Error>) -> Result<(), Failed> {
    match outcome {
        Ok(_) => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

fn said_of<T>(outcome: &Outcome<T>) -> Result<(), Failed> {
    match (outcome.is_success(), outcome.call_error()) {
        (true, _) => Ok(()),
        (false, Some(error)) => Err((outcome.may_have_happened(), failed(error).1)),
        (false, None) => Err((outcome.may_have_happened(), FailedBy::Weather)),
    }
}

/// As above, of many records: an outcome for each, or an error where nothing was done with any.
fn said_of_each<T>(report: &Result<Report<T>, Error>, count: usize) -> Vec<Result<(), Failed>> {
    match report {
        Ok(report) => {
            assert_eq!(report.len(), count, "an outcome for each");
            report.into_iter().map(said_of).collect()
        }
        Err(error) => vec![Err(failed(error)); count],
    }
}

/// What an error says. One that says neither of these is not of this weather.
fn failed(error: &Error) -> Failed {
    let is_disabled = |entry: &ErrorEntry| entry.code == ErrorCode::ApiDisabledForOrg;
    let mut entries = error.api().into_iter().flat_map(|error| &error.errors);
    let by = if error.is_daily_limit() {
        FailedBy::DailyLimit
    } else if entries.any(is_disabled) {
        FailedBy::ApiDisabled
    } else {
        FailedBy::Weather
    };
    assert_eq!(error.is_retryable(), by == FailedBy::Weather, "{error}");
    (error.may_have_happened(), by)
}

impl Task {
    pub(super) fn new(org: Arc<FakeOrg>, sf: Client, number: u64, random: Rng) -> Self {
        Self {
            org,
            sf,
            number,
            random,
            accounts: Vec::new(),
            wanted: HashMap::new(),
            upserted: HashMap::new(),
            met: HashSet::new(),
            tokens_lost: 0,
            untold: 0,
            failed: 0,
            ended: 0,
        }
    }

    /// Compares what the client said of a write with what its failures imply.
    fn compare(&mut self, what: &str, fate: Fate, said: Result<(), Failed>) {
        let expected = match fate.told {
            true => Ok(()),
            false => Err((fate.may_have_happened, fate.failed_by)),
        };
        assert_eq!(said, expected, "{what}: {fate:?}");
        self.failed += u64::from(!fate.told);
        self.ended += u64::from(!fate.told && fate.failed_by != FailedBy::Weather);
        self.untold += u64::from(fate.done && !fate.told);
    }

    /// Of a record that was to be created.
    fn created(&mut self, name: &str, fate: Fate, said: Result<(), Failed>) {
        self.compare(name, fate, said);
        self.wanted.insert(name.to_owned(), fate.done);
    }

    /// Of a value that was to be set on an account: the org has it, or has it not.
    fn set(&mut self, id: Id<Account>, mark: &str, fate: Fate, said: Result<(), Failed>) {
        self.compare(mark, fate, said);
        let record = self.org.get(id.as_str()).unwrap();
        assert_eq!(record["Website"] == mark, fate.done, "{mark}: {fate:?}");
    }

    fn some_account(&mut self) -> Option<(String, Id<Account>)> {
        self.random.choice(&self.accounts).cloned()
    }

    pub(super) async fn call(mut self, round: u64, tokens: Tokens) -> Self {
        let org = Arc::clone(&self.org);
        let header = tokens.header_of(self.number);
        let names = (0..).map(|name| format!("{}-{round}-{name}", self.number));
        let is_settled = |name: &String| Oracle::new(&org, name, header).loses_one_token_at_most();
        let name = names.into_iter().find(is_settled).unwrap();
        let mut sf = self.sf.with_header(CALL, &name).unwrap();
        if let Some(header) = header {
            sf = sf.with_header(header, &name).unwrap();
        }
        let mut oracle = Oracle::new(&org, &name, header);
        let kind = self.random.u8(..21);
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
                let report = sf.update_all(drafts.collect::<Vec<_>>()).await;
                let outcomes = said_of_each(&report, ids.len());
                for ((id, fate), outcome) in ids.into_iter().zip(fates).zip(outcomes) {
                    self.set(id, &name, fate, outcome);
                }
            }
            (10, Some((_, id))) => {
                let fates = oracle.batch(Does::Sets, 2);
                let mut batch = Batch::new();
                let update = batch.add(Account::update(id).website(&*name));
                let read = batch.add(Get::new(id).fields(["Name"]));
                let done = batch.send(&sf).await;
                let (update, read) = match &done {
                    Ok(done) => (said(&done.get(&update)), said(&done.get(&read))),
                    Err(error) => (Err(failed(error)), Err(failed(error))),
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
            (14, Some(_)) => self.upsert_all(&sf, &name, &mut oracle).await,
            (15, Some(first)) => {
                let second = self.some_account().unwrap();
                let both = HashMap::from([first, second]);
                self.delete_all(both, &sf, &name, &mut oracle).await;
            }
            (16, Some(_)) => self.pages(&sf, &name, &mut oracle).await,
            (17, Some(_)) => self.search(&sf, &name, &mut oracle).await,
            (18, Some(_)) => self.describe(&sf, &name, &mut oracle).await,
            (19, Some((known, id))) => {
                let fate = oracle.alone(Does::Nothing, true);
                let path = Raw::get("sobjects/Account/{id}").segment(id);
                let raw = path.query("fields", "Name").reading::<Value>();
                let found = sf.raw().call(&raw).await;
                self.compare(&name, fate, said(&found));
                assert!(found.map_or(true, |row| row["Name"] == known));
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
        self.tokens_lost = oracle.tokens_lost();
        self
    }

    /// Records of a collection, each by itself.
    async fn many(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let names: [String; 3] = [0, 1, 2].map(|part| format!("{name}.{part}"));
        let fates = oracle.each(Does::Adds, names.len());
        let drafts: Vec<_> = names.iter().map(|name| create(name)).collect();
        let report = sf.create_all(drafts).await;
        let outcomes = said_of_each(&report, names.len());
        for ((name, fate), outcome) in names.iter().zip(fates).zip(outcomes) {
            self.created(name, fate, outcome);
        }
        for (name, outcome) in names.into_iter().zip(report.iter().flatten()) {
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
            Err(error) => [Err(failed(error)); 3],
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
                Err(error) => [Err(failed(error)); 2],
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
        let outcome = said(&done);
        for name in &names {
            self.created(name, fate, outcome);
        }
    }

    /// Two external IDs of the task's own, each by itself.
    async fn upsert_all(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let first = self.random.u8(..8);
        let second = (first + self.random.u8(1..8)) % 8;
        let keys = [first, second].map(|key| format!("{}-{key}", self.number));
        let sites = [0, 1].map(|part| format!("{name}.{part}"));
        let fates = oracle.each(Does::Sets, keys.len());
        let draft = |(key, site): (&String, &String)| {
            Account::upsert_by_external_id__c(&**key)
                .name(format!("Upserted {key}"))
                .website(&**site)
        };
        let drafts: Vec<_> = keys.iter().zip(&sites).map(draft).collect();
        let report = sf.upsert_all(drafts).await;
        let outcomes = said_of_each(&report, keys.len());
        for (((key, site), fate), outcome) in keys.into_iter().zip(sites).zip(fates).zip(outcomes) {
            self.compare(&site, fate, outcome);
            let last = self.upserted.entry(key).or_default();
            if fate.done {
                *last = Some(site);
            }
        }
    }

    /// Accounts of the task's own, each by itself.
    async fn delete_all(
        &mut self,
        accounts: HashMap<String, Id<Account>>,
        sf: &Client,
        name: &str,
        oracle: &mut Oracle<'_>,
    ) {
        let fates = oracle.each(Does::Sets, accounts.len());
        let ids: Vec<_> = accounts.values().copied().collect();
        let report = sf.delete_all(ids).await;
        let outcomes = said_of_each(&report, accounts.len());
        for (((deleted, id), fate), outcome) in accounts.into_iter().zip(fates).zip(outcomes) {
            self.compare(name, fate, outcome);
            let is_gone = self.org.get(id.as_str()).is_none();
            assert_eq!(is_gone, fate.done, "{name}: {deleted}");
            self.accounts.retain(|(_, known)| *known != id);
            self.wanted.insert(deleted, !fate.done);
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
