//! Rows page by page: the next page comes while this one is used, no page is lost or read twice, and
//! what is not wanted any more is not fetched.

use futures_util::StreamExt;
use serde::Deserialize;
use sf_runtime::{Described, Error, Page, Query};
use sf_tests::bindings::{Account, Contact};

use crate::answering::{Answering, Script};

#[derive(Clone, Deserialize, Debug, PartialEq)]
struct Row {
    #[serde(rename = "Name")]
    name: String,
}

fn page(total: usize, names: &[&str], next: Option<&str>) -> String {
    let records: Vec<String> = names
        .iter()
        .map(|name| match *name {
            "null" => r#"{"Id":"0018W00002abcDEQAY","Name":null}"#.to_owned(),
            name => format!(r#"{{"Name":"{name}"}}"#),
        })
        .collect();
    let records = records.join(",");
    match next {
        Some(next) => format!(
            r#"{{"totalSize":{total},"done":false,"nextRecordsUrl":"{}","records":[{records}]}}"#,
            url(next)
        ),
        None => format!(r#"{{"totalSize":{total},"done":true,"records":[{records}]}}"#),
    }
}

fn url(locator: &str) -> String {
    format!("/services/data/v66.0/query/{locator}")
}

fn script(pages: &[(&str, String)]) -> Script {
    let pages = pages
        .iter()
        .map(|(locator, body)| (url(locator), (200, body.clone())));
    pages.collect()
}

/// A first page, found by its query, and those that follow.
async fn three_pages() -> Answering {
    let mut script = script(&[
        ("L-2", page(5, &["C", "D"], Some("L-4"))),
        ("L-4", page(5, &["E"], None)),
    ]);
    let first = page(5, &["A", "B"], Some("L-2"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    Answering::new(script).await
}

fn query() -> Query<Row> {
    Query::new("SELECT Name FROM Account")
}

#[tokio::test]
async fn every_row_of_every_page_comes_in_order() {
    let server = three_pages().await;
    let rows = query().fetch_all(&server.sf).await.unwrap();
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "D", "E"]);
    assert_eq!(
        server.lines()[1..],
        [format!("GET {}", url("L-2")), format!("GET {}", url("L-4"))]
    );
    let accounts: Vec<Account> = server.sf.query("SELECT Name FROM Account").await.unwrap();
    assert_eq!(accounts.len(), 5);
}

#[tokio::test]
async fn the_next_page_comes_while_this_one_is_used() {
    let server = three_pages().await;
    let mut rows = query().stream(&server.sf);
    assert_eq!(rows.total_size(), None);
    assert_eq!(server.lines().len(), 0);
    assert_eq!(rows.next().await.unwrap().unwrap().name, "A");
    assert_eq!(rows.total_size(), Some(5));
    // Nothing more is asked of the stream, and the second page is asked of the org.
    server.requests(2).await;
    assert_eq!(server.lines().len(), 2);
    let rest: Vec<_> = rows.map(|row| row.unwrap().name).collect().await;
    assert_eq!(rest, ["B", "C", "D", "E"]);
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn a_stream_that_is_dropped_gives_up_the_page_under_way() {
    let mut script = Script::new();
    let first = page(5, &["A", "B"], Some("never"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let server = Answering::new(script).await;
    let mut rows = query().stream(&server.sf);
    rows.next().await.unwrap().unwrap();
    server.requests(2).await;
    drop(rows);
    server.given_up(1).await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_does_not_end_the_stream() {
    let mut script = script(&[("L-2", page(4, &["C", "D"], None))]);
    let first = page(4, &["A", "null"], Some("L-2"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let server = Answering::new(script).await;
    let rows: Vec<_> = query().stream(&server.sf).collect().await;
    assert_eq!(rows.len(), 4);
    let record = rows[1].as_ref().unwrap_err().record().unwrap();
    assert_eq!(record.field.as_deref(), Some("Name"));
    assert_eq!(record.id.unwrap().as_str(), "0018W00002abcDEQAY");
    assert_eq!(rows[3].as_ref().unwrap().name, "D");
    let all = query().fetch_all(&server.sf).await.unwrap_err();
    assert!(matches!(all, Error::Record(_)), "{all}");
}

#[tokio::test]
async fn a_call_that_fails_ends_the_stream() {
    let mut script = Script::new();
    let first = page(4, &["A", "B"], Some("L-2"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let gone = r#"[{"errorCode":"INVALID_QUERY_LOCATOR","message":"invalid query locator"}]"#;
    script.insert(url("L-2"), (400, gone.to_owned()));
    let server = Answering::new(script).await;
    let rows: Vec<_> = query().stream(&server.sf).collect().await;
    assert_eq!(rows.len(), 3);
    assert!(rows[2].as_ref().unwrap_err().api().is_some());
}

#[tokio::test]
async fn a_page_elsewhere_is_not_followed() {
    let first =
        r#"{"totalSize":2,"done":false,"nextRecordsUrl":"https://evil.example/x","records":[]}"#;
    let mut script = Script::new();
    script.insert(
        "/services/data/v66.0/query?q=".to_owned(),
        (200, first.to_owned()),
    );
    let server = Answering::new(script).await;
    let error = query().fetch_all(&server.sf).await.unwrap_err();
    assert!(matches!(error, Error::ForeignHost(_)), "{error}");
}

#[tokio::test]
async fn a_page_that_names_itself_as_the_next_is_read_once() {
    let mut script = script(&[("L", page(9, &["B"], Some("L")))]);
    let first = page(9, &["A"], Some("L"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let server = Answering::new(script).await;
    let rows: Vec<_> = query().stream(&server.sf).collect().await;
    assert_eq!(rows.len(), 3);
    assert!(matches!(rows[2], Err(Error::Decode(_))));
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn pages_that_name_each_other_come_to_an_end() {
    let mut script = script(&[
        ("M", page(9, &["M"], Some("N"))),
        ("N", page(9, &["N"], Some("O"))),
        ("O", page(9, &["O"], Some("M"))),
    ]);
    let first = page(9, &["A"], Some("M"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let server = Answering::new(script).await;
    let rows: Vec<_> = query().stream(&server.sf).collect().await;
    assert!(matches!(rows.last(), Some(Err(Error::Decode(_)))));
    assert!(rows.len() < 20, "{} rows", rows.len());
}

/// Children of children, each level with more than its first page, in rows of one's own and in
/// generated ones.
#[tokio::test]
async fn pages_of_children_go_on_at_every_depth() {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Parent {
        contacts: Page<Child>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Child {
        cases: Page<Row>,
    }
    let cases = page(2, &["a"], Some("cases"));
    let child = |cases: &str| format!(r#"{{"LastName":"L","Cases":{cases}}}"#);
    let contacts = format!(
        r#"{{"totalSize":2,"done":false,"nextRecordsUrl":"{}","records":[{}]}}"#,
        url("contacts"),
        child(&cases)
    );
    let first = format!(r#"{{"totalSize":1,"done":true,"records":[{{"Contacts":{contacts}}}]}}"#);
    let mut script = script(&[
        ("cases", page(2, &["b"], None)),
        (
            "contacts",
            format!(
                r#"{{"totalSize":2,"done":true,"records":[{}]}}"#,
                child("null")
            ),
        ),
    ]);
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let server = Answering::new(script).await;
    let sf = &server.sf;

    let parent: Parent = sf.query_one("SELECT x").await.unwrap();
    let children = parent.contacts.fetch_all(sf).await.unwrap();
    assert_eq!(children.len(), 2);
    let mut names = Vec::new();
    for child in children {
        names.extend(child.cases.fetch_all(sf).await.unwrap());
    }
    assert_eq!(
        names
            .iter()
            .map(|row| row.name.as_str())
            .collect::<Vec<_>>(),
        ["a", "b"]
    );

    let account: Account = sf.query_one("SELECT x").await.unwrap();
    let contacts = account
        .record()
        .children::<Contact>("Contacts")
        .value()
        .unwrap();
    let contacts: Vec<_> = contacts.stream(sf).collect().await;
    assert_eq!(contacts.len(), 2);
    let first = contacts[0].as_ref().unwrap().record();
    let cases = first
        .children::<sf_tests::bindings::Case>("Cases")
        .value()
        .unwrap();
    assert_eq!(cases.fetch_all(sf).await.unwrap().len(), 2);
}

#[tokio::test]
async fn one_row_is_one_row() {
    let answer = |names: &[&str]| {
        let mut script = Script::new();
        let body = page(names.len(), names, None);
        script.insert("/services/data/v66.0/query".to_owned(), (200, body));
        Answering::new(script)
    };
    let none = answer(&[]).await;
    let error = query().fetch_one(&none.sf).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(query().fetch_optional(&none.sf).await.unwrap(), None);
    let one = answer(&["A"]).await;
    assert_eq!(query().fetch_one(&one.sf).await.unwrap().name, "A");
    let two = answer(&["A", "B"]).await;
    for error in [
        query().fetch_one(&two.sf).await.unwrap_err(),
        query().fetch_optional(&two.sf).await.unwrap_err(),
    ] {
        assert!(error.to_string().contains("2 rows"), "{error}");
    }
    assert_eq!(
        two.sf.count("SELECT COUNT() FROM Account").await.unwrap(),
        2
    );
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WithRows {
    name: String,
    rows: Page<Row>,
}

fn unreadable(row: Result<Row, Error>) -> (String, String) {
    let error = row.unwrap_err();
    let record = error.record().unwrap();
    let field = record.field.clone().unwrap_or_default();
    (record.id.unwrap().to_string(), field)
}

/// A child that cannot be read is an error of its own, on a page in its parent and on a later one:
/// the parent and the other children are there.
#[tokio::test]
async fn a_child_that_cannot_be_read_costs_neither_parent_nor_sibling() {
    let children = page(5, &["a", "null", "c"], Some("L"));
    let mut script = script(&[("L", page(5, &["null", "e"], None))]);
    let parents = format!(
        r#"{{"totalSize":2,"done":true,"records":[
            {{"Name":"A","Rows":{children}}},{{"Name":"B","Rows":null}}]}}"#
    );
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, parents));
    let server = Answering::new(script).await;
    let query = Query::<WithRows>::new("SELECT Name, (SELECT Name FROM Rows) FROM Parent");
    let parents = query.fetch_all(&server.sf).await.unwrap();
    let names: Vec<_> = parents.iter().map(|parent| &*parent.name).collect();
    assert_eq!(names, ["A", "B"]);
    let rows = || parents[0].rows.clone();
    assert_eq!(rows().records.len(), 3);
    let bad = ("0018W00002abcDEQAY".to_owned(), "Name".to_owned());
    let mut all: Vec<_> = rows().stream(&server.sf).collect().await;
    assert_eq!(all.len(), 5);
    assert_eq!(unreadable(all.remove(3)), bad);
    assert_eq!(unreadable(all.remove(1)), bad);
    let good: Vec<_> = all.into_iter().map(|row| row.unwrap().name).collect();
    assert_eq!(good, ["a", "c", "e"]);
    for failed in [
        rows().fetch_all(&server.sf).await.map(drop),
        rows().all().map(drop).map_err(Error::from),
    ] {
        assert!(matches!(failed, Err(Error::Record(_))), "{failed:?}");
    }
}

/// A child of a child, which none of the two above it suffers for.
#[tokio::test]
async fn a_child_of_a_child_that_cannot_be_read_is_one_error_only() {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Grandparent {
        children: Page<WithRows>,
    }
    let child = |rows: &str| format!(r#"{{"Name":"child","Rows":{rows}}}"#);
    let body = format!(
        r#"{{"totalSize":1,"done":true,"records":[{{"Children":{{"totalSize":2,"done":true,
            "records":[{},{}]}}}}]}}"#,
        child(&page(2, &["null", "b"], None)),
        child("7")
    );
    let mut script = Script::new();
    script.insert("/services/data/v66.0/query".to_owned(), (200, body));
    let server = Answering::new(script).await;
    let top: Grandparent = server.sf.query_one("SELECT x").await.unwrap();
    let [first, second] = &top.children.records[..] else {
        panic!("two children");
    };
    let rows = &first.as_ref().unwrap().rows.records;
    assert_eq!(
        rows.iter().map(Result::is_ok).collect::<Vec<_>>(),
        [false, true]
    );
    // What is no page at all is its owner's error.
    let error = second.as_ref().err().unwrap();
    assert_eq!(error.field.as_deref(), Some("Rows"));
}

#[tokio::test]
async fn a_child_page_that_ends_too_early_is_an_error() {
    let server = Answering::new(Script::new()).await;
    let json = r#"{"totalSize":2,"done":false,"records":[{"Name":"a"}]}"#;
    let page: Page<Row> = serde_json::from_str(json).unwrap();
    let rows: Vec<_> = page.stream(&server.sf).collect().await;
    assert_eq!(rows.len(), 2);
    let said = rows[1].as_ref().unwrap_err().to_string();
    assert!(said.contains("names no next one"), "{said}");
}

/// What one page does not hold or does not say, the next one may.
#[tokio::test]
async fn a_page_may_be_empty_and_need_not_say_that_it_is_not_the_last() {
    let mut script = script(&[("L", page(1, &["A"], None))]);
    let first = page(1, &[], Some("L"));
    script.insert("/services/data/v66.0/query?q=".to_owned(), (200, first));
    let server = Answering::new(script).await;
    assert_eq!(query().fetch_one(&server.sf).await.unwrap().name, "A");

    let unsaid = format!(
        r#"{{"totalSize":2,"nextRecordsUrl":"{}","records":[{{"Name":"a"}}]}}"#,
        url("L")
    );
    let rows: Page<Row> = serde_json::from_str(&unsaid).unwrap();
    assert_eq!(rows.fetch_all(&server.sf).await.unwrap().len(), 2);
    let accounts = Page::<Account>::from_json(&unsaid).unwrap();
    assert!(!accounts.done);
}
