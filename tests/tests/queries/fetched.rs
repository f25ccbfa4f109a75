//! How the rows of a checked query are fetched: none, one or several of them, and page by page.

use futures_util::TryStreamExt;
use serde_json::json;
use sf_fake_org::FakeOrg;
use sf_runtime::{Client, Error, Query, SoqlRow, soql};

use crate::org::{org, paged, run};

soql!(pub(crate) struct Named: "SELECT Name FROM Account WHERE Name LIKE :pattern ORDER BY Name");

/// The same row by the derive.
#[derive(SoqlRow, Debug)]
#[soql(from = "Account", filter = "Name LIKE :pattern", order_by = "Name")]
struct OfStruct {
    name: String,
}

fn accounts(org: &FakeOrg, names: &[&str]) {
    for name in names {
        org.insert("Account", &json!({"Name": name})).unwrap();
    }
}

/// How many rows an answer says that there are, where one was asked for.
fn found<T>(answer: Result<T, Error>) -> u64 {
    match answer {
        Err(Error::RowCount(error)) => error.found,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("a row"),
    }
}

/// The names that a query finds: the one that there is, if there is one.
async fn optional(sf: &Client, pattern: &str) -> Result<Option<String>, Error> {
    let row = soql!("SELECT Name FROM Account WHERE Name LIKE :pattern ORDER BY Name")
        .fetch_optional(sf)
        .await?;
    let of_struct = OfStruct::query(pattern).fetch_optional(sf).await?;
    let named = Named::query(pattern).fetch_optional(sf).await?;
    let name = row.map(|row| row.name);
    assert_eq!(of_struct.map(|row| row.name), name);
    assert_eq!(named.map(|row| row.name), name);
    Ok(name)
}

async fn one(sf: &Client, pattern: &str) -> Result<String, Error> {
    let row = soql!("SELECT Name FROM Account WHERE Name LIKE :pattern ORDER BY Name");
    Ok(row.fetch_one(sf).await?.name)
}

#[test]
fn none_one_or_several_rows() {
    run(async {
        let (org, sf) = org().await;
        accounts(&org, &["Acme", "Ace", "Zeta"]);
        assert_eq!(optional(&sf, "B%").await.unwrap(), None);
        assert_eq!(found(one(&sf, "B%").await), 0);
        assert_eq!(optional(&sf, "Z%").await.unwrap().as_deref(), Some("Zeta"));
        assert_eq!(one(&sf, "Z%").await.unwrap(), "Zeta");
        assert_eq!(found(optional(&sf, "A%").await), 2);
        let several = one(&sf, "A%").await.unwrap_err();
        let said = several.to_string();
        assert!(
            said.contains("found 2 rows") && said.contains("LIMIT 1"),
            "{said}"
        );
        assert_eq!(found::<()>(Err(several)), 2);
        let any = soql!("SELECT Name FROM Account WHERE Name LIKE 'A%' ORDER BY Name LIMIT 1");
        assert_eq!(any.fetch_one(&sf).await.unwrap().name, "Ace");
        assert_eq!(
            soql!("SELECT Id FROM Contact")
                .fetch_all(&sf)
                .await
                .unwrap()
                .len(),
            0
        );
    });
}

/// Several are several, however few of them a page holds.
#[test]
fn several_rows_of_several_pages() {
    run(async {
        let (org, sf) = paged(1).await;
        accounts(&org, &["A", "B", "C"]);
        assert_eq!(found(optional(&sf, "%").await), 3);
        assert_eq!(found(one(&sf, "%").await), 3);
        assert_eq!(org.calls().count("GET /query/{locator}"), 0);
    });
}

/// The names of all rows of a stream, one after the other.
async fn streamed(sf: &Client, query: Query<Named>) -> Vec<String> {
    let mut rows = query.stream(sf);
    assert_eq!(rows.total_size(), None);
    let mut names = Vec::new();
    while let Some(row) = rows.next().await {
        names.push(row.unwrap().name);
        assert_eq!(rows.total_size(), Some(8));
    }
    assert!(rows.next().await.is_none());
    names
}

#[test]
fn rows_are_streamed_over_three_pages() {
    run(async {
        let (org, sf) = paged(3).await;
        let all = ["A0", "A1", "A2", "A3", "A4", "A5", "A6", "A7"];
        accounts(&org, &all);
        accounts(&org, &["Other"]);
        org.reset_calls();
        assert_eq!(streamed(&sf, Named::query("A%")).await, all);
        let pages = |org: &FakeOrg| {
            let calls = org.calls();
            (
                calls.count("GET /query"),
                calls.count("GET /query/{locator}"),
            )
        };
        assert_eq!(pages(&org), (1, 2));

        // As any other stream, and of rows that have no name.
        let pattern = "A%";
        let rows: Vec<_> = soql!("SELECT Name FROM Account WHERE Name LIKE :pattern ORDER BY Name")
            .stream(&sf)
            .try_collect()
            .await
            .unwrap();
        let names: Vec<&str> = rows.iter().map(|row| &*row.name).collect();
        assert_eq!(names, all);
        let rows: Vec<OfStruct> = OfStruct::query(pattern).stream(&sf).all().await.unwrap();
        let names: Vec<&str> = rows.iter().map(|row| &*row.name).collect();
        assert_eq!(names, all);
        assert_eq!(pages(&org), (3, 6));

        let nothing = Named::query("B%").stream(&sf).next().await;
        assert!(nothing.is_none());
    });
}

/// A page is what was asked for, and tells where the next one is.
#[test]
fn a_page_at_a_time() {
    run(async {
        let (org, sf) = paged(3).await;
        accounts(&org, &["A0", "A1", "A2", "A3"]);
        let page = Named::query("A%").fetch_page(&sf).await.unwrap();
        assert_eq!((page.len(), page.total_size, page.done), (3, 4, false));
        let mut names = Vec::new();
        for row in &page {
            names.push(row.unwrap().name.clone());
        }
        assert_eq!(names, ["A0", "A1", "A2"]);
        let all = page.fetch_all(&sf).await.unwrap();
        assert_eq!(all.len(), 4);
        assert_eq!(all[3].name, "A3");
    });
}
