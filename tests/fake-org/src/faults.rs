//! Failures on request.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, Method};
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
    /// tree; for parts of a composite or a batch; for graphs. It meets such calls alone: a call of
    /// one record, and one that only reads records, leaves it waiting. See
    /// [`RowLocked`](Self::RowLocked).
    RecordsLocked {
        /// Positions in the call, from 0.
        positions: Vec<usize>,
    },
    /// `400 DUPLICATES_DETECTED`: a duplicate rule finds these records. Calls that read leave it
    /// waiting.
    DuplicatesDetected {
        /// The object of the records.
        object: String,
        /// Their ids.
        records: Vec<String>,
    },
    /// `403 REQUEST_LIMIT_EXCEEDED`: the calls of the day are used up.
    DailyLimit,
    /// The same for parts of a composite, whose others are answered.
    DailyLimitWithin {
        /// Positions in the call, from 0.
        positions: Vec<usize>,
    },
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
    /// The header whose value decides.
    #[serde(default)]
    drawn_by: Option<String>,
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
            drawn_by: None,
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
    ///
    /// The calls draw in the order in which they arrive: where several arrive at once, which of them
    /// it meets is another in each run. See [`drawn_by`](Self::drawn_by).
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    /// Makes the value of this header decide, and not the order in which calls arrive: the nth
    /// request with a value meets the same in every run with the same seed, as
    /// [`Faults::forecast`] tells. Requests without the header are not met, and those without a
    /// token that is good do not count, since how many of them there are depends on that order.
    #[must_use]
    pub fn drawn_by(mut self, header: &str) -> Self {
        self.drawn_by = Some(header.to_ascii_lowercase());
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
        let fits = match self.kind {
            FaultKind::RecordsLocked { .. } => writes_several(method, target),
            FaultKind::DuplicatesDetected { .. } => method != Method::GET,
            _ => true,
        };
        in_path && of_method && fits && self.times != Some(0)
    }
}

/// Whether a request writes several records, or has several parts.
fn writes_several(method: &Method, target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    let mut segments = path
        .split('/')
        .skip_while(|segment| *segment != "composite");
    let resource = (segments.next(), segments.next(), segments.next());
    match resource {
        // Records that are read by their ids.
        (Some(_), Some("sobjects"), Some(_)) => method != Method::GET && method != Method::POST,
        (Some(_), ..) => method != Method::GET,
        _ => false,
    }
}

/// The failures that wait for their calls. The first that meets a call is the one that happens.
#[derive(Debug)]
pub struct Faults(Mutex<State>);

#[derive(Debug)]
struct State {
    waiting: Vec<Fault>,
    random: fastrand::Rng,
    /// What the draws by headers begin with.
    seed: u64,
    /// How many requests came with each header and value.
    seen: HashMap<(String, String), u64>,
}

/// A request, as far as faults look at it.
pub(crate) struct Meeting<'a> {
    pub(crate) method: &'a Method,
    /// Path and query.
    pub(crate) target: &'a str,
    pub(crate) headers: &'a HeaderMap,
    /// Whether its token is good.
    pub(crate) is_let_in: bool,
}

impl Faults {
    pub(crate) fn new(random: fastrand::Rng) -> Self {
        let seed = random.clone().u64(..);
        Self(Mutex::new(State {
            waiting: Vec::new(),
            random,
            seed,
            seen: HashMap::new(),
        }))
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

    /// What the nth request (from 0) with this value of a header meets, of the failures that are
    /// [drawn by](Fault::drawn_by) that header, whatever their methods and paths.
    pub fn forecast(&self, header: &str, value: &str, nth: u64) -> Option<FaultKind> {
        self.change(|state| {
            let is_of_header = |by: &String| by.eq_ignore_ascii_case(header);
            let drawn = state
                .waiting
                .iter()
                .filter(|fault| fault.drawn_by.as_ref().is_some_and(is_of_header));
            let mut met =
                drawn.filter(|fault| fault.draw(state.seed, value, nth) < fault.probability);
            met.next().map(|fault| fault.kind.clone())
        })
    }

    /// What happens to a call.
    pub(crate) fn meet(&self, request: &Meeting<'_>) -> Option<FaultKind> {
        self.change(|state| {
            let places = state.places(request);
            let State {
                waiting,
                random,
                seed,
                ..
            } = state;
            let met = waiting.iter_mut().find_map(|fault| {
                if !fault.could_meet(request.method, request.target) {
                    return None;
                }
                let place = match &fault.drawn_by {
                    Some(header) => Some(places.iter().find(|place| place.header == *header)?),
                    None => None,
                };
                if fault.after > 0 {
                    fault.after -= 1;
                    return None;
                }
                let drawn = match place {
                    Some(place) => fault.draw(*seed, &place.value, place.nth),
                    None => random.f64(),
                };
                if drawn >= fault.probability {
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

/// Which of the requests with the same value of a header one is.
struct Place {
    header: String,
    value: String,
    nth: u64,
}

impl State {
    /// Counts the request by each header that faults are drawn by.
    fn places(&mut self, request: &Meeting<'_>) -> Vec<Place> {
        if !request.is_let_in {
            return Vec::new();
        }
        let mut places: Vec<Place> = Vec::new();
        for header in self
            .waiting
            .iter()
            .filter_map(|fault| fault.drawn_by.as_ref())
        {
            let value = request
                .headers
                .get(header)
                .and_then(|value| value.to_str().ok());
            let Some(value) = value else { continue };
            if places.iter().any(|place| place.header == *header) {
                continue;
            }
            let seen = self
                .seen
                .entry((header.clone(), value.to_owned()))
                .or_default();
            places.push(Place {
                header: header.clone(),
                value: value.to_owned(),
                nth: *seen,
            });
            *seen += 1;
        }
        places
    }
}

impl Fault {
    /// A number from 0 up to 1 that only the seed, the fault, and the request's place decide.
    fn draw(&self, seed: u64, value: &str, nth: u64) -> f64 {
        // FNV-1a: the same in every version of every library.
        let text = format!("{seed} {:?} {nth} {value}", self.kind);
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        fastrand::Rng::with_seed(hash).f64()
    }
}

#[cfg(test)]
mod tests;
