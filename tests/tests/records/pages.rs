//! Pages of records: any keys in any order, and as many as the org sends.

use sf_runtime::{Described, FieldValue, Page};
use sf_tests::bindings::Account;

use crate::text;

/// The page, read in both ways, which must come back as it was.
fn unchanged(json: &str) -> Page<Account> {
    let page = Page::<Account>::from_json(json).unwrap();
    assert_eq!(text(&page), json);
    assert_eq!(serde_json::from_str::<Page<Account>>(json).unwrap(), page);
    assert_eq!(
        serde_json::from_slice::<Page<Account>>(json.as_bytes()).unwrap(),
        page
    );
    assert_eq!(
        serde_json::from_reader::<_, Page<Account>>(json.as_bytes()).unwrap(),
        page
    );
    page
}

fn row(page: &Page<Account>, place: usize) -> &Account {
    page.records[place].as_ref().unwrap()
}

fn page_of(records: &[&str]) -> String {
    let (count, records) = (records.len(), records.join(","));
    format!(r#"{{"totalSize":{count},"done":true,"records":[{records}]}}"#)
}

#[test]
fn a_page_tells_its_size_and_where_the_next_one_is() {
    let page = unchanged(
        r#"{"totalSize":4000,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g8W-2000","records":[{"Name":"A"}]}"#,
    );
    assert_eq!((page.total_size, page.done), (4000, false));
    assert_eq!(
        page.next_records_url.as_deref(),
        Some("/services/data/v66.0/query/01g8W-2000")
    );
    assert_eq!(row(&page, 0).name(), FieldValue::Value("A"));
}

#[test]
fn an_answer_without_rows_is_an_empty_page() {
    assert_eq!(unchanged(&page_of(&[])), Page::default());
}

#[test]
fn what_is_no_page_is_refused() {
    for json in [
        "[]",
        "{}",
        "null",
        r#"{"totalSize":0,"done":true}"#,
        "",
        r#"{"records":["#,
        r#"{"records":[]} x"#,
    ] {
        assert!(Page::<Account>::from_json(json).is_err(), "{json}");
    }
    let said = Page::<Account>::from_json("[]").unwrap_err().to_string();
    assert!(said.contains("a page of Accounts"), "{said}");
}

#[test]
fn records_of_one_page_may_differ_in_their_keys() {
    let page = unchanged(&page_of(&[
        r#"{"Id":"0018W00002abcDEQAY","Name":"A","Fax":"1"}"#,
        r#"{"Id":"0018W00002abcDEQAY","Name":"B"}"#,
        r#"{"Name":"C","Id":"0018W00002abcDEQAY"}"#,
        r#"{}"#,
        r#"{"Id":"0018W00002abcDEQAY","Name":"E","Fax":"5","Site":"S"}"#,
        r#"{"Site":"F"}"#,
        r#"{"Id":"0018W00002abcDEQAY","Name":"G","Fax":null}"#,
        r#"{"Id":"0018W00002abcDEQAY","Name":"H","New__c":"8"}"#,
    ]));
    let rows = page.clone().all().unwrap();
    let faxes: Vec<_> = rows.iter().map(Account::fax).collect();
    assert_eq!(faxes[0], FieldValue::Value("1"));
    assert_eq!(faxes[1..4], [FieldValue::NotSelected; 3]);
    assert_eq!(faxes[4], FieldValue::Value("5"));
    assert_eq!(faxes[6..], [FieldValue::Null, FieldValue::NotSelected]);
    assert_eq!(row(&page, 4).site(), FieldValue::Value("S"));
    assert_eq!(row(&page, 5).site(), FieldValue::Value("F"));
    assert_eq!(
        row(&page, 7).record().json("New__c").as_deref(),
        Some(r#""8""#)
    );
}

/// More shapes than are remembered, and back to the first.
#[test]
fn records_of_many_kinds_keep_their_own_keys() {
    let fields = [
        "Name",
        "Fax",
        "Phone",
        "Site",
        "Sic",
        "Website",
        "Description",
    ];
    let records: Vec<String> = (0..300_usize)
        .map(|number| {
            let chosen = (0..fields.len()).filter(|bit| (number % 128) >> bit & 1 == 1);
            let pairs: Vec<_> = chosen
                .map(|bit| format!(r#""{}":"{number}""#, fields[bit]))
                .collect();
            format!("{{{}}}", pairs.join(","))
        })
        .collect();
    let page = unchanged(&page_of(
        &records.iter().map(String::as_str).collect::<Vec<_>>(),
    ));
    assert_eq!(row(&page, 127).description(), FieldValue::Value("127"));
    assert_eq!(row(&page, 128).description(), FieldValue::NotSelected);
}

#[test]
fn a_key_that_comes_twice_is_kept_twice() {
    let page = unchanged(&page_of(&[
        r#"{"Name":"A","Name":"B"}"#,
        r#"{"Name":"C","Name":"D"}"#,
        r#"{"Name":"E"}"#,
        r#"{"X":1,"Name":"F","X":2}"#,
    ]));
    // As in any JSON reader, the last one counts.
    assert_eq!(row(&page, 1).name(), FieldValue::Value("D"));
    assert_eq!(row(&page, 2).name(), FieldValue::Value("E"));
}

#[test]
fn two_thousand_records_share_their_keys() {
    let records: Vec<String> = (0..2_000)
        .map(|number| format!(r#"{{"Name":"{number}","New__c":{number}}}"#))
        .collect();
    let page = unchanged(&page_of(
        &records.iter().map(String::as_str).collect::<Vec<_>>(),
    ));
    assert_eq!(page.records.len(), 2_000);
    let key = |account: &Account| account.record().keys().nth(1).map(str::as_ptr);
    let first = key(row(&page, 0));
    assert!(first.is_some());
    let mut rows = page.records.iter().flatten();
    assert!(rows.all(|account| key(account) == first));
    assert_eq!(row(&page, 1_999).name(), FieldValue::Value("1999"));
}

/// Any JSON object is a record of a generated object, so that only what is no object cannot be read.
#[test]
fn what_is_no_record_costs_no_other() {
    let json = page_of(&[r#"{"Name":"A"}"#, "null", "7", r#"{"Name":"D"}"#]);
    for page in [
        Page::<Account>::from_json(&json).unwrap(),
        serde_json::from_str(&json).unwrap(),
        serde_json::from_reader(json.as_bytes()).unwrap(),
        serde_json::from_value(serde_json::from_str(&json).unwrap()).unwrap(),
    ] {
        let read: Vec<bool> = page.records.iter().map(Result::is_ok).collect();
        assert_eq!(read, [true, false, false, true]);
        assert_eq!(row(&page, 3).name(), FieldValue::Value("D"));
        let error = serde_json::to_string(&page).unwrap_err().to_string();
        assert!(error.contains("a record is not the row"), "{error}");
    }
}

#[test]
fn rows_may_borrow_from_the_text() {
    #[derive(serde::Deserialize, PartialEq, Debug)]
    struct Borrowed<'a> {
        #[serde(rename = "Name")]
        name: &'a str,
    }
    let json = page_of(&[r#"{"Name":"A"}"#, r#"{"Name":7}"#]);
    let page: Page<Borrowed<'_>> = serde_json::from_str(&json).unwrap();
    assert_eq!(page.records[0], Ok(Borrowed { name: "A" }));
    let error = page.records[1].as_ref().unwrap_err();
    assert_eq!(error.field.as_deref(), Some("Name"));
}

/// A page is used as a list of its rows, from either end and more than once.
#[test]
fn a_page_is_a_list_of_rows() {
    let page: Page<i32> = serde_json::from_str(&page_of(&["1", "null", "3", "4"])).unwrap();
    assert_eq!((page.len(), page.is_empty()), (4, false));
    let mut rows = page.iter();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows.next(), Some(Ok(&1)));
    assert_eq!(rows.next_back(), Some(Ok(&4)));
    assert_eq!(rows.clone().nth(1), Some(Ok(&3)));
    assert!(rows.next().unwrap().is_err());
    assert_eq!(rows.size_hint(), (1, Some(1)));
    assert_eq!(rows.collect::<Vec<_>>(), [Ok(&3)]);
    let mut looked_at = Vec::new();
    for row in &page {
        looked_at.push(row.copied().map_err(Clone::clone).ok());
    }
    let taken: Vec<_> = page.clone().into_iter().map(Result::ok).collect();
    assert_eq!(looked_at, [Some(1), None, Some(3), Some(4)]);
    assert_eq!(taken, looked_at);
    assert!(page.into_iter().collect::<Result<Vec<_>, _>>().is_err());
}
