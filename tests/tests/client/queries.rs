//! Queries and searches, against an org that answers them from its records.

use serde::Deserialize;
use serde_json::json;
use sf_runtime::composite::{Batch, Composite};
use sf_runtime::query::{AggregateRow, Like, whole};
use sf_runtime::rest::{Delete, DescribeObject, Get, GetLimits};
use sf_runtime::search::{Returning, Scope, Search, SearchResults};
use sf_runtime::{Described, Error, FieldValue, Id, Page, Query, Soql};
use sf_tests::bindings::{Account, Contact, account};

use crate::site::{Site, builder, client, site};

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "PascalCase")]
struct Named {
    id: Id<Account>,
    name: String,
}

async fn with_pages_of(rows: usize) -> Site {
    let org = builder().query_page_size(rows).start().await.unwrap();
    let sf = client(org.access_token(), org.url());
    Site { org, sf }
}

/// Whatever a name holds, a query for it finds the account of that name and no other.
#[tokio::test]
async fn a_value_is_found_as_it_is_and_nothing_else() {
    let site = site().await;
    let names = [
        "O'Brien",
        r"back\slash",
        r"\",
        "' OR Name != '",
        "100%",
        "a_b",
        "tab\tnew\nline \"quoted\"",
        "é 日本 🦀",
        ":name",
        "@{ref.id}",
    ];
    let ids = names.map(|name| site.insert::<Account>(json!({"Name": name})));
    for (name, id) in names.iter().zip(ids) {
        let query = Query::<Named>::new("SELECT Id, Name FROM Account WHERE Name = :name")
            .bind("name", *name);
        let found = query.fetch_all(&site.sf).await.unwrap();
        let expected = Named {
            id,
            name: (*name).to_owned(),
        };
        assert_eq!(found, [expected]);
        let like = Soql::new("SELECT Id, Name FROM Account WHERE Name LIKE :part");
        let like = like.bind("part", Like::contains(name));
        let found: Vec<Named> = site.sf.query(like).await.unwrap();
        assert!(found.iter().any(|row| row.id == id), "{name:?}");
        assert!(
            found.iter().all(|row| row.name.contains(name)),
            "{name:?}: {found:?}"
        );
    }
    let all = Soql::new("SELECT Id, Name FROM Account WHERE Id IN :ids").bind("ids", ids);
    assert_eq!(
        site.sf.query::<Named>(all).await.unwrap().len(),
        names.len()
    );
}

#[tokio::test]
async fn every_kind_of_value_compares_as_the_org_compares_it() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme", "NumberOfEmployees": 7,
        "AnnualRevenue": 12, "Industry": "Energy", "CreatedDate": "2020-02-03T04:05:06.000Z"}));
    site.insert::<Account>(json!({"Name": "Other"}));
    let created: sf_runtime::Timestamp = "2020-02-03T04:05:06Z".parse().unwrap();
    let revenue = sf_runtime::Decimal::new(1_200, 2);
    for soql in [
        Soql::new("SELECT Id, Name FROM Account WHERE NumberOfEmployees = :v").bind("v", 7),
        Soql::new("SELECT Id, Name FROM Account WHERE AnnualRevenue = :v").bind("v", revenue),
        Soql::new("SELECT Id, Name FROM Account WHERE AnnualRevenue < :v").bind("v", 12.75),
        Soql::new("SELECT Id, Name FROM Account WHERE CreatedDate = :v").bind("v", created),
        Soql::new("SELECT Id, Name FROM Account WHERE Id = :v").bind("v", id),
        Soql::new("SELECT Id, Name FROM Account WHERE Industry != :v").bind("v", None::<&str>),
        Soql::new("SELECT Id, Name FROM Account WHERE Industry IN :v")
            .bind("v", [account::Industry::Energy]),
        Soql::new("SELECT Id, Name FROM Account WHERE CreatedDate < LAST_N_DAYS:v").bind("v", 30),
    ] {
        let found: Vec<Named> = site.sf.query(soql.clone()).await.unwrap();
        assert_eq!(
            found.iter().map(|row| row.id).collect::<Vec<_>>(),
            [id],
            "{soql:?}"
        );
    }
}

