//! Which lines of a program are touched. Each such line says by what.

mod drafts;
mod functions;
mod names;
mod values;

use std::collections::BTreeSet;
use std::path::Path;

use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags as F, FieldType, ObjectFlags};

use super::*;
use crate::Config;
use crate::diff::diff;
use crate::model::Snapshot;

fn org() -> Schema {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/org");
    let snapshot = Snapshot::read(&folder, None, Config::default()).expect("a snapshot");
    snapshot.named_schema().expect("a schema")
}

/// The schema with this object changed.
fn edited(schema: &Schema, object: &str, edit: impl Fn(&mut Object)) -> Schema {
    let objects = schema.objects().cloned().map(|mut found| {
        if found.name.api == object {
            edit(&mut found);
        }
        found
    });
    Schema::new(objects).expect("a schema")
}

fn at<'o>(object: &'o mut Object, api: &str) -> &'o mut Field {
    let mut fields = object.fields.iter_mut();
    fields
        .find(|field| field.name.api == api)
        .expect("the field")
}

fn drop_flag(field: &mut Field, flag: F) {
    let kept: String = field
        .flags
        .letters()
        .chars()
        .filter(|c| !flag.letters().contains(*c))
        .collect();
    field.flags = F::from_letters(&kept).expect("flags");
}

fn remove(object: &mut Object, api: &str) {
    object.fields.retain(|field| field.name.api != api);
}

/// What is touched, as `line: text kind`; and the lines that say so in a comment `//~ text kind`,
/// of which there may be several in a line.
#[track_caller]
fn check(source: &str, old: &Schema, new: &Schema) {
    check_alone(&format!("use crate::org::*; {source}"), old, new);
}

/// The same in a file that imports nothing but what it says.
#[track_caller]
fn check_alone(source: &str, old: &Schema, new: &Schema) {
    check_files(&[("src/main.rs", source)], old, new);
}

/// The same of several files.
#[track_caller]
fn check_files(files: &[(&str, &str)], old: &Schema, new: &Schema) {
    let differences = diff(old, new);
    let sources = Sources::of(files.iter().copied());
    let found: BTreeSet<String> = impact(&differences, old, &sources, "crate::org")
        .iter()
        .map(|touch| {
            let (path, source) = files[touch.file];
            let line = source[..touch.span.start].matches('\n').count() + 1;
            let text = &source[touch.span.start..touch.span.end];
            let change = differences[touch.difference].change.name();
            format!("{path}:{line}: {text} {change}")
        })
        .collect();
    let lines = files.iter().flat_map(|(path, source)| {
        let lines = source.lines().enumerate();
        lines.map(move |(number, line)| (format!("{path}:{}", number + 1), line))
    });
    let expected: BTreeSet<String> = lines
        .flat_map(|(place, line)| {
            let said = line.split("//~").skip(1);
            said.map(move |said| format!("{place}: {}", said.trim()))
        })
        .collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    let others: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && others.is_empty(),
        "missing: {missing:#?}\nnobody expects: {others:#?}\n{differences:#?}"
    );
}

#[test]
fn a_field_that_is_gone() {
    let old = org();
    let new = edited(&old, "Account", |o| remove(o, "Industry"));
    check(
        r#"
use org::{Account, account::{self, Industry}}; //~ Industry field-removed
fn queries() {
    let rows = soql!("SELECT Id, Industry FROM Account WHERE Industry = 'Energy'"); //~ Industry field-removed
    soql!("SELECT Id, Name FROM Account");
    soql!("SELECT Account.Industry FROM Contact"); //~ Industry field-removed
    soql!("SELECT Industry FROM Lead");
    soql!("SELECT Id, (SELECT Id FROM Contacts) FROM Account ORDER BY Industry"); //~ Industry field-removed
    let row = rows[0].industry;
}
async fn drafts(sf: &Client) {
    Account::create(account::Required { name: "Acme".into() })
        .industry(account::Industry::Energy) //~ industry field-removed //~ Industry field-removed
        .website("https://acme.example")
        .send(&sf).await?.industry();
    let draft = Account::update(id);
    let draft = draft.industry(Industry::Energy); //~ industry field-removed //~ Industry field-removed
    let lead = Lead::update(id).industry(lead::Industry::Energy);
}
fn getters(a: &Account, b: &Lead, c: Option<&Contact>) {
    assert_eq!(vec![a.industry()], b.industry()); //~ industry field-removed
    a.name().industry();
    let read: Account = sf.get(id).await?;
    let other = sf.get::<Account>(id).await?;
    println!("{}", read.industry()); //~ industry field-removed
    other.industry(); //~ industry field-removed
    c.industry();
    let _ = account::fields::INDUSTRY; //~ INDUSTRY field-removed
    let _: PhantomData<account::fields::Industry> = x; //~ Industry field-removed
}
struct Holder<'a> { account: &'a Account, lead: Lead }
fn others(industry: u8, other: &Holder) {
    other.account.industry(); //~ industry field-removed
    other.lead.industry();
    unknown.industry();
    read.industry();
}
"#,
        &old,
        &new,
    );
}

