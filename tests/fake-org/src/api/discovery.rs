//! What versions and resources there are.

use serde_json::{Value as Json, json};

use crate::oauth::identity_url;

use super::{ApiRequest, ApiResponse, Call, Outcome, Version};

/// `GET /services/data/`: every version served, the oldest first.
pub(crate) fn versions() -> ApiResponse {
    let all: Vec<Json> = (Version::OLDEST.0..=Version::LATEST.0)
        .map(|number| {
            json!({
                "label": label(number),
                "url": format!("/services/data/{}", Version(number)),
                "version": format!("{number}.0"),
            })
        })
        .collect();
    ApiResponse::json(200, &all)
}

/// Three releases a year; 66 is Spring '26.
fn label(number: u16) -> String {
    let releases = u32::from(number) + 9;
    let season = ["Spring", "Summer", "Winter"][(releases % 3) as usize];
    // The winter release is named for the year to come.
    let year = 1 + releases / 3 + u32::from(releases % 3 == 2);
    format!("{season} '{year:02}")
}

/// `GET V/`
pub(super) fn resources(call: &Call<'_>, request: &ApiRequest) -> Outcome {
    let names = [
        "composite",
        "limits",
        "query",
        "queryAll",
        "recent",
        "search",
        "sobjects",
    ];
    let mut all: serde_json::Map<String, Json> = names
        .into_iter()
        .map(|name| {
            let url = format!("/services/data/{}/{name}", request.version);
            (name.to_owned(), url.into())
        })
        .collect();
    // The one absolute URL among them; jsforce asks it who the user is.
    all.insert("identity".to_owned(), identity_url(call.org).into());
    Ok(ApiResponse::json(200, &all))
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn releases_have_their_names() {
        for (number, name) in [
            (66, "Spring '26"),
            (65, "Winter '26"),
            (64, "Summer '25"),
            (57, "Spring '23"),
            (31, "Summer '14"),
        ] {
            assert_eq!(label(number), name);
        }
    }
}
