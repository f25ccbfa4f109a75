//! Records that come out of something: collections, closures, functions, structs, patterns.

use super::*;

/// The field that is looked for is gone, and `Website` is there still.
fn without_fax() -> (Schema, Schema) {
    let old = org();
    let new = edited(&old, "Account", |o| remove(o, "Fax"));
    (old, new)
}

#[test]
fn collections_and_what_goes_through_them() {
    let (old, new) = without_fax();
    check(
        r#"
fn loops(accounts: Vec<Account>, one: Option<&Account>, all: &[Account], leads: &[Lead]) {
    for account in &accounts { account.fax(); } //~ fax field-removed
    for account in accounts.iter().rev().take(3) { account.fax(); account.website(); } //~ fax field-removed
    for (number, account) in all.iter().enumerate() { account.fax(); number.fax(); } //~ fax field-removed
    for (account, lead) in all.iter().zip(leads) { (account.fax(), lead.fax()); } //~ fax field-removed
    for (account, lead) in all.iter().zip(leads) { (account.website(), lead.fax()); }
    for lead in leads { lead.fax(); }
    for part in all.chunks(2) { for account in part { account.fax(); } } //~ fax field-removed
    if let Some(account) = one { account.fax(); } //~ fax field-removed
    if let Some(account) = one && account.fax().is_value() { account.website(); } //~ fax field-removed
    if let Some(lead) = leads.first() { lead.fax(); } else if let Some(a) = all.first() { a.fax(); } //~ fax field-removed
    let Some(account) = one else { return };
    account.fax(); //~ fax field-removed
    let [first, rest @ ..] = all else { return };
    (first.fax(), rest[0].fax()); //~ fax field-removed
    match all.get(1) {
        Some(account) if account.fax().is_value() => account.fax(), //~ fax field-removed
        Some(account) => { account.website(); account.fax() } //~ fax field-removed
        None => leads[0].fax(),
    }
    all[0].fax(); //~ fax field-removed
    all.first().unwrap().fax(); //~ fax field-removed
    accounts.iter().next().expect("one").fax(); //~ fax field-removed
    let mut left = accounts.clone();
    while let Some(account) = left.pop() { account.fax(); } //~ fax field-removed
    let kept: Vec<_> = accounts.into_iter().filter(|account| account.fax().is_value()).collect(); //~ fax field-removed
    kept[0].fax(); //~ fax field-removed
    let mut own = Vec::new();
    for account in all { own.push(account.clone()); }
    own.iter().for_each(|account| { account.fax(); }); //~ fax field-removed
    let by_id: HashMap<Id<Account>, Account> = HashMap::new();
    for (id, account) in &by_id { account.fax(); id.fax(); } //~ fax field-removed
    by_id.get(&id).map(|account| account.fax()); //~ fax field-removed
    by_id.values().map(Account::fax); //~ fax field-removed
    by_id[&id].fax(); //~ fax field-removed
    let named = all.iter().find(|a| a.name() == "x");
    named.map(|a| a.fax()); //~ fax field-removed
    all.iter().max_by_key(|a| a.fax()).and_then(|a| a.fax().value()); //~ fax field-removed
    all.iter().map(|a| (a.name(), a)).for_each(|(name, a)| { name.fax(); a.fax(); }); //~ fax field-removed
    all.iter().fold(0, |sum, a| sum + a.fax().len()); //~ fax field-removed
    let (with, without): (Vec<_>, Vec<_>) = all.iter().partition(|a| a.website().is_value());
    (with[0].fax(), without.len()); 
    accounts.fax().len().name();
}
"#
        .replace(
            "(with[0].fax(), without.len()); ",
            "(with[0].fax(), without.len()); //~ fax field-removed",
        )
        .replace("    accounts.fax().len().name();\n", "")
        .as_str(),
        &old,
        &new,
    );
}