#[tokio::test]
async fn pages_and_pages_of_children_end_when_all_is_read() {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Parent {
        name: String,
        contacts: Page<Contact>,
    }
    let site = with_pages_of(7).await;
    for parent in 0..9 {
        let id = site.insert::<Account>(json!({"Name": format!("A{parent}")}));
        for child in 0..parent {
            site.insert::<Contact>(
                json!({"LastName": format!("C{child}"), "AccountId": id.as_str()}),
            );
        }
    }
    let soql = "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName)
                FROM Account ORDER BY Name";
    let parents: Vec<Parent> = site.sf.query(soql).await.unwrap();
    assert_eq!(parents.len(), 9);
    for (place, parent) in parents.into_iter().enumerate() {
        assert_eq!(parent.name, format!("A{place}"));
        let children = parent.contacts.fetch_all(&site.sf).await.unwrap();
        let names: Vec<_> = children
            .iter()
            .filter_map(|child| child.last_name().value())
            .collect();
        let expected: Vec<_> = (0..place).map(|child| format!("C{child}")).collect();
        assert_eq!(names, expected);
    }
    let accounts: Vec<Account> = site.sf.query(soql).await.unwrap();
    let children = accounts[8].record().children::<Contact>("Contacts");
    let FieldValue::Value(page) = children else {
        panic!("{children:?}");
    };
    assert_eq!(page.fetch_all(&site.sf).await.unwrap().len(), 8);
}

#[tokio::test]
async fn rows_are_counted_grouped_and_found_once() {
    #[derive(Deserialize)]
    struct Group {
        #[serde(rename = "Industry")]
        industry: Option<String>,
        #[serde(deserialize_with = "whole")]
        number: u32,
    }
    let site = site().await;
    for (name, industry) in [("A", Some("Energy")), ("B", Some("Energy")), ("C", None)] {
        site.insert::<Account>(json!({"Name": name, "Industry": industry, "AnnualRevenue": 2}));
    }
    let sf = &site.sf;
    assert_eq!(sf.count("SELECT COUNT() FROM Account").await.unwrap(), 3);
    let groups = "SELECT Industry, COUNT(Id) number, SUM(AnnualRevenue) FROM Account
                  GROUP BY Industry ORDER BY COUNT(Id) DESC";
    let rows: Vec<AggregateRow> = sf.query(groups).await.unwrap();
    assert_eq!(rows[0].get::<String>("Industry").unwrap(), "Energy");
    assert_eq!(rows[0].get::<i64>("number").unwrap(), 2);
    assert_eq!(rows[0].expr::<f64>(0).unwrap(), 4.0);
    assert_eq!(rows[1].get::<Option<String>>("Industry").unwrap(), None);
    let rows: Vec<Group> = sf.query(groups).await.unwrap();
    assert_eq!(
        (rows[0].industry.as_deref(), rows[0].number),
        (Some("Energy"), 2)
    );
    let named = |name: &str| {
        Soql::new("SELECT Id, Name FROM Account WHERE Name = :name").bind("name", name)
    };
    let one: Named = sf.query_one(named("A")).await.unwrap();
    assert_eq!(one.name, "A");
    assert_eq!(sf.query_optional::<Named>(named("Z")).await.unwrap(), None);
    assert!(
        sf.query_one::<Named>(named("Z"))
            .await
            .unwrap_err()
            .is_not_found()
    );
    let several = sf.query_one::<Named>("SELECT Id, Name FROM Account").await;
    assert!(matches!(several, Err(Error::RowCount(error)) if error.found == 3));
}

#[tokio::test]
async fn deleted_rows_are_there_for_who_asks() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    site.sf.delete(id).await.unwrap();
    let query = Query::<Account>::new("SELECT Id, IsDeleted FROM Account");
    assert!(query.fetch_all(&site.sf).await.unwrap().is_empty());
    let all = query.all_rows().fetch_all(&site.sf).await.unwrap();
    assert_eq!(all[0].is_deleted(), FieldValue::Value(true));
}

#[tokio::test]
async fn the_orgs_words_on_a_query_are_kept() {
    let site = site().await;
    let error = site
        .sf
        .query::<Account>("SELECT Xyzzy FROM Account")
        .await
        .unwrap_err();
    let said = error.to_string();
    assert!(
        said.starts_with("GET query: the org answered 400: INVALID_FIELD"),
        "{said}"
    );
    assert!(
        said.contains("No such column 'Xyzzy' on entity 'Account'"),
        "{said}"
    );
}

#[tokio::test]
async fn a_search_finds_records_of_several_objects() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme (UK) and sons"}));
    site.insert::<Contact>(json!({"LastName": "Acme", "FirstName": "A"}));
    site.insert::<Account>(json!({"Name": "Other"}));
    let search = Search::find("Acme")
        .in_fields(Scope::Name)
        .returning::<Account>(["Name"])
        .returning_as(Returning::of::<Contact>().fields(["LastName"]).limit(5));
    let results = site.sf.search(&search).await.unwrap();
    let accounts: Vec<Account> = results.of().collect::<Result<_, _>>().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].name(), FieldValue::Value("Acme (UK) and sons"));
    assert_eq!(results.of::<Contact>().count(), 1);
    let by_parameters = Search::find("Acme")
        .returning::<Account>(["Id"])
        .by_parameters();
    let results = site.sf.call(&by_parameters).await.unwrap();
    let ids: Vec<_> = results
        .of_object("Account")
        .filter_map(|record| record.id())
        .collect();
    assert_eq!(ids, [id.erase()]);
}

