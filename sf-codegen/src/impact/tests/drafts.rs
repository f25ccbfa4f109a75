//! Drafts that go through functions, and what an org does not allow any more.

use super::*;

/// The schema with an operation of an object taken away.
fn without(schema: &Schema, object: &str, lost: ObjectFlags) -> Schema {
    edited(schema, object, |o| {
        let letters = o.flags.letters();
        let kept: String = letters
            .chars()
            .filter(|c| !lost.letters().contains(*c))
            .collect();
        o.flags = ObjectFlags::from_letters(&kept).expect("flags");
    })
}

#[test]
fn drafts_in_signatures() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        drop_flag(at(o, "Website"), F::UPDATEABLE);
        drop_flag(at(o, "Fax"), F::CREATEABLE);
    });
    check(
        r#"
use org::account::{self, Draft, Draft as NewAccount};
use sf_runtime::{Create, Update, Upsert};
type Change = account::Draft<Update>;
fn create(d: account::Draft<Create>) -> account::Draft<Create> { d.website("x").fax("y") } //~ fax createable
fn update(d: crate::org::account::Draft<sf_runtime::Update>) -> Change { d.website("x").fax("y") } //~ website updateable
fn imported(d: Draft<Create>) { d.fax("y"); } //~ fax createable
fn renamed(mut d: NewAccount<Update>) { d = d.website("x"); } //~ website updateable
fn alias(d: Change) -> Option<Change> { Some(d.website("x")) } //~ website updateable
fn borrowed(d: &mut account::Draft<Create>) { *d = d.clone().fax("y"); } //~ fax createable
fn any<O: Operation>(d: account::Draft<O>) -> account::Draft<O> { d.fax("y") } //~ fax createable
fn upsert(d: account::Draft<Upsert>) { d.website("x"); } //~ website updateable
fn lead(d: lead::Draft<Create>) { d.website("x").fax("y"); }
fn apply(f: impl Fn(account::Draft<Create>) -> account::Draft<Create>) { f(x).len(); }
struct Form { draft: account::Draft<Create>, other: lead::Draft<Create> }
impl Form {
    fn fill(self) -> account::Draft<Create> { self.draft.fax("y") } //~ fax createable
    fn next(self) -> lead::Draft<Create> { self.other.fax("y") }
    fn empty() -> account::Draft<Create> { todo!() }
    fn both(self) { Self::empty().fax("y"); self.fill().fax("z"); } //~ fax createable
}
fn uses(rows: Vec<Row>, drafts: Vec<account::Draft<Update>>) {
    create(Account::create(required)).fax("z"); //~ fax createable
    let draft = update(Account::update(id));
    let draft = if x { draft.website("z") } else { draft }; //~ website updateable
    draft.website("z"); //~ website updateable
    Form::empty().website("z").fax("z"); //~ fax createable
    if let Some(draft) = alias(draft) { draft.website("z"); } //~ website updateable
    let all: Vec<_> = rows.iter().map(|row| Account::update(row.id).website("x")).collect(); //~ website updateable
    all.into_iter().map(|draft| draft.website("x")).collect(); //~ website updateable
    let all = rows.iter().map(|row| { let draft = Account::update(row.id); match row.web { Some(web) => draft.website(web), None => draft } }); //~ website updateable
    for draft in drafts { draft.website("x"); } //~ website updateable
    rows.iter().fold(Account::update(id), |draft, row| draft.website(row.web)); //~ website updateable
    let mut draft = Account::update(id);
    if let Some(web) = web { draft = draft.website(web); } //~ website updateable
    let made = Account::update(id).send(&sf).await?;
    made.website("x");
}
"#,
        &old,
        &new,
    );
}

