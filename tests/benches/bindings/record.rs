//! The records that are read and written: 20 fields of those that `sf_tests::describe::synthetic`
//! gives to an object of any size, with the values that an org would hold.

use std::fmt::Write;

use serde_json::{Value, json};

/// Three ids, six texts, two picklists, three numbers, three instants, a date and two checkboxes
/// make 20; `true` where the field may be null.
pub(super) const FIELDS: [(&str, Sort, bool); 20] = [
    ("Id", Sort::Id, false),
    ("OwnerId", Sort::Owner, false),
    ("Name", Sort::Text(24), false),
    ("CreatedDate", Sort::Instant, false),
    ("LastModifiedDate", Sort::Instant, false),
    ("IsDeleted", Sort::Checkbox, false),
    ("Text_1__c", Sort::Text(18), true),
    ("Choice_2__c", Sort::Choice(2), true),
    ("Amount_3__c", Sort::Money, true),
    ("Is_Flag_4__c", Sort::Checkbox, false),
    ("Parent_5__c", Sort::Contact, true),
    ("Text_6__c", Sort::Text(40), true),
    ("Day_7__c", Sort::Day, true),
    ("Comment_8__c", Sort::Text(90), true),
    ("Count_10__c", Sort::Count, true),
    ("Choice_11__c", Sort::Choice(11), true),
    ("Phone_12__c", Sort::Phone, true),
    ("Moment_16__c", Sort::Instant, true),
    ("Email_17__c", Sort::Email, true),
    ("Share_18__c", Sort::Share, true),
];

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    Id,
    Owner,
    Contact,
    /// About so many characters.
    Text(usize),
    /// One of the values of the picklist of this number.
    Choice(u32),
    Money,
    Count,
    Share,
    Instant,
    Day,
    Checkbox,
    Phone,
    Email,
}

/// Numbers that are the same in every run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap_or_default()
    }
}

/// A page of a query's answer, as the REST API writes it: no white space, `attributes` first in
/// every record, the fields in the order of the query. A fifth of all values is null.
pub(super) fn page(object: &str, records: u32) -> String {
    let mut random = Random::new();
    let mut page = format!(r#"{{"totalSize":{records},"done":true,"records":["#);
    for record in 0..records {
        let id = id("a9Z", record);
        let separator = if record == 0 { "" } else { "," };
        let _ = write!(
            page,
            r#"{separator}{{"attributes":{{"type":"{object}","url":"/services/data/v66.0/sobjects/{object}/{id}"}}"#
        );
        for (name, sort, nillable) in FIELDS {
            // 13 of the 20 may be null, so 4 of 13 are.
            let value = if nillable && random.below(13) < 4 {
                "null".to_owned()
            } else {
                value(sort, record, &mut random)
            };
            let _ = write!(page, r#","{name}":{value}"#);
        }
        page.push('}');
    }
    page.push_str("]}");
    page
}

/// A value as JSON. Numbers are written as the REST API does, with a point even where describe has
/// no digits after it.
fn value(sort: Sort, record: u32, random: &mut Random) -> String {
    match sort {
        Sort::Id => json!(id("a9Z", record)).to_string(),
        Sort::Owner => json!(id("005", random.below(40))).to_string(),
        Sort::Contact => json!(id("003", random.below(100_000))).to_string(),
        Sort::Text(length) => text(length, random).to_string(),
        Sort::Choice(picklist) => {
            json!(format!("Choice {picklist}-{}", 1 + random.below(10))).to_string()
        }
        Sort::Money => format!("{}.{:02}", random.below(2_000_000), random.below(100)),
        Sort::Count => format!("{}.0", random.below(5_000)),
        Sort::Share => format!("{}.{}", random.below(100), random.below(10)),
        Sort::Instant => json!(format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}.000+0000",
            10 + random.below(16),
            1 + random.below(12),
            1 + random.below(28),
            random.below(24),
            random.below(60),
            random.below(60)
        ))
        .to_string(),
        Sort::Day => json!(format!(
            "20{:02}-{:02}-{:02}",
            10 + random.below(16),
            1 + random.below(12),
            1 + random.below(28)
        ))
        .to_string(),
        Sort::Checkbox => (random.below(2) == 0).to_string(),
        Sort::Phone => json!(format!("+1 415 555 {:04}", random.below(10_000))).to_string(),
        Sort::Email => json!(format!("person{}@example.com", random.below(100_000))).to_string(),
    }
}

/// Words; one text in forty holds a character that JSON escapes.
fn text(length: usize, random: &mut Random) -> Value {
    const WORDS: [&str; 8] = [
        "north", "harbor", "supply", "&", "renewal", "pilot", "Zürich", "team",
    ];
    let mut text = String::with_capacity(length + 8);
    while text.len() < length {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(WORDS[random.below(8) as usize]);
    }
    if random.below(40) == 0 {
        text.push_str(" \"A\"");
    }
    Value::String(text)
}

/// An id of 18 characters.
pub(super) fn id(prefix: &str, number: u32) -> String {
    let short = format!("{prefix}5e00000{number:05}");
    match short.parse::<sf_runtime::Id>() {
        Ok(id) => id.as_str().to_owned(),
        Err(error) => unreachable!("{short} is an id: {error}"),
    }
}
