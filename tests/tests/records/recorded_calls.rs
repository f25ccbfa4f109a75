//! Recorded answers to calls of many records, read as the client reads them.

use http::StatusCode;
use sf_runtime::call::{CallInfo, Response};
use sf_runtime::collections::{Collection, Outcome, Report};
use sf_runtime::{AnyObject, Call, Create, ErrorCode};

use crate::recorded::recorded;

/// The answer of status 200 with this body.
pub(crate) fn answer(body: String) -> Response {
    Response {
        call: CallInfo::default(),
        status: StatusCode::OK,
        headers: http::HeaderMap::new(),
        body: body.into(),
    }
}

#[test]
fn each_recorded_result_is_an_outcome() {
    for (path, text) in recorded(["collections_result"]) {
        let results: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let report: Report = Collection::<Create, AnyObject>::decode(answer(text)).unwrap();
        assert_eq!(report.len(), results.len(), "{}", path.display());
        for (result, outcome) in results.iter().zip(&report) {
            let code = &result["errors"][0]["statusCode"];
            let right = match outcome {
                Outcome::Created(id) => result["id"] == id.as_str(),
                Outcome::RolledBack => code == ErrorCode::AllOrNoneOperationRolledBack.as_str(),
                Outcome::Failed(errors) => {
                    code == errors[0].code.as_str()
                        && result["errors"][0]["message"] == errors[0].message
                        && errors[0].code != ErrorCode::AllOrNoneOperationRolledBack
                }
                _ => false,
            };
            assert!(right, "{}: {result} became {outcome:?}", path.display());
        }
    }
}
