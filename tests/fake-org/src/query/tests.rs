//! Queries with something changed at random: each is answered or refused, nothing panics, and nothing
//! that the check takes is beyond the planner, which would answer 500.

mod described;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::{Value as Json, json};

use crate::api::{ApiRequest, Body, Context};
use crate::error::Error;
use crate::org::{Org, Settings};

const QUERIES: [&str; 14] = [
    "SELECT Id, Name, Owner.Name, (SELECT LastName FROM Contacts WHERE Email LIKE '%@x%' ORDER BY Name LIMIT 2) FROM Account a WHERE a.Parent.Name != null ORDER BY Name DESC NULLS LAST LIMIT 5 OFFSET 1",
    "SELECT Industry, Owner.Name o, COUNT(Id), SUM(AnnualRevenue) s, GROUPING(Industry) FROM Account WHERE CreatedDate < TODAY GROUP BY CUBE(Industry, Owner.Name) HAVING COUNT(Id) > 0 AND GROUPING(Industry) = 0 ORDER BY COUNT(Id), Industry",
    "SELECT CALENDAR_YEAR(CloseDate) y, MAX(Amount), FORMAT(MIN(CloseDate)) FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate)",
    "SELECT Subject, TYPEOF What WHEN Account THEN Name, Owner.Name WHEN Opportunity THEN Amount ELSE Name END FROM Task WHERE What.Type = 'Account' OR WhoId = null",
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'x') AND OwnerId NOT IN (SELECT Id FROM User)",
    "SELECT Name, DISTANCE(Headquarters__c, GEOLOCATION(37.7, -122.4), 'mi') d FROM Account WHERE DISTANCE(Headquarters__c, GEOLOCATION(1, 2), 'km') < 5000 ORDER BY DISTANCE(Headquarters__c, GEOLOCATION(1, 2), 'km')",
    "SELECT FIELDS(ALL) FROM Account WHERE Interests__c INCLUDES ('Golf;Wine', 'x') LIMIT 200",
    "SELECT toLabel(Industry), FORMAT(AnnualRevenue) f, AnnualRevenue FROM Account WHERE NumberOfEmployees IN (1, 100, null) AND (NOT Is_Key_Account__c = TRUE)",
    "SELECT COUNT() FROM Contact WHERE Account.Owner.Profile.Name LIKE 'System_%' AND Birthdate = LAST_N_YEARS:30",
    "SELECT c.Id, a.Name FROM Contact c, c.Account a USING SCOPE mine WHERE a.CreatedDate >= 2020-01-01T00:00:00Z",
    "SELECT AVG(Amount), COUNT_DISTINCT(StageName) n FROM Opportunity WHERE CloseDate > 2026-01-01 AND HOUR_IN_DAY(convertTimezone(CreatedDate)) >= 0",
    "SELECT Id, (SELECT Id, (SELECT Subject FROM Tasks) FROM Opportunities) FROM Account ORDER BY Owner.Name",
    "SELECT Account.Name, Account.Owner.Name n, COUNT(Id) FROM Contact GROUP BY ROLLUP(Account.Name, Account.Owner.Name) LIMIT 3 OFFSET 1",
    "SELECT Owner.Type, Owner.UserRoleId, BillingAddress FROM Account WHERE Name > 'a' AND Daily_Stand_Up__c = 10:00:00Z",
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// The org of a snapshot, with no records but those of every org.
fn empty_org(folder: &Path) -> Result<Org, Error> {
    let settings = Settings {
        described_at: None,
        denied: Vec::new(),
        seed: 1,
        api_limit: 1_000_000,
        query_page_size: 2,
        instance_url: None,
    };
    Org::new(folder, settings, "http://localhost".to_owned())
}

fn org() -> Org {
    let org = empty_org(&fixtures().join("org")).unwrap();
    let put = |object: &str, record: &Json| org.seed(object, record).unwrap().to_string();
    let mut parent = Json::Null;
    for name in ["Acme", "beta", "gamma"] {
        let record = json!({"Name": name, "ParentId": parent, "Industry": "Banking",
            "AnnualRevenue": 5, "Interests__c": "Golf;Wine", "Headquarters__Latitude__s": 1.5,
            "Headquarters__Longitude__s": 2});
        let id = put("Account", &record);
        for contact in ["Ann", "Bob"] {
            put(
                "Contact",
                &json!({"LastName": contact, "AccountId": id, "Email": "a@x.y"}),
            );
        }
        let deal = json!({"Name": "Deal", "StageName": "Prospecting", "CloseDate": "2026-02-03",
            "Amount": 10, "AccountId": id});
        let deal = put("Opportunity", &deal);
        for what in [&id, &deal] {
            put(
                "Task",
                &json!({"Subject": "Call", "WhatId": what, "Status": "Not Started"}),
            );
        }
        parent = json!(id);
    }
    org
}