#[test]
fn rows_and_custom_fields() {
    let old = org();
    let new = edited(&old, "Account", |o| remove(o, "Health_Score__c"));
    check(
        r#"
#[derive(SoqlRow)]
#[soql(from = "Account", filter = "Health_Score__c > 5 AND Name != 'a'")] //~ Health_Score__c field-removed
struct Healthy {
    id: Id<Account>,
    health_score__c: Option<Decimal>, //~ health_score__c field-removed
}
fn f(all: Vec<Account>) {
    // A name that is nobody else's tells enough, whatever it is called on.
    all.iter().map(|account| account.health_score__c()).sum(); //~ health_score__c field-removed
    for account in &all { account.health_score__c(); } //~ health_score__c field-removed
    x.health_score__c;
}
"#,
        &old,
        &new,
    );
    // In a file that does not name the object it is another one's.
    check("fn f() { x.health_score__c() }", &old, &new);
    // As it is where what it is called on is known, and may be where it is not.
    let other = edited(&old, "Lead", |lead| {
        let account = old.object("Account").expect("an account");
        let field = account.field("Health_Score__c").expect("a field");
        lead.fields.push(field.clone());
    });
    let gone = edited(&other, "Account", |o| remove(o, "Health_Score__c"));
    check(
        r#"
fn f(lead: &Lead, account: &Account) {
    lead.health_score__c();
    account.health_score__c(); //~ health_score__c field-removed
    Lead::update(id).health_score__c(1);
    x.health_score__c();
}
"#,
        &other,
        &gone,
    );
    // A value of the other object need not come with its name.
    check(
        "fn f(account: &Account) { account.name(); deals.first().health_score__c(); x.health_score__c(1); }",
        &other,
        &gone,
    );
}

#[test]
fn writes_that_are_refused() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        drop_flag(at(o, "Website"), F::UPDATEABLE);
        drop_flag(at(o, "Fax"), F::CREATEABLE);
        at(o, "Name").length = 10;
        let phone = at(o, "Phone");
        phone.flags |= F::DEFAULTED_ON_CREATE;
        drop_flag(phone, F::NILLABLE);
        drop_flag(at(o, "Site"), F::NILLABLE);
    });
    check(
        r#"
fn f() {
    Account::create(account::Required { name }) //~ Required required-on-create //~ name length
        .website("a").fax("b") //~ fax createable
        .name("c"); //~ name length
    Account::update(id).website("a") //~ website updateable
        .fax("b")
        .phone(Null).site("x"); //~ phone nillable
    Account::upsert_by_external_id__c("x").website("a").fax("b"); //~ website updateable //~ fax createable //~ upsert_by_external_id__c required-on-create
    let mut create = Account::create(required);
    create.website("a").fax("b"); //~ fax createable
    let phone = account.phone();
}
fn required(name: &str) -> account::Required {
    let required = account::Required { //~ Required required-on-create
        name: name.into(), //~ name length
    };
    account::Required { name: "x".into(), ..required } //~ name length
}
impl From<Row> for account::Required { fn from(row: Row) -> Self { row.required } }
"#,
        &old,
        &new,
    );
}

#[test]
fn what_was_created_without_anything() {
    let new = org();
    let old = edited(&new, "Account", |o| {
        at(o, "Name").flags |= F::DEFAULTED_ON_CREATE;
    });
    check(
        r#"
fn f() {
    Account::create().website("a"); //~ create required-on-create
    Account::update(id).website("a");
}
"#,
        &old,
        &new,
    );
}

