//! Composites: what is sent, and what becomes of each part.

use serde_json::{Value, json};
use sf_runtime::call::{Request, Response};
use sf_runtime::client::{Assignment, DuplicateRules};
use sf_runtime::collections::{Collection, Outcome, RetrieveMany};
use sf_runtime::composite::{Completed, Composite};
use sf_runtime::error::Halt;
use sf_runtime::{Call, Create, Date, Error, ErrorCode, Id, NewId, Query, Upserted};
use sf_tests::bindings::{Account, Contact, Milestone__c, Project__c, account, contact};
use sf_tests::bindings::{milestone__c, project__c};

use crate::collections::id_of;
use crate::scripted::{Answer, Scripted, Seen, run};

pub(crate) const ROLLED_BACK: &str =
    "The transaction was rolled back since another operation in the same transaction failed.";

/// A query, as data.
pub(crate) struct Rows(pub(crate) String);

impl Call for Rows {
    type Output = sf_runtime::Page<Contact>;

    fn request(&self) -> Result<Request, Error> {
        Ok(Request::get("query", &[])?.query("q", &self.0))
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        Query::<Contact>::decode(response)
    }
}

/// A record that is read.
pub(crate) struct Get(pub(crate) String);

impl Call for Get {
    type Output = Account;

    fn request(&self) -> Result<Request, Error> {
        Request::get("sobjects/{object}/{id}", &["Account", &self.0])
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        response.json()
    }
}

pub(crate) fn account() -> account::Draft<Create> {
    Account::create(account::Required {
        name: "Acme".into(),
    })
}

pub(crate) fn contact(account: NewId<Account>) -> contact::Draft<Create> {
    Contact::create(contact::Required {
        last_name: "Moon".into(),
    })
    .account_id(account)
}

/// The parts of a composite as they were sent.
pub(crate) fn parts(seen: &Seen) -> Vec<Value> {
    seen.json()["compositeRequest"].as_array().unwrap().clone()
}

/// The text with the random end of each part's name taken off.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('_') {
        out.push_str(before);
        let is_nonce = after.len() >= 16
            && after.as_bytes()[..16].iter().all(u8::is_ascii_hexdigit)
            && before.ends_with(|c: char| c.is_ascii_digit());
        if is_nonce {
            rest = &after[16..];
        } else {
            out.push('_');
            rest = after;
        }
    }
    out + rest
}

/// An org that gives the parts these answers, a status and a body each.
pub(crate) fn answering(answers: Vec<Vec<(u16, Value)>>) -> Scripted {
    let mut answers = answers.into_iter();
    Scripted::new(move |seen| {
        let answers = answers.next().expect("no further call");
        Answer::Json(200, composite_response(&parts(seen), answers).to_string())
    })
}

pub(crate) fn composite_response(parts: &[Value], answers: Vec<(u16, Value)>) -> Value {
    let responses: Vec<Value> = parts
        .iter()
        .zip(answers)
        .map(|(part, (status, body))| {
            json!({
                "body": body, "httpHeaders": {}, "httpStatusCode": status,
                "referenceId": part["referenceId"],
            })
        })
        .collect();
    json!({ "compositeResponse": responses })
}

pub(crate) fn created(n: usize) -> (u16, Value) {
    (201, json!({"id": id_of(n), "success": true, "errors": []}))
}

pub(crate) fn refused(code: &str, message: &str) -> (u16, Value) {
    (
        400,
        json!([{"errorCode": code, "message": message, "fields": []}]),
    )
}

pub(crate) fn halted(message: &str) -> (u16, Value) {
    (
        400,
        json!([{"errorCode": "PROCESSING_HALTED", "message": message}]),
    )
}

