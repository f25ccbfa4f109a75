//! Child records as a list: all of them are there, however many pages the org sends them in.

use futures_util::StreamExt;
use serde_json::json;
use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::composite::Batch;
use sf_runtime::{Error, Page, SoqlRow};

use crate::org::{paged, run};

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Contact", order_by = "LastName")]
struct Person {
    last_name: String,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Account", order_by = "Name")]
struct Company {
    #[soql("Name")]
    called: String,
    #[soql("Contacts")]
    staff: Vec<Person>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Case", order_by = "Subject")]
struct Complaint {
    subject: Option<String>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Contact", order_by = "LastName")]
struct Customer {
    last_name: String,
    cases: Vec<Complaint>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Account", order_by = "Name")]
struct Served {
    name: String,
    contacts: Vec<Customer>,
}

#[derive(SoqlRow, Debug)]
#[soql(from = "Account", order_by = "Name")]
struct ServedLazily {
    contacts: Page<Customer>,
}

fn insert(org: &FakeOrg, object: &str, record: serde_json::Value) -> String {
    org.insert(object, &record).unwrap()
}

/// Accounts with so many contacts.
fn companies(org: &FakeOrg, counts: &[(&str, usize)]) {
    for (name, count) in counts {
        let id = insert(org, "Account", json!({"Name": name}));
        for child in 0..*count {
            let name = format!("{name}{child}");
            insert(org, "Contact", json!({"LastName": name, "AccountId": id}));
        }
    }
}

fn company(name: &str, contacts: usize) -> Company {
    let person = |child| Person {
        last_name: format!("{name}{child}"),
    };
    Company {
        called: name.to_owned(),
        staff: (0..contacts).map(person).collect(),
    }
}

#[test]
fn lists_are_whole_over_several_pages() {
    run(async {
        let (org, sf) = paged(3).await;
        companies(&org, &[("A", 8), ("B", 0), ("C", 2), ("D", 4), ("E", 3)]);
        let all = [
            company("A", 8),
            company("B", 0),
            company("C", 2),
            company("D", 4),
            company("E", 3),
        ];
        let query = Company::query();
        assert_eq!(query.fetch_all(&sf).await.unwrap(), all);
        let rows: Vec<_> = query.stream(&sf).map(Result::unwrap).collect().await;
        assert_eq!(rows, all);
        let page = query.fetch_page(&sf).await.unwrap();
        let rows: Vec<_> = page.fetch_all(&sf).await.unwrap();
        assert_eq!(rows, all);
        // A query whose text is not the row's own.
        let text = query.soql().text().unwrap().into_owned();
        assert_eq!(sf.query::<Company>(text).await.unwrap(), all);
    });
}

#[test]
fn the_list_of_one_row_is_whole() {
    run(async {
        let (org, sf) = paged(3).await;
        companies(&org, &[("A", 8)]);
        let query = Company::query();
        assert_eq!(query.fetch_one(&sf).await.unwrap(), company("A", 8));
        let row = query.fetch_optional(&sf).await.unwrap();
        assert_eq!(row, Some(company("A", 8)));
        // On another thread too: what is noted while a page is read stays with it.
        let spawned = tokio::spawn(async move { query.fetch_all(&sf).await });
        assert_eq!(spawned.await.unwrap().unwrap(), [company("A", 8)]);
    });
}

#[test]
fn what_came_with_the_record_is_not_fetched_again() {
    run(async {
        let (org, sf) = paged(2_000).await;
        companies(&org, &[("A", 3), ("B", 1)]);
        let before = org.requests().len();
        let rows = Company::query().fetch_all(&sf).await.unwrap();
        assert_eq!(rows, [company("A", 3), company("B", 1)]);
        assert_eq!(org.requests().len() - before, 1);
    });
}

#[test]
fn lists_are_whole_in_lists_and_in_pages() {
    run(async {
        let (org, sf) = paged(3).await;
        let mut expected = Vec::new();
        for account in ["A", "B"] {
            let account_id = insert(&org, "Account", json!({"Name": account}));
            let mut contacts = Vec::new();
            for contact in 0..5 {
                let last_name = format!("{account}{contact}");
                let of = json!({"LastName": last_name, "AccountId": account_id});
                let contact_id = insert(&org, "Contact", of);
                let mut cases = Vec::new();
                for case in 0..2 * contact {
                    let subject = format!("{last_name}-{case}");
                    let of = json!({"Subject": subject, "ContactId": contact_id});
                    insert(&org, "Case", of);
                    let subject = Some(subject);
                    cases.push(Complaint { subject });
                }
                contacts.push(Customer { last_name, cases });
            }
            expected.push(Served {
                name: account.to_owned(),
                contacts,
            });
        }
        let rows = Served::query().fetch_all(&sf).await.unwrap();
        assert_eq!(rows, expected);
        // Of a page that fetches its rest when it is asked to, the rows of the rest too.
        let rows = ServedLazily::query().fetch_all(&sf).await.unwrap();
        assert_eq!(rows.len(), 2);
        for (row, expected) in rows.into_iter().zip(expected) {
            let contacts = row.contacts.fetch_all(&sf).await.unwrap();
            assert_eq!(contacts, expected.contacts);
        }
    });
}

/// A list is whole or an error: nothing is cut off silently.
#[test]
fn a_list_that_cannot_be_fetched_is_an_error() {
    run(async {
        let (org, sf) = paged(3).await;
        companies(&org, &[("A", 8)]);
        // The second page of the list.
        let disabled = Fault::new(FaultKind::ApiDisabled).path("/query/").after(1);
        org.faults().add(disabled);
        let mut rows = Company::query().stream(&sf);
        let error = rows.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error}");
        assert!(rows.next().await.is_none());
        assert_eq!(org.faults().waiting(), []);
        // Alone there is nobody who would fetch the rest.
        let page = sf.call(&Company::query()).await.unwrap();
        let said = page.records[0].as_ref().unwrap_err().to_string();
        let expected = "Contacts: the org sent 2 of 8 child records at first";
        assert!(said.contains(expected), "{said}");
        let mut batch = Batch::new();
        let query = batch.add(Company::query());
        let done = batch.send(&sf).await.unwrap();
        let page = done.get(&query).unwrap();
        let said = page.records[0].as_ref().unwrap_err().to_string();
        assert!(said.contains("or read them as a `Page`"), "{said}");
    });
}
