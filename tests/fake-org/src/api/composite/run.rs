//! Does the parts of a composite or a graph, one after the other, and takes them back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::expression::Known;
use super::part::{Answer, Part};
use crate::api::{ApiError, Call, row_locked};

/// How parts are done.
pub(super) struct Run {
    pub(super) all_or_none: bool,
    pub(super) collated: bool,
    /// Parts whose rows somebody else holds.
    pub(super) locked: Vec<usize>,
    /// Parts for which no call of the day is left.
    pub(super) limited: Vec<usize>,
    pub(super) allows: fn(&Part<'_>) -> bool,
}

impl Run {
    /// The answer of each part, in the order of the request.
    pub(super) fn answers(&self, call: &mut Call<'_>, parts: &[Part<'_>]) -> Vec<Answer> {
        let savepoint = call.store.begin();
        let mut known = Known::default();
        let mut answers: Vec<Option<Answer>> = parts.iter().map(|_| None).collect();
        let mut failed = false;
        for place in self.order(parts) {
            let part = &parts[place];
            let answer = self.one(call, place, part, &known);
            known.add(
                &part.reference_id,
                serde_json::from_str(answer.body.get()).unwrap_or_default(),
            );
            failed = answer.is_failure() || (part.writes_many() && has_refused(&answer));
            answers[place] = Some(answer);
            if failed && self.all_or_none {
                break;
            }
        }
        if !(failed && self.all_or_none) {
            call.store.commit(savepoint);
        } else {
            call.store.rollback(savepoint);
            for (part, answer) in parts.iter().zip(&mut answers) {
                // What a collection said stays as it was said, although none of it is left.
                let stays = answer
                    .as_ref()
                    .is_some_and(|answer| answer.is_failure() || part.writes_many());
                if !stays {
                    *answer = Some(rolled_back(part));
                }
            }
        }
        // A part without an answer is one that was not done.
        parts
            .iter()
            .zip(answers)
            .map(|(part, answer)| answer.unwrap_or_else(|| rolled_back(part)))
            .collect()
    }

    fn one(&self, call: &mut Call<'_>, place: usize, part: &Part<'_>, known: &Known) -> Answer {
        let response = if self.locked.contains(&place) {
            row_locked(None).response()
        } else if self.limited.contains(&place) {
            ApiError::daily_limit().response()
        } else if (self.allows)(part) {
            part.run(call, known)
        } else {
            // [M]
            let message = format!("The URL {} is not supported here", part.url);
            ApiError::new(400, "INVALID_INPUT", message).response()
        };
        Answer::new(Some(&part.reference_id), &response)
    }

    /// The places of the parts in the order in which they are done. Collated, creates of one object
    /// that refer to nothing and have no headers come together.
    fn order(&self, parts: &[Part<'_>]) -> Vec<usize> {
        if !self.collated {
            return (0..parts.len()).collect();
        }
        let goes_along = |part: &Part<'_>| {
            part.method == "POST"
                && part.path().len() == 2
                && part.http_headers.as_ref().is_none_or(BTreeMap::is_empty)
                && part.parents().next().is_none()
        };
        let mut order = Vec::with_capacity(parts.len());
        for (place, part) in parts.iter().enumerate() {
            if order.contains(&place) {
                continue;
            }
            order.push(place);
            if goes_along(part) {
                let kind = part.kind();
                let later = parts.iter().enumerate().skip(place + 1);
                order.extend(
                    later
                        .filter(|(_, other)| goes_along(other) && other.kind() == kind)
                        .map(|(other, _)| other),
                );
            }
        }
        order
    }
}

/// Whether a record of many was refused.
fn has_refused(answer: &Answer) -> bool {
    let items: Vec<Value> = serde_json::from_str(answer.body.get()).unwrap_or_default();
    items.iter().any(|item| item["success"] == false)
}

pub(super) fn rolled_back(part: &Part<'_>) -> Answer {
    halted(
        part,
        "The transaction was rolled back since another operation in the same transaction failed.",
    )
}

pub(super) fn halted(part: &Part<'_>, message: &str) -> Answer {
    let error = ApiError::new(400, "PROCESSING_HALTED", message);
    Answer::new(Some(&part.reference_id), &error.response())
}