#[track_caller]
fn is_halted<T: std::fmt::Debug>(result: Result<T, Error>, halt: Halt, cause: &ErrorCode) {
    match result {
        Err(Error::Halted(error)) => {
            assert_eq!(error.halt(), halt);
            let first = error.culprit().map(|cause| &cause.errors[0].code);
            assert_eq!(first, Some(cause));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn parts_refer_to_each_other_in_bodies_urls_and_queries() {
    let org = answering(vec![vec![
        created(0),
        created(1),
        (204, Value::Null),
        (200, json!({"totalSize": 0, "done": true, "records": []})),
    ]]);
    let mut composite = Composite::all_or_none();
    let account = composite.add(account());
    let contact = composite.add(contact(account.id()));
    let update = composite.add(Account::update(account.id()).website("https://a.example"));
    let rows = composite.add(Rows(format!(
        "SELECT Id FROM Contact WHERE AccountId = '{}'",
        account.id().expression()
    )));
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.is_success());
    assert_eq!(done.get(&account).unwrap().as_str(), id_of(0));
    assert_eq!(done.get(&contact).unwrap().as_str(), id_of(1));
    done.get(&update).unwrap();
    assert_eq!(done.get(&rows).unwrap().total_size, 0);

    let seen = &org.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/services/data/v66.0/composite")
    );
    let root = "/services/data/v66.0";
    assert_eq!(
        plain(&seen.body),
        format!(
            concat!(
                r#"{{"allOrNone":true,"collateSubrequests":false,"compositeRequest":["#,
                r#"{{"method":"POST","url":"{root}/sobjects/Account","referenceId":"ref0","body":{{"Name":"Acme"}}}},"#,
                r#"{{"method":"POST","url":"{root}/sobjects/Contact","referenceId":"ref1","body":{{"LastName":"Moon","AccountId":"@{{ref0.id}}"}}}},"#,
                r#"{{"method":"PATCH","url":"{root}/sobjects/Account/@{{ref0.id}}","referenceId":"ref2","body":{{"Website":"https://a.example"}}}},"#,
                r#"{{"method":"GET","url":"{root}/query?q=SELECT%20Id%20FROM%20Contact%20WHERE%20AccountId%20%3D%20%27@{{ref0.id}}%27","referenceId":"ref3"}}]}}"#
            ),
            root = root
        )
    );
}

/// An answer to a part that tells of fewer records than it had.
#[test]
fn every_record_of_a_collection_in_a_composite_has_an_outcome() {
    for count in [0, 1, 3] {
        let saved = |n| json!({"id": id_of(n), "success": true, "errors": []});
        let body: Vec<Value> = (0..count).map(saved).collect();
        let org = answering(vec![vec![(200, json!(body))]]);
        let mut composite = Composite::new();
        let many = composite.add(Collection::create([account(), account()]));
        let done = run(composite.send(&org.client())).unwrap();
        let report = done.get(&many).unwrap();
        let is_known = report.outcomes().iter().map(Outcome::is_success);
        assert_eq!(is_known.collect::<Vec<_>>(), [count == 1, false]);
        assert!(report.outcomes()[1].may_have_happened());
        assert!(
            report.to_string().contains("results for 2 records"),
            "{report}"
        );
    }
}

#[test]
fn names_of_parts_cannot_be_guessed_and_fit_the_rules() {
    let mut names = std::collections::HashSet::new();
    for _ in 0..50 {
        let mut composite = Composite::new();
        let expression = composite.add(account()).id().expression().to_owned();
        let name = expression
            .strip_prefix("@{")
            .and_then(|rest| rest.strip_suffix(".id}"))
            .unwrap();
        assert!(name.starts_with(|c: char| c.is_ascii_alphanumeric()));
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        names.insert(name.to_owned());
    }
    assert_eq!(names.len(), 50);
}

#[test]
fn each_kind_of_answer_hands_out_ids() {
    let mut composite = Composite::new();
    let read = composite.add(Get(id_of(0)));
    let rows = composite.add(Rows("SELECT Id FROM Contact".to_owned()));
    let upsert = composite.add(Account::upsert_by_external_id__c("E-1"));
    let many = composite.add(Collection::create([account()]));
    let many_read = composite.add(RetrieveMany::<Account>::new(
        [id_of(0).parse().unwrap()],
        ["Id"],
    ));
    let expressions = [
        read.id().expression().to_owned(),
        rows.id_at(2).expression().to_owned(),
        upsert.id().expression().to_owned(),
        many.id_at(0).expression().to_owned(),
        many_read.id_at(1).expression().to_owned(),
        rows.id_in::<Account>("records[0].AccountId")
            .expression()
            .to_owned(),
        many.id_in::<Account>("[0].id").expression().to_owned(),
    ];
    assert_eq!(
        expressions.map(|expression| plain(&expression)),
        [
            "@{ref0.Id}",
            "@{ref1.records[2].Id}",
            "@{ref2.id}",
            "@{ref3[0].id}",
            "@{ref4[1].Id}",
            "@{ref1.records[0].AccountId}",
            "@{ref3[0].id}",
        ]
    );
}

#[test]
fn a_master_that_is_still_to_be_created_can_be_required() {
    let org = answering(vec![vec![created(0), created(1), created(2)]]);
    let mut composite = Composite::all_or_none();
    let project = composite.add(Project__c::create(project_required()));
    for title in ["Start", "End"] {
        composite.add(Milestone__c::create(milestone__c::Required {
            project__c: project.id().into(),
            title__c: title.into(),
        }));
    }
    run(composite.send(&org.client())).unwrap();
    let sent = parts(&org.seen()[0]);
    assert_eq!(sent[2]["body"]["Project__c"], project.id().expression());
}

pub(crate) fn project_required() -> project__c::Required {
    project__c::Required {
        account__c: id_of(9).parse::<Id<Account>>().unwrap().into(),
        start__c: Date::constant(2026, 3, 2),
    }
}

#[test]
fn a_collection_in_a_composite_may_use_its_ids() {
    let saved = json!([{"id": id_of(1), "success": true, "errors": []}]);
    let org = answering(vec![vec![created(0), (200, saved)]]);
    let mut composite = Composite::new();
    let account = composite.add(account());
    let many = composite.add(Collection::create([contact(account.id())]));
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.get(&many).unwrap().is_success());
    let sent = &parts(&org.seen()[0])[1];
    assert_eq!(sent["url"], "/services/data/v66.0/composite/sobjects");
    assert_eq!(
        sent["body"]["records"][0]["AccountId"],
        account.id().expression()
    );
}

