//! A page of a query's answer, read into generated types and into what is written by hand.

use std::convert::Infallible;
use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use serde_json::Value;
use sf_runtime::{Described, Page};

use crate::hand::{self, Floats, Texts, Typed};
use crate::report::{Bar, Report, bytes, seconds};
use crate::synthetic::{Deal__c, Wide__c};
use crate::{clock, heap, record};

const RECORDS: u32 = 2_000;
const ROUNDS: usize = 31;

pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let deals = record::page("Deal__c", RECORDS);
    agree::<Deal__c>(&deals)?;
    report.note(format!(
        "{RECORDS} records in {} KB of JSON, read and dropped again",
        deals.len() / 1_000
    ));
    compare::<Deal__c>(report, "20 of 60", &deals, [0.92, 2.2], Bar::None)?;

    let wide = record::page("Wide__c", RECORDS);
    agree::<Wide__c>(&wide)?;
    compare::<Wide__c>(report, "20 of 800", &wide, [0.8, 2.2], Bar::AtMost(1.6))
}

/// `bars` are those of speed, against the typed struct and against `Value`.
fn compare<T: Described + serde::de::DeserializeOwned>(
    report: &mut Report,
    name: &str,
    json: &str,
    bars: [f64; 2],
    heap_bar: Bar,
) -> Result<(), Box<dyn Error>> {
    let read = |json| Page::<T>::from_json(json);
    let by_serde = |json| serde_json::from_str::<Page<T>>(json);
    let value = |json| serde_json::from_str::<Value>(json);
    let [ours, plain, typed, floats, texts, values] = clock::medians(
        ROUNDS,
        [
            &mut || read_and_dropped(|| read(json)),
            &mut || read_and_dropped(|| by_serde(json)),
            &mut || read_and_dropped(|| by_hand::<Typed>(json)),
            &mut || read_and_dropped(|| by_hand::<Floats>(json)),
            &mut || read_and_dropped(|| by_hand::<Texts>(json)),
            &mut || read_and_dropped(|| value(json)),
        ],
    )?;
    let [hand_bar, value_bar] = bars.map(Bar::AtLeast);
    for (what, ours, rival, bar) in [
        ("speed / hand-written", ours, typed, hand_bar),
        ("speed / serde_json::Value", ours, values, value_bar),
        ("speed / hand-written, f64", ours, floats, Bar::None),
        ("speed / hand-written, all text", ours, texts, Bar::None),
        ("speed by serde / hand-written", plain, typed, Bar::None),
    ] {
        let what = format!("{name}: {what}");
        report.row(what, seconds(ours), seconds(rival), rival / ours, bar);
    }

    let [ours, typed, values] = clock::medians(
        ROUNDS,
        [
            &mut || Ok::<_, Infallible>(clock::time(clock::thread, || read(json)).0),
            &mut || Ok(clock::time(clock::thread, || by_hand::<Typed>(json)).0),
            &mut || Ok(clock::time(clock::thread, || value(json)).0),
        ],
    )?;
    for (what, rival) in [
        ("speed, kept / hand-written", typed),
        ("speed, kept / serde_json::Value", values),
    ] {
        let what = format!("{name}: {what}");
        report.row(what, seconds(ours), seconds(rival), rival / ours, Bar::None);
    }

    let ours = heap::live(|| read(json));
    for (rival, size, bar) in [
        (
            "hand-written",
            heap::live(|| by_hand::<Typed>(json)),
            heap_bar,
        ),
        (
            "hand-written, all text",
            heap::live(|| by_hand::<Texts>(json)),
            Bar::None,
        ),
        ("serde_json::Value", heap::live(|| value(json)), Bar::None),
    ] {
        let count = RECORDS as usize;
        report.row(
            format!("{name}: heap a record / {rival}"),
            bytes(ours, count),
            bytes(size, count),
            ours as f64 / size as f64,
            bar,
        );
    }
    Ok(())
}

fn read_and_dropped<T>(read: impl FnOnce() -> T) -> Result<Duration, Infallible> {
    Ok(clock::time(clock::thread, || drop(black_box(read()))).0)
}

fn by_hand<'a, T: serde::Deserialize<'a>>(json: &'a str) -> serde_json::Result<hand::Page<T>> {
    serde_json::from_str(json)
}

/// Every rival must read every record, and ours must lose nothing.
fn agree<T: Described + serde::Serialize + serde::de::DeserializeOwned>(
    json: &str,
) -> Result<(), Box<dyn Error>> {
    let ours: Page<T> = Page::from_json(json)?;
    let counts = [
        ours.records.len(),
        by_hand::<Typed>(json)?.records.len(),
        by_hand::<Floats>(json)?.records.len(),
        by_hand::<Texts>(json)?.records.len(),
    ];
    if counts != [RECORDS as usize; 4] {
        return Err(format!("records were lost: {counts:?}").into());
    }
    let written: Value = serde_json::from_str(&serde_json::to_string(&ours)?)?;
    if without_zeros(written) != without_zeros(serde_json::from_str(json)?) {
        return Err(format!("a page of {} is not what it was", T::API_NAME).into());
    }
    Ok(())
}

/// `5.0` and `5` are the same number.
fn without_zeros(mut value: Value) -> Value {
    match &mut value {
        Value::Number(number) => {
            if let Some(float) = number.as_f64() {
                return Value::from(float);
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = without_zeros(item.take());
            }
        }
        Value::Object(entries) => {
            for (_, entry) in entries {
                *entry = without_zeros(entry.take());
            }
        }
        _ => {}
    }
    value
}
