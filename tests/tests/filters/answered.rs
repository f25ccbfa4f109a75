//! What the fake org answers to composed queries.

use serde_json::json;
use sf_runtime::composite::Composite;
use sf_runtime::query::{DateLiteral, Like};
use sf_runtime::{Filter, Id, Query};
use sf_tests::bindings::account::{Industry, Interests__c, fields as f};
use sf_tests::bindings::{Account, Contact, User, contact, user};

use super::site::{Site, site};

/// Three accounts of two owners.
async fn accounts() -> Site {
    let site = site().await;
    let ada: Id<User> = site.insert(json!({"LastName": "Ada", "Username": "ada@acme.example",
        "Alias": "ada", "Email": "ada@acme.example"}));
    let acme: Id<Account> = site.insert(json!({"Name": "Acme", "Industry": "Energy",
        "NumberOfEmployees": 7, "Website": "https://acme.example", "OwnerId": ada.as_str(),
        "Interests__c": "Golf;Wine"}));
    site.insert::<Account>(json!({"Name": "O'Brien", "Industry": "Banking",
        "NumberOfEmployees": 300, "Interests__c": "Golf"}));
    site.insert::<Account>(
        json!({"Name": "Zeta 50%", "Website": "https://zeta.example",
        "ParentId": acme.as_str()}),
    );
    site.insert::<Contact>(json!({"LastName": "Smith", "AccountId": acme.as_str()}));
    site
}

async fn names(site: &Site, query: Query<Account>) -> Vec<String> {
    let rows = query
        .order_by(f::NAME.asc())
        .fetch_all(&site.sf)
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.name().value().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_filter_finds_what_it_says() {
    let site = accounts().await;
    let all: &[&str] = &["Acme", "O'Brien", "Zeta 50%"];
    for (filter, expected) in [
        (Filter::all(), all),
        (Filter::none(), &[]),
        (f::NAME.eq("O'Brien"), &["O'Brien"]),
        (f::NAME.like(Like::ending_with("50%")), &["Zeta 50%"]),
        (
            f::INDUSTRY.is_in([Industry::Energy, Industry::Banking]),
            &["Acme", "O'Brien"],
        ),
        (f::INDUSTRY.is_null(), &["Zeta 50%"]),
        (!f::INDUSTRY.eq(Industry::Energy), &["O'Brien", "Zeta 50%"]),
        (
            f::NUMBER_OF_EMPLOYEES
                .gt(10)
                .or(f::WEBSITE.like(Like::contains("zeta"))),
            &["O'Brien", "Zeta 50%"],
        ),
        (f::INTERESTS__C.includes([Interests__c::Wine]), &["Acme"]),
        (
            f::INTERESTS__C.excludes([Interests__c::Wine]),
            &["O'Brien", "Zeta 50%"],
        ),
        (f::OWNER.then(user::fields::NAME).eq("Ada"), &["Acme"]),
        (f::PARENT.then(f::NAME).eq("Acme"), &["Zeta 50%"]),
        (f::CREATED_DATE.ge(DateLiteral::last_n_days(2)), all),
        (f::CREATED_DATE.lt(DateLiteral::n_years_ago(1)), &[]),
        (f::NAME.is_in([""; 0]), &[]),
        (f::NAME.is_not_in([""; 0]), all),
    ] {
        let query = Account::select(f::NAME).filter(filter.clone());
        assert_eq!(names(&site, query).await, expected, "{filter:?}");
    }
    let with_contacts = Account::select(f::NAME).filter(f::ID.in_query(
        contact::fields::ACCOUNT_ID,
        contact::fields::LAST_NAME.eq("Smith"),
    ));
    assert_eq!(names(&site, with_contacts).await, ["Acme"]);
    let without = Account::select(f::NAME)
        .filter(f::ID.not_in_query(contact::fields::ACCOUNT_ID, Filter::all()))
        .filter(f::INDUSTRY.is_not_null());
    assert_eq!(names(&site, without).await, ["O'Brien"]);
}

#[tokio::test]
async fn a_selection_has_what_was_selected_and_no_more() {
    let site = accounts().await;
    let query = Account::select((f::NAME, f::PARENT.then(f::NAME)))
        .order_by(f::NAME.desc())
        .limit(1);
    let row = query.fetch_one(&site.sf).await.unwrap();
    assert_eq!(row.name().value(), Some("Zeta 50%"));
    assert!(!row.website().is_selected());
    let parent = row.parent().value().unwrap();
    assert_eq!(parent.name().value(), Some("Acme"));
    let all = Account::select(f::NAME);
    assert_eq!(all.count(&site.sf).await.unwrap(), 3);
    let rest = all.order_by(f::NAME.asc()).limit(5).offset(2);
    assert_eq!(rest.fetch_all(&site.sf).await.unwrap().len(), 1);
}

/// A value may be the id of a record that is created in the same call.
#[tokio::test]
async fn a_filter_names_a_record_to_be_created() {
    let site = accounts().await;
    let mut composite = Composite::new();
    let created = composite.add(Account::create(sf_tests::bindings::account::Required {
        name: "New".into(),
    }));
    let found = composite.add(Account::select(f::NAME).filter(f::ID.eq(created.id())));
    let done = composite.send(&site.sf).await.unwrap();
    let page = done.get(&found).unwrap();
    assert_eq!(page.records.len(), 1);
}
