use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::*;
use crate::call::{Body, ByteStream, Call, CallInfo, Content, Request, Response, Safety};
use crate::error::Error;
use crate::sobject::example::Account;
use crate::sobject::{IntoDraft, NewId, Operation};
use crate::types::{AnyObject, BlobRef, Id};

const ID: &str = "001D000000IqhSLIAZ";

fn id() -> Id<Account> {
    ID.parse().expect("an id")
}

fn line(request: &Request) -> String {
    format!("{} {}", request.method(), request.path_below("v66.0"))
}

fn asked(call: &impl Call) -> String {
    line(&call.request().expect("a request"))
}

fn refused(call: &impl Call) -> String {
    call.request().expect_err("a refusal").to_string()
}

fn answer(status: u16, body: &'static str) -> Response {
    Response {
        call: CallInfo::default(),
        status: StatusCode::from_u16(status).expect("a status"),
        headers: HeaderMap::new(),
        body: body.into(),
    }
}

fn assert_send<T: Send>(_: T) {}

#[test]
fn a_record_is_read_by_id_or_by_external_id() {
    assert_eq!(
        asked(&Get::new(id())),
        format!("GET v66.0/sobjects/Account/{ID}")
    );
    let get = Get::<Account>::by_external_id("External_Id__c", "a/b é").fields(["Id", "name"]);
    assert_eq!(
        asked(&get),
        "GET v66.0/sobjects/Account/External_Id__c/a%2Fb%20%C3%A9?fields=Id%2Cname"
    );
    assert!(get.fields(["Owner.Name"]).request().is_err());
    let unknown = Get::<Account>::new(id()).fields_unchecked(["New__c"]);
    assert!(asked(&unknown).ends_with("?fields=New__c"));
}

#[test]
fn a_field_that_is_not_there_is_not_asked_for() {
    let said = refused(&Get::new(id()).fields(["Nam"]));
    assert_eq!(said, "Account has no field `Nam`: did you mean `Name`?");
    let said = refused(&Get::new(id()).fields(["Zip"]));
    assert_eq!(said, "Account has no field `Zip` that the snapshot knows");
}

#[test]
fn an_id_of_any_object_says_not_where_its_record_is() {
    let any: Id = ID.parse().expect("an id");
    assert!(refused(&Delete::new(any)).contains("id.cast::<Account>()"));
    let children = GetChildren::<Account>::new::<AnyObject>(any, "Contacts");
    assert!(children.request().is_err());
    assert!(GetBlob::of(any, "Body").request().is_err());
}

#[test]
fn a_record_still_to_be_created_is_for_a_composite_only() {
    let new: NewId<Account> = NewId::new("@{refAccount.id}");
    for request in [
        Get::of(&new).request(),
        Delete::new(&new).request(),
        GetChildren::<Account>::new(&new, "Contacts").request(),
    ] {
        assert!(request.expect("a request").has_new_id());
    }
}

