//! Recorded answers, through the calls whose answers they are: each one is read, and what it says is
//! what a plain JSON reader finds in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};
use sf_runtime::bulk::{GetJob, JobOperation, JobState};
use sf_runtime::call::{Call, CallInfo, Response};
use sf_runtime::client::Versions;
use sf_runtime::events::GetEventSchema;
use sf_runtime::query::AggregateRow;
use sf_runtime::rest::{Get, GetDeleted, GetLimits, GetUpdated};
use sf_runtime::search::Search;
use sf_runtime::{Error, Id, Page, Query, Timestamp};
use sf_tests::bindings::{Account, Contact, Lead};

use crate::recorded::recorded;

fn answer(status: u16, text: &str) -> Response {
    Response {
        call: CallInfo::default(),
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: text.to_owned().into(),
    }
}

fn answers(kind: &str) -> Vec<(PathBuf, Response, Value)> {
    let kind = format!("{kind}.");
    let files = recorded([kind.as_str()]).into_iter();
    files
        .map(|(path, text)| {
            let value = serde_json::from_str(&text).unwrap();
            (path, answer(200, &text), value)
        })
        .collect()
}

/// A row of no object, children and parents as they come.
type Row = Map<String, Value>;

#[test]
fn every_recorded_page_is_read_whatever_its_rows_are() {
    for kind in ["query", "query_nested", "query_next", "query_aggregate"] {
        for (path, response, value) in answers(kind) {
            let shown = path.display();
            let rows = Query::<Row>::decode(response.clone()).unwrap();
            assert_eq!(
                rows.total_size,
                value["totalSize"].as_u64().unwrap(),
                "{shown}"
            );
            assert_eq!(rows.done, value["done"].as_bool().unwrap(), "{shown}");
            assert_eq!(
                rows.next_records_url.as_deref(),
                value["nextRecordsUrl"].as_str(),
                "{shown}"
            );
            let rows = Value::from_iter(rows.all().unwrap());
            assert_eq!(rows, value["records"], "{shown}");
            // A generated object reads the rows of any other.
            let leads = Query::<Lead>::decode(response).unwrap().all().unwrap();
            assert_eq!(leads.len(), value["records"].as_array().unwrap().len());
        }
    }
}

/// Child records as rows of one's own, in a page in the page.
#[test]
fn recorded_children_are_pages_in_rows_of_ones_own() {
    #[derive(Deserialize)]
    struct Deal {
        #[serde(rename = "Id")]
        id: Id,
        #[serde(rename = "OpportunityContactRoles")]
        roles: Page<Role>,
    }
    #[derive(Deserialize)]
    struct Role {
        #[serde(rename = "ContactId")]
        contact: Id<Contact>,
        #[serde(rename = "Role")]
        role: Option<String>,
    }
    let mut seen = 0;
    for (path, response, value) in answers("query_nested") {
        let Ok(rows) = Query::<Deal>::decode(response).unwrap().all() else {
            // Of another object.
            continue;
        };
        for (deal, expected) in rows.into_iter().zip(value["records"].as_array().unwrap()) {
            let shown = path.display();
            assert_eq!(deal.id.as_str(), expected["Id"], "{shown}");
            let children = &expected["OpportunityContactRoles"]["records"];
            assert_eq!(deal.roles.records.len(), children.as_array().unwrap().len());
            let roles = deal.roles.all().unwrap();
            for (role, expected) in roles.iter().zip(children.as_array().unwrap()) {
                assert_eq!(role.contact.as_str(), expected["ContactId"], "{shown}");
                assert_eq!(role.role.as_deref(), expected["Role"].as_str(), "{shown}");
                seen += 1;
            }
        }
    }
    assert!(seen > 0 || answers("query_nested").is_empty());
}

