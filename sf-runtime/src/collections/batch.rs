//! Splits records into calls, in order, within the org's limits.

use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt};

use crate::call::{Body, Request, Safety};
use crate::error::Error;

use super::record::{Entry, Kind, Prepared, Verb, unsendable};

/// Records a call.
pub(super) const RECORDS: usize = 200;
/// Runs of one object a call.
const RUNS: usize = 10;
/// Bytes a call. The org takes 50 MB.
const BYTES: usize = 45_000_000;

/// The records of one call, and those that were meant for it and are not sent.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    room: Room,
}

/// How much of a call is taken.
#[derive(Debug, Default)]
pub(super) struct Room {
    records: usize,
    runs: usize,
    bytes: usize,
    last: Option<Kind>,
    key: Option<(Kind, Option<&'static str>)>,
}

/// Gathers records into calls of at most `size`.
pub(super) fn batches(
    records: BoxStream<'_, Entry>,
    verb: Verb,
    size: usize,
) -> impl Stream<Item = Batch> + Send + '_ {
    let start = (records.fuse(), None);
    stream::unfold(start, move |(mut records, mut held)| async move {
        let mut batch = Batch::default();
        loop {
            let next = match held.take() {
                Some(next) => Some(next),
                None => records.next().await.map(bounded),
            };
            let Some(next) = next else { break };
            if !batch.takes(&next, verb, size) {
                held = Some(next);
                break;
            }
            batch.push(next);
        }
        (!batch.entries.is_empty()).then_some((batch, (records, held)))
    })
}

impl Batch {
    /// Whether the next record may go into the same call.
    fn takes(&self, next: &Entry, verb: Verb, size: usize) -> bool {
        match next {
            Ok(next) => self.entries.len() < size && self.room.takes(next, verb),
            Err(_) => self.entries.len() < size,
        }
    }

    fn push(&mut self, next: Entry) {
        if let Ok(next) = &next {
            self.room.fill(next);
        }
        self.entries.push(next);
    }
}

impl Room {
    /// Whether there is room for the record.
    pub(super) fn takes(&self, next: &Prepared, verb: Verb) -> bool {
        let new_run = self.last != Some(next.kind);
        self.records < RECORDS
            && (self.records == 0 || self.bytes + next.text.len() < BYTES)
            && !(new_run && self.runs >= RUNS)
            && (verb != Verb::Upsert || self.key.is_none_or(|key| key == (next.kind, next.key)))
    }

    pub(super) fn fill(&mut self, next: &Prepared) {
        self.records += 1;
        self.runs += usize::from(self.last != Some(next.kind));
        self.last = Some(next.kind);
        self.bytes += next.text.len() + 1;
        self.key.get_or_insert((next.kind, next.key));
    }
}

/// The request for some records, which must fit into one call.
pub(super) fn request(
    verb: Verb,
    records: &[&Prepared],
    all_or_none: bool,
) -> Result<Request, Error> {
    const PATH: &str = "composite/sobjects";
    let request = match verb {
        Verb::Create => Request::post(PATH, &[])?,
        Verb::Update => Request::patch(PATH, &[])?,
        Verb::Upsert => {
            let (object, key) = match records.first() {
                Some(Prepared {
                    kind: Kind::Object(object),
                    key: Some(key),
                    ..
                }) => (*object, *key),
                _ => return Err(Error::request("an upsert needs an external ID")),
            };
            Request::patch("composite/sobjects/{object}/{field}", &[object, key])?
        }
        Verb::Delete => Request::delete(PATH, &[])?,
    };
    let texts = || records.iter().map(|record| record.text.as_str());
    let mut request = match verb {
        // Sent twice it would fail for what the first one did.
        Verb::Delete if all_or_none => request.with_safety(Safety::Write),
        _ => request,
    };
    request = match verb {
        Verb::Delete => request
            .query("ids", &texts().collect::<Vec<_>>().join(","))
            .query("allOrNone", if all_or_none { "true" } else { "false" }),
        _ => request.with_body(body(texts(), all_or_none)),
    };
    if let Some(Kind::Object(object)) = records.first().map(|record| record.kind)
        && records
            .iter()
            .all(|record| record.kind == Kind::Object(object))
    {
        request = request.about(object);
    }
    request = request.expecting(records.len());
    if records.iter().any(|record| record.has_new_id) {
        request = request.with_new_id();
    }
    Ok(request)
}

fn body<'a>(texts: impl Iterator<Item = &'a str>, all_or_none: bool) -> Body {
    let mut json = format!("{{\"allOrNone\":{all_or_none},\"records\":[");
    for (place, text) in texts.enumerate() {
        if place > 0 {
            json.push(',');
        }
        json.push_str(text);
    }
    json.push_str("]}");
    Body::Json(Bytes::from(json))
}

/// A record that no call can hold is not sent.
fn bounded(entry: Entry) -> Entry {
    match entry {
        Ok(record) if record.text.len() > BYTES => Err(unsendable(Error::request(format!(
            "the record has {} bytes of JSON, and a call takes {BYTES}",
            record.text.len()
        )))),
        entry => entry,
    }
}