#[test]
fn what_the_client_gives() {
    let (old, new) = without_fax();
    check(
        r#"
async fn reads(sf: &Client, id: Id<Account>, ids: Vec<Id<Account>>, other: Id<Lead>) -> Result<(), Error> {
    sf.get::<Account>(id).await?.fax(); //~ fax field-removed
    let account = sf.get(id).await?;
    account.fax(); //~ fax field-removed
    sf.get(other).await?.fax();
    if let Ok(found) = sf.get_by_external_id::<Account>("X", "1").await { found.fax(); } //~ fax field-removed
    let all = sf.retrieve_all::<Account, _, _>(ids, ["Fax"]).await?; //~ "Fax" field-removed
    for account in all.iter().flatten() { account.fax(); } //~ fax field-removed
    let rows: Vec<Account> = Query::new("SELECT Id FROM Account").fetch_all(sf).await?;
    rows.first().map(|row| row.fax()); //~ fax field-removed
    let mut stream = Account::select(account::fields::NAME).limit(5).stream(sf);
    while let Some(row) = stream.next().await { row?.fax(); } //~ fax field-removed
    let one = Query::<Account>::new("SELECT Id FROM Account").fetch_optional(sf).await?;
    one.map(|row| row.fax()); //~ fax field-removed
    let contact = sf.get::<Contact>(contact_id).await?;
    contact.account().value().map(|account| account.fax()); //~ fax field-removed
    contact.fax();
    let FieldValue::Value(employer) = contact.account() else { return Ok(()) };
    employer.fax(); //~ fax field-removed
    sf.get(contact.account_id().required("AccountId")?).await?.fax(); //~ fax field-removed
    let made = Account::create(account::Required { name: "x".into() }).send(sf).await?;
    sf.get(made).await?.fax(); //~ fax field-removed
    let rows = soql!("SELECT Id FROM Account").rows::<Account>().fetch_all(sf).await?;
    rows.iter().for_each(|row| drop(row.fax())); //~ fax field-removed
    while let Some(Ok(row)) = stream.next().await { row.fax(); } //~ fax field-removed
    let cache = Cache::default();
    cache.get(id).fax();
    let text: String = account.name().value().into();
    text.fax();
    Ok(())
}
"#,
        &old,
        &new,
    );
}

#[test]
fn what_is_collected_converted_and_called_later() {
    let (old, new) = without_fax();
    check(
        r#"
fn found(id: Id<Account>) -> Account { todo!() }
async fn f(sf: &Client, all: Vec<Account>, ids: std::slice::Iter<'_, Id<Account>>, id: Id<Account>, made: impl Fn(u8) -> Account, to: impl Into<Id<Account>>) {
    let by_id: HashMap<_, _> = all.iter().map(|a| (a.name(), a)).collect();
    by_id.get("x").map(|a| a.fax()); //~ fax field-removed
    by_id.values().for_each(|a| drop(a.fax())); //~ fax field-removed
    for (name, account) in &by_id { (name.fax(), account.fax()); } //~ fax field-removed
    by_id["x"].fax(); //~ fax field-removed
    let other = all.iter().map(|a| (a.name(), a)).collect::<BTreeMap<_, _>>();
    other["x"].fax(); //~ fax field-removed
    let pairs: Vec<_> = all.iter().map(|a| (a.name(), a)).collect();
    pairs[0].1.fax(); //~ fax field-removed
    let load = |id| async move { sf.get::<Account>(id).await };
    load(id).await?.fax(); //~ fax field-removed
    made(1).fax(); //~ fax field-removed
    all.iter().cloned().map(|a| Some(a)).map(Option::unwrap).map(|a| a.fax()); //~ fax field-removed
    ids.map(found).map(|a| a.fax()); //~ fax field-removed
    let fetch = async { sf.get(id).await };
    fetch.await?.fax(); //~ fax field-removed
    sf.get(to.into()).await?.fax(); //~ fax field-removed
    let row: Row = all[0].clone().into();
    row.fax();
    all.iter().map(|a| a.clone().into()).for_each(|row: Row| row.fax());
    let rows = all.iter().map(|a| a.clone()).map(Row::from).collect::<Vec<Row>>();
    rows[0].fax();
    let rows = all.iter().map(|a| a.clone()).collect::<Rows>();
    rows[0].fax();
    let shown: Vec<Shown> = all.iter().map(|a| Shown { fax: a.fax(), name: a.name() }).collect(); //~ fax field-removed
    shown[0].fax();
}
"#,
        &old,
        &new,
    );
}

