//! What comes of a call, told from the failures that its requests will meet.
//!
//! The rules of `RetryPolicy` once more, by what the documentation of the client promises: a lost
//! answer is asked for again where that is safe, a refusal that undid everything always, at most
//! five times. So every call's outcome is known before it is made, and none is "about as expected".

use sf_fake_org::{FakeOrg, FaultKind};

/// How often a request is sent again.
const RETRIES: u32 = 5;

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
}

/// Reads on in the failures that the requests of one call meet.
pub(super) struct Oracle<'a> {
    org: &'a FakeOrg,
    call: &'a str,
    next: u64,
    /// Every failure on the way.
    pub(super) met: Vec<FaultKind>,
}

/// What became of one request, repeated as the client repeats it.
struct Sent {
    fate: Fate,
    /// The answer says that records were locked: the first, of whatever the request has.
    first_locked: bool,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(org: &'a FakeOrg, call: &'a str) -> Self {
        Self {
            org,
            call,
            next: 0,
            met: Vec::new(),
        }
    }

    /// One call, of which nothing can be locked by itself. `has_body` says whether its answer has a
    /// body that can be damaged.
    pub(super) fn alone(&mut self, does: Does, has_body: bool) -> Fate {
        self.send(does, has_body).fate
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
        let sent = self.send(does, true);
        let mut fates = vec![sent.fate; count];
        if !sent.first_locked {
            return fates;
        }
        let mut first = REFUSED;
        for _ in 0..RETRIES {
            let sent = self.send(does, true);
            if !sent.first_locked {
                first = sent.fate;
                break;
            }
        }
        fates[0] = first;
        fates
    }

    fn send(&mut self, does: Does, has_body: bool) -> Sent {
        let (mut done, mut open) = (false, false);
        let mut retries = 0;
        loop {
            let fault = self.org.faults().forecast(self.call, self.next);
            self.next += 1;
            self.met.extend(fault.clone());
            let is_answered = |first_locked| Sent {
                fate: Fate {
                    done: true,
                    told: true,
                    may_have_happened: false,
                },
                first_locked,
            };
            // Whether the org did it, and whether the client can know.
            let (did, is_open) = match fault {
                None | Some(FaultKind::Slow { .. }) => return is_answered(false),
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
            open |= is_open;
            if (is_open && does == Does::Adds) || retries == RETRIES {
                return Sent {
                    fate: Fate {
                        done,
                        told: false,
                        may_have_happened: open,
                    },
                    first_locked: false,
                };
            }
            retries += 1;
        }
    }
}

/// Undone, and said so.
const REFUSED: Fate = Fate {
    done: false,
    told: false,
    may_have_happened: false,
};