#[test]
fn recorded_aggregates_are_whole_numbers_in_either_form() {
    for (path, response, value) in answers("query_aggregate") {
        let rows = Query::<AggregateRow>::decode(response)
            .unwrap()
            .all()
            .unwrap();
        for (row, expected) in rows.iter().zip(value["records"].as_array().unwrap()) {
            let count: i64 = row.expr(0).unwrap();
            assert_eq!(
                count as f64,
                expected["expr0"].as_f64().unwrap(),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn a_recorded_record_is_read_by_its_call() {
    for (path, response, value) in answers("record") {
        let row: Row = Get::<Account, Row>::decode(response.clone()).unwrap();
        assert_eq!(Value::Object(row), value, "{}", path.display());
        assert!(
            Get::<Account>::decode(response).is_ok(),
            "{}",
            path.display()
        );
    }
}

/// A create answers with an id; where a hand-written recording has none, that is said.
#[test]
fn a_recorded_create_answers_with_its_id() {
    use sf_tests::bindings::account::Required;
    type Create = sf_tests::bindings::account::Draft<sf_runtime::Create>;
    let _ = |required: Required| -> Create { Account::create(required) };
    for (path, response, value) in answers("dml_result") {
        if value.get("attributes").is_some() {
            continue;
        }
        let expected = value["id"].as_str().unwrap();
        match (Create::decode(response), expected.parse::<Id>()) {
            (Ok(id), Ok(expected)) => assert_eq!(id.erase(), expected, "{}", path.display()),
            (Err(Error::Decode(error)), Err(_)) => {
                assert!(error.to_string().contains(expected), "{error}");
            }
            other => panic!("{}: {other:?}", path.display()),
        }
    }
}

#[test]
fn every_recorded_refusal_keeps_the_orgs_words() {
    for (path, text) in recorded(["errors."]) {
        let value: Value = serde_json::from_str(&text).unwrap();
        let error = answer(400, &text).accepted().unwrap_err();
        let api = error.api().unwrap();
        assert_eq!(api.errors.len(), value.as_array().unwrap().len());
        for (entry, expected) in api.errors.iter().zip(value.as_array().unwrap()) {
            let shown = path.display();
            assert_eq!(
                entry.message,
                expected["message"].as_str().unwrap(),
                "{shown}"
            );
            assert_eq!(
                entry.code.to_string(),
                expected["errorCode"].as_str().unwrap()
            );
            let fields = expected["fields"].as_array().map_or(0, Vec::len);
            assert_eq!(entry.fields.len(), fields, "{shown}");
        }
    }
}

#[test]
fn recorded_limits_are_read_by_name_however_deep() {
    for (_, response, value) in answers("limits") {
        let limits = GetLimits::decode(response).unwrap();
        let expected: BTreeMap<String, Value> = serde_json::from_value(value).unwrap();
        assert_eq!(limits.iter().count(), expected.len());
        for (name, limit) in limits.iter() {
            assert_eq!(limit.max, expected[name]["Max"], "{name}");
            assert_eq!(limit.remaining, expected[name]["Remaining"], "{name}");
            let parts = expected[name].as_object().unwrap().len() - 2;
            assert_eq!(limit.parts.len(), parts, "{name}");
        }
        assert!(limits.daily_api_requests().is_some());
    }
}

#[test]
fn recorded_versions_are_read() {
    for (_, response, value) in answers("versions") {
        let versions = Versions::decode(response).unwrap();
        assert_eq!(serde_json::to_value(&versions).unwrap(), value);
    }
}

#[test]
fn a_recorded_search_is_told_apart_by_object() {
    for (path, response, value) in answers("sosl") {
        let results = Search::decode(response).unwrap();
        let expected = value["searchRecords"].as_array().unwrap();
        assert_eq!(results.records().len(), expected.len());
        let of = |object: &str| {
            let is_of = |record: &&Value| record["attributes"]["type"] == object;
            expected.iter().filter(is_of).count()
        };
        let shown = path.display();
        let contacts: Vec<Contact> = results.of().collect::<Result<_, _>>().unwrap();
        assert_eq!(contacts.len(), of("Contact"), "{shown}");
        assert_eq!(results.of::<Account>().count(), of("Account"), "{shown}");
        for (record, expected) in results.records().iter().zip(expected) {
            assert_eq!(record.read::<Value>().unwrap(), *expected, "{shown}");
        }
    }
}

#[test]
fn recorded_changes_are_read_with_their_times() {
    let time = |value: &Value| -> Timestamp {
        let text = value.as_str().unwrap().replace("+0000", "Z");
        text.parse().unwrap()
    };
    let mut seen = 0;
    for (_, response, value) in answers("updated_deleted") {
        if value.get("ids").is_some() {
            let updated = GetUpdated::<Contact>::decode(response).unwrap();
            assert_eq!(
                updated.latest_date_covered,
                time(&value["latestDateCovered"])
            );
            assert_eq!(serde_json::to_value(&updated.ids).unwrap(), value["ids"]);
        } else {
            let deleted = GetDeleted::<Contact>::decode(response).unwrap();
            let expected = &value["deletedRecords"][0];
            assert_eq!(deleted.records[0].id.as_str(), expected["id"]);
            assert_eq!(
                deleted.records[0].deleted_date,
                time(&expected["deletedDate"])
            );
            assert_eq!(
                deleted.earliest_date_available,
                time(&value["earliestDateAvailable"])
            );
        }
        seen += 1;
    }
    assert!(seen == 0 || seen >= 2);
}

#[test]
fn recorded_jobs_tell_how_far_they_are() {
    for (path, response, value) in answers("bulk_job") {
        let shown = path.display();
        let job = GetJob::decode(response).unwrap();
        assert_eq!(value["id"], job.id.as_str(), "{shown}");
        assert_eq!(value["state"], job.state.as_str(), "{shown}");
        assert_eq!(value["operation"], job.operation.as_str(), "{shown}");
        assert!(!matches!(job.state, JobState::Other(_)), "{shown}");
        assert!(!matches!(job.operation, JobOperation::Other(_)), "{shown}");
        assert_eq!(job.api_version.as_deref(), Some("60.0"), "{shown}");
        assert!(job.created_date.is_some(), "{shown}");
        assert_eq!(job.error_message.is_some(), job.state == JobState::Failed);
        let counts = [job.number_records_processed, job.number_records_failed];
        let told = ["numberRecordsProcessed", "numberRecordsFailed"].map(|key| value[key].as_u64());
        assert_eq!(counts, told, "{shown}");
    }
}

#[test]
fn recorded_event_schemas_keep_their_fields_in_order() {
    for (path, response, value) in answers("event_schema") {
        let schema = GetEventSchema::decode(response).unwrap();
        assert_eq!(value["name"], schema.name, "{}", path.display());
        let fields = value["fields"].as_array().unwrap();
        assert_eq!(fields.len(), schema.fields.len(), "{}", path.display());
        for (field, read) in fields.iter().zip(&schema.fields) {
            assert_eq!(field["name"], read.name);
            assert_eq!(field["type"], read.kind);
            assert_eq!(field.get("default"), read.default.as_ref());
        }
    }
}

/// What was recorded and is read by none of the tests here or beside.
#[test]
fn no_kind_of_recorded_answer_is_left_out() {
    const READ: [&str; 17] = [
        "bulk_job",
        "collections_result",
        "composite",
        "composite_graph",
        "dml_result",
        "errors",
        "event_schema",
        "limits",
        "oauth_error",
        "query",
        "query_aggregate",
        "query_nested",
        "query_next",
        "record",
        "sosl",
        "updated_deleted",
        "versions",
    ];
    for (path, _) in recorded([""]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (kind, _) = name.split_once('.').unwrap();
        assert!(READ.contains(&kind), "nothing reads {name}");
    }
}