#[test]
fn composites_other_crates_and_texts() {
    let (old, new) = without_fax();
    check(
        r#"
use axum::Json;
use reqwest::Client as Http;
struct Kept { record: Account }
impl Deref for Kept { type Target = Account; fn deref(&self) -> &Self::Target { &self.record } }
struct All { left: Vec<Account> }
struct Several { left: Vec<Account> }
impl<'a> IntoIterator for &'a Several { type Item = &'a Account; type IntoIter = std::slice::Iter<'a, Account>; fn into_iter(self) -> std::slice::Iter<'a, Account> { self.left.iter() } }
enum Event { Made(Account), Lost }
impl Event { fn account(&self) -> &Account { match self { Event::Made(account) => account, Event::Lost => todo!() } } }
impl Iterator for All { type Item = Account; fn next(&mut self) -> Option<Self::Item> { self.left.pop() } }
async fn f(sf: &Client, id: Id<Account>, ids: Vec<Id<Account>>, Json(sent): Json<Account>, kept: &Kept) {
    let mut composite = Composite::new();
    let read = composite.add(Get::new(id));
    let made = composite.add(Account::create(account::Required { name: "x".into() }));
    let done = composite.send(sf).await?;
    done.get(&read)?.fax(); //~ fax field-removed
    done.get(&made)?.fax();
    sf.call(&Get::new(id).fields(["Name", "Fax"])).await?.fax(); //~ "Fax" field-removed //~ fax field-removed
    sf.retrieve_all::<Account, _, _>(ids.clone(), ["Name", "Fax"]); //~ "Fax" field-removed
    sf.retrieve_all::<Contact, _, _>(others, ["Name", "Fax"]);
    sf.search(&Search::find("x").returning::<Account>(["Name", "Fax"])).await?; //~ "Fax" field-removed
    tracing::info!(account = "Fax", fax = kept.name());
    sent.fax(); //~ fax field-removed
    kept.fax(); //~ fax field-removed
    kept.record.fax(); //~ fax field-removed
    let all = futures::future::join_all(ids.iter().map(|id| async move { sf.get(*id).await })).await;
    for account in all.into_iter().flatten() { account.fax(); } //~ fax field-removed
    let spawned = tokio::spawn(async move { sf.get(id).await }).await??;
    spawned.fax(); //~ fax field-removed
    let (one, other) = tokio::try_join!(sf.get(id), sf.get(contact))?;
    (one.fax(), other.fax()); //~ fax field-removed
    All { left }.next().map(|account| account.fax()); //~ fax field-removed
    All { left }.filter(|account| account.fax().is_null()).count(); //~ fax field-removed
    let all = All { left };
    for account in all { account.fax(); } //~ fax field-removed
    let several = Several { left };
    for account in &several { account.fax(); } //~ fax field-removed
    Event::Made(sent).account().fax(); //~ fax field-removed
    let text = Http::new().get(id).fax();
}
"#,
        &old,
        &new,
    );
    let keyless = edited(&old, "Account", |o| {
        drop_flag(at(o, "External_Id__c"), F::EXTERNAL_ID)
    });
    check(
        r#"
async fn f(sf: &Client) -> Result<Account, Error> {
    sf.get_by_external_id::<Account>("External_Id__c", "Name").await?; //~ "External_Id__c" external-id
    sf.get_by_external_id::<Contact>("External_Id__c", "Name").await?;
}
"#,
        &old,
        &keyless,
    );
}

#[test]
fn what_is_nested_deeply_or_never_ends() {
    let (old, new) = without_fax();
    let differences = diff(&old, &new);
    let deep = |open: &str, close: &str| {
        let inside = "let a: Account = x; a.fax();";
        format!(
            "use crate::org::*; fn f() {{ {}{inside}{} }}",
            open.repeat(4_000),
            close.repeat(4_000)
        )
    };
    for text in [
        deep("(", ")"),
        deep("{", "}"),
        deep("if x {", "}"),
        deep("match x { _ => {", "}}"),
        deep("a.map(|b| ", ")"),
        deep("f(&[", "])"),
        format!(
            "use crate::org::*; type A = {}Account{};",
            "Vec<".repeat(4_000),
            ">".repeat(4_000)
        ),
        format!(
            "use crate::org::*; fn f(a: {}Account) {{}}",
            "&(".repeat(1_000)
        ) + &")".repeat(1_000),
        format!(
            "use crate::org::*; {}",
            "let Account = impl struct fn x<".repeat(1_000)
        ),
        format!("use crate::org::*; {}", "Account::<".repeat(4_000)),
        format!(
            "use crate::org::*; fn f(a: &Account) {{ a{} }}",
            ".clone()".repeat(4_000)
        ),
        format!(
            "use crate::org::*; {}",
            "type A<T> = (A<T>, A<Account>, B<T>); type B<T> = (A<T>, A<B<T>>);".repeat(50)
        ),
        format!(
            "use crate::org::*; fn f() {{ {} }}",
            "let a = a; a |".repeat(2_000)
        ),
    ] {
        let sources = Sources::of([("a.rs", &*text)]);
        for touch in impact(&differences, &old, &sources, "crate::org") {
            assert_eq!(&text[touch.span.start..touch.span.end], "fax");
        }
    }
}

#[test]
fn functions_and_types_of_the_program() {
    let (old, new) = without_fax();
    check(
        r#"
type Found<T> = Result<Option<T>, Error>;
type Customer = Account;
struct Deal { account: Account, leads: Vec<Lead>, contact: Contact }
struct Named(String, Account);
struct Page<T> { items: Vec<T>, next: String }
enum Change { Made(Account), Lost { account: Account, by: Lead }, None }
fn load(id: u8) -> Found<Account> { todo!() }
fn both() -> (Lead, Account) { todo!() }
fn all<'a>(of: &'a Deal) -> impl Iterator<Item = &'a Account> + 'a { todo!() }
async fn page() -> Result<Page<Account>, Error> { todo!() }
fn pick<T: Clone>(of: &[T]) -> Option<T> { todo!() }
impl Deal {
    fn account(&self) -> &Account { self.account.fax(); self.contact.fax(); &self.account } //~ fax field-removed
    fn new(account: Account) -> Self { account.fax(); Self { account, ..todo!() } } //~ fax field-removed
    fn shown(&self) { self.account().fax(); Self::new(x).account.fax(); } //~ fax field-removed
}
trait Shown { fn shown(&self) -> String; fn best(&self) -> &Account; }
impl Shown for Account { fn shown(&self) -> String { self.fax() } } //~ fax field-removed
impl Shown for Lead { fn shown(&self) -> String { self.fax() } }
fn uses(deal: &Deal, named: Named, change: Change, customer: &Customer) {
    deal.account.fax(); //~ fax field-removed
    deal.contact.fax();
    deal.account().fax(); //~ fax field-removed
    deal.leads[0].fax();
    named.1.fax(); //~ fax field-removed
    let Named(text, account) = &named;
    (text.fax(), account.fax()); //~ fax field-removed
    let Deal { account: theirs, leads, .. } = deal;
    (theirs.fax(), leads.first().unwrap().fax()); //~ fax field-removed
    match change {
        Change::Made(account) => account.fax(), //~ fax field-removed
        Change::Lost { account, by } => (account.fax(), by.fax()), //~ fax field-removed
        _ => todo!(),
    }
    customer.fax(); //~ fax field-removed
    if let Some(found) = load(1)? { found.fax(); } //~ fax field-removed
    let (lead, account) = both();
    (lead.fax(), account.fax()); //~ fax field-removed
    for account in all(deal) { account.fax(); } //~ fax field-removed
    for item in page().await?.items { item.fax(); } //~ fax field-removed
    pick::<Account>(&x).unwrap().fax(); //~ fax field-removed
    let made = Deal::new(theirs.clone());
    made.account.fax(); //~ fax field-removed
    made.shown().fax();
    let closure = |account: &Account| account.fax(); //~ fax field-removed
    let account = 5;
    account.fax();
}
fn generic<I>(all: I) where I: IntoIterator<Item = Account> { for account in all { account.fax(); } } //~ fax field-removed
fn bound(a: impl AsRef<Account>, b: Arc<Mutex<Account>>) { a.as_ref().fax(); b.lock().unwrap().fax(); } //~ fax field-removed
"#,
        &old,
        &new,
    );
}

