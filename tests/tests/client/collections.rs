//! Many records: what is sent, and what becomes of each.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{StreamExt, stream};
use serde_json::json;
use sf_runtime::collections::{Collection, Outcome, Report, RetrieveMany};
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Call, Create, Draft, Error, ErrorCode, Id};
use sf_tests::bindings::{Account, Contact, account, contact};

use crate::scripted::{Answer, Scripted, run};

const ACCOUNT: &str = "0018W00002abcDEQAY";
const CONTACT: &str = "0038W00002conAAQAY";
const LOCKED: &str = r#"{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access to this record","fields":[]}]}"#;
const ROLLED_BACK: &str = r#"{"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"Record rolled back because not all records were valid and the request was using AllOrNone header","fields":[]}]}"#;
const REFUSED: &str = r#"{"id":null,"success":false,"errors":[{"statusCode":"DUPLICATES_DETECTED","message":"Use one of these records?","fields":[]}]}"#;

pub(crate) fn account(name: &str) -> account::Draft<Create> {
    Account::create(account::Required { name: name.into() })
}

fn contact(name: &str) -> contact::Draft<Create> {
    Contact::create(contact::Required {
        last_name: name.into(),
    })
}

/// The id of the nth record.
pub(crate) fn id_of(n: usize) -> String {
    let short = format!("001000000{n:06}");
    short.parse::<Id>().unwrap().to_string()
}

