//! Whether a failed call is sent again, and when.
//!
//! A pure decision: what failed, how safe it is to repeat, how often it was tried, and one random
//! number go in; wait, refresh or give up come out. Nothing here waits, sends or reads a clock.

use std::time::Duration;

use crate::call::Safety;
use crate::error::{ErrorCode, ErrorEntry, TransportErrorKind};

/// When a failed call is sent again.
///
/// | what failed | sent again if it is | waits, n = retries so far |
/// |---|---|---|
/// | no connection | anything | min(2ⁿ, 30) s |
/// | connection broken, no answer in time | a read or idempotent | min(2ⁿ, 30) s |
/// | 429 and 420 | a read or idempotent | min(2ⁿ·2, 60) s |
/// | 500, 502, 503, 504 | a read or idempotent | min(2ⁿ·5, 120) s |
/// | `REQUEST_LIMIT_EXCEEDED` of calls at once | anything | min(2ⁿ·2, 60) s |
/// | `REQUEST_LIMIT_EXCEEDED` of the day | nothing | |
/// | `UNABLE_TO_LOCK_ROW` | anything: it was rolled back | min(2ⁿ·0.5, 8) s |
/// | `TOO_MANY_APEX_REQUESTS` | anything | min(2ⁿ·2, 60) s |
/// | `API_CURRENTLY_DISABLED`, `INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE` | anything | min(2ⁿ·5, 120) s |
/// | `PLATFORM_EVENT_PUBLISHING_UNAVAILABLE`, `PLATFORM_EVENT_PUBLISH_FAILED` | anything | min(2ⁿ·5, 120) s |
/// | `QUERY_TIMEOUT` | anything, once | 5 s |
/// | `REQUEST_RUNNING_TOO_LONG` | a read or idempotent | min(2ⁿ·5, 120) s |
/// | 401 | anything, with a new token: once, or again if the org took that one for other calls | 0 s |
///
/// A wait is up to a quarter longer at random, so that clients do not come back all at once; that
/// for a lock is between a half and one and a half times as long. `Retry-After` is waited for where
/// it is longer. Which answers leave a call undone, and so may be repeated whatever it is, follows
/// what Salesforce says of each code; where it says nothing, a create is not sent again.
///
/// ```
/// use sf_runtime::retry::RetryPolicy;
/// use std::time::Duration;
///
/// let patient = RetryPolicy {
///     max_retries: 8,
///     ..RetryPolicy::default()
/// };
/// let never = RetryPolicy::none();
/// assert_eq!(never.max_retries, 0);
/// # let _ = patient;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RetryPolicy {
    /// How often a call is sent again at most. 5 by default.
    pub max_retries: u32,
    /// Whether a create whose answer was lost is sent again, which may create the record twice.
    /// Not by default.
    pub repeat_writes: bool,
    /// Where the org asks to wait for longer than this, the call fails at once. 5 minutes by
    /// default.
    pub longest_wait: Duration,
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Failure<'a> {
    /// The network.
    Transport(TransportErrorKind),
    /// The org refused the call.
    Refused {
        /// HTTP status.
        status: u16,
        /// What the org has against it; empty where the answer was not its JSON.
        errors: &'a [ErrorEntry],
        /// `Retry-After`
        retry_after: Option<Duration>,
    },
}

/// A call that failed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt<'a> {
    /// How often it was sent again already.
    pub retries: u32,
    /// How often it was sent again because the query ran for too long (`QUERY_TIMEOUT`).
    pub timeouts: u32,
    /// How often the token was renewed for it already.
    pub refreshes: u32,
    /// Whether the org has taken the token for any call: if so, a 401 means that it has ended since.
    pub token_was_good: bool,
    /// What sending it twice would do.
    pub safety: Safety,
    /// What failed.
    pub failure: Failure<'a>,
    /// Any number from 0 up to 1, for the jitter.
    pub random: f64,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Decision {
    /// The failure is the call's outcome.
    GiveUp,
    /// Send it again after this time.
    Wait(Duration),
    /// Renew the token and send it again.
    Refresh,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 5,
            repeat_writes: false,
            longest_wait: Duration::from_secs(300),
        }
    }
}

