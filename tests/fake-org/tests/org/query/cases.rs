//! The org and the checker agree: every case of `fixtures/soql` is answered where the checker finds
//! no error in it, and else refused for what the checker finds first.
//!
//! What the checker finds is read from the files; what the org makes of it in its own words is
//! written down here once more.

#[path = "cases/words.rs"]
mod words;

use std::path::Path;

use sf_schema::soql::{self, Options};

use self::words::words;
use super::populate::populate;
use crate::client::{Client, Reply};

/// A query and what the file says of it.
#[derive(Debug)]
struct Case {
    file: String,
    /// What stands before the `> `.
    mark: String,
    text: String,
    findings: Vec<Finding>,
}

#[derive(Debug)]
struct Finding {
    is_error: bool,
    code: String,
    message: String,
    /// Row and column, as they are shown.
    place: String,
}

fn cases() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/soql");
    let mut cases = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        // This one says what queries mean, not what is wrong with them.
        if file == "resolution.txt" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            let query = line
                .split_once("> ")
                .filter(|(mark, _)| mark.is_empty() || *mark == ":" || mark.parse::<u32>().is_ok());
            if let Some((mark, text)) = query.filter(|_| !line.starts_with('#')) {
                cases.push(Case {
                    file: file.clone(),
                    mark: mark.to_owned(),
                    text: text.to_owned(),
                    findings: Vec::new(),
                });
                continue;
            }
            let Some(case) = cases.last_mut() else {
                continue;
            };
            let head = line.split_once("]: ");
            let head = head.and_then(|(head, message)| {
                let (level, code) = head.split_once('[')?;
                Some((
                    ["error", "warning"].iter().position(|l| *l == level)?,
                    code,
                    message,
                ))
            });
            if let Some((level, code, message)) = head {
                case.findings.push(Finding {
                    is_error: level == 0,
                    code: code.to_owned(),
                    message: message.to_owned(),
                    place: String::new(),
                });
            } else if let (Some(place), Some(last)) =
                (line.strip_prefix("  --> "), case.findings.last_mut())
            {
                place.clone_into(&mut last.place);
            }
        }
    }
    cases
}

impl Client {
    async fn ask(&self, case: &Case) -> Reply {
        let version = case.mark.parse::<u32>().unwrap_or(66);
        let q = super::parameter("q", &case.text);
        self.get(&format!("/services/data/v{version}.0/query/?{q}"))
            .await
    }
}

/// What the checker only warns of and the org does not answer.
const REFUSED: [&str; 10] = [
    "no calendar has the day",
    "no clock shows",
    "LIMIT is a whole number",
    "OFFSET is a whole number",
    "the answer would have two columns",
    "convertCurrency(Amount) would have the name of the field",
    "there are two TYPEOF",
    "an aggregate orders groups",
    "a grouped query has no records",
    "ALL ROWS",
];

/// The first error of a query.
struct First {
    code: String,
    message: String,
    place: String,
    /// The org's own words, where they are known.
    wanted: Option<String>,
}

impl Case {
    fn first_error(&self) -> Option<First> {
        // Grammar comes first, for there are no names before there is a query.
        let parsed = soql::parse(&self.text, &Options::default());
        if let Some(first) = parsed.findings.first() {
            let place = first.span.position(&self.text);
            return Some(First {
                code: first.code.to_owned(),
                message: first.message.clone(),
                place: format!("{}:{}", place.row, place.column),
                wanted: Some(first.message.clone()),
            });
        }
        let first = self.findings.iter().find(|found| found.is_error)?;
        let mut code = first.code.clone();
        if code == "not-in-snapshot" {
            let column: usize = first.place.split_once(':')?.1.parse().ok()?;
            let before = self.text.get(..column - 1)?;
            let is_object = before.ends_with("FROM ") || before.ends_with("WHEN ");
            code = if is_object {
                "INVALID_TYPE"
            } else {
                "INVALID_FIELD"
            }
            .to_owned();
        }
        Some(First {
            code,
            message: first.message.clone(),
            place: first.place.clone(),
            wanted: words(&first.message),
        })
    }

    /// Whether the org refuses what the checker warns of.
    fn is_refused_anyway(&self) -> bool {
        let is = |found: &Finding| REFUSED.iter().any(|text| found.message.starts_with(text));
        self.findings.iter().any(is)
    }
}

/// What is wrong with the answer to a query that is to be refused.
fn check_refusal(reply: &Reply, first: &First) -> Option<String> {
    let json = reply.json();
    let said = json[0]["message"].as_str().unwrap_or_default();
    let reason = said.rsplit('\n').next().unwrap_or_default();
    let (row, column) = first.place.split_once(':')?;
    let place = format!("ERROR at Row:{row}:Column:{column}\n");
    let has_place = said.contains(&place) || reason.starts_with("The SOQL FIELDS function");
    let in_words = first.wanted.as_ref().is_none_or(|wanted| reason == wanted);
    let is_right =
        reply.status == 400 && json[0]["errorCode"] == *first.code && in_words && has_place;
    let First {
        code,
        message,
        wanted,
        ..
    } = first;
    (!is_right).then(|| format!("wanted 400 {code} {place}{wanted:?} for {message}"))
}

#[tokio::test]
async fn the_org_and_the_checker_agree() {
    let client = Client::start().await;
    populate(&client.org, Path::new(crate::client::SNAPSHOT));
    let (mut answered, mut refused, mut in_words, mut wrong) = (0, 0, 0, Vec::new());
    // No query that is too long for a URI is asked; there are two.
    let mut too_long = 0;
    for case in cases() {
        let reply = client.ask(&case).await;
        if reply.status == 414 {
            too_long += 1;
            continue;
        }
        let problem = match case.first_error() {
            Some(first) => {
                refused += 1;
                in_words += usize::from(first.wanted.is_some());
                check_refusal(&reply, &first)
            }
            None => {
                answered += 1;
                let status = if case.is_refused_anyway() { 400 } else { 200 };
                (reply.status != status).then(|| format!("wanted {status}"))
            }
        };
        if let Some(problem) = problem {
            let Case { file, text, .. } = &case;
            wrong.push(format!(
                "{file}: {text}\n{problem}\nhas {}: {}",
                reply.status, reply.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(too_long, 2);
    assert!(
        answered > 400 && refused > 500 && in_words > 300,
        "{answered} {refused} {in_words}"
    );
}
