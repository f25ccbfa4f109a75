//! The records that a user used last, and the calls that are not to show there.

use serde_json::{Value, json};
use sf_runtime::collections::Collection;
use sf_runtime::composite::Composite;
use sf_runtime::rest::Get;
use sf_runtime::{Client, Id};
use sf_tests::bindings::Account;

use crate::faults::create;
use crate::site::{Site, site};

/// The two accounts that were used last, the latest first.
async fn last_two(sf: &Client) -> Vec<Id<Account>> {
    let recent = sf.recent().await.unwrap();
    let accounts = recent.iter().filter(|item| item.object == "Account");
    accounts.take(2).map(|item| item.id.cast()).collect()
}

/// What the requests of a path said of it, in their order.
fn said(site: &Site, path: &str) -> Vec<Option<String>> {
    let requests = site.org.requests().into_iter();
    let of_path = requests.filter(|request| request.path.ends_with(path));
    let said = of_path.map(|request| request.header("sforce-mru").map(str::to_owned));
    said.collect()
}

#[tokio::test]
async fn a_handle_uses_records_without_a_trace() {
    let site = site().await;
    let sf = &site.sf;
    let first = create("First").send(sf).await.unwrap();
    let second = create("Second").send(sf).await.unwrap();
    assert_eq!(last_two(sf).await, [second, first]);
    let quiet = sf.with_recent_items(false);
    let loud = sf.with_recent_items(true);
    quiet.get::<Account>(first).await.unwrap();
    Account::update(first).fax("1").send(&quiet).await.unwrap();
    let drafts = [Account::update(first).fax("2")];
    quiet.update_all(drafts).await.unwrap();
    assert_eq!(site.org.get(first.as_str()).unwrap()["Fax"], "2");
    assert_eq!(last_two(sf).await, [second, first]);
    loud.get::<Account>(first).await.unwrap();
    assert_eq!(last_two(sf).await, [first, second]);
    // The handle that it was made of is as it was.
    sf.get::<Account>(second).await.unwrap();
    assert_eq!(last_two(sf).await, [second, first]);
    let path = format!("/sobjects/Account/{first}");
    let (no, yes) = ("updateMru=false".to_owned(), "updateMru=true".to_owned());
    assert_eq!(
        said(&site, &path),
        [Some(no.clone()), Some(no.clone()), Some(yes)]
    );
    assert_eq!(said(&site, "/composite/sobjects"), [Some(no)]);
    assert_eq!(said(&site, &format!("/sobjects/Account/{second}")), [None]);
}

/// The parts of a composite do not inherit it from the whole, so each has it.
#[tokio::test]
async fn each_part_of_a_composite_says_it() {
    let site = site().await;
    let sf = &site.sf;
    let first = create("First").send(sf).await.unwrap();
    let second = create("Second").send(sf).await.unwrap();
    for (is_on, expected) in [(false, [second, first]), (true, [first, second])] {
        let mut composite = Composite::all_or_none();
        composite.add(Account::update(first).fax("1"));
        composite.add(Get::new(first).fields(["Name"]));
        composite.add(Collection::update([Account::update(first).fax("2")]));
        let done = composite.send(&sf.with_recent_items(is_on)).await.unwrap();
        assert!(done.is_success(), "{done:?}");
        assert_eq!(last_two(sf).await, expected);
    }
    let recorded: Value = sf.raw().get("sobjects/Account").await.unwrap();
    assert_eq!(recorded["recentItems"][0]["Id"], json!(first));
}
