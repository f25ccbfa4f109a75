//! Enums of rows, for parents that may be of several objects.

use serde_json::json;
use sf_runtime::{Id, SoqlRow};
use sf_tests::bindings::Account;

use crate::org::{org, run};

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Task", order_by = "Subject")]
struct Todo {
    subject: Option<String>,
    what: Option<About>,
    #[soql("Who")]
    with: Option<Person>,
}

#[derive(SoqlRow, Debug, PartialEq)]
enum About {
    #[soql(from = "Account")]
    Account(Company),
    #[soql(from = "opportunity")]
    Deal(Deal),
    Other(String),
}

#[derive(SoqlRow, Debug, PartialEq)]
enum Person {
    #[soql(from = "Contact")]
    Contact(Contact),
    Other(Named),
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Account")]
struct Company {
    id: Id<Account>,
    name: String,
    owner: User,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "User")]
struct User {
    username: String,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Opportunity")]
struct Deal {
    stage_name: String,
    #[soql("Account.Name")]
    account: Option<String>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Contact")]
struct Contact {
    last_name: String,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Name")]
struct Named {
    name: Option<String>,
}

#[test]
fn a_parent_is_read_by_its_type() {
    run(async {
        let (org, sf) = org().await;
        let insert = |object: &str, record| org.insert(object, &record).unwrap();
        let acme = insert("Account", json!({"Name": "Acme"}));
        let deal = insert(
            "Opportunity",
            json!({"Name": "D", "StageName": "Prospecting", "CloseDate": "2030-01-02",
                "AccountId": acme}),
        );
        let case = insert("Case", json!({"Subject": "broken"}));
        let ng = insert("Contact", json!({"LastName": "Ng"}));
        let lead = insert("Lead", json!({"LastName": "Lee", "Company": "L"}));
        for (subject, what, who) in [
            ("A", Some(&acme), Some(&ng)),
            ("B", Some(&deal), None),
            ("C", Some(&case), None),
            ("D", None, Some(&lead)),
        ] {
            insert(
                "Task",
                json!({"Subject": subject, "WhatId": what, "WhoId": who}),
            );
        }
        let query = Todo::query();
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT Subject, TYPEOF What WHEN Account THEN Id, Name, Owner.Username \
             WHEN Opportunity THEN StageName, Account.Name END, \
             TYPEOF Who WHEN Contact THEN LastName ELSE Name END FROM Task ORDER BY Subject"
        );
        let rows = query.fetch_all(&sf).await.unwrap();
        let [a, b, c, d] = rows.as_slice() else {
            panic!("{rows:?}");
        };
        let Some(About::Account(company)) = &a.what else {
            panic!("{a:?}");
        };
        assert_eq!((&*company.name, company.id.as_str()), ("Acme", &*acme));
        assert!(!company.owner.username.is_empty());
        let last_name = "Ng".to_owned();
        assert_eq!(a.with, Some(Person::Contact(Contact { last_name })));
        let deal = Deal {
            stage_name: "Prospecting".to_owned(),
            account: Some("Acme".to_owned()),
        };
        assert_eq!((&b.what, &b.with), (&Some(About::Deal(deal)), &None));
        // Nothing is told of a record for which nothing is selected.
        assert_eq!(c.what, None);
        let case = r#"{"attributes": {"type": "Case", "url": "/x"}}"#;
        let other: About = serde_json::from_str(case).unwrap();
        assert_eq!(other, About::Other("Case".to_owned()));
        let Some(Person::Other(named)) = &d.with else {
            panic!("{d:?}");
        };
        assert!(
            named
                .name
                .as_deref()
                .is_some_and(|name| name.contains("Lee")),
            "{named:?}"
        );
        assert_eq!(d.what, None);
    });
}