#[test]
fn without_all_or_none_a_failure_stops_only_those_that_refer_to_it() {
    let org = answering(vec![vec![
        refused(
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [Name]",
        ),
        halted(
            "Invalid reference specified. No value for ref0.id found in ref0. Provided referenceId ('ref0.id') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').",
        ),
        created(2),
    ]]);
    let mut composite = Composite::new();
    let first = composite.add(account());
    let second = composite.add(contact(first.id()));
    let third = composite.add(account());
    let done = run(composite.send(&org.client())).unwrap();
    assert!(!done.is_success() && !done.is_rolled_back());
    let error = done.get(&first).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::RequiredFieldMissing));
    let error = done.get(&second);
    is_halted(error, Halt::Dependent, &ErrorCode::RequiredFieldMissing);
    assert_eq!(done.get(&third).unwrap().as_str(), id_of(2));
    assert_eq!(done.culprit().map(|(place, _)| place), Some(0));
}

#[test]
fn a_reference_to_what_a_part_does_not_bring_is_its_own_failure() {
    let message = "Invalid reference specified. No value for ref0.records[0].Id found in ref0.";
    let org = answering(vec![vec![
        (200, json!({"totalSize": 0, "done": true, "records": []})),
        halted(message),
    ]]);
    let mut composite = Composite::new();
    let rows = composite.add(Rows("SELECT Id FROM Contact WHERE Name = 'x'".to_owned()));
    let update = composite.add(Contact::update(rows.id_at(0)).last_name("Moon"));
    let done = run(composite.send(&org.client())).unwrap();
    let error = done.get(&update).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ProcessingHalted));
    assert_eq!(done.culprit().map(|(place, _)| place), Some(1));
}

#[test]
fn all_or_none_tells_the_culprit_from_what_it_took_along() {
    let org = answering(vec![vec![
        halted(ROLLED_BACK),
        refused("DUPLICATE_VALUE", "duplicate value found"),
        halted(ROLLED_BACK),
    ]]);
    let mut composite = Composite::all_or_none();
    let first = composite.add(account());
    let second = composite.add(contact(first.id()));
    let third = composite.add(account());
    let done: Completed = run(composite.send(&org.client())).unwrap();
    assert!(done.is_rolled_back());
    is_halted(
        done.get(&first),
        Halt::RolledBack,
        &ErrorCode::DuplicateValue,
    );
    is_halted(
        done.get(&third),
        Halt::RolledBack,
        &ErrorCode::DuplicateValue,
    );
    assert!(done.get(&second).unwrap_err().is_duplicate());
    let message = done.get(&first).unwrap_err().to_string();
    assert_eq!(
        message,
        "POST sobjects/Account: rolled back with the other parts: POST sobjects/Contact: the org \
         answered 400: DUPLICATE_VALUE: duplicate value found"
    );
    assert!(done.into_result().unwrap_err().is_duplicate());
}

