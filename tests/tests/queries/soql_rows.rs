//! Rows that are structs of the program's own.

use serde_json::json;
use sf_fake_org::FakeOrg;
use sf_runtime::{Date, Decimal, Id, Page, Picklist, Query, SoqlRow, Timestamp, soql};
use sf_tests::bindings::{Opportunity, User, account, contact};

use crate::org::{org, paged, run};

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Opportunity", filter = "IsClosed = false AND Amount > :min")]
struct OpenDeal {
    id: Id<Opportunity>,
    name: String,
    amount: Option<Decimal>,
    #[soql("Account.Name")]
    account: Option<String>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Account")]
struct Company {
    name: String,
    industry: Option<Picklist<account::Industry>>,
    owner: Person,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "User")]
struct Person {
    id: Id<User>,
    username: String,
}

/// Reads the row of a company, and its user in it once more.
#[derive(SoqlRow, Debug, PartialEq)]
#[soql(
    from = "Contact",
    filter = "LastName IN :names",
    order_by = "LastName DESC",
    limit = ":most"
)]
struct Colleague {
    last_name: String,
    account: Option<Company>,
    owner: Person,
    #[soql("Account.Parent.Name")]
    group: Option<String>,
    #[soql("ReportsTo.Account")]
    of_boss: Option<Company>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Contact", filter = "LastName != 'x:y'", order_by = "LastName")]
struct Employee {
    last_name: String,
    created_date: Timestamp,
}

#[derive(SoqlRow, Debug)]
#[soql(from = "Account", order_by = "Name")]
struct Staff {
    name: String,
    contacts: Page<Employee>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(
    from = "Account",
    group_by = "Industry",
    having = "COUNT(Id) >= :least",
    order_by = "COUNT(Id) DESC"
)]
struct PerIndustry {
    industry: Option<String>,
    #[soql("COUNT(Id)")]
    accounts: i64,
    #[soql("SUM(AnnualRevenue) total")]
    revenue: Option<Decimal>,
    #[soql("MAX(NumberOfEmployees)")]
    largest: Option<i32>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(
    from = "Account",
    filter = "Name LIKE :start AND CreatedDate >= :since",
    order_by = "Name"
)]
struct Sized_ {
    r#type: Option<String>,
    #[soql("NumberOfEmployees")]
    heads: Option<i64>,
    annual_revenue: Option<f64>,
    #[soql("Last_Review__c")]
    reviewed: Option<Date>,
    #[soql("toLabel(Industry)")]
    label: Option<String>,
}

#[derive(SoqlRow, Debug, PartialEq)]
#[soql(
    from = "Task",
    scope = "mine",
    filter = "Subject = :subject OR What.Name = :subject"
)]
struct Todo {
    subject: Option<String>,
    owner: Named,
    what: Option<Named>,
}

/// A record of any object that a task is about.
#[derive(SoqlRow, Debug, PartialEq)]
#[soql(from = "Name")]
struct Named {
    name: Option<String>,
}

fn insert(org: &FakeOrg, object: &str, record: serde_json::Value) -> String {
    org.insert(object, &record).unwrap()
}

fn deal(org: &FakeOrg, name: &str, amount: i64, stage: &str, account: Option<&str>) -> String {
    insert(
        org,
        "Opportunity",
        json!({"Name": name, "Amount": amount, "StageName": stage, "CloseDate": "2030-01-02",
            "AccountId": account}),
    )
}

#[test]
fn a_row_is_a_struct_of_ones_own() {
    run(async {
        let (org, sf) = org().await;
        let acme = insert(&org, "Account", json!({"Name": "Acme"}));
        let with = deal(&org, "With", 500, "Prospecting", Some(&acme));
        let without = deal(&org, "Without", 300, "Prospecting", None);
        deal(&org, "Small", 5, "Prospecting", Some(&acme));
        let min = Decimal::from(100);
        let query: Query<OpenDeal> = OpenDeal::query(min);
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT Id, Name, Amount, Account.Name FROM Opportunity \
             WHERE IsClosed = FALSE AND Amount > 100"
        );
        let mut deals = query.fetch_all(&sf).await.unwrap();
        deals.sort_by(|a, b| a.name.cmp(&b.name));
        let expected = [
            (with, "With", 500, Some("Acme")),
            (without, "Without", 300, None),
        ];
        let expected = expected.map(|(id, name, amount, account)| OpenDeal {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            amount: Some(Decimal::from(amount)),
            account: account.map(str::to_owned),
        });
        assert_eq!(deals, expected);
    });
}

