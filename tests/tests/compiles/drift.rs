//! An org changes, and a program is told by `sf_codegen::impact` what the compiler will refuse.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sf_codegen::diff::diff;
use sf_codegen::impact::impact;
use sf_codegen::model::Snapshot;
use sf_codegen::source::Sources;
use sf_codegen::{Builder, Config};
use sf_schema::{Schema, Span};

use crate::scratch::Scratch;
use crate::workspace;

/// The same, with records and drafts that come from afar.
const SHAPES: &str = r#"//! Records and drafts that go a long way.
#![allow(unused)]

use std::collections::HashMap;
use std::sync::Arc;

use crate::helpers::{self, Page, Shown, first, load as loaded};
use crate::org::account::fields::*;
use crate::org::account::{self, Draft, Draft as AccountDraft};
use crate::org::{Account, Contact, Lead, contact, lead};
use sf_runtime::{Client, Create, Error, FieldValue, Id, Query, Update, Upsert};

type Change = AccountDraft<Update>;

pub struct Deal { pub account: Account, pub contacts: Vec<Contact>, pub by: Option<Arc<Account>> }
pub struct Form { pub change: account::Draft<Update>, pub lead: lead::Draft<Update> }
pub enum Event { Made(Account), Left { account: Account, contact: Contact }, Nothing }

impl Deal {
    pub fn account(&self) -> &Account {
        let _ = self.account.fax();
        let _ = self.by.as_ref().map(|by| by.fax());
        let _ = self.contacts.iter().map(|contact| contact.fax()).count();
        &self.account
    }

    pub fn shown(&self) {
        let _ = self.account().fax();
        let _ = self.account().website();
    }
}

impl Shown for Account {
    fn shown(&self) -> Option<String> {
        let _ = self.fax();
        self.name().value().map(str::to_owned)
    }
}

pub fn create(d: account::Draft<Create>) -> account::Draft<Create> { d.website("https://a.example") }
pub fn update(d: account::Draft<Update>) -> account::Draft<Update> { d.website("https://a.example") }
pub fn kept(d: account::Draft<Update>) -> Change { d.site("Berlin") }
pub fn imported(mut d: Draft<Update>) -> Change { d = d.website("https://a.example"); d }
pub fn borrowed(d: &mut Change) { *d = d.clone().website("https://a.example"); }
pub fn upsert(d: Draft<Upsert>) -> Draft<Upsert> { d.site("Berlin").website("https://a.example") }
pub fn lead(d: lead::Draft<Update>) -> lead::Draft<Update> { d.website("https://a.example") }

impl Form {
    pub fn filled(self) -> (account::Draft<Update>, lead::Draft<Update>) {
        let change = self.change.clone();
        let change = self.change.website("https://a.example");
        let lead = self.lead.website("https://a.example");
        (change, lead)
    }
}

pub fn drafts(id: Id<Account>, form: Form, sites: Vec<String>) {
    let change = kept(Account::update(id));
    let change = change.website("https://a.example");
    let (change, lead) = form.filled();
    let change = change.website("https://a.example");
    let lead = lead.website("https://a.example");
    let all: Vec<_> = sites.iter().map(|site| Account::update(id).website(site.as_str())).collect();
    let all: Vec<_> = all.into_iter().map(|draft| draft.website("https://a.example")).collect();
    for draft in all { let _ = draft.website("https://a.example"); }
    let change = sites.iter().fold(Account::update(id), |draft, site| draft.website(site.as_str()));
    let change = helpers::empty(id).website("https://a.example");
}

