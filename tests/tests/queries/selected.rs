//! What can be selected besides plain fields.

use serde_json::json;
use sf_fake_org::FakeOrg;
use sf_runtime::composite::{Batch, Composite};
use sf_runtime::query::QueryRow;
use sf_runtime::{Client, Decimal, Error, Id, Query, soql};
use sf_tests::bindings::{Account, Contact, account, contact};

use crate::org::{org, paged, run};

fn insert(org: &FakeOrg, object: &str, record: serde_json::Value) -> String {
    org.insert(object, &record).unwrap()
}

fn accounts(org: &FakeOrg, named: &[(&str, Option<&str>, i64)]) {
    for (name, industry, revenue) in named {
        let record = json!({"Name": name, "Industry": industry, "AnnualRevenue": revenue});
        insert(org, "Account", record);
    }
}

#[test]
fn children_arrive_page_by_page() {
    run(async {
        let (org, sf) = paged(3).await;
        let acme = insert(&org, "Account", json!({"Name": "Acme"}));
        insert(&org, "Account", json!({"Name": "Empty"}));
        for number in 0..8 {
            let record = json!({"LastName": format!("C{number}"), "AccountId": acme});
            insert(&org, "Contact", record);
        }
        let query = soql!(
            "SELECT Name, (SELECT Id, LastName FROM Contacts ORDER BY LastName)
             FROM Account ORDER BY Name"
        );
        let mut rows = query.fetch_all(&sf).await.unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].name, "Empty");
        assert_eq!(rows[1].contacts.total_size, 0);
        let acme = rows.remove(0);
        assert!(!acme.contacts.done, "the first page holds few");
        let contacts = acme.contacts.fetch_all(&sf).await.unwrap();
        let names: Vec<&str> = contacts.iter().map(|row| &*row.last_name).collect();
        assert_eq!(names, ["C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7"]);
        let _: Id<Contact> = contacts[0].id;
    });
}

#[test]
fn groups_by_alias_and_by_number() {
    run(async {
        let (org, sf) = org().await;
        accounts(
            &org,
            &[
                ("A", Some("Energy"), 100),
                ("B", Some("Energy"), 250),
                ("C", None, 7),
            ],
        );
        let rows = soql!(
            "SELECT Industry, COUNT(Id) accounts, SUM(AnnualRevenue) total, MAX(Name)
             FROM Account GROUP BY Industry ORDER BY COUNT(Id) DESC"
        )
        .fetch_all(&sf)
        .await
        .unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].accounts, 2);
        assert_eq!(rows[0].total, Some(Decimal::from(350)));
        assert_eq!(rows[0].expr0, "B");
        assert_eq!(rows[0].industry.clone().unwrap(), account::Industry::Energy);
        assert_eq!(rows[1].industry, None);
        assert_eq!(rows[1].accounts, 1);
    });
}

#[test]
fn how_many_there_are() {
    run(async {
        let (org, sf) = org().await;
        accounts(&org, &[("A", None, 1), ("B", None, 2)]);
        let name = "B";
        let all = soql!("SELECT COUNT() FROM Account")
            .count(&sf)
            .await
            .unwrap();
        let some = soql!("SELECT COUNT() FROM Account WHERE Name >= :name");
        assert_eq!((all, some.count(&sf).await.unwrap()), (2, 1));
    });
}

#[test]
fn how_many_there_are_as_a_part_of_more() {
    run(async {
        let (org, sf) = org().await;
        accounts(&org, &[("A", None, 1), ("B", None, 2)]);
        let least = "B";
        let counting = || soql!("SELECT COUNT() FROM Account WHERE Name >= :least");

        let mut composite = Composite::all_or_none();
        composite.add(Account::create(account::Required { name: "C".into() }));
        let all = composite.add(soql!("SELECT COUNT() FROM Account"));
        let some = composite.add(counting());
        let done = composite.send(&sf).await.unwrap();
        let (all, some): (u64, u64) = (done.get(&all).unwrap(), done.get(&some).unwrap());
        assert_eq!((all, some), (3, 2));

        let mut batch = Batch::new();
        let some = batch.add(counting());
        let rows = batch.add(soql!("SELECT Name FROM Account"));
        let done = batch.send(&sf).await.unwrap();
        assert_eq!(done.get(&some).unwrap(), 2_u64);
        assert_eq!(done.get(&rows).unwrap().records.len(), 3);
        assert_eq!(sf.call(&counting()).await.unwrap(), 2);
    });
}

#[test]
fn parents_of_parents_that_need_not_be() {
    run(async {
        let (org, sf) = org().await;
        let top = insert(&org, "Account", json!({"Name": "Top"}));
        let below = insert(&org, "Account", json!({"Name": "Below", "ParentId": top}));
        for (name, account) in [("A", Some(&below)), ("B", Some(&top)), ("C", None)] {
            let record = json!({"LastName": name, "AccountId": account});
            insert(&org, "Contact", record);
        }
        let rows = soql!(
            "SELECT LastName, Account.Name, Account.Parent.Name FROM Contact ORDER BY LastName"
        )
        .fetch_all(&sf)
        .await
        .unwrap();
        let above = |place: usize| -> (Option<&str>, Option<&str>) {
            let account = rows[place].account.as_ref();
            let parent = account.and_then(|account| account.parent.as_ref());
            (
                account.map(|account| &*account.name),
                parent.map(|parent| &*parent.name),
            )
        };
        assert_eq!(above(0), (Some("Below"), Some("Top")));
        assert_eq!(above(1), (Some("Top"), None));
        assert_eq!(above(2), (None, None));
    });
}

