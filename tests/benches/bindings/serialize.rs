//! The bodies of 200 new records, as JSON.

use std::convert::Infallible;
use std::error::Error;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use sf_runtime::{Create, Id, Page, PicklistValue};

use crate::hand;
use crate::record::{self, Random};
use crate::report::{Bar, Report, seconds};
use crate::synthetic::{Contact, Deal__c, deal__c};
use crate::{clock, heap};

const RECORDS: u32 = 200;
const ROUNDS: usize = 201;

pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let rows = rows()?;
    let drafts: Vec<_> = rows.iter().map(draft).collect();
    let by_hand: Vec<_> = rows.iter().map(create).collect();
    let (ours, theirs) = (
        serde_json::to_string(&drafts)?,
        serde_json::to_string(&by_hand)?,
    );
    agree(&ours, &theirs)?;
    report.note(format!(
        "{RECORDS} bodies of 16 fields, {} KB",
        ours.len() / 1_000
    ));

    let [ours, theirs] = clock::medians(
        ROUNDS,
        [
            &mut || {
                Ok::<_, Infallible>(clock::time(clock::thread, || serde_json::to_vec(&drafts)).0)
            },
            &mut || Ok(clock::time(clock::thread, || serde_json::to_vec(&by_hand)).0),
        ],
    )?;
    report.row(
        "write: speed / derive(Serialize)",
        seconds(ours),
        seconds(theirs),
        theirs / ours,
        Bar::AtLeast(0.95),
    );

    let built = || rows.iter().map(draft).collect::<Vec<_>>();
    let built_by_hand = || rows.iter().map(create).collect::<Vec<_>>();
    let [ours, theirs] = clock::medians(
        ROUNDS,
        [
            &mut || Ok::<_, Infallible>(clock::time(clock::thread, built).0),
            &mut || Ok(clock::time(clock::thread, built_by_hand).0),
        ],
    )?;
    report.row(
        "set: speed / struct literals",
        seconds(ours),
        seconds(theirs),
        theirs / ours,
        Bar::None,
    );
    let (ours, theirs) = (heap::live(built), heap::live(built_by_hand));
    report.row(
        "set: heap / struct literals",
        format!("{} KB", ours / 1_000),
        format!("{} KB", theirs / 1_000),
        ours as f64 / theirs as f64,
        Bar::None,
    );
    Ok(())
}

/// The values of one record, from wherever the application has them.
struct Row {
    texts: [String; 7],
    choices: [usize; 2],
    numbers: [Decimal; 3],
    flag: bool,
    parent: Id<Contact>,
    day: Date,
    moment: Timestamp,
}

fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let mut random = Random::new();
    let page = record::page("Deal__c", RECORDS);
    let page: Page<Deal__c> = Page::from_json(&page)?;
    let mut rows = Vec::new();
    for (number, deal) in (0..).zip(page.all()?) {
        let text = |value: Option<&str>, other: &str| value.unwrap_or(other).to_owned();
        rows.push(Row {
            texts: [
                format!("C-{number}"),
                text(deal.name().value(), "a name"),
                text(deal.text_1__c().value(), "a text of some"),
                text(deal.text_6__c().value(), "a text of some forty characters"),
                text(deal.comment_8__c().value(), "what was said on the phone"),
                text(deal.phone_12__c().value(), "+1 415 555 0100"),
                text(deal.email_17__c().value(), "person@example.com"),
            ],
            choices: [random.below(10) as usize, random.below(10) as usize],
            numbers: [
                deal.amount_3__c().unwrap_or(Decimal::new(1_250_050, 2)),
                deal.count_10__c().unwrap_or(Decimal::from(12)),
                deal.share_18__c().unwrap_or(Decimal::new(125, 1)),
            ],
            flag: number % 2 == 0,
            parent: record::id("003", number).parse()?,
            day: deal.day_7__c().unwrap_or(Date::constant(2026, 3, 2)),
            moment: deal.created_date().unwrap_or(Timestamp::UNIX_EPOCH),
        });
    }
    Ok(rows)
}

fn draft(row: &Row) -> deal__c::Draft<Create> {
    let [code, name, text_1, text_6, comment, phone, email] = row.texts.each_ref();
    let [amount, count, share] = row.numbers;
    let [choice_2, choice_11] = row.choices;
    Deal__c::create(deal__c::Required {
        code_25__c: code.clone(),
    })
    .name(name)
    .text_1__c(text_1)
    .choice_2__c(deal__c::Choice_2__c::ALL[choice_2])
    .amount_3__c(amount)
    .is_flag_4__c(row.flag)
    .parent_5__c(row.parent)
    .text_6__c(text_6)
    .day_7__c(row.day)
    .comment_8__c(comment)
    .count_10__c(count)
    .choice_11__c(deal__c::Choice_11__c::ALL[choice_11])
    .phone_12__c(phone)
    .moment_16__c(row.moment)
    .email_17__c(email)
    .share_18__c(share)
}

fn create(row: &Row) -> hand::Create {
    let [code, name, text_1, text_6, comment, phone, email] = row.texts.clone();
    let [amount, count, share] = row.numbers;
    let [choice_2, choice_11] = row.choices;
    hand::Create {
        code_25: code,
        name: Some(name),
        text_1: Some(text_1),
        choice_2: Some(deal__c::Choice_2__c::ALL[choice_2].value()),
        amount_3: Some(amount),
        is_flag_4: Some(row.flag),
        parent_5: Some(row.parent),
        text_6: Some(text_6),
        day_7: Some(row.day),
        comment_8: Some(comment),
        count_10: Some(count),
        choice_11: Some(deal__c::Choice_11__c::ALL[choice_11].value()),
        phone_12: Some(phone),
        moment_16: Some(row.moment),
        email_17: Some(email),
        share_18: Some(share),
    }
}

/// Both must write the same bodies: numbers and instants may be spelled in different ways.
fn agree(ours: &str, theirs: &str) -> Result<(), Box<dyn Error>> {
    let keys = |json: &str| -> Result<Vec<Vec<String>>, serde_json::Error> {
        let bodies: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(json)?;
        Ok(bodies
            .into_iter()
            .map(|body| body.into_iter().map(|(key, _)| key).collect())
            .collect())
    };
    if keys(ours)? == keys(theirs)? {
        Ok(())
    } else {
        Err("the bodies do not hold the same fields".into())
    }
}
