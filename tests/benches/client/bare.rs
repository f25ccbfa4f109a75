//! The loop that someone would write with reqwest and serde_json alone.

use std::error::Error;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::org::Door;
use super::row::SOQL;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page<T> {
    next_records_url: Option<String>,
    records: Vec<T>,
}

/// Reads all rows and counts them.
pub(super) async fn count<T: DeserializeOwned>(
    http: &reqwest::Client,
    org: &Door,
) -> Result<usize, Box<dyn Error>> {
    let query = percent_encoding::utf8_percent_encode(SOQL, percent_encoding::NON_ALPHANUMERIC);
    let mut next = Some(format!("/services/data/v66.0/query?q={query}"));
    let mut rows = 0;
    while let Some(path) = next {
        let answer = http
            .get(format!("{}{path}", org.url()))
            .bearer_auth(org.token())
            .send()
            .await?
            .error_for_status()?
            .bytes()
            .await?;
        let page: Page<T> = serde_json::from_slice(&answer)?;
        rows += std::hint::black_box(page.records).len();
        next = page.next_records_url;
    }
    Ok(rows)
}
