//! What comes of a call, told from the failures that its requests will meet.
//!
//! The rules of `RetryPolicy` once more, by what the documentation of the client promises: a lost
//! answer is asked for again where that is safe, a refusal that undid everything always, at most
//! five times; a refused token is renewed, and that counts for nothing; a limit of the day or a
//! closed API is the end. So every call's outcome is known before it is made, and none is "about as
//! expected".

use sf_fake_org::{FakeOrg, FaultKind};

/// How often a request is sent again.
const RETRIES: u32 = 5;
/// The call of the most answers has so many.
pub(super) const PAGES: u32 = 3;
/// The header by whose value, the call's own name, every call meets the weather.
pub(super) const CALL: &str = "x-call";

/// What a request does if it is done.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Does {
    Nothing,
    /// Once more leaves the same.
    Sets,
    /// Once more does it twice.
    Adds,
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fate {
    /// Whether the org did it.
    pub(super) done: bool,
    /// Whether the client says so.
    pub(super) told: bool,
    /// Whether the client says that it may have happened although it failed.
    pub(super) may_have_happened: bool,
    /// What the client says that it failed by.
    pub(super) failed_by: FailedBy,
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FailedBy {
    /// Something that passes.
    Weather,
    /// The calls of the day.
    DailyLimit,
    /// The API, which is closed to the user.
    ApiDisabled,
}

/// Reads on in the failures that the requests of one call meet.
pub(super) struct Oracle<'a> {
    org: &'a FakeOrg,
    call: &'a str,
    /// The header by which the call may lose its token.
    unsettled: Option<&'static str>,
    next: u64,
    /// Every failure on the way.
    pub(super) met: Vec<FaultKind>,
}

/// What became of one request, repeated as the client repeats it.
struct Sent {
    fate: Fate,
    /// The answer says that records were locked: the first, of whatever the request has.
    first_locked: bool,
    /// Whether an attempt before had done it, and whether one was open.
    before: (bool, bool),
}

impl<'a> Oracle<'a> {
    pub(super) fn new(org: &'a FakeOrg, call: &'a str, unsettled: Option<&'static str>) -> Self {
        Self {
            org,
            call,
            unsettled,
            next: 0,
            met: Vec::new(),
        }
    }

    /// Whether the call's token is refused once at most before its last answer. What comes of a second
    /// time depends on whether another call has used the new token by then, and so on how the tasks
    /// take turns.
    pub(super) fn loses_one_token_at_most(&self) -> bool {
        let mut answers = 0;
        let met = (0..).map(|nth| self.forecast(nth)).take_while(|kind| {
            answers += u32::from(kind.is_none());
            answers < PAGES
        });
        met.flatten().filter(loses_token).count() <= 1
    }

    /// How often the token was lost on the way.
    pub(super) fn tokens_lost(&self) -> u64 {
        self.met
            .iter()
            .map(|kind| u64::from(loses_token(kind)))
            .sum()
    }

    fn forecast(&self, nth: u64) -> Option<FaultKind> {
        let faults = self.org.faults();
        let of = |header| faults.forecast(header, self.call, nth);
        self.unsettled.and_then(of).or_else(|| of(CALL))
    }

    /// One call, of which nothing can be locked by itself. `has_body` says whether its answer has a
    /// body that can be damaged.
    pub(super) fn alone(&mut self, does: Does, has_body: bool) -> Fate {
        self.send(does, has_body).fate
    }

    /// A query of several pages: how many of them come, and what ends it.
    pub(super) fn pages(&mut self) -> (u32, Fate) {
        for page in 0..PAGES {
            let fate = self.alone(Does::Nothing, true);
            if !fate.told {
                return (page, fate);
            }
        }
        (PAGES, TOLD)
    }

    /// A call that is undone as a whole, and sent again, where a part of it is locked.
    pub(super) fn whole(&mut self, does: Does) -> Fate {
        for _ in 0..=RETRIES {
            let sent = self.send(does, true);
            if !sent.first_locked {
                return sent.fate;
            }
        }
        REFUSED
    }

    /// A call of several things, of which the locked ones are sent again alone.
    pub(super) fn each(&mut self, does: Does, count: usize) -> Vec<Fate> {
        self.several(does, count).0
    }

    /// As [`each`](Self::each), of a batch: where its answer was lost once, the error says that and
    /// has what ended the next attempt behind it.
    pub(super) fn batch(&mut self, does: Does, count: usize) -> Vec<Fate> {
        let (mut fates, first_was_open) = self.several(does, count);
        if first_was_open {
            fates[0].failed_by = FailedBy::Weather;
        }
        fates
    }

    /// What becomes of each, and whether the first was open before it was sent again alone.
    fn several(&mut self, does: Does, count: usize) -> (Vec<Fate>, bool) {
        let sent = self.send(does, true);
        let mut fates = vec![sent.fate; count];
        let (mut done, mut open) = (false, false);
        let mut first = sent;
        for _ in 0..RETRIES {
            if !first.first_locked {
                break;
            }
            done |= first.before.0;
            open |= first.before.1;
            first = self.send(does, true);
        }
        let mut fate = if first.first_locked {
            REFUSED
        } else {
            first.fate
        };
        if !fate.told {
            fate.done |= done;
            fate.may_have_happened |= open;
        }
        fates[0] = fate;
        (fates, open)
    }

    fn send(&mut self, does: Does, has_body: bool) -> Sent {
        let (mut done, mut open) = (false, false);
        let mut retries = 0;
        loop {
            let fault = self.forecast(self.next);
            self.next += 1;
            self.met.extend(fault.clone());
            let is_answered = |first_locked| Sent {
                fate: TOLD,
                first_locked,
                before: (done, open),
            };
            let failed = |done, open, failed_by| Sent {
                fate: Fate {
                    done,
                    told: false,
                    may_have_happened: open,
                    failed_by,
                },
                first_locked: false,
                before: (done, open),
            };
            // Whether the org did it, and whether the client can know.
            let (did, is_open) = match fault {
                None | Some(FaultKind::Slow { .. } | FaultKind::Delay { .. }) => {
                    return is_answered(false);
                }
                Some(kind) if loses_token(&kind) => continue,
                Some(FaultKind::DailyLimit) => return failed(done, open, FailedBy::DailyLimit),
                Some(FaultKind::ApiDisabled) => return failed(done, open, FailedBy::ApiDisabled),
                Some(FaultKind::RecordsLocked { .. }) => return is_answered(true),
                // There is nothing to damage.
                Some(FaultKind::Truncated | FaultKind::EndedEarly) if !has_body => {
                    return is_answered(false);
                }
                Some(FaultKind::CutAfter | FaultKind::Truncated | FaultKind::EndedEarly) => {
                    (true, true)
                }
                Some(FaultKind::RowLocked | FaultKind::ConcurrencyLimit) => (false, false),
                _ => (false, true),
            };
            done |= did;
            // Of a read, the last attempt alone counts.
            open |= is_open && does != Does::Nothing;
            if (is_open && does == Does::Adds) || retries == RETRIES {
                return failed(done, open || is_open, FailedBy::Weather);
            }
            retries += 1;
        }
    }
}

/// Done, and said so.
const TOLD: Fate = Fate {
    done: true,
    told: true,
    may_have_happened: false,
    failed_by: FailedBy::Weather,
};

/// Undone, and said so.
const REFUSED: Fate = Fate {
    done: false,
    told: false,
    may_have_happened: false,
    failed_by: FailedBy::Weather,
};

fn loses_token(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Unauthorized { .. } | FaultKind::ExpireTokens
    )
}