/// The queries of REST in `fixtures/soql`, right and wrong ones, but for the very long.
fn cases() -> Vec<String> {
    let files = std::fs::read_dir(fixtures().join("soql")).unwrap();
    let mut paths: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    let cases = texts.flat_map(|text| {
        let queries = text.lines().filter_map(|line| line.strip_prefix("> "));
        let short = queries.filter(|soql| soql.len() < 600);
        short.map(str::to_owned).collect::<Vec<_>>()
    });
    cases.collect()
}

/// Status and body of a GET.
fn get(org: &Org, target: &str) -> (u16, Json) {
    let request =
        ApiRequest::parse(Method::GET, target, HeaderMap::new(), Bytes::new()).expect("a target");
    let response = org.handle(Context::default(), &request);
    let Body::Json(text) = response.body else {
        panic!("no JSON for {target}");
    };
    (response.status, serde_json::from_str(&text).expect(target))
}

fn query(org: &Org, soql: &str) -> (u16, Json) {
    let q = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", soql)
        .finish();
    get(org, &format!("/services/data/v66.0/query?{q}"))
}

/// The words and marks of a query.
fn tokens(soql: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = soql.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = if first == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |at| at + 2)
        } else {
            let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
            rest.find(|c| !part(c))
                .unwrap_or(rest.len())
                .max(first.len_utf8())
        };
        tokens.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    tokens
}

#[test]
fn the_queries_themselves_are_answered() {
    let org = org();
    for soql in &QUERIES[..13] {
        let (status, json) = query(&org, soql);
        assert_eq!(status, 200, "{soql}: {json}");
        let mut page = json;
        while let Some(next) = page["nextRecordsUrl"].as_str() {
            let (status, json) = get(&org, next);
            assert_eq!(status, 200, "{soql}: {json}");
            page = json;
        }
    }
}

#[test]
fn no_change_breaks_the_org() {
    let org = org();
    let seeds: Vec<String> = QUERIES
        .map(str::to_owned)
        .into_iter()
        .chain(cases())
        .collect();
    let words: Vec<String> = seeds.iter().flat_map(|soql| tokens(soql)).collect();
    let mut random = fastrand::Rng::with_seed(7);
    // A name for a name, a number for a number, a keyword for a keyword: much of that still parses.
    let kind = |word: &str| {
        let is = |which: fn(char) -> bool| word.contains(which);
        (
            is(|c| c.is_lowercase()),
            is(|c| c.is_uppercase()),
            is(|c| c.is_ascii_digit()),
            is(|c| c == '\''),
        )
    };
    let mut alike: HashMap<_, Vec<&String>> = HashMap::new();
    for word in &words {
        alike.entry(kind(word)).or_default().push(word);
    }
    let mut answered = 0;
    for round in 0..6_000 {
        let mut text = tokens(&seeds[round % seeds.len()]);
        for _ in 0..=random.usize(..2) {
            let at = random.usize(..text.len());
            let word = words[random.usize(..words.len())].clone();
            match random.usize(..10) {
                0 => text.insert(at, word),
                1 => text[at] = word,
                2 => {
                    text.remove(at);
                }
                _ => {
                    let alike = &alike[&kind(&text[at])];
                    text[at] = alike[random.usize(..alike.len())].clone();
                }
            }
        }
        let soql = text.join(" ");
        let (status, json) = query(&org, &soql);
        if status == 200 {
            answered += 1;
            assert!(json["records"].is_array(), "{soql}: {json}");
        } else {
            assert_eq!(status, 400, "{soql}");
            let message = json[0]["message"].as_str().unwrap_or_default();
            assert!(
                !message.is_empty() && json[0]["errorCode"].is_string(),
                "{soql}: {json}"
            );
        }
    }
    // Enough of them, or running them is not tried.
    assert!(answered > 300, "{answered}");
}