#[test]
fn picklists_record_types_and_keys() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        let industry = at(o, "Industry").picklist.as_mut().expect("a picklist");
        industry.values.retain(|value| value.name.api != "Energy");
        drop_flag(at(o, "External_Id__c"), F::EXTERNAL_ID);
        o.record_types
            .retain(|ty| ty.name.api != "Business_Account");
        o.children.retain(|child| {
            child
                .name
                .as_ref()
                .is_none_or(|name| name.api != "Contacts")
        });
        let value = |name: &str| sf_schema::schema::PicklistValue {
            name: sf_schema::Name::new(name, ""),
            active: true,
            ..Default::default()
        };
        at(o, "Rating")
            .picklist
            .as_mut()
            .expect("a picklist")
            .values
            .push(value("New"));
    });
    check(
        r#"
use org::account::{Industry as I, record_types};
fn f(account: &Account) {
    let both = [account::Industry::Energy, I::Energy, I::Technology]; //~ Energy picklist-value-removed
    soql!("SELECT Id FROM Account WHERE Industry IN ('energy', 'Technology')"); //~ 'energy' picklist-value-removed
    Account::upsert_by_external_id__c("x").name("y"); //~ upsert_by_external_id__c external-id
    Contact::create(r).account_id(Account::ref_by_external_id__c("x")); //~ ref_by_external_id__c external-id
    let ty = account::record_types::Business_Account; //~ Business_Account record-type-removed
    account.contacts(); //~ contacts child-relationship-removed
    account.rating(); account.cases();
    soql!("SELECT Rating, (SELECT Id FROM Contacts), (SELECT Id FROM Cases) FROM Account"); //~ Contacts child-relationship-removed
}
"#,
        &old,
        &new,
    );
}

#[test]
fn queries_by_what_they_do_with_a_field() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        for flag in [F::FILTERABLE, F::SORTABLE, F::GROUPABLE] {
            drop_flag(at(o, "Site"), flag);
        }
        at(o, "OwnerId")
            .reference
            .as_mut()
            .expect("a lookup")
            .relationship = Some(sf_schema::Name::new("Keeper", ""));
        at(o, "Phone").data = FieldType::Email;
        at(o, "Description").length *= 2;
        at(o, "Name").flags |= F::NILLABLE;
    });
    check(
        r#"
fn f() {
    soql!("SELECT Site, Description FROM Account");
    soql!("SELECT Id FROM Account WHERE Site = 'a' ORDER BY Name"); //~ Site filterable
    soql!("SELECT Id FROM Account ORDER BY Site"); //~ Site sortable
    soql!("SELECT Site FROM Account GROUP BY Site"); //~ Site groupable
    soql!("SELECT OwnerId, Owner.Name FROM Account"); //~ Owner relationship-name
    soql!("SELECT Account.Owner.Name, Owner.Name FROM Contact"); //~ Owner relationship-name
    soql!("SELECT Phone FROM Account"); //~ Phone type
    soql!("SELECT Name FROM Account WHERE Name = 'a'"); //~ Name nillable
    soql!("SELECT Id FROM Account USING SCOPE mine");
}
"#,
        &old,
        &new,
    );
}

#[test]
fn an_object_that_is_gone_or_no_longer_created() {
    let old = org();
    let others = old
        .objects()
        .filter(|object| object.name.api != "Lead")
        .cloned();
    let new = Schema::new(others).expect("a schema");
    check(
        r#"
use org::{Account, Lead}; //~ Lead object-removed
fn f(lead: &Lead) { //~ Lead object-removed
    soql!("SELECT Id FROM Lead"); //~ Lead object-removed
    Lead::update(id); //~ Lead object-removed
    Account::update(id);
}
"#,
        &old,
        &new,
    );
    let new = edited(&old, "Lead", |lead| {
        lead.flags = sf_schema::schema::ObjectFlags::QUERYABLE
    });
    check(
        r#"
fn f(lead: &Lead) {
    soql!("SELECT Id FROM Lead");
    Lead::create(r); //~ create operation-lost
    Lead::update(id); //~ update operation-lost
}
"#,
        &old,
        &new,
    );
}