#[test]
fn values_that_the_snapshot_does_not_know() {
    run(async {
        let (org, sf) = org().await;
        let record = json!({"Name": "A", "AccountSource": "Carrier pigeon",
            "Interests__c": "Golf;Wine"});
        insert(&org, "Account", record);
        let row = soql!("SELECT AccountSource, Interests__c FROM Account")
            .fetch_one(&sf)
            .await
            .unwrap();
        assert_eq!(row.account_source.unwrap().value(), "Carrier pigeon");
        let interests = row.interests__c.unwrap();
        assert_eq!(interests.to_wire(), "Golf;Wine");
    });
}

#[test]
fn every_standard_field_at_once() {
    run(async {
        let (org, sf) = org().await;
        let id = insert(&org, "Contact", json!({"LastName": "Moon", "Title": "Dr"}));
        let row = soql!("SELECT FIELDS(STANDARD) FROM Contact LIMIT 1")
            .fetch_one(&sf)
            .await
            .unwrap();
        assert_eq!((row.id.as_str(), row.title.as_deref()), (&*id, Some("Dr")));
        assert_eq!(row.last_name, "Moon");
    });
}

soql!(
    /// An account of a certain size.
    pub(crate) struct Large: "SELECT Id, Name, Owner.Username, (SELECT LastName FROM Contacts)
        FROM Account WHERE NumberOfEmployees >= :least AND Industry IN :industries"
);

async fn large(sf: &Client, least: i32) -> Result<Vec<Large>, Error> {
    let industries = [account::Industry::Energy, account::Industry::Technology];
    Large::query(least, industries).fetch_all(sf).await
}

#[test]
fn a_row_with_a_name_goes_through_functions() {
    run(async {
        let (org, sf) = org().await;
        for (name, heads, industry) in [("A", 5, "Energy"), ("B", 50, "Energy"), ("C", 60, "Media")]
        {
            let record = json!({"Name": name, "NumberOfEmployees": heads, "Industry": industry});
            insert(&org, "Account", record);
        }
        let rows: Vec<Large> = large(&sf, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        let _: Id<Account> = rows[0].id;
        assert_eq!(rows[0].name, "B");
        let owner: &LargeOwner = &rows[0].owner;
        assert!(!owner.username.is_empty());
        assert_eq!(rows[0].contacts.records, []);
    });
}

#[test]
fn a_query_in_a_composite() {
    run(async {
        let (_org, sf) = org().await;
        let mut all = Composite::all_or_none();
        let created = all.add(Account::create(account::Required {
            name: "Acme".into(),
        }));
        let contact = contact::Required {
            last_name: "Moon".into(),
        };
        all.add(Contact::create(contact).account_id(created.id()));
        let account = created.id();
        let asked = all.add(soql!(
            "SELECT LastName, Account.Name FROM Contact WHERE AccountId = :account"
        ));
        let done = all.send(&sf).await.unwrap();
        let page = done.get(&asked).unwrap();
        let rows = page.all().unwrap();
        assert_eq!(rows[0].last_name, "Moon");
        assert_eq!(rows[0].account.as_ref().unwrap().name, "Acme");
    });
}

#[test]
fn queries_as_tokens_and_in_parts() {
    run(async {
        let (org, sf) = org().await;
        accounts(&org, &[("A", Some("Energy"), 1), ("B", Some("Media"), 2)]);
        let least = Decimal::from(2);
        let tokens =
            soql!(SELECT Id, Name FROM Account WHERE AnnualRevenue >= :least ORDER BY Name);
        assert_eq!(
            tokens.soql().text().unwrap(),
            "SELECT Id, Name FROM Account WHERE AnnualRevenue >= 2 ORDER BY Name"
        );
        assert_eq!(tokens.fetch_one(&sf).await.unwrap().name, "B");
        let parts = soql!("SELECT Name " r#"FROM Account "# "WHERE Industry = 'Energy'");
        assert_eq!(parts.fetch_one(&sf).await.unwrap().name, "A");
    });
}

/// The rows of this answer to a query.
fn answered<T: QueryRow>(_: &Query<T>, body: &str) -> sf_runtime::Page<T> {
    T::page(body).unwrap()
}

#[test]
fn a_null_that_describe_does_not_promise_is_one_records_error() {
    let query = soql!("SELECT Id, Name, Owner.Username FROM Account");
    let body = r#"{"totalSize":2,"done":true,"records":[
        {"Id":"0018W00002conAAQAY","Name":null,"Owner":{"Username":"a"}},
        {"Id":"0018W00002conABQAY","Name":"Acme","Owner":{"Username":"b"}}]}"#;
    let page = answered(&query, body);
    let error = page.records[0].as_ref().unwrap_err();
    assert_eq!(error.field.as_deref(), Some("Name"));
    assert_eq!(error.id.unwrap().as_str(), "0018W00002conAAQAY");
    assert_eq!(page.records[1].as_ref().unwrap().owner.username, "b");
}