#[test]
fn rows_are_nested_in_several_others() {
    run(async {
        let (org, sf) = org().await;
        let group = insert(
            &org,
            "Account",
            json!({"Name": "Group", "Industry": "Banking"}),
        );
        let acme = insert(
            &org,
            "Account",
            json!({"Name": "Acme", "Industry": "Energy", "ParentId": group}),
        );
        let boss = insert(
            &org,
            "Contact",
            json!({"LastName": "Boss", "AccountId": group}),
        );
        insert(
            &org,
            "Contact",
            json!({"LastName": "Ng", "AccountId": acme, "ReportsToId": boss}),
        );
        insert(&org, "Contact", json!({"LastName": "Alone"}));
        insert(&org, "Contact", json!({"LastName": "Other"}));
        let query = Colleague::query(["Ng", "Boss", "Alone"], 3);
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT LastName, Account.Name, Account.Industry, Account.Owner.Id, \
             Account.Owner.Username, Owner.Id, Owner.Username, Account.Parent.Name, \
             ReportsTo.Account.Name, ReportsTo.Account.Industry, ReportsTo.Account.Owner.Id, \
             ReportsTo.Account.Owner.Username FROM Contact \
             WHERE LastName IN ('Ng', 'Boss', 'Alone') ORDER BY LastName DESC LIMIT 3"
        );
        let rows = query.fetch_all(&sf).await.unwrap();
        let [ng, boss, alone] = rows.as_slice() else {
            panic!("{rows:?}");
        };
        let company = |row: &Option<Company>| row.as_ref().map(|row| row.name.clone());
        assert_eq!(ng.last_name, "Ng");
        assert_eq!(company(&ng.account).as_deref(), Some("Acme"));
        assert_eq!(ng.group.as_deref(), Some("Group"));
        assert_eq!(company(&ng.of_boss).as_deref(), Some("Group"));
        let of_boss = ng.of_boss.as_ref().unwrap();
        assert_eq!(of_boss.industry, Some(account::Industry::Banking.into()));
        assert_eq!(ng.account.as_ref().unwrap().owner, ng.owner);
        assert_eq!(
            (company(&boss.account).as_deref(), &boss.of_boss),
            (Some("Group"), &None)
        );
        assert_eq!(boss.group, None);
        assert_eq!((&alone.account, &alone.group), (&None, &None));
        // The same rows, of their own.
        let companies = Company::query().fetch_all(&sf).await.unwrap();
        assert_eq!(companies.len(), 2);
    });
}

#[test]
fn child_rows_come_in_pages() {
    run(async {
        let (org, sf) = paged(3).await;
        for (name, count) in [("A", 8), ("B", 0), ("C", 2)] {
            let id = insert(&org, "Account", json!({"Name": name}));
            for child in 0..count {
                insert(
                    &org,
                    "Contact",
                    json!({"LastName": format!("{name}{child}"), "AccountId": id}),
                );
            }
        }
        let query = Staff::query();
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT Name, (SELECT LastName, CreatedDate FROM Contacts WHERE LastName != 'x:y' \
             ORDER BY LastName) FROM Account ORDER BY Name"
        );
        let mut found = Vec::new();
        for row in query.fetch_all(&sf).await.unwrap() {
            let all = row.contacts.fetch_all(&sf).await.unwrap();
            let names: Vec<String> = all.into_iter().map(|child| child.last_name).collect();
            found.push((row.name, names));
        }
        let names =
            |name: &str, count: usize| (0..count).map(|child| format!("{name}{child}")).collect();
        let expected: [(String, Vec<String>); 3] = [
            ("A".into(), names("A", 8)),
            ("B".into(), Vec::new()),
            ("C".into(), names("C", 2)),
        ];
        assert_eq!(found, expected);
    });
}