pub fn loops(accounts: Vec<Account>, contacts: &[Contact], deal: &Deal, by_id: HashMap<Id<Account>, Account>) {
    for account in &accounts { let _ = account.fax(); }
    for (number, account) in accounts.iter().enumerate() { let _ = (number, account.fax()); }
    for (account, contact) in accounts.iter().zip(contacts) { let _ = (account.fax(), contact.fax()); }
    for (account, contact) in accounts.iter().zip(contacts) { let _ = (account.website(), contact.fax()); }
    for pair in accounts.windows(2) { let _ = pair.iter().map(|account| account.fax()).count(); }
    for contact in contacts { let _ = contact.fax(); }
    if let Some(account) = accounts.first() { let _ = account.fax(); }
    if let Some(account) = accounts.first() && account.fax().is_value() { let _ = account.website(); }
    let _ = accounts.iter().filter(|account| account.fax().is_value()).count();
    let _ = accounts.iter().map(Account::fax).count();
    let _ = accounts[0].fax();
    let _ = accounts.iter().find(|account| account.website().is_value()).map(|found| found.fax());
    let _ = accounts.iter().map(|account| (account.name(), account)).map(|(_, account)| account.fax()).count();
    let _ = by_id.values().map(|account| account.fax()).count();
    let _ = by_id.iter().map(|(_, account)| account.fax()).count();
    let _ = by_id.get(&"001000000000001".parse().unwrap()).map(|account| account.fax());
    let mut kept = Vec::new();
    for account in &accounts { kept.push(account.clone()); }
    let _ = kept.iter().map(|account| account.fax()).count();
    let Deal { account, contacts, .. } = deal;
    let _ = account.fax();
    let _ = contacts.iter().map(|contact| contact.fax()).count();
    let _ = deal.account().fax();
    let _ = deal.account.shown();
    let _ = first(&accounts).map(|account| account.fax());
    let _ = first(contacts).map(|contact| contact.fax());
    let mut sorted = accounts.clone();
    sorted.sort_by_key(|account| account.fax().value().map(str::to_owned));
    sorted.retain(|account| account.website().is_value());
    while let Some(account) = sorted.pop() { let _ = account.fax(); }
    let picked = match accounts.len() { 0 => None, n => accounts.get(n - 1) };
    let _ = picked.map(|account| account.fax());
    let _ = picked.map_or(0, |account| account.fax().value().map_or(0, str::len));
}

pub fn events(event: Event) {
    match event {
        Event::Made(account) if account.fax().is_null() => {}
        Event::Left { account, contact } if account.website() == contact.fax() => {}
        _ => {}
    }
}

pub async fn reads(sf: &Client, id: Id<Account>, contact: Id<Contact>) -> Result<(), Error> {
    let account = sf.get(id).await?;
    let _ = account.fax();
    let other = sf.get(contact).await?;
    let _ = other.fax();
    let _ = sf.get::<Account>(id).await?.fax();
    let contact: Contact = sf.get_by_external_id("Badge_Code__c", "1").await?;
    let _ = contact.fax();
    if let FieldValue::Value(employer) = contact.account() { let _ = employer.fax(); }
    let _ = account.contacts().value().map(|page| page.records.iter().flatten().map(|contact| contact.fax()).count());
    let query = Account::select((NAME, WEBSITE)).order_by(NAME.asc());
    let _ = Account::select((NAME, FAX)).fetch_all(sf).await?.iter().count();
    for account in query.fetch_all(sf).await? { let _ = account.fax(); }
    let mut rows = query.stream(sf);
    while let Some(row) = rows.next().await { let _ = row?.fax(); }
    let rows: Vec<Contact> = Query::new("SELECT Fax FROM Contact").fetch_all(sf).await?;
    let _ = rows.iter().map(|row| row.fax()).count();
    for account in loaded(sf).await? { let _ = account.fax(); }
    for account in helpers::load(sf).await?.iter().rev() { let _ = account.fax(); }
    let page: Page<Account> = helpers::page(sf).await?;
    let _ = page.items.iter().map(|account| account.fax()).count();
    let found = sf.retrieve_all::<Account, _, _>([id], ["Name"]).await?;
    for account in found.iter().flatten() { let _ = account.fax(); }
    Ok(())
}

pub struct Kept { record: Account }
impl std::ops::Deref for Kept {
    type Target = Account;
    fn deref(&self) -> &Self::Target { &self.record }
}
pub struct Wrapped(pub Account, pub Contact);