#[test]
fn what_only_looks_like_the_bindings() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        remove(o, "Industry");
        remove(o, "Health_Score__c");
    });
    check(
        r#"
struct Account { industry: String }
impl Account { fn create() -> Self { todo!() } }
fn f(a: &Account) { a.industry(); Account::create().industry(); }
const TEXT: &str = "account::Industry::Energy"; // account::Industry
"#,
        &old,
        &new,
    );
    // Types of these names that come from elsewhere, or from nowhere.
    let others = old
        .objects()
        .filter(|object| object.name.api != "Event")
        .cloned();
    let gone = Schema::new(others).expect("a schema");
    check_alone(
        "use tracing::Event; fn f(e: &Event) { Event::update(1); Event::create(x) }",
        &old,
        &gone,
    );
    check_alone(
        "fn f(e: &tracing::Event) { Event::update(1); event::fields::SUBJECT; }",
        &old,
        &gone,
    );
    check_alone("use other::prelude::*; fn f(e: &Event) {}", &old, &gone);
    // And such that are the bindings, by whatever way.
    check_alone(
        r#"
mod shop { include_sobjects!(pub mod sf); }
use crate::models;
use models::Event; //~ Event object-removed
use my_bindings::org::{Event as E, event}; //~ Event object-removed //~ event object-removed
fn f(a: &E, b: shop::Event) { //~ E object-removed //~ Event object-removed
    crate::sf::Event::update(id); //~ Event object-removed
    models::Event::update(id); //~ Event object-removed
    elsewhere::Event::update(id);
}
"#,
        &old,
        &gone,
    );
    check_alone(
        "// @generated by sf-codegen 0.1.0\nuse super::Event; struct X(Event);",
        &old,
        &gone,
    );
    // Nothing that matters: nothing is touched.
    let new = edited(&old, "Account", |o| at(o, "Name").length += 5);
    check(
        "fn f() { Account::update(id).name(\"a\"); soql!(\"SELECT Name FROM Account\") }",
        &old,
        &new,
    );
}

#[test]
fn anything_at_all_can_be_read() {
    let old = org();
    let new = edited(&old, "Account", |o| remove(o, "Industry"));
    let differences = diff(&old, &new);
    let words = r##"
        use org:: account:: Account { } ( ) < > :: ; , as let mut x = . industry Industry
        Required fields self * : & 'a for in struct fn create update [ ] | || => -> match if
        else impl type enum Some .map( ? .await vec! # self Self Draft<Create>
        upsert_by_external_id__c 0.1 .. soql! () {} (x) {x} [x] <T> {Account} (account)
    "##;
    let pieces: Vec<&str> = words
        .split_whitespace()
        .chain(["'a: loop", "\"SELECT Industry FROM Account\""])
        .collect();
    let mut seed: u64 = 11;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..14 {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            text.push(' ');
        }
        let sources = Sources::of([("a.rs", &*text)]);
        for touch in impact(&differences, &old, &sources, "crate::org") {
            assert!(
                text.get(touch.span.start..touch.span.end).is_some(),
                "{text}"
            );
        }
    }
}

#[test]
fn the_constant_of_a_parent() {
    let old = org();
    let gone = edited(&old, "Account", |o| remove(o, "ParentId"));
    let source = r#"
use org::{Account, account::{self, fields as f, fields::PARENT}}; //~ PARENT field-removed
fn queries() {
    account::fields::PARENT.then(f::NAME); //~ PARENT field-removed
    f::PARENT.then(f::INDUSTRY); //~ PARENT field-removed
    f::OWNER.then(user::fields::NAME);
}
"#;
    check(source, &old, &gone);
    let renamed = edited(&old, "Account", |o| {
        let reference = at(o, "ParentId").reference.as_mut().expect("a lookup");
        reference.relationship = Some(sf_schema::Name::new("Head", "head"));
    });
    let source = source.replace("field-removed", "relationship-name");
    check(&source, &old, &renamed);
}

#[test]
fn an_upsert_creates_and_updates() {
    let old = org();
    let demanded = edited(&old, "Account", |o| {
        let field = at(o, "Website");
        drop_flag(field, F::NILLABLE);
    });
    check(
        r#"
async fn drafts(sf: &Client) {
    Account::upsert_by_external_id__c("a").name("A").send(&sf).await; //~ upsert_by_external_id__c required-on-create
    Account::upsert_by_external_id__c("a").website("https://a.example").send(&sf).await;
    Account::update(id).name("A").send(&sf).await;
}
"#,
        &old,
        &demanded,
    );
    for lost in [ObjectFlags::CREATEABLE, ObjectFlags::UPDATEABLE] {
        let new = edited(&old, "Account", |o| {
            let kept: String = o
                .flags
                .letters()
                .chars()
                .filter(|c| !lost.letters().contains(*c))
                .collect();
            o.flags = ObjectFlags::from_letters(&kept).expect("flags");
        });
        check(
            r#"
fn drafts() { Account::upsert_by_external_id__c("a").name("A"); } //~ upsert_by_external_id__c operation-lost
"#,
            &old,
            &new,
        );
    }
}