#[test]
fn groups_are_rows_too() {
    run(async {
        let (org, sf) = org().await;
        for (industry, revenue, heads) in [
            (Some("Energy"), 10, 3),
            (Some("Energy"), 20, 5),
            (Some("Banking"), 1, 1),
            (None, 7, 2),
            (None, 8, 9),
        ] {
            let record = json!({"Name": "x", "Industry": industry, "AnnualRevenue": revenue,
                "NumberOfEmployees": heads});
            insert(&org, "Account", record);
        }
        let mut rows = PerIndustry::query(2).fetch_all(&sf).await.unwrap();
        rows.sort_by(|a, b| a.industry.cmp(&b.industry));
        let row = |industry: Option<&str>, revenue: i64, largest| PerIndustry {
            industry: industry.map(str::to_owned),
            accounts: 2,
            revenue: Some(Decimal::from(revenue)),
            largest: Some(largest),
        };
        assert_eq!(rows, [row(None, 15, 9), row(Some("Energy"), 30, 5)]);
    });
}

#[test]
fn values_are_read_as_any_type_that_holds_them() {
    run(async {
        let (org, sf) = org().await;
        insert(
            &org,
            "Account",
            json!({"Name": "Acme", "NumberOfEmployees": 7, "AnnualRevenue": 12,
                "Type": "Prospect", "Industry": "Energy", "Last_Review__c": "2026-03-02"}),
        );
        insert(&org, "Account", json!({"Name": "Other"}));
        let since: Timestamp = "2000-01-01T00:00:00Z".parse().unwrap();
        let row = Sized_::query("Ac%", since).fetch_one(&sf).await.unwrap();
        assert_eq!(row.r#type.as_deref(), Some("Prospect"));
        assert_eq!((row.heads, row.annual_revenue), (Some(7), Some(12.0)));
        assert_eq!(row.reviewed, Some(Date::constant(2026, 3, 2)));
        assert_eq!(row.label.as_deref(), Some("Energy"));
    });
}

/// A condition that is put together when the program runs is joined to the row's own.
#[test]
fn a_row_takes_more_conditions() {
    run(async {
        let (org, sf) = org().await;
        for name in ["Ng", "Boss", "Alone"] {
            insert(&org, "Contact", json!({"LastName": name}));
        }
        let query = Employee::query()
            .filter(contact::fields::LAST_NAME.ne("Ng"))
            .limit(1);
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT LastName, CreatedDate FROM Contact WHERE LastName != 'x:y' \
             AND LastName != 'Ng' ORDER BY LastName LIMIT 1"
        );
        assert_eq!(query.fetch_one(&sf).await.unwrap().last_name, "Alone");
        let query = Company::query().filter(
            account::fields::NAME
                .eq("x")
                .or(account::fields::OWNER_ID.is_null()),
        );
        let text = query.soql().text().unwrap().into_owned();
        assert!(
            text.ends_with("FROM Account WHERE Name = 'x' OR OwnerId = null"),
            "{text}"
        );
        let first = "B%";
        let named =
            soql!("SELECT Id, LastName FROM Contact WHERE LastName LIKE :first OR LastName = 'Ng'")
                .filter(contact::fields::LAST_NAME.ne("Ng"))
                .order_by(contact::fields::LAST_NAME.asc())
                .limit(5);
        assert_eq!(
            named.soql().text().unwrap(),
            "SELECT Id, LastName FROM Contact WHERE (LastName LIKE 'B%' OR LastName = 'Ng') \
             AND LastName != 'Ng' ORDER BY LastName LIMIT 5"
        );
        assert_eq!(named.fetch_one(&sf).await.unwrap().last_name, "Boss");
        let names = Colleague::query(["Ng"], 9)
            .filter(contact::fields::LAST_NAME.ne("x"))
            .limit(1);
        let text = names.soql().text().unwrap().into_owned();
        let end = "WHERE LastName IN ('Ng') AND LastName != 'x' ORDER BY LastName DESC LIMIT 1";
        assert!(text.ends_with(end), "{text}");
    });
}

#[test]
fn a_parent_of_several_objects_is_read_by_its_name() {
    run(async {
        let (org, sf) = org().await;
        let acme = insert(&org, "Account", json!({"Name": "Acme"}));
        insert(&org, "Task", json!({"Subject": "Call", "WhatId": acme}));
        insert(&org, "Task", json!({"Subject": "Write"}));
        let query = Todo::query("Call");
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT Subject, Owner.Name, What.Name FROM Task USING SCOPE mine \
             WHERE Subject = 'Call' OR What.Name = 'Call'"
        );
        let about = query.fetch_one(&sf).await.unwrap();
        assert_eq!(about.what.unwrap().name.as_deref(), Some("Acme"));
        assert!(about.owner.name.is_some());
        assert_eq!(
            Todo::query("Write").fetch_one(&sf).await.unwrap().what,
            None
        );
    });
}