#[test]
fn other_files_of_the_program() {
    let (old, new) = without_fax();
    let models = r#"
use crate::org::{Account, Lead};
pub struct Holder { pub account: Account }
pub async fn load(sf: &Client) -> Result<Vec<Account>, Error> { todo!() }
pub fn lead() -> Lead { todo!() }
pub fn taken() -> Account { todo!() }
"#;
    let main = r#"
mod models;
mod other;
use models::{Holder, load, load as again};
use std::mem::take as taken;
fn f(holder: &Holder, sf: &Client) {
    holder.account.fax(); //~ fax field-removed
    for account in load(sf).await? { account.fax(); } //~ fax field-removed
    for account in again(sf).await? { account.fax(); } //~ fax field-removed
    for account in models::load(sf).await? { account.fax(); } //~ fax field-removed
    models::lead().fax();
    taken().fax();
    other::load(sf).fax();
}
"#;
    let other = "pub fn load(sf: &Client) -> String { todo!() }\nfn g() { load(sf).fax() }";
    check_files(
        &[
            ("src/main.rs", main),
            ("src/models.rs", models),
            ("src/other.rs", other),
        ],
        &old,
        &new,
    );
}

#[test]
fn what_is_behind_a_lock() {
    let (old, new) = without_fax();
    check(
        r#"
struct App { cache: Mutex<HashMap<String, Account>>, all: Arc<Mutex<Vec<Account>>>, one: Mutex<Option<Account>>, read: tokio::sync::RwLock<Vec<Account>>, cell: RefCell<Vec<Account>>, once: OnceLock<Vec<Account>>, up: Weak<Account>, deal: Mutex<Deal> }
struct Deal { account: Account, leads: Vec<Lead> }
async fn f(app: &App, b: RwLock<Vec<Account>>, lead: Mutex<Vec<Lead>>) -> Result<(), Error> {
    if let Some(a) = app.cache.lock().unwrap().get("x") { a.fax(); } //~ fax field-removed
    app.cache.lock().unwrap()["x"].fax(); //~ fax field-removed
    for a in app.cache.lock().unwrap().values() { a.fax(); } //~ fax field-removed
    for a in app.all.lock().unwrap().iter() { a.fax(); } //~ fax field-removed
    for a in &*app.all.lock().unwrap_or_else(PoisonError::into_inner) { a.fax(); } //~ fax field-removed
    if let Ok(all) = app.all.try_lock() { for a in all.iter() { a.fax(); } } //~ fax field-removed
    let all = app.all.lock().map_err(|_| Error::Poisoned)?;
    all.first().map(|a| a.fax()); //~ fax field-removed
    if let Some(a) = app.one.lock().unwrap().as_ref() { a.fax(); } //~ fax field-removed
    if let Some(a) = &*app.one.lock().unwrap() { a.fax(); } //~ fax field-removed
    app.one.lock().unwrap().take().unwrap().fax(); //~ fax field-removed
    b.read().unwrap()[0].fax(); //~ fax field-removed
    b.into_inner().unwrap().remove(0).fax(); //~ fax field-removed
    for a in app.read.read().await.iter() { a.fax(); } //~ fax field-removed
    app.read.write().await[0].fax(); //~ fax field-removed
    let guard = app.read.read().await;
    guard.first().unwrap().fax(); //~ fax field-removed
    app.cell.borrow().first().unwrap().fax(); //~ fax field-removed
    for a in app.cell.borrow_mut().drain(..) { a.fax(); } //~ fax field-removed
    app.once.get().unwrap()[0].fax(); //~ fax field-removed
    app.once.get_or_init(|| load()).first().unwrap().fax(); //~ fax field-removed
    if let Some(a) = app.up.upgrade() { a.fax(); } //~ fax field-removed
    let down = Arc::downgrade(&Arc::new(app.all.lock().unwrap()[0].clone()));
    down.upgrade().unwrap().fax(); //~ fax field-removed
    app.deal.lock().unwrap().account.fax(); //~ fax field-removed
    app.deal.lock().account.fax(); //~ fax field-removed
    app.deal.lock().unwrap().leads[0].fax();
    app.all.lock().iter().for_each(|a| drop(a.fax())); //~ fax field-removed
    lead.lock().unwrap()[0].fax();
    app.all.lock().unwrap().len().fax();
    let made = Arc::new(Mutex::new(Vec::new()));
    made.lock().unwrap().push(app.one.lock().unwrap().clone().unwrap());
    Arc::clone(&made).lock().unwrap()[0].fax(); //~ fax field-removed
    Ok(())
}
"#,
        &old,
        &new,
    );
}