pub fn later(all: &[Account], id: Id<Account>, kept: &Kept, wrapped: Wrapped, made: impl Fn(u8) -> Account) {
    let by_name: HashMap<_, _> = all.iter().map(|account| (account.name().value(), account)).collect();
    let _ = by_name.get(&Some("x")).map(|account| account.fax());
    let _ = by_name.values().filter(|account| account.fax().is_null()).count();
    let _ = (kept.name(), kept.website());
    let _ = kept.fax();
    let _ = (wrapped.0.fax(), wrapped.1.fax());
    let _ = (wrapped.0.website(), wrapped.1.fax());
    let _ = made(1).fax();
    let Wrapped(account, contact) = &wrapped;
    let _ = contact.fax();
    let _ = account.fax();
    let shown = |account: &Account| account.shown();
    let _ = all.iter().filter_map(shown).count();
    let hidden = |account: &Account| account.website().is_null();
    let hidden = |account: &Account| account.fax().is_null();
    let mut best = None;
    for account in all { if account.website().is_value() { best = Some(account); } }
    let _ = best.map(|account| account.fax());
    let _ = all.iter().max_by(|a, b| a.name().value().cmp(&b.name().value())).map(|account| account.fax());
    let _ = all.iter().max_by(|a, b| a.fax().value().cmp(&b.fax().value()));
    let _ = all.chunk_by(|a, b| a.name() == b.name()).map(|group| group[0].fax()).count();
    let (with, without): (Vec<_>, Vec<_>) = all.iter().partition(|account| account.website().is_value());
    let _ = (with[0].fax(), without.len());
    let _ = all.iter().flat_map(|account| account.contacts().value()).flat_map(|page| page.records).count();
    let _ = Some(&all[0]).filter(|account| account.name().is_value()).or(all.last()).map(|account| account.fax());
    let _ = all.split_first().map(|(first, rest)| (first.website(), rest.iter().map(|account| account.fax()).count()));
}

pub async fn composites(sf: &Client, id: Id<Account>) -> Result<(), Error> {
    let mut composite = sf_runtime::composite::Composite::new();
    let read = composite.add(sf_runtime::rest::Get::new(id));
    let done = composite.send(sf).await?;
    let _ = done.get(&read)?.fax();
    let account = sf.call(&sf_runtime::rest::Get::<Account>::new(id).fields(["Name"])).await?;
    let _ = account.fax();
    Ok(())
}

pub fn generic<I: IntoIterator<Item = Account>>(all: I) {
    for account in all { let _ = account.fax(); }
}
"#;

/// What the application has elsewhere.
const HELPERS: &str = r#"//! Helpers.
#![allow(unused)]

use crate::org::{Account, account};
use sf_runtime::{Client, Error, Id, Update};

pub struct Page<T> { pub items: Vec<T> }
pub trait Shown { fn shown(&self) -> Option<String>; }
pub fn first<T>(all: &[T]) -> Option<&T> { all.first() }
pub fn empty(id: Id<Account>) -> account::Draft<Update> { Account::update(id) }
pub async fn load(sf: &Client) -> Result<Vec<Account>, Error> { unreachable!() }
pub async fn page<T>(sf: &Client) -> Result<Page<T>, Error> { unreachable!() }
"#;

/// Every statement is one line, and can be left out.
const APPLICATION: &str = r#"//! An application.
#![allow(unused)]

use crate::org::{Account, Contact, Lead, account, contact, lead};
use sf_runtime::{Id, Null, soql};

pub fn drafts(id: Id<Account>, parent: Id<Contact>) {
    let create = Account::create(account::Required { name: "Acme".into() });
    let create = create.industry(account::Industry::Technology);
    let create = create.industry(account::Industry::Banking).website("https://acme.example");
    let create = create.fax("+49 30 555 0100").site("Berlin");
    let update = Account::update(id).website("https://acme.example");
    let update = Account::update(id).site(Null).fax(Null);
    let upsert = Account::upsert_by_external_id__c("EXT-001").name("Globex");
    let other = Lead::update(lead_id()).website("https://acme.example").industry(lead::Industry::Technology);
    let contact = Contact::create(contact::Required { last_name: "Miller".into() });
    let contact = Contact::update(parent).first_name("Jo").account_id(Account::ref_by_external_id__c("EXT-001"));
}

pub fn queries(name: String) {
    let _ = soql!("SELECT Id, Fax FROM Account");
    let _ = soql!("SELECT Id, Name, Site, Industry FROM Account WHERE Name = :name ORDER BY Site");
    let _ = soql!("SELECT Id FROM Account WHERE Site = 'Berlin'");
    let _ = soql!("SELECT Id, Website FROM Lead WHERE Industry = 'Technology'");
    let _ = soql!("SELECT Id, Account.Fax FROM Contact");
    let _ = soql!("SELECT Id, (SELECT Id FROM Contacts) FROM Account");
}

pub fn records(account: &Account, lead: &Lead) {
    let _ = (account.industry(), account.website(), lead.industry());
    let _ = account.fax();
}

fn lead_id() -> Id<Lead> {
    unreachable!()
}
"#;

fn named(folder: &Path) -> Schema {
    let snapshot = Snapshot::read(folder, None, Config::default());
    let schema = snapshot.and_then(|snapshot| snapshot.named_schema());
    schema.expect("the snapshot can be read")
}

