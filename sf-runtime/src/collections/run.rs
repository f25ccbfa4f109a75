//! Sends one call of many records, and those again that another transaction held.

use std::sync::{Arc, OnceLock};

use crate::call::CallInfo;
use crate::client::Client;
use crate::error::Error;

use super::Outcome;
use super::answer::{left_open, outcomes};
use super::batch::{Batch, request};
use super::record::{Prepared, Verb};

/// How the calls of one set of records are made.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) client: Client,
    pub(super) verb: Verb,
    pub(super) all_or_none: bool,
    /// Why no further call is made: one failed in a way that the next would too.
    pub(super) stopped: OnceLock<Arc<Error>>,
}

impl Run {
    /// One outcome for each entry.
    pub(super) async fn outcomes(&self, batch: Batch) -> Vec<Outcome> {
        let has_refused = batch.entries.iter().any(Result::is_err);
        let mut records = Vec::with_capacity(batch.entries.len());
        let mut outcomes = Vec::with_capacity(batch.entries.len());
        for (place, entry) in batch.entries.into_iter().enumerate() {
            match entry {
                Ok(record) => {
                    outcomes.push(Outcome::RolledBack);
                    records.push((place, record));
                }
                Err(outcome) => outcomes.push(outcome),
            }
        }
        let is_void = self.all_or_none && has_refused;
        if !is_void && !records.is_empty() {
            self.send(&records, &mut outcomes).await;
        }
        outcomes
    }

    async fn send(&self, records: &[(usize, Prepared)], outcomes: &mut [Outcome]) {
        let mut pending: Vec<&(usize, Prepared)> = records.iter().collect();
        let mut retries = 0;
        // Records that an attempt may have written whose answer was lost.
        let mut open: Vec<(usize, CallInfo)> = Vec::new();
        loop {
            let told = match self.once(&pending).await {
                Ok((told, call)) => {
                    if call.was_open {
                        open.extend(pending.iter().map(|(place, _)| (*place, call.clone())));
                    }
                    told
                }
                Err(error) => vec![Outcome::of_call(&error); pending.len()],
            };
            for ((place, _), outcome) in pending.iter().zip(told) {
                if let Some(slot) = outcomes.get_mut(*place) {
                    *slot = outcome;
                }
            }
            let again = self.locked(&pending, outcomes);
            if again.is_empty() || !self.waits(&again, outcomes, retries).await {
                break;
            }
            retries += 1;
            pending = again;
        }
        for (place, call) in open {
            if let Some(slot) = outcomes.get_mut(place) {
                *slot = left_open(slot.clone(), &call);
            }
        }
    }

    /// The records to send again: those that another transaction held, or all of them where they
    /// are all or none and nothing else is wrong.
    fn locked<'a>(
        &self,
        pending: &[&'a (usize, Prepared)],
        outcomes: &[Outcome],
    ) -> Vec<&'a (usize, Prepared)> {
        let outcome = |(place, _): &(usize, Prepared)| outcomes.get(*place);
        let is_locked =
            |record: &&&(usize, Prepared)| outcome(record).is_some_and(Outcome::is_locked);
        if !self.all_or_none {
            return pending.iter().filter(is_locked).copied().collect();
        }
        let heals = |record: &&(usize, Prepared)| {
            outcome(record).is_some_and(|outcome| {
                outcome.is_locked() || matches!(outcome, Outcome::RolledBack)
            })
        };
        if pending.iter().any(|record| is_locked(&record)) && pending.iter().all(heals) {
            pending.to_vec()
        } else {
            Vec::new()
        }
    }

    /// Waits, if the policy wants the records sent again.
    async fn waits(
        &self,
        again: &[&(usize, Prepared)],
        outcomes: &[Outcome],
        retries: u32,
    ) -> bool {
        let errors: Vec<_> = again
            .iter()
            .filter_map(|(place, _)| outcomes.get(*place))
            .flat_map(Outcome::errors)
            .cloned()
            .collect();
        self.client.wait_for_lock(&errors, retries).await
    }

    /// What is told of each record, and which call it was.
    async fn once(
        &self,
        pending: &[&(usize, Prepared)],
    ) -> Result<(Vec<Outcome>, CallInfo), Arc<Error>> {
        if let Some(error) = self.stopped.get() {
            return Err(Arc::clone(error));
        }
        let records: Vec<_> = pending.iter().map(|(_, record)| record).collect();
        let told = async {
            let request = request(self.verb, &records, self.all_or_none)?;
            let response = self.client.send(&request).await?;
            let id = |place: usize| records.get(place).and_then(|record| record.id);
            let told = outcomes(self.verb, self.all_or_none, &response, id)?;
            Ok((told, response.call))
        };
        told.await.map_err(|error: Error| {
            let error = Arc::new(error);
            if error.ends_all() {
                // Whoever comes first counts.
                let _ = self.stopped.set(error.of_unsent());
            }
            error
        })
    }
}