#[test]
fn a_collection_says_success_under_a_rollback_and_is_not_believed() {
    // The records of a part may say that they are saved although everything was undone.
    let inner = json!([
        {"id": id_of(7), "success": true, "errors": []},
        {"success": false, "errors": [{"statusCode": "STRING_TOO_LONG", "message": "m", "fields": ["Name"]}]},
    ]);
    let org = answering(vec![vec![halted(ROLLED_BACK), (200, inner)]]);
    let mut composite = Composite::all_or_none();
    let first = composite.add(account());
    let many = composite.add(Collection::create([account(), account()]));
    let done = run(composite.send(&org.client())).unwrap();
    is_halted(
        done.get(&first),
        Halt::RolledBack,
        &ErrorCode::StringTooLong,
    );
    let report = done.get(&many).unwrap();
    assert!(matches!(
        report.outcomes(),
        [Outcome::RolledBack, Outcome::Failed(errors)] if errors[0].code == ErrorCode::StringTooLong
    ));
    assert!(done.is_rolled_back() && !done.is_success());

    // Another part fails, and the records say that they are all saved.
    let inner = json!([{"id": id_of(7), "success": true, "errors": []}]);
    let org = answering(vec![vec![(200, inner), refused("DUPLICATE_VALUE", "d")]]);
    let mut composite = Composite::all_or_none();
    let many = composite.add(Collection::create([account()]));
    composite.add(account());
    let done = run(composite.send(&org.client())).unwrap();
    is_halted(
        done.get(&many),
        Halt::RolledBack,
        &ErrorCode::DuplicateValue,
    );
}

#[test]
fn what_was_undone_for_a_lock_is_sent_again_whole() {
    let lock = || refused("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access");
    let org = answering(vec![
        vec![halted(ROLLED_BACK), lock()],
        vec![lock(), halted(ROLLED_BACK)],
        vec![created(0), created(1)],
    ]);
    let mut composite = Composite::all_or_none();
    let first = composite.add(account());
    composite.add(contact(first.id()));
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.into_result().is_ok());
    assert_eq!((org.seen().len(), org.waits().len()), (3, 2));

    // Where something is left of it, it is not.
    let org = answering(vec![vec![lock(), created(1)]]);
    let mut composite = Composite::new();
    let first = composite.add(account());
    composite.add(account());
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.get(&first).unwrap_err().is_locked());
}

#[test]
fn reads_are_sent_again_and_creates_are_not() {
    let cut_once = || {
        let mut calls = 0;
        Scripted::new(move |seen| {
            calls += 1;
            if calls == 1 {
                return Answer::Cut;
            }
            let rows = json!({"totalSize": 0, "done": true, "records": []});
            Answer::Json(
                200,
                composite_response(&parts(seen), vec![(200, rows)]).to_string(),
            )
        })
    };
    let org = cut_once();
    let mut composite = Composite::new();
    let rows = composite.add(Rows("SELECT Id FROM Contact".to_owned()));
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.get(&rows).is_ok());

    let org = cut_once();
    let mut composite = Composite::new();
    composite.add(Rows("SELECT Id FROM Contact".to_owned()));
    composite.add(account());
    let error = run(composite.send(&org.client())).unwrap_err();
    assert!(error.may_have_happened());
    assert_eq!(org.seen().len(), 1);
}

#[test]
fn a_part_without_an_answer_is_told() {
    let org = answering(vec![vec![created(0)]]);
    let mut composite = Composite::new();
    let first = composite.add(account());
    let second = composite.add(account());
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.get(&first).is_ok() && !done.is_success());
    let error = done.get(&second).unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && error.may_have_happened());
    assert!(matches!(done.into_result(), Err(Error::Decode(_))));
}

#[test]
fn an_upsert_tells_which_it_was() {
    let org = answering(vec![vec![(
        200,
        json!({"id": id_of(0), "success": true, "errors": [], "created": false}),
    )]]);
    let mut composite = Composite::new();
    let upsert = composite.add(Account::upsert_by_external_id__c("E/1"));
    let done = run(composite.send(&org.client())).unwrap();
    let id: Id<Account> = id_of(0).parse().unwrap();
    assert_eq!(done.get(&upsert).unwrap(), Upserted::Updated(id));
    assert_eq!(
        parts(&org.seen()[0])[0]["url"],
        "/services/data/v66.0/sobjects/Account/External_Id__c/E%2F1"
    );
}

#[test]
fn writes_take_the_headers_of_the_handle_along() {
    let rows = json!({"totalSize": 0, "done": true, "records": []});
    let org = answering(vec![vec![created(0), (200, rows)]]);
    let mut composite = Composite::new().collate(true);
    composite.add(account());
    composite.add(Rows("SELECT Id FROM Contact".to_owned()));
    let client = org
        .client()
        .with_assignment(&Assignment::Off)
        .with_duplicate_rules(DuplicateRules {
            allow_save: true,
            ..DuplicateRules::default()
        });
    run(composite.send(&client)).unwrap();
    let seen = &org.seen()[0];
    assert_eq!(seen.json()["collateSubrequests"], true);
    let sent = parts(seen);
    assert_eq!(sent[0]["httpHeaders"]["sforce-auto-assign"], "FALSE");
    assert!(sent[0]["httpHeaders"]["sforce-duplicate-rule-header"].is_string());
    assert!(sent[1].get("httpHeaders").is_none());
}
