//! Whatever the org says of each record: each has its own outcome, in the order of the input.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use sf_runtime::ErrorCode;
use sf_runtime::collections::Outcome;

use crate::collections::{account, id_of, saved};
use crate::scripted::{Answer, Scripted, run};

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Saved,
    Refused,
    /// Locked so many times, then saved.
    Locked(u32),
    /// Not sent.
    Invalid,
    /// The answer makes no sense.
    Garbled,
    /// The answer to its call is lost.
    Lost,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        20 => Just(Fate::Saved),
        3 => Just(Fate::Refused),
        3 => (1..4u32).prop_map(Fate::Locked),
        2 => Just(Fate::Invalid),
        1 => Just(Fate::Garbled),
        1 => Just(Fate::Lost),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn each_record_has_its_outcome_in_order(
        fates in vec(fate(), 0..260),
        size in 1..=200usize,
        concurrency in 1..5usize,
    ) {
        let known = fates.clone();
        let mut locks: HashMap<usize, u32> = HashMap::new();
        let org = Scripted::new(move |seen| {
            let places: Vec<usize> = seen
                .records()
                .iter()
                .map(|record| record["Name"].as_str().unwrap().parse().unwrap())
                .collect();
            let one = |place: usize, locks: &mut HashMap<usize, u32>| match known[place] {
                Fate::Refused => error("DUPLICATE_VALUE"),
                Fate::Locked(times) if *locks.entry(place).or_default() < times => {
                    *locks.entry(place).or_default() += 1;
                    error("UNABLE_TO_LOCK_ROW")
                }
                Fate::Garbled => "[]".to_owned(),
                _ => saved(place),
            };
            if places.iter().any(|place| known[*place] == Fate::Lost) {
                return Answer::Cut;
            }
            let items: Vec<_> = places.iter().map(|place| one(*place, &mut locks)).collect();
            Answer::Json(200, format!("[{}]", items.join(",")))
        });
        let drafts: Vec<_> = fates
            .iter()
            .enumerate()
            .map(|(place, fate)| match fate {
                Fate::Invalid => account(&"x".repeat(256)),
                _ => account(&place.to_string()),
            })
            .collect();
        let report = run(async {
            let client = org.client();
            client.create_all(drafts).batch_size(size).concurrency(concurrency).await
        })
        .unwrap();
        prop_assert_eq!(report.len(), fates.len());
        for (place, (fate, outcome)) in fates.iter().zip(&report).enumerate() {
            let call = &fates[place / size * size..fates.len().min((place / size + 1) * size)];
            let is_lost = call.contains(&Fate::Lost);
            let right = match (fate, outcome) {
                (Fate::Invalid, Outcome::Invalid(_)) => true,
                (Fate::Invalid, _) => false,
                (_, Outcome::Unknown(_)) if is_lost => true,
                (_, _) if is_lost => false,
                (Fate::Saved | Fate::Locked(_), Outcome::Created(id)) => {
                    id.as_str() == id_of(place)
                }
                (Fate::Refused, Outcome::Failed(errors)) => {
                    errors[0].code == ErrorCode::DuplicateValue
                }
                (Fate::Garbled, Outcome::Unknown(_)) => true,
                _ => false,
            };
            prop_assert!(right, "record {}: {:?} became {:?}", place, fate, outcome);
        }
    }
}

fn error(code: &str) -> String {
    format!(r#"{{"success":false,"errors":[{{"statusCode":"{code}","message":"m","fields":[]}}]}}"#)
}