impl RetryPolicy {
    /// Nothing is sent again, except with a new token after a 401. Logins change nothing in the org and
    /// have a policy of their own, for all clients the same: three more attempts, a minute apart at most.
    pub fn none() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// What to do about a failed call.
    pub fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        if let Failure::Refused {
            status: 401,
            errors,
            ..
        } = attempt.failure
        {
            let new = attempt.refreshes == 0
                || attempt.token_was_good && attempt.refreshes < self.max_retries;
            let heals = new && !errors.iter().any(never_heals);
            return if heals {
                Decision::Refresh
            } else {
                Decision::GiveUp
            };
        }
        let Some(Retry { reach, wait, once }) = retry(&attempt.failure) else {
            return Decision::GiveUp;
        };
        let safe = match reach {
            Reach::Undone => true,
            Reach::Unknown => attempt.safety != Safety::Write || self.repeat_writes,
        };
        if !safe || attempt.retries >= self.max_retries || (once && attempt.timeouts > 0) {
            return Decision::GiveUp;
        }
        let before = if once { 0 } else { attempt.retries };
        let wait = wait.after(before, attempt.random);
        match attempt.failure {
            Failure::Refused {
                retry_after: Some(asked),
                ..
            } if asked > self.longest_wait => Decision::GiveUp,
            Failure::Refused {
                retry_after: Some(asked),
                ..
            } => Decision::Wait(wait.max(asked)),
            _ => Decision::Wait(wait),
        }
    }
}

/// Whether the org may have done what was asked.
enum Reach {
    /// It has not.
    Undone,
    /// Nobody knows.
    Unknown,
}

struct Retry {
    reach: Reach,
    wait: Backoff,
    /// Not again for the same reason.
    once: bool,
}

/// The first wait, the longest, and how much of it is random, in seconds.
struct Backoff {
    first: f64,
    longest: f64,
    least: f64,
    spread: f64,
}

const CONNECTION: Backoff = Backoff::new(1.0, 30.0);
const THROTTLED: Backoff = Backoff::new(2.0, 60.0);
const UNAVAILABLE: Backoff = Backoff::new(5.0, 120.0);
const LOCKED: Backoff = Backoff {
    first: 0.5,
    longest: 8.0,
    least: 0.5,
    spread: 1.0,
};

impl Backoff {
    const fn new(first: f64, longest: f64) -> Self {
        Self {
            first,
            longest,
            least: 1.0,
            spread: 0.25,
        }
    }

    fn after(&self, retries: u32, random: f64) -> Duration {
        // 2^20 is past every longest wait.
        let factor = f64::from(1_u32 << retries.min(20));
        let wait = (self.first * factor).min(self.longest);
        Duration::from_secs_f64(wait * (self.least + self.spread * random.clamp(0.0, 1.0)))
    }
}

fn retry(failure: &Failure<'_>) -> Option<Retry> {
    let any = |reach, wait| {
        Some(Retry {
            reach,
            wait,
            once: false,
        })
    };
    match failure {
        Failure::Transport(TransportErrorKind::Connect) => any(Reach::Undone, CONNECTION),
        Failure::Transport(_) => any(Reach::Unknown, CONNECTION),
        Failure::Refused { status, errors, .. } => {
            let has = |test: fn(&ErrorEntry) -> bool| errors.iter().any(test);
            if has(ErrorEntry::is_daily_limit) {
                None
            } else if has(ErrorEntry::is_concurrency_limit) {
                any(Reach::Undone, THROTTLED)
            } else if has(ErrorEntry::is_locked) {
                any(Reach::Undone, LOCKED)
            } else if has(ErrorEntry::is_away) {
                any(Reach::Undone, UNAVAILABLE)
            } else if has(|entry| entry.code == ErrorCode::TooManyApexRequests) {
                any(Reach::Undone, THROTTLED)
            } else if has(|entry| entry.code == ErrorCode::RequestRunningTooLong) {
                any(Reach::Unknown, UNAVAILABLE)
            } else if has(|entry| entry.code == ErrorCode::QueryTimeout) {
                Some(Retry {
                    reach: Reach::Undone,
                    wait: UNAVAILABLE,
                    once: true,
                })
            } else if has(|entry| entry.code == ErrorCode::ApexError) {
                // The org's own code failed, and will again.
                None
            } else {
                match status {
                    420 | 429 => any(Reach::Unknown, THROTTLED),
                    500 | 502 | 503 | 504 => any(Reach::Unknown, UNAVAILABLE),
                    _ => None,
                }
            }
        }
    }
}

/// A 401 that a new token does not heal: the header is malformed, or the session is of a kind that
/// the API does not take (jsforce treats these two messages so).
fn never_heals(entry: &ErrorEntry) -> bool {
    entry.code == ErrorCode::InvalidAuthHeader
        || entry
            .message
            .contains("This session is not valid for use with the REST API")
        || entry
            .message
            .contains("Connected app is not attached to Agent")
}

#[cfg(test)]
mod tests;