/// A word is what is sought, and no operator or wildcard, however it is asked for.
#[tokio::test]
async fn a_search_by_parameters_finds_what_one_by_sosl_does() {
    let site = site().await;
    for name in [
        "Alpha",
        "Beta",
        "Alpha or Beta",
        "Alp* Inc",
        "Bread and Butter",
    ] {
        site.insert::<Account>(json!({"Name": name}));
    }
    for (search, expected) in [
        (Search::find("Alpha OR Beta"), &["Alpha or Beta"][..]),
        (Search::find("Bread AND"), &["Bread and Butter"]),
        (Search::find("and"), &["Bread and Butter"]),
        (Search::find("Alp*"), &["Alp* Inc"]),
        (
            Search::find_prefix("Alp"),
            &["Alp* Inc", "Alpha", "Alpha or Beta"],
        ),
        (
            Search::find_expression("Inc OR Butter"),
            &["Alp* Inc", "Bread and Butter"],
        ),
    ] {
        let search = search.returning::<Account>(["Name"]);
        let names = |results: SearchResults| {
            let accounts = results.of::<Account>().map(Result::unwrap);
            let mut names: Vec<String> = accounts
                .map(|account| account.name().value().unwrap().to_owned())
                .collect();
            names.sort();
            names
        };
        let by_sosl = names(site.sf.search(&search).await.unwrap());
        let by_parameters = site.sf.call(&search.clone().by_parameters()).await.unwrap();
        let sosl = search.sosl().unwrap();
        assert_eq!(by_sosl, expected, "{sosl}");
        assert_eq!(names(by_parameters), expected, "{sosl}");
    }
}

/// What is asked in a composite and in a batch is what is asked alone.
#[tokio::test]
async fn a_query_is_a_part_of_a_composite_as_any_other_call() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    let named = |name: &str| {
        Query::<Named>::new("SELECT Id, Name FROM Account WHERE Name = :name").bind("name", name)
    };
    let mut composite = Composite::all_or_none();
    let rows = composite.add(named("Acme").rows::<Account>());
    composite.add(Account::update(rows.id_at(0)).fax("1"));
    let created = composite.add(Account::create(account::Required { name: "New".into() }));
    let read = composite.add(
        Query::<Named>::new("SELECT Id, Name FROM Account WHERE Id = :id").bind("id", created.id()),
    );
    let copy = composite.add(Get::of(created.id()).fields(["Name"]));
    composite.add(Delete::new(created.id()));
    let done = composite.send(&site.sf).await.unwrap();
    assert!(done.is_success(), "{done:?}");
    assert_eq!(site.org.get(id.as_str()).unwrap()["Fax"], "1");
    let rows = done.get(&read).unwrap().all().unwrap();
    assert_eq!(rows[0].name, "New");
    assert_eq!(done.get(&copy).unwrap().name(), FieldValue::Value("New"));
    assert_eq!(site.org.count("Account"), 1);

    let mut batch = Batch::new();
    let rows = batch.add(named("Acme"));
    let describe = batch.add(DescribeObject::of::<Account>());
    let limits = batch.add(GetLimits);
    let done = batch.send(&site.sf).await.unwrap();
    assert_eq!(done.get(&rows).unwrap().records.len(), 1);
    assert_eq!(done.get(&describe).unwrap().read().unwrap().name, "Account");
    assert!(done.get(&limits).unwrap().daily_api_requests().is_some());
}

/// The list of names makes a URL of 40,000 characters.
#[tokio::test]
async fn a_query_that_no_url_holds_finds_what_it_asks_for() {
    let site = with_pages_of(3).await;
    let names: Vec<String> = (0..2_000).map(|number| format!("name {number}")).collect();
    for name in names.iter().step_by(400) {
        site.insert::<Account>(json!({"Name": name}));
    }
    let soql = "SELECT Id, Name FROM Account WHERE Name IN :names ORDER BY Name";
    let query = Query::<Named>::new(soql).bind("names", names);
    let found = query.fetch_all(&site.sf).await.unwrap();
    let found: Vec<_> = found.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        found,
        ["name 0", "name 1200", "name 1600", "name 400", "name 800"]
    );
    let calls = site.org.calls();
    assert_eq!(calls.count("POST /composite/batch"), 1);
    assert_eq!(calls.count("GET /query/{locator}"), 1);
    let wrong = query.rows::<Account>();
    let wrong = Query::<Account>::new(
        wrong
            .soql()
            .clone()
            .bind("names", vec!["x".repeat(3_000); 9]),
    );
    assert!(wrong.fetch_all(&site.sf).await.unwrap().is_empty());
}