/// Changes the describe of an object.
fn edit(folder: &Path, object: &str, edit: impl Fn(&mut Vec<Value>)) {
    let path = folder.join(format!("{object}.json"));
    let text = fs::read_to_string(&path).expect("the describe can be read");
    let mut describe: Value = serde_json::from_str(&text).expect("JSON");
    edit(describe["fields"].as_array_mut().expect("fields"));
    fs::write(&path, describe.to_string()).expect("the describe can be written");
}

fn at<'f>(fields: &'f mut [Value], name: &str) -> &'f mut Value {
    let mut fields = fields.iter_mut();
    fields
        .find(|field| field["name"] == name)
        .expect("the field")
}

fn value<'f>(field: &'f mut Value, name: &str) -> &'f mut Value {
    let values = field["picklistValues"].as_array_mut().expect("values");
    values
        .iter_mut()
        .find(|value| value["value"] == name)
        .expect("the value")
}

#[test]
fn what_the_compiler_will_refuse_is_named_line_by_line() {
    let told = told_and_refused("drift", &[("application", APPLICATION)]);
    assert!(told.len() > 8, "{told:?}");
}

#[test]
fn values_are_followed_as_the_compiler_follows_them() {
    let files = [("shapes", SHAPES), ("helpers", HELPERS)];
    let told = told_and_refused("drift-shapes", &files);
    assert!(told.len() > 40, "{told:?}");
}

/// The lines that are named of the first file, which are those that the compiler refuses; without them
/// all is well again. The other files are not touched.
fn told_and_refused(name: &str, files: &[(&str, &str)]) -> BTreeSet<usize> {
    let scratch = Scratch::new(name);
    let folder = scratch.path("describes");
    fs::create_dir_all(&folder).expect("the scratch folder can be written");
    for object in ["Account", "Contact", "Lead", "Name", "User"] {
        let file = format!("{object}.json");
        fs::copy(
            workspace().join("fixtures/org").join(&file),
            folder.join(&file),
        )
        .expect("copied");
    }
    // Where the macros look for the index of a crate.
    let out = scratch.path("salesforce");
    let generate = || {
        let made = Builder::new(&folder).out_dir(&out).generate();
        made.expect("the bindings are generated");
    };
    generate();
    scratch.include("org", &out);
    for (module, text) in files {
        scratch.module(module, text);
    }
    scratch.must_check();

    let old = named(&folder);
    edit(&folder, "Account", |fields| {
        fields.retain(|field| field["name"] != "Fax");
        let mut extra = at(fields, "Site").clone();
        extra["name"] = json!("Extra__c");
        fields.push(extra);
        at(fields, "Website")["updateable"] = json!(false);
        at(fields, "Site")["filterable"] = json!(false);
        at(fields, "External_Id__c")["externalId"] = json!(false);
        value(at(fields, "Industry"), "Technology")["active"] = json!(false);
    });
    edit(&folder, "Contact", |fields| {
        let name = at(fields, "FirstName");
        name["nillable"] = json!(false);
        name["defaultedOnCreate"] = json!(false);
    });
    let differences = diff(&old, &named(&folder));
    let paths = files
        .iter()
        .map(|(name, text)| (format!("src/{name}.rs"), *text));
    let sources = Sources::of(paths);
    let touches = impact(&differences, &old, &sources, "crate::org");
    assert!(touches.iter().all(|touch| touch.file == 0), "{touches:?}");
    let (module, text) = files[0];
    let line = |span: Span| span.position(text).row;
    let told: BTreeSet<usize> = touches.iter().map(|touch| line(touch.span)).collect();

    generate();
    let refused = scratch.refused(&format!("src/{module}.rs"));
    let lines = |of: &BTreeSet<usize>, but: &BTreeSet<usize>| -> Vec<&str> {
        let numbers = of.difference(but);
        numbers
            .filter_map(|number| text.lines().nth(number - 1))
            .collect()
    };
    assert_eq!(
        told,
        refused,
        "only told: {:#?}\nonly refused: {:#?}",
        lines(&told, &refused),
        lines(&refused, &told)
    );

    let kept = text.lines().enumerate();
    let kept: Vec<&str> = kept
        .filter(|(number, _)| !told.contains(&(number + 1)))
        .map(|(_, line)| line)
        .collect();
    scratch.module(module, &kept.join("\n"));
    scratch.must_check();
    told
}
