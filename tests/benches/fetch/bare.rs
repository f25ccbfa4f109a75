//! The calls of a fetch and nothing else, as someone would write them with reqwest.

use std::error::Error;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};

use super::org::Org;

/// Describes a call, and calls at once: as many as a fetch asks for.
const PARTS: usize = 25;
const AT_ONCE: usize = 4;

/// Asks for the list of objects and for each of these; says how many bytes came.
///
/// Compressed bodies are unpacked, all are read to their end and dropped. Nothing is parsed.
pub(super) async fn calls(org: &Org, objects: &[String]) -> Result<usize, Box<dyn Error>> {
    let http = reqwest::Client::new();
    let list = http.get(format!("{}/services/data/v66.0/sobjects", org.url()));
    let list = read(org, list).await?;
    let asks: Vec<Value> = objects.chunks(PARTS).map(composite).collect();
    let describes: Vec<usize> = stream::iter(asks)
        .map(|ask| {
            let call = http.post(format!("{}/services/data/v66.0/composite", org.url()));
            let call = call
                .header("content-type", "application/json")
                .body(ask.to_string());
            read(org, call)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(list + describes.iter().sum::<usize>())
}

/// The body of a composite that asks for these describes.
fn composite(objects: &[String]) -> Value {
    let parts = objects.iter().enumerate().map(|(place, object)| {
        json!({
            "method": "GET",
            "url": format!("/services/data/v66.0/sobjects/{object}/describe"),
            "referenceId": format!("part_{place}"),
        })
    });
    json!({ "allOrNone": false, "compositeRequest": parts.collect::<Vec<_>>() })
}

async fn read(org: &Org, call: reqwest::RequestBuilder) -> Result<usize, reqwest::Error> {
    let answer = call.bearer_auth(org.token()).send().await?;
    let body = answer.error_for_status()?.bytes().await?;
    Ok(std::hint::black_box(body).len())
}
