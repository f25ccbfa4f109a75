//! Limits, record counts, recently used records.

use serde_json::{Value as Json, json};

use super::{ApiError, ApiRequest, ApiResponse, Call, Outcome};
use crate::read::RecordView;

/// Limits whose numbers never change here: the org counts API calls alone.
const FIXED: [(&str, u64); 17] = [
    ("ConcurrentAsyncGetReportInstances", 200),
    ("DailyAsyncApexExecutions", 250_000),
    ("DailyBulkApiBatches", 15_000),
    ("DailyBulkV2QueryFileStorageMB", 976_562),
    ("DailyBulkV2QueryJobs", 10_000),
    ("DailyDeliveredPlatformEvents", 50_000),
    ("DailyDurableStreamingApiEvents", 10_000),
    ("DailyStandardVolumePlatformEvents", 25_000),
    ("DailyStreamingApiEvents", 10_000),
    ("DataStorageMB", 5_120),
    ("FileStorageMB", 10_240),
    ("HourlyPublishedPlatformEvents", 50_000),
    ("HourlyPublishedStandardVolumePlatformEvents", 1_000),
    ("HourlyTimeBasedWorkflow", 1_000),
    ("MassEmail", 5_000),
    ("SingleEmail", 5_000),
    ("StreamingApiConcurrentClients", 20),
];

pub(super) fn limits(call: &Call<'_>) -> Outcome {
    let mut all: serde_json::Map<String, Json> = FIXED
        .iter()
        .map(|(name, max)| ((*name).to_owned(), json!({"Max": max, "Remaining": max})))
        .collect();
    let (used, max) = (call.org.calls.api_usage(), call.org.settings.api_limit);
    all.insert(
        "DailyApiRequests".to_owned(),
        json!({"Max": max, "Remaining": max.saturating_sub(used)}),
    );
    // One of the entries that hold entries.
    all.insert(
        "PermissionSets".to_owned(),
        json!({"CreateCustom": {"Max": 1500, "Remaining": 1499}, "Max": 1500, "Remaining": 1499}),
    );
    Ok(ApiResponse::json(200, &all))
}

/// `GET V/limits/recordCount?sObjects=Account,Contact`; of every object where none is named.
pub(super) fn record_count(call: &Call<'_>, request: &ApiRequest) -> Outcome {
    let schema = &call.org.schema;
    let wanted = request.param("sObjects");
    let counts: Vec<Json> = schema
        .objects()
        .iter()
        .enumerate()
        .filter(|(_, object)| {
            wanted.is_none_or(|names| {
                names
                    .split(',')
                    .any(|name| name.trim().eq_ignore_ascii_case(&object.name))
            })
        })
        .map(|(index, object)| (call.store.table(index).live_count(), &object.name))
        // Objects without records are left out unless they were asked for.
        .filter(|(count, _)| *count > 0 || wanted.is_some())
        .map(|(count, name)| json!({"count": count, "name": name}))
        .collect();
    Ok(ApiResponse::json(200, &json!({"sObjects": counts})))
}

/// `GET V/recent?limit=n`
pub(super) fn recent(call: &Call<'_>, request: &ApiRequest) -> Outcome {
    let limit = match request.param("limit") {
        None => 200,
        Some(text) => text.parse().map_err(|_| {
            ApiError::new(400, "INVALID_QUERY_LIMIT", format!("invalid limit: {text}"))
        })?,
    };
    let rows: Vec<_> = call
        .store
        .recent()
        .take(limit)
        .map(|(object, row)| {
            let described = call.org.schema.object(object);
            let fields = described
                .find("Id")
                .into_iter()
                .chain(described.name_field());
            (
                described,
                call.store.table(object).row(row),
                fields.collect::<Vec<_>>(),
            )
        })
        .collect();
    let views: Vec<RecordView<'_>> = rows
        .iter()
        .map(|(object, row, fields)| RecordView {
            object,
            row,
            fields,
            version: request.version,
        })
        .collect();
    Ok(ApiResponse::json(200, &views))
}