#[test]
fn a_record_is_read_as_itself_or_as_another_row() {
    let body = r#"{"attributes":{"type":"Account"},"Id":"001D000000IqhSLIAZ","Name":"Acme"}"#;
    let account = Get::<Account>::decode(answer(200, body)).expect("a record");
    assert_eq!(account.name(), Some("Acme"));

    #[derive(serde::Deserialize, Debug)]
    struct Row {
        #[serde(rename = "Industry")]
        _industry: String,
    }
    let error = Get::<Account, Row>::decode(answer(200, body)).expect_err("no such row");
    let record = error.record().expect("a record");
    assert_eq!(record.field.as_deref(), Some("Industry"));
    assert_eq!(record.id.map(|id| id.to_string()).as_deref(), Some(ID));
    let cut = Get::<Account>::decode(answer(200, r#"{"Id":"#)).expect_err("no JSON");
    assert!(matches!(cut, Error::Decode(_)), "{cut}");
}

#[test]
fn a_delete_that_was_done_already_is_done() {
    let request = Delete::new(id()).request().expect("a request");
    assert_eq!(
        line(&request),
        format!("DELETE v66.0/sobjects/Account/{ID}")
    );
    assert_eq!(request.safety(), Safety::Idempotent);
    assert!(request.is_gone_done());
    assert!(!Get::new(id()).request().expect("a request").is_gone_done());
    let by_key = Delete::<Account>::by_external_id("External_Id__c", 7);
    assert_eq!(
        asked(&by_key),
        "DELETE v66.0/sobjects/Account/External_Id__c/7"
    );
}

#[test]
fn several_records_of_one_external_id_are_named() {
    let body = r#"["/services/data/v66.0/sobjects/Account/001D000000IqhSLIAZ"]"#;
    let error = answer(300, body).accepted().expect_err("several");
    let Error::Ambiguous(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.ids, [id().erase()]);
}

#[test]
fn an_upsert_may_create_nothing() {
    let call = UpdateOnly::new(Account::upsert("a b", "Acme"));
    let request = call.request().expect("a request");
    assert_eq!(
        line(&request),
        "PATCH v66.0/sobjects/Account/External_Id__c/a%20b?updateOnly=true"
    );
    let Body::Json(body) = request.body() else {
        panic!("the body is JSON");
    };
    assert_eq!(&body[..], br#"{"Name":"Acme"}"#);
}

#[test]
fn an_update_may_depend_on_what_is_there() {
    let time = "2026-03-02T14:30:00Z".parse().expect("a time");
    let call = Account::rename(id(), "Acme").if_unmodified_since(time);
    let request = call.request().expect("a request");
    assert_eq!(
        request.headers()["if-unmodified-since"],
        "Mon, 02 Mar 2026 14:30:00 GMT"
    );
    let error = answer(412, "").accepted().expect_err("a refusal");
    assert!(error.is_precondition_failed());
}

#[test]
fn relatives_are_read_by_their_relationship() {
    let parent = GetParent::<Account>::new(id(), "Parent").fields(["Name"]);
    assert_eq!(
        asked(&parent),
        format!("GET v66.0/sobjects/Account/{ID}/Parent?fields=Name")
    );
    let page = r#"{"totalSize":2,"done":true,"records":[{"Name":"A"},7]}"#;
    let rows = GetChildren::<Account>::decode(answer(200, page)).expect("a page");
    assert_eq!(
        rows.records[0].as_ref().ok().and_then(Account::name),
        Some("A")
    );
    assert!(rows.records[1].is_err());
}

#[test]
fn changes_are_read_with_their_times() {
    let updated = GetUpdated::<Account>::decode(answer(
        200,
        r#"{"ids":["001D000000IqhSL"],"latestDateCovered":"2013-05-08T21:20:00.000+0000"}"#,
    ))
    .expect("an answer");
    assert_eq!(updated.ids, [id()]);
    let time = "2013-05-08T21:20:00Z".parse().expect("a time");
    assert_eq!(updated.latest_date_covered, time);
    let deleted = GetDeleted::<Account>::decode(answer(
        200,
        r#"{"deletedRecords":[{"id":"001D000000IqhSLIAZ","deletedDate":"2013-05-08T21:20:00.000+0000"}],
        "earliestDateAvailable":"2013-05-03T15:57:00.000+0000",
        "latestDateCovered":"2013-05-08T21:20:00.000+0000"}"#,
    ))
    .expect("an answer");
    assert_eq!(
        (deleted.records[0].id, deleted.records[0].deleted_date),
        (id(), time)
    );
}

#[test]
fn a_file_goes_beside_its_record() {
    let upload = Upload::new(Account::create("Acme"), "Body", "a.pdf", b"%PDF".to_vec())
        .content_type("application/pdf");
    let request = upload.request().expect("a request");
    assert_eq!(line(&request), "POST v66.0/sobjects/Account");
    assert_eq!(request.safety(), Safety::Write);
    let Body::Multipart(multipart) = request.body() else {
        panic!("the body has parts");
    };
    let [record, file] = &multipart.parts[..] else {
        panic!("two parts");
    };
    assert_eq!(bytes(&record.content), br#"{"Name":"Acme"}"#[..]);
    assert_eq!(record.content_type, "application/json");
    assert_eq!(
        (&*file.name, file.file_name.as_deref()),
        ("Body", Some("a.pdf"))
    );
    assert_eq!(bytes(&file.content), b"%PDF"[..]);
}

fn bytes(content: &Content) -> Bytes {
    match content {
        Content::Bytes(bytes) => bytes.clone(),
        _ => panic!("bytes"),
    }
}

#[test]
fn a_file_that_the_org_does_not_take_is_not_sent() {
    fn upload<O: Write + Operation>(
        draft: impl IntoDraft<O, Object = AnyObject>,
        length: u64,
    ) -> Upload<O, AnyObject> {
        let content = ByteStream::new(length, futures_util::stream::empty());
        Upload::new(draft, "Name", "a.pdf", content)
    }
    let twice = refused(&upload(Account::create("Acme"), 1));
    assert!(
        twice.contains("Account.Name is set by the draft"),
        "{twice}"
    );
    let draft = || Account::upsert("key", "Acme");
    let large = Upload::new(
        draft(),
        "Body",
        "a.pdf",
        ByteStream::new(500 * 1024 * 1024 + 1, futures_util::stream::empty()),
    );
    assert!(refused(&large).contains("500 MB"));
}

#[test]
fn a_body_is_fetched_as_it_is() {
    let blob = BlobRef::new("/services/data/v61.0/sobjects/Attachment/1/Body").expect("a path");
    let request = GetBlob::new(&blob).request().expect("a request");
    assert_eq!(
        line(&request),
        "GET /services/data/v61.0/sobjects/Attachment/1/Body"
    );
    assert_eq!(request.headers()["accept"], "*/*");
    let of_field = GetBlob::of(id(), "VersionData");
    assert_eq!(
        asked(&of_field),
        format!("GET v66.0/sobjects/Account/{ID}/VersionData")
    );
    assert_eq!(
        GetBlob::decode(answer(200, "\u{0}x")).expect("bytes"),
        "\u{0}x"
    );
}

#[test]
fn a_describe_is_kept_and_read_where_it_is_needed() {
    assert_eq!(
        asked(&DescribeObject::of::<Account>()),
        "GET v66.0/sobjects/Account/describe"
    );
    assert_eq!(asked(&DescribeGlobal), "GET v66.0/sobjects");
    let body = r#"{"name":"Account","fields":[{"name":"Id","type":"id"}]}"#;
    let describe = DescribeObject::decode(answer(200, body)).expect("a body");
    assert_eq!(describe.read().expect("a describe").fields[0].name, "Id");
    assert_eq!(describe.text(), body);
    let global = DescribeGlobal::decode(answer(200, r#"{"sobjects":[{"name":"Account"}]}"#));
    let global = global.expect("a body");
    assert_eq!(global.read().expect("a list").sobjects[0].name, "Account");
    assert!(
        DescribeObject::new("../x")
            .request()
            .expect("a request")
            .path_below("v")
            .contains("..%2Fx")
    );
}

#[test]
fn what_an_org_has_is_read() {
    assert_eq!(asked(&GetResources), "GET v66.0/");
    assert_eq!(asked(&GetLimits), "GET v66.0/limits");
    assert_eq!(
        asked(&CountRecords::of(["Account", "Contact"])),
        "GET v66.0/limits/recordCount?sObjects=Account%2CContact"
    );
    let counts = CountRecords::decode(answer(
        200,
        r#"{"sObjects":[{"count":3,"name":"Account"}]}"#,
    ));
    assert_eq!(counts.expect("counts")[0].count, 3);
    assert_eq!(asked(&GetRecent::limit(5)), "GET v66.0/recent?limit=5");
    let recent = GetRecent::decode(answer(
        200,
        r#"[{"attributes":{"type":"Account","url":"/x"},"Id":"001D000000IqhSLIAZ","Name":"Acme"},
        {"attributes":{"type":"Case","url":"/x"},"Id":"5005f000005mc66AAA"}]"#,
    ))
    .expect("items");
    assert_eq!(recent[0].name.as_deref(), Some("Acme"));
    assert_eq!(
        (recent[1].object.as_str(), &recent[1].name),
        ("Case", &None)
    );
}

#[test]
fn any_other_path_stays_on_the_orgs_host() {
    let call = Raw::new(Method::PUT, "/services/apexrest/orders")
        .query("a b", "c&d")
        .header("x-one", "1");
    let request = call.request().expect("a request");
    assert_eq!(line(&request), "PUT /services/apexrest/orders?a%20b=c%26d");
    assert_eq!(request.headers()["x-one"], "1");
    assert_eq!(
        asked(&Raw::get("chatter/feeds?q=1").query("r", 2)),
        "GET v66.0/chatter/feeds?q=1&r=2"
    );
    for bad in [
        "//evil.example/x",
        "https://evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "/services/../secur",
        "/services/%2E./secur",
        "/a b",
        "/a\r\nX: y",
        "/a#b",
    ] {
        assert!(Raw::get(bad).request().is_err(), "{bad}");
    }
    for (name, value) in [
        ("Authorization", "Bearer x"),
        ("host", "x"),
        ("a b", "x"),
        ("x", "a\nb"),
    ] {
        assert!(
            Raw::get("/x").header(name, value).request().is_err(),
            "{name}"
        );
    }
}

#[test]
fn a_raw_write_under_a_condition_is_not_refused_for_its_own_first_attempt() {
    let safety = |call: Raw| call.request().expect("a request").safety();
    let write = || Raw::patch("sobjects/Account/x");
    assert_eq!(safety(write()), Safety::Idempotent);
    assert_eq!(safety(write().header("If-Match", "e")), Safety::Write);
    let said = write().header("if-match", "e").safety(Safety::Idempotent);
    assert_eq!(safety(said), Safety::Idempotent);
    assert_eq!(safety(Raw::get("x").header("If-Match", "e")), Safety::Read);
}

#[test]
fn a_path_is_told_without_its_ids() {
    let request = Raw::get(format!("ui-api/records/{ID}?fields=x")).request();
    let info = request.expect("a request").info().to_string();
    assert_eq!(info, "GET ui-api/records/{id}");
}

#[test]
fn an_answer_of_nothing_is_nothing() {
    assert!(Raw::<()>::decode(answer(204, "")).is_ok());
    assert_eq!(
        Raw::<Option<u8>>::decode(answer(200, " ")).expect("nothing"),
        None
    );
    assert!(Raw::<String>::decode(answer(200, "")).is_err());
}

#[test]
fn the_callers_word_on_safety_counts() {
    let post = Raw::post("/services/apexrest/find");
    assert_eq!(post.request().expect("a request").safety(), Safety::Write);
    let read = post.safety(Safety::Read).request().expect("a request");
    assert_eq!(read.safety(), Safety::Read);
}

/// Callers spawn these.
#[allow(dead_code, reason = "it only has to compile")]
fn futures_can_cross_threads(sf: &crate::Client) {
    assert_send(sf.get::<Account>(id()));
    assert_send(sf.delete(id()));
    assert_send(sf.raw().get::<()>("/x"));
    assert_send(sf.raw().post::<()>("/x", &[1]));
    assert_send(Get::new(id()).send(sf));
    assert_send(sf.limits());
    assert_send(sf.query::<Account>("SELECT Id FROM Account"));
    assert_send(sf.query_stream::<Account>("SELECT Id FROM Account"));
    assert_send(sf.search(&crate::search::Search::find("Acme")));
}

#[test]
fn debug_of_any_path_shows_no_value() {
    let path = "sobjects/Account/001D000000IqhSLIAZ?fields=Private__c";
    let shown = format!("{:?}", super::Raw::get(path));
    assert_eq!(shown, "Raw GET sobjects/Account/{id} Empty");
}