#[test]
fn an_upsert_is_filled_later() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        drop_flag(at(o, "Site"), F::NILLABLE);
    });
    check(
        r#"
fn named(d: account::Draft<Upsert>) -> account::Draft<Upsert> { d.site("s").name("n") }
fn other(d: account::Draft<Upsert>) -> account::Draft<Upsert> { d.website("w") }
fn base() -> account::Draft<Upsert> { Account::upsert_by_external_id__c("x").name("a") }
fn kept(d: account::Draft<Upsert>) -> account::Draft<Upsert> { d }
fn bare() -> account::Draft<Upsert> { Account::upsert_by_external_id__c("x") } //~ upsert_by_external_id__c required-on-create
fn uses() {
    let d = Account::upsert_by_external_id__c("x").name("a");
    let d = d.site("s");
    let mut e = Account::upsert_by_external_id__c("x");
    e = e.website("w");
    if x { e = e.site("s"); }
    let f = Account::upsert_by_external_id__c("x"); //~ upsert_by_external_id__c required-on-create
    let f = f.website("w");
    named(Account::upsert_by_external_id__c("x")).send(&sf).await?;
    other(Account::upsert_by_external_id__c("x")).site("s");
    kept(bare()).website("s");
    base().site("s").send(&sf).await?;
    rows.iter().map(|row| Account::upsert_by_external_id__c(row.x)).map(|d| d.site("x")).collect::<Vec<_>>();
}
"#,
        &old,
        &new,
    );
}

#[test]
fn what_is_done_with_records_of_an_object() {
    let old = org();
    check(
        r#"
async fn f(sf: &Client, id: Id<Lead>, ids: &[Id<Lead>], other: Id<Account>) -> Result<Lead, Error> {
    sf.get::<Lead>(id).await?; //~ get operation-lost
    let lead = sf.get(id).await?; //~ get operation-lost
    sf.get(other).await?;
    let lead: Lead = sf.get_by_external_id("X", "1").await?; //~ get_by_external_id operation-lost
    let name: Account = sf.get_by_external_id("X", "1").await?;
    sf.retrieve_all::<Lead, _, _>(ids.to_vec(), ["Id"]).await?; //~ retrieve_all operation-lost
    Get::<Lead>::new(id).fields(["Id"]); //~ new operation-lost
    Get::<Account>::new(other);
    sf.delete(id).await?;
    Lead::select(lead::fields::NAME);
    self.sf.get::<Lead>(id).await?; //~ get operation-lost
    let map = HashMap::new(); map.get(&id);
    let account = sf.get_by_external_id("X", "1").await?;
    let lead: Lead = converted(sf.get_by_external_id("X", "1").await?);
    if x { return Ok(lead); }
    Ok(sf.get_by_external_id("X", "1").await?) //~ get_by_external_id operation-lost
}
"#,
        &old,
        &without(&old, "Lead", ObjectFlags::RETRIEVEABLE),
    );
    check(
        r#"
async fn f(sf: &Client, id: Id<Lead>, ids: Vec<Id<Lead>>) {
    sf.delete(id).await?; //~ delete operation-lost
    sf.delete_all(ids).await?; //~ delete_all operation-lost
    sf.delete_by_external_id::<Lead>("X", "1").await?; //~ delete_by_external_id operation-lost
    Delete::<Lead>::new(id); //~ new operation-lost
    sf.delete(account).await?; sf.get(id).await?;
}
"#,
        &old,
        &without(&old, "Lead", ObjectFlags::DELETABLE),
    );
    check(
        r#"
async fn f(sf: &Client, id: Id<Lead>) {
    Lead::select(lead::fields::NAME); //~ select operation-lost
    let all: Vec<Lead> = Query::new("SELECT Id FROM Lead").fetch_all(sf).await?; //~ new operation-lost //~ Lead operation-lost
    Query::<Lead>::new("SELECT Id FROM Lead"); //~ new operation-lost //~ Lead operation-lost
    sf.query::<Lead>("SELECT Id FROM Lead").await?; //~ query operation-lost //~ Lead operation-lost
    let other: Vec<Account> = Query::new("SELECT Id FROM Account").fetch_all(sf).await?;
    sf.get(id).await?;
}
"#,
        &old,
        &without(&old, "Lead", ObjectFlags::QUERYABLE),
    );
    check(
        r#"
fn f(required: lead::Required, d: lead::Draft<Update>) { //~ Required operation-lost
    lead::Required { company: "x".into(), last_name: "y".into() }; //~ Required operation-lost
    Lead::create(required); //~ create operation-lost
    Lead::update(id);
}
"#,
        &old,
        &without(&old, "Lead", ObjectFlags::CREATEABLE),
    );
    let both = ObjectFlags::CREATEABLE | ObjectFlags::UPDATEABLE;
    check(
        "fn f(d: lead::Draft<Update>, e: account::Draft<Update>) {} //~ Draft operation-lost",
        &old,
        &without(&old, "Lead", both),
    );
}