pub(crate) fn saved(n: usize) -> String {
    format!(r#"{{"id":"{}","success":true,"errors":[]}}"#, id_of(n))
}

fn all_saved(count: usize) -> String {
    let items: Vec<_> = (0..count).map(saved).collect();
    format!("[{}]", items.join(","))
}

fn list(items: &[&str]) -> String {
    format!("[{}]", items.join(","))
}

/// An org that saves whatever comes.
fn saving() -> Scripted {
    Scripted::new(|seen| Answer::Json(200, all_saved(seen.records().len())))
}

#[test]
fn a_create_names_the_type_of_each_record() {
    let org = Scripted::answers([&all_saved(2)]);
    let report =
        run(async { org.client().create_all([account("A"), account("B")]).await }).unwrap();
    let ids: Vec<Id<Account>> = report.ids().collect();
    assert_eq!(ids, [id_of(0).parse().unwrap(), id_of(1).parse().unwrap()]);
    assert!(matches!(report.outcomes()[0], Outcome::Created(_)));
    let seen = &org.seen()[0];
    assert_eq!(seen.method, "POST");
    assert_eq!(seen.path, "/services/data/v66.0/composite/sobjects");
    assert_eq!(
        seen.body,
        r#"{"allOrNone":false,"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"},"Name":"B"}]}"#
    );
}

#[test]
fn an_update_names_its_record_in_lower_case() {
    let answer = format!(r#"[{{"id":"{ACCOUNT}","success":true,"errors":[]}}]"#);
    let org = Scripted::answers([&answer]);
    let change =
        Account::update(ACCOUNT.parse::<Id<Account>>().unwrap()).website("https://a.example");
    let report = run(async { org.client().update_all([change]).all_or_none(true).await }).unwrap();
    assert!(matches!(report.outcomes()[0], Outcome::Updated(id) if id.as_str() == ACCOUNT));
    let seen = &org.seen()[0];
    assert_eq!(seen.method, "PATCH");
    assert_eq!(seen.path, "/services/data/v66.0/composite/sobjects");
    assert_eq!(
        seen.body,
        format!(
            r#"{{"allOrNone":true,"records":[{{"attributes":{{"type":"Account"}},"id":"{ACCOUNT}","Website":"https://a.example"}}]}}"#
        )
    );
}

#[test]
fn an_upsert_holds_its_key_and_says_which_it_was() {
    let answer = format!(
        r#"[{{"id":"{}","success":true,"errors":[],"created":true}},{{"id":"{}","success":true,"errors":[],"created":false}}]"#,
        id_of(0),
        id_of(1)
    );
    let org = Scripted::answers([&answer]);
    let drafts = ["E-1", "E-2"].map(|key| Account::upsert_by_external_id__c(key).name("A"));
    let report = run(async { org.client().upsert_all(drafts).await }).unwrap();
    assert_eq!((report.created(), report.updated()), (1, 1));
    assert!(matches!(report.outcomes()[0], Outcome::Created(_)));
    let seen = &org.seen()[0];
    assert_eq!(seen.method, "PATCH");
    assert_eq!(
        seen.path,
        "/services/data/v66.0/composite/sobjects/Account/External_Id__c"
    );
    assert_eq!(
        seen.records()[1],
        json!({"attributes": {"type": "Account"}, "External_Id__c": "E-2", "Name": "A"})
    );
}

#[test]
fn an_upsert_of_another_object_is_another_call_in_order() {
    let org = saving();
    let drafts: Vec<Draft<sf_runtime::Upsert>> = vec![
        Account::upsert_by_external_id__c("E-1").into_inner(),
        Contact::upsert_by_badge_code__c("B-1").into_inner(),
        Contact::upsert_by_badge_code__c("B-2").into_inner(),
        Account::upsert_by_external_id__c("E-2").into_inner(),
    ];
    let report = run(async { org.client().upsert_all(drafts).await }).unwrap();
    assert_eq!(report.len(), 4);
    let paths: Vec<_> = org.seen().into_iter().map(|seen| seen.path).collect();
    let root = "/services/data/v66.0/composite/sobjects";
    assert_eq!(
        paths,
        [
            format!("{root}/Account/External_Id__c"),
            format!("{root}/Contact/Badge_Code__c"),
            format!("{root}/Account/External_Id__c"),
        ]
    );
}

#[test]
fn a_full_delete_fits_into_a_url() {
    let org = Scripted::new(|_| Answer::Json(200, all_saved(200)));
    let ids: Vec<Id<Account>> = (0..200).map(|n| id_of(n).parse().unwrap()).collect();
    let report = run(async { org.client().delete_all(ids.clone()).await }).unwrap();
    assert_eq!(report.deleted(), 200);
    assert_eq!(report.into_result().unwrap(), ids);
    let seen = &org.seen()[0];
    assert_eq!((org.seen().len(), seen.method.as_str()), (1, "DELETE"));
    assert!(seen.body.is_empty());
    assert!(seen.path.ends_with("&allOrNone=false"));
    let commas = seen.path.matches("%2C").count() + seen.path.matches(',').count();
    assert_eq!(commas, 199);
    assert!(seen.path.len() < 16_384, "{}", seen.path.len());
}

#[test]
fn what_is_deleted_already_is_deleted() {
    let gone = r#"{"success":false,"errors":[{"statusCode":"ENTITY_IS_DELETED","message":"entity is deleted","fields":[]}]}"#;
    let org = Scripted::answers([&list(&[gone]), &list(&[gone])]);
    let id: Id<Account> = ACCOUNT.parse().unwrap();
    let report = run(async { org.client().delete_all([id]).await }).unwrap();
    assert_eq!(report.ids().collect::<Vec<_>>(), [id]);
    // With all or none, the org has undone the others for it.
    let report = run(async { org.client().delete_all([id]).all_or_none(true).await }).unwrap();
    assert_eq!(report.failed(), 1);
}

#[test]
fn a_call_takes_200_records_and_ten_runs_of_one_object() {
    let org = saving();
    let drafts: Vec<_> = (0..450).map(|n| account(&n.to_string())).collect();
    let report = run(async { org.client().create_all(drafts).await }).unwrap();
    assert_eq!(report.created(), 450);
    let sizes: Vec<_> = org.seen().iter().map(|seen| seen.records().len()).collect();
    assert_eq!(sizes, [200, 200, 50]);

    let org = saving();
    let mixed: Vec<Draft<Create>> = (0..11)
        .flat_map(|_| [account("A").into_inner(), contact("C").into_inner()])
        .collect();
    let report = run(async { org.client().create_all(mixed).await }).unwrap();
    assert_eq!(report.created(), 22);
    let sizes: Vec<_> = org.seen().iter().map(|seen| seen.records().len()).collect();
    assert_eq!(sizes, [10, 10, 2]);
}

#[test]
fn a_body_stays_under_what_the_org_takes() {
    let org = saving();
    let large = "x".repeat(9_000_000);
    let drafts = (0..6).map(|_| {
        sf_tests::bindings::ContentVersion::create(sf_tests::bindings::content_version::Required {
            title: "A".into(),
        })
        .version_data(large.as_bytes())
    });
    let report = run(async { org.client().create_all(drafts).await }).unwrap();
    assert_eq!(report.created(), 6);
    let sizes: Vec<_> = org.seen().iter().map(|seen| seen.body.len()).collect();
    assert!(
        sizes.len() > 1 && sizes.iter().all(|size| *size < 50_000_000),
        "{sizes:?}"
    );
}

#[test]
fn only_what_was_locked_is_sent_again() {
    let org = Scripted::answers([
        &list(&[&saved(0), LOCKED, REFUSED, LOCKED]),
        &list(&[LOCKED, &saved(3)]),
        &list(&[&saved(1)]),
    ]);
    let drafts = ["A", "B", "C", "D"].map(account);
    let report = run(async { org.client().create_all(drafts).await }).unwrap();
    let ids: Vec<_> = report.outcomes().iter().map(Outcome::id).collect();
    let id = |n| Some(id_of(n).parse().unwrap());
    assert_eq!(ids, [id(0), id(1), None, id(3)]);
    assert_eq!(
        report.outcomes()[2].errors()[0].code,
        ErrorCode::DuplicatesDetected
    );
    let names: Vec<Vec<_>> = org
        .seen()
        .iter()
        .map(|seen| {
            seen.records()
                .iter()
                .map(|one| one["Name"].clone())
                .collect()
        })
        .collect();
    assert_eq!(names[1..], [vec![json!("B"), json!("D")], vec![json!("B")]]);
    assert_eq!(org.waits().len(), 2);
    assert!(org.waits()[1] > org.waits()[0]);
}

#[test]
fn a_lock_that_stays_is_the_outcome() {
    let org = Scripted::new(|_| Answer::Json(200, list(&[LOCKED])));
    let policy = RetryPolicy {
        max_retries: 2,
        ..RetryPolicy::default()
    };
    let report = run(async { org.client_with(policy).create_all([account("A")]).await }).unwrap();
    assert_eq!(
        report.outcomes()[0].errors()[0].code,
        ErrorCode::UnableToLockRow
    );
    assert_eq!(org.seen().len(), 3);
}

#[test]
fn all_or_none_is_sent_again_whole_and_only_for_locks() {
    let org = Scripted::answers([&list(&[ROLLED_BACK, LOCKED]), &all_saved(2)]);
    let report = run(async {
        let drafts = [account("A"), account("B")];
        org.client().create_all(drafts).all_or_none(true).await
    })
    .unwrap();
    assert_eq!(report.created(), 2);
    assert_eq!(org.seen()[1].records().len(), 2);

    let org = Scripted::answers([&list(&[ROLLED_BACK, LOCKED, REFUSED])]);
    let report = run(async {
        let drafts = [account("A"), account("B"), account("C")];
        org.client().create_all(drafts).all_or_none(true).await
    })
    .unwrap();
    assert!(matches!(report.outcomes()[0], Outcome::RolledBack));
    assert_eq!(report.ids().count(), 0);
    assert_eq!(
        report.to_string(),
        "3 records: 2 failed, 1 rolled back; record 1: UNABLE_TO_LOCK_ROW: unable to obtain \
         exclusive access to this record; record 2: DUPLICATES_DETECTED: Use one of these records?"
    );
}

#[test]
fn an_invalid_record_is_not_sent_and_the_others_are() {
    let org = saving();
    let drafts = [account("A"), account(&"x".repeat(256)), account("C")];
    let report = run(async { org.client().create_all(drafts.clone()).await }).unwrap();
    assert!(matches!(report.outcomes()[1], Outcome::Invalid(_)));
    assert_eq!(report.created(), 2);
    assert_eq!(org.seen()[0].records().len(), 2);

    let org = saving();
    let report = run(async { org.client().create_all(drafts).all_or_none(true).await }).unwrap();
    assert!(matches!(
        report.outcomes(),
        [
            Outcome::RolledBack,
            Outcome::Invalid(_),
            Outcome::RolledBack
        ]
    ));
    assert!(org.seen().is_empty());
}

#[test]
fn a_create_whose_answer_was_lost_is_not_sent_again() {
    let mut calls = 0;
    let org = Scripted::new(move |seen| {
        calls += 1;
        match calls {
            1 => Answer::Cut,
            _ => Answer::Json(200, all_saved(seen.records().len())),
        }
    });
    let report: Report<Account> = run(async {
        let drafts = ["A", "B", "C"].map(account);
        org.client().create_all(drafts).batch_size(2).await
    })
    .unwrap();
    assert!(matches!(report.outcomes()[0], Outcome::Unknown(_)));
    assert!(report.outcomes()[1].may_have_happened());
    assert!(matches!(report.outcomes()[2], Outcome::Created(_)));
    assert_eq!(org.seen().len(), 2);
    let error = report.into_result().unwrap_err();
    assert!(error.may_have_happened());
    assert!(matches!(&error, Error::Report(error) if error.report().len() == 3));
}

#[test]
fn an_update_whose_answer_was_lost_is_sent_again() {
    let mut calls = 0;
    let org = Scripted::new(move |seen| {
        calls += 1;
        match calls {
            1 => Answer::Cut,
            _ => Answer::Json(200, all_saved(seen.records().len())),
        }
    });
    let change = Account::update(ACCOUNT.parse::<Id<Account>>().unwrap()).name("A");
    let report = run(async { org.client().update_all([change]).await }).unwrap();
    assert_eq!(report.updated(), 1);
}

/// The second attempt sends nothing, since there is no token; the first one may have done it.
#[test]
fn an_update_whose_answer_was_lost_before_the_login_ended_may_be_done() {
    let mut calls = 0;
    let org = Scripted::new(move |_| {
        calls += 1;
        let ended = r#"[{"errorCode":"INVALID_SESSION_ID","message":"Session expired"}]"#;
        match calls {
            1 => Answer::Cut,
            _ => Answer::Json(401, ended.to_owned()),
        }
    });
    let change = Account::update(ACCOUNT.parse::<Id<Account>>().unwrap()).name("A");
    let report = run(async { org.client().update_all([change]).await }).unwrap();
    assert_eq!(org.seen().len(), 2);
    assert!(
        matches!(report.outcomes()[0], Outcome::Unknown(_)),
        "{report}"
    );
}

#[test]
fn an_answer_that_is_too_short_loses_nothing() {
    let org = Scripted::answers([&all_saved(1)]);
    let report =
        run(async { org.client().create_all([account("A"), account("B")]).await }).unwrap();
    assert!(matches!(report.outcomes()[0], Outcome::Created(_)));
    assert!(matches!(report.outcomes()[1], Outcome::Unknown(_)));
}

/// Nobody knows which result is whose.
#[test]
fn an_answer_that_is_too_long_tells_of_nothing() {
    let org = Scripted::answers([&all_saved(3)]);
    let report =
        run(async { org.client().create_all([account("A"), account("B")]).await }).unwrap();
    assert!(matches!(
        report.outcomes(),
        [Outcome::Unknown(_), Outcome::Unknown(_)]
    ));
    let said = report.to_string();
    assert!(said.contains("3 results for 2 records"), "{said}");
}

/// As a call of its own, and not by `create_all`.
#[test]
fn a_collection_has_an_outcome_for_each_record() {
    for (saved, expected) in [(0, "0 results"), (1, "1 results"), (3, "3 results")] {
        let org = Scripted::answers([&all_saved(saved)]);
        let call = Collection::create([account("A"), account("B")]);
        let report = run(call.send(&org.client())).unwrap();
        assert_eq!(report.len(), 2);
        assert!(report.outcomes()[1].may_have_happened());
        assert!(report.to_string().contains(expected), "{report}");
    }
    let org = Scripted::answers(["[null]"]);
    let ids = [id_of(0), id_of(1)].map(|id| id.parse().unwrap());
    let call = RetrieveMany::<Account>::new(ids, ["Id"]);
    let error = run(call.send(&org.client())).unwrap_err();
    assert!(error.to_string().contains("1 places for 2 ids"), "{error}");
}

#[test]
fn one_unreadable_result_leaves_the_others() {
    let org = Scripted::answers([&list(&[&saved(0), "17", r#"{"success":true}"#, &saved(3)])]);
    let drafts = ["A", "B", "C", "D"].map(account);
    let report = run(async { org.client().create_all(drafts).await }).unwrap();
    assert!(matches!(
        report.outcomes(),
        [
            Outcome::Created(_),
            Outcome::Unknown(_),
            Outcome::Unknown(_),
            Outcome::Created(_)
        ]
    ));
}

/// What the org says besides of a record that it saved, in whatever form.
#[test]
fn an_odd_note_on_success_is_no_failure_either() {
    let saved = format!(
        r#"[{{"id":"{}","success":true,"errors":["note"]}}]"#,
        id_of(0)
    );
    let org = Scripted::answers([&saved]);
    let report = run(async { org.client().create_all([account("A")]).await }).unwrap();
    assert!(report.is_success(), "{report}");
}

#[test]
fn a_note_on_success_is_no_failure() {
    let note = format!(
        r#"[{{"id":"{}","success":true,"errors":[{{"statusCode":"OPERATION_ENQUEUED","message":"uuid","fields":[]}}]}}]"#,
        id_of(0)
    );
    let org = Scripted::answers([&note]);
    let report = run(async { org.client().create_all([account("A")]).await }).unwrap();
    assert!(report.is_success());
}

#[test]
fn a_refused_call_of_which_nothing_was_done_is_an_error() {
    let org = Scripted::new(|_| {
        let body = r#"[{"errorCode":"JSON_PARSER_ERROR","message":"Unexpected character"}]"#;
        Answer::Json(400, body.to_owned())
    });
    let refused = run(async { org.client().create_all([account("A"), account("B")]).await });
    assert_eq!(
        refused.unwrap_err().code(),
        Some(&ErrorCode::JsonParserError)
    );
}

#[test]
fn after_the_last_call_of_the_day_none_is_made() {
    let mut calls = 0;
    let org = Scripted::new(move |seen| {
        calls += 1;
        let daily =
            r#"[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]"#;
        match calls {
            1 => Answer::Json(200, all_saved(seen.records().len())),
            _ => Answer::Json(403, daily.to_owned()),
        }
    });
    let drafts: Vec<_> = (0..5).map(|n| account(&n.to_string())).collect();
    let report = run(async { org.client().create_all(drafts).batch_size(1).await }).unwrap();
    assert_eq!((report.created(), report.failed()), (1, 4));
    assert!(
        report.outcomes()[1..]
            .iter()
            .all(|outcome| matches!(outcome, Outcome::NotDone(error) if error.is_daily_limit()))
    );
    assert_eq!(org.seen().len(), 2);
}

#[test]
fn nothing_makes_no_call() {
    let org = Scripted::answers([]);
    let report = run(async {
        org.client()
            .create_all(Vec::<account::Draft<Create>>::new())
            .await
    })
    .unwrap();
    assert!(report.is_empty() && report.is_success());
    assert_eq!(report.to_string(), "0 records");
    assert!(org.seen().is_empty());
}

#[test]
fn a_stream_is_read_no_further_than_the_calls_need() {
    let org = saving();
    let drawn = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&drawn);
    let endless = stream::iter(std::iter::repeat_with(move || {
        let n = counter.fetch_add(1, Ordering::SeqCst);
        account(&n.to_string())
    }));
    run(async {
        let outcomes = org
            .client()
            .create_stream(endless)
            .batch_size(10)
            .concurrency(2)
            .outcomes();
        let first: Vec<_> = outcomes.take(25).collect().await;
        assert!(first.iter().all(Outcome::is_success));
    });
    // 25 that were taken lie in three calls; two more may be under way, and one record is held.
    assert!(drawn.load(Ordering::SeqCst) <= 51, "{drawn:?}");
}

#[test]
fn records_are_read_in_order_with_gaps() {
    let rows = format!(
        r#"[{{"attributes":{{"type":"Contact","url":"/services/data/v66.0/sobjects/Contact/{CONTACT}"}},"Id":"{CONTACT}","LastName":"Moon"}},null]"#
    );
    let org = Scripted::answers([&rows]);
    let ids: [Id<Contact>; 2] = [
        CONTACT.parse().unwrap(),
        "0038W00002conABQAY".parse().unwrap(),
    ];
    let contacts = run(async { org.client().retrieve_all(ids, ["Id", "LastName"]).await }).unwrap();
    assert_eq!(contacts.len(), 2);
    assert_eq!(
        contacts[0].as_ref().unwrap().last_name().value(),
        Some("Moon")
    );
    assert!(contacts[1].is_none());
    let seen = &org.seen()[0];
    assert_eq!(
        (seen.method.as_str(), &*seen.path),
        ("POST", "/services/data/v66.0/composite/sobjects/Contact")
    );
    assert_eq!(
        seen.json(),
        json!({"ids": [CONTACT, "0038W00002conABQAY"], "fields": ["Id", "LastName"]})
    );
}

#[test]
fn reading_takes_2000_a_call_and_an_answer_that_is_too_short_is_an_error() {
    let org = Scripted::new(|seen| {
        let ids = seen.json()["ids"].as_array().unwrap().len();
        Answer::Json(200, format!("[{}]", vec!["null"; ids.min(2_000)].join(",")))
    });
    let ids: Vec<Id<Account>> = (0..4_001).map(|n| id_of(n).parse().unwrap()).collect();
    let read = run(async { org.client().retrieve_all(ids, ["Id"]).await }).unwrap();
    assert_eq!((read.len(), org.seen().len()), (4_001, 3));

    let org = Scripted::answers(["[null]"]);
    let ids: Vec<Id<Account>> = (0..2).map(|n| id_of(n).parse().unwrap()).collect();
    let read = run(async { org.client().retrieve_all(ids, ["Id"]).await });
    assert!(matches!(read, Err(Error::Decode(_))));
}
