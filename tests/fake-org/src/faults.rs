//! Failures on request.

use std::sync::{Mutex, PoisonError};

use http::Method;
use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// Every access token ends before the call is looked at. A new one can be had.
    ExpireTokens,
    /// `401 INVALID_SESSION_ID`, however good the token is.
    Unauthorized {
        /// Instead of `Session expired or invalid`. Some messages mean that no login will help.
        #[serde(default)]
        message: Option<String>,
    },
    /// `429` with an HTML body.
    TooManyRequests {
        /// `Retry-After` in seconds.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// `503 SERVER_UNAVAILABLE`
    ServiceUnavailable {
        /// `Retry-After` in seconds.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// `502` with an HTML body, as the edge answers.
    BadGateway,
    /// `500 UNKNOWN_EXCEPTION`
    UnknownException,
    /// `400 UNABLE_TO_LOCK_ROW` for the call as a whole.
    RowLocked,
    /// `UNABLE_TO_LOCK_ROW` for some records of a collection, whose others are written, or of a
    /// tree; for parts of a composite or a batch; for graphs.
    RecordsLocked {
        /// Positions in the call, from 0.
        positions: Vec<usize>,
    },
    /// `403 REQUEST_LIMIT_EXCEEDED`: the calls of the day are used up.
    DailyLimit,
    /// `403 API_DISABLED_FOR_ORG`: the user or the org may not use the API.
    ApiDisabled,
    /// `403 REQUEST_LIMIT_EXCEEDED`: too many long calls at once.
    ConcurrencyLimit,
    /// The connection is closed without an answer, and nothing has happened.
    CutBefore,
    /// The call takes effect, then the connection is closed without an answer.
    CutAfter,
    /// The headers come late. Milliseconds.
    Delay {
        /// How late, in milliseconds.
        millis: u64,
    },
    /// The body comes in small pieces.
    Slow {
        /// Bytes a piece.
        bytes: usize,
        /// The pause before each piece, in milliseconds.
        millis: u64,
    },
    /// The JSON text is cut in half; `Content-Length` is that of the half.
    Truncated,
    /// The connection is closed after half of the body.
    EndedEarly,
}

/// A failure and the calls that it meets.
///
/// Without a path it meets calls below `/services/data/v...` alone, so that a login between does not
/// use it up; with one, whatever path contains it.
///
/// ```
/// use sf_fake_org::{Fault, FaultKind};
///
/// let twice_throttled = Fault::new(FaultKind::TooManyRequests { retry_after: Some(1) })
///     .method("POST")
///     .path("/sobjects/Account")
///     .times(2);
/// # let _ = twice_throttled;
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    #[serde(flatten)]
    kind: FaultKind,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    path: Option<String>,
    /// How many calls it still meets; none for no end.
    #[serde(default = "once")]
    times: Option<u64>,
    /// How many calls it still lets pass.
    #[serde(default)]
    after: u64,
    #[serde(default = "certain")]
    probability: f64,
}

#[allow(clippy::unnecessary_wraps)]
fn once() -> Option<u64> {
    Some(1)
}

fn certain() -> f64 {
    1.0
}

impl Fault {
    /// A failure of the next call.
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            method: None,
            path: None,
            times: once(),
            after: 0,
            probability: certain(),
        }
    }

    /// Meets calls of this HTTP method only.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Meets calls whose path or query contains this.
    #[must_use]
    pub fn path(mut self, part: &str) -> Self {
        self.path = Some(part.to_owned());
        self
    }

    /// Meets so many calls, then never again.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Meets every call until it is cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Lets so many calls that it could meet pass before.
    #[must_use]
    pub fn after(mut self, calls: u64) -> Self {
        self.after = calls;
        self
    }

    /// Meets a call with this probability, by the seed of the org.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    fn could_meet(&self, method: &Method, target: &str) -> bool {
        let in_path = match &self.path {
            Some(part) => target.contains(part.as_str()),
            None => target.starts_with("/services/data/v"),
        };
        let of_method = self
            .method
            .as_ref()
            .is_none_or(|wanted| method.as_str().eq_ignore_ascii_case(wanted));
        in_path && of_method && self.times != Some(0)
    }
}

/// The failures that wait for their calls. The first that meets a call is the one that happens.
#[derive(Debug)]
pub struct Faults(Mutex<State>);

#[derive(Debug)]
struct State {
    waiting: Vec<Fault>,
    random: fastrand::Rng,
}

impl Faults {
    pub(crate) fn new(random: fastrand::Rng) -> Self {
        let waiting = Vec::new();
        Self(Mutex::new(State { waiting, random }))
    }

    /// Adds a failure after those that wait already.
    pub fn add(&self, fault: Fault) {
        self.change(|state| state.waiting.push(fault));
    }

    /// Takes all failures back.
    pub fn clear(&self) {
        self.change(|state| state.waiting.clear());
    }

    /// The failures that may still happen.
    pub fn waiting(&self) -> Vec<Fault> {
        self.change(|state| state.waiting.clone())
    }

    /// What happens to a call.
    pub(crate) fn meet(&self, method: &Method, target: &str) -> Option<FaultKind> {
        self.change(|state| {
            let State { waiting, random } = state;
            let met = waiting.iter_mut().find_map(|fault| {
                if !fault.could_meet(method, target) {
                    return None;
                }
                if fault.after > 0 {
                    fault.after -= 1;
                    return None;
                }
                if random.f64() >= fault.probability {
                    return None;
                }
                fault.times = fault.times.map(|times| times - 1);
                Some(fault.kind.clone())
            });
            waiting.retain(|fault| fault.times != Some(0));
            met
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults() -> Faults {
        Faults::new(fastrand::Rng::with_seed(1))
    }

    #[test]
    fn a_fault_meets_the_calls_it_names() {
        let faults = faults();
        let fault = Fault::new(FaultKind::BadGateway)
            .method("get")
            .path("Account");
        faults.add(fault.after(1).times(2));
        let meet = |method, target| faults.meet(&method, target).is_some();
        assert!(!meet(Method::POST, "/services/data/v66.0/sobjects/Account"));
        assert!(!meet(Method::GET, "/services/data/v66.0/sobjects/Contact"));
        let met: Vec<bool> = (0..4)
            .map(|_| meet(Method::GET, "/services/data/v66.0/sobjects/Account"))
            .collect();
        assert_eq!(met, [false, true, true, false]);
        assert!(faults.waiting().is_empty());
    }

    #[test]
    fn a_fault_without_a_path_spares_logins() {
        let faults = faults();
        faults.add(Fault::new(FaultKind::BadGateway));
        assert_eq!(faults.meet(&Method::POST, "/services/oauth2/token"), None);
        assert!(
            faults
                .meet(&Method::GET, "/services/data/v66.0/limits")
                .is_some()
        );
    }

    #[test]
    fn faults_read_from_json() {
        let fault: Fault =
            serde_json::from_str(r#"{"kind":"service_unavailable","retry_after":2,"times":null}"#)
                .unwrap();
        let kind = FaultKind::ServiceUnavailable {
            retry_after: Some(2),
        };
        assert_eq!(fault, Fault::new(kind).always());
        let fault: Fault = serde_json::from_str(r#"{"kind":"cut_before"}"#).unwrap();
        assert_eq!(fault, Fault::new(FaultKind::CutBefore));
    }
}