#[test]
fn what_is_not_the_record() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        remove(o, "Name");
        remove(o, "Type");
        remove(o, "Site");
    });
    check(
        r#"
struct Row { name: String, site: Site }
impl Row { fn name(&self) -> &str { &self.name } fn from(account: &Account) -> Self { todo!() } }
fn f(accounts: &[Account], row: Row, sf: &Client) {
    Row::from(&accounts[0]).name();
    row.name(); row.site.name(); accounts.len().name();
    let rows: Vec<Row> = accounts.iter().map(Row::from).collect();
    for row in &rows { row.name(); }
    let names = accounts.iter().map(|account| Row::from(account)).map(|row| row.name());
    let names: Vec<String> = accounts.iter().map(|account| account.id().to_string()).collect();
    names.iter().for_each(|name| name.site());
    let account = names.first();
    account.map(|account| account.site());
    let account = describe(&accounts[0]);
    account.name(); account.r#type();
    accounts.iter().for_each(|account| { let account = account.id(); account.name(); });
    { let account = &accounts[0]; account.id(); }
    account.name();
}
"#,
        &old,
        &new,
    );
}

#[test]
fn constants_that_were_imported() {
    let (old, new) = without_fax();
    for source in [
        "use org::account::fields::*; fn f() { Account::select((NAME, FAX)); } //~ FAX field-removed",
        "use org::account::fields::{FAX as TELEFAX, NAME}; //~ FAX field-removed\nfn f() { (NAME, TELEFAX.asc()); } //~ TELEFAX field-removed",
        "use org::account::{fields as f}; fn f() { (f::NAME, f::FAX); } //~ FAX field-removed",
        "use org::account::fields; fn f() { (fields::NAME, fields::FAX); } //~ FAX field-removed",
        "use org::account::*; fn f() { (fields::NAME, fields::FAX); } //~ FAX field-removed",
        "use org::account::fields::{self, NAME}; fn f() { (NAME, fields::FAX); } //~ FAX field-removed",
        "use org::account as a; use a::fields::*; fn f() { (NAME, a::fields::FAX); } //~ FAX field-removed",
        "use org::lead::fields::*; fn f(a: Account) { (FAX, Lead::select(FAX)); }",
        "use org::account::fields::*; const FAX: u8 = 1; fn f() { FAX; }",
        "use other::account::fields::*; fn f() { FAX; }",
    ] {
        check(source, &old, &new);
    }
}
