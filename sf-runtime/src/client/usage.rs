//! How many of the org's API calls are used, and when this client stops.

use std::sync::Mutex;

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

use crate::error::{BudgetError, Error};

/// Calls of the last 24 hours, as the org's last answer told (`Sforce-Limit-Info`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ApiUsage {
    /// Calls used by all clients of the org.
    pub used: u64,
    /// The org's limit.
    pub max: u64,
    /// The same for this client's connected app, where it has a limit of its own.
    pub per_app: Option<AppUsage>,
}

/// Calls of one connected app.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct AppUsage {
    /// The app's name.
    pub app: String,
    /// Calls used.
    pub used: u64,
    /// The app's limit.
    pub max: u64,
}

/// A soft cap on API calls, under the org's own: so that a nightly job does not take the calls
/// that the day's users need.
///
/// The org tells its count with every answer, so a client knows nothing before its first call, and
/// calls that are under way at once can pass the cap by their number.
///
/// The count falls again as the calls of yesterday get older than a day, and only an answer tells.
/// So a client that refuses still sends one call every 5 minutes, and goes on if the answer to it
/// says that there is room.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum ApiBudget {
    /// The org's limit is the only one.
    #[default]
    Unlimited,
    /// Warns (with `tracing`) once the org has used this part of its limit: 0.8 is 80 %.
    Warn(f64),
    /// Refuses to send once the org has used this part of its limit.
    Refuse(f64),
}

/// The org's last word.
#[derive(Debug, Default)]
pub(super) struct Usage(Mutex<Option<Noted>>);

/// A count, and when it was told; or, if it is over the cap, when a call was last let through to
/// hear a newer one.
#[derive(Debug)]
struct Noted {
    usage: ApiUsage,
    at: Timestamp,
}

/// A count that is older than this may be another by now.
const STALE: SignedDuration = SignedDuration::from_mins(5);

impl ApiUsage {
    /// Calls left.
    pub fn left(&self) -> u64 {
        self.max.saturating_sub(self.used)
    }

    /// Reads `api-usage=18/5000; per-app-api-usage=17/250(appName=X)`. Other counts are ignored.
    fn parse(header: &str) -> Option<Self> {
        let mut usage = None;
        let mut per_app = None;
        for part in header.split([';', ',']) {
            let Some((name, count)) = part.trim().split_once('=') else {
                continue;
            };
            match name {
                "api-usage" => usage = pair(count),
                "per-app-api-usage" => {
                    per_app = count.split_once('(').and_then(|(count, app)| {
                        let (used, max) = pair(count)?;
                        let app = app.strip_prefix("appName=")?.strip_suffix(')')?;
                        Some(AppUsage {
                            app: app.to_owned(),
                            used,
                            max,
                        })
                    });
                }
                _ => {}
            }
        }
        let (used, max) = usage?;
        Some(Self { used, max, per_app })
    }
}

impl ApiBudget {
    /// Whether a call may be sent.
    fn check(self, usage: &ApiUsage) -> Result<(), Error> {
        let Self::Refuse(part) = self else {
            return Ok(());
        };
        let cap = cap(part, usage.max);
        if usage.used < cap {
            return Ok(());
        }
        Err(Error::Budget(Box::new(BudgetError {
            used: usage.used,
            max: usage.max,
            cap,
        })))
    }

    /// Whether the answer that brought the count from `before` to `now` is the one to warn at.
    fn crosses(self, before: Option<&ApiUsage>, now: &ApiUsage) -> bool {
        let (Self::Warn(part) | Self::Refuse(part)) = self else {
            return false;
        };
        let cap = cap(part, now.max);
        now.used >= cap && before.is_none_or(|before| before.used < cap)
    }
}

impl Usage {
    /// The org's last word.
    pub(super) fn get(&self) -> Option<ApiUsage> {
        self.lock().as_ref().map(|noted| noted.usage.clone())
    }

    /// Whether a call may be sent now.
    pub(super) fn admit(&self, budget: ApiBudget, now: Timestamp) -> Result<(), Error> {
        let mut noted = self.lock();
        let Some(noted) = noted.as_mut() else {
            return Ok(());
        };
        let refused = budget.check(&noted.usage);
        // A clock may also be set back.
        if refused.is_err() && now.duration_since(noted.at).abs() >= STALE {
            noted.at = now;
            return Ok(());
        }
        refused
    }

    /// Notes what an answer says.
    pub(super) fn note(&self, headers: &HeaderMap, budget: ApiBudget, at: Timestamp) {
        let header = headers.get("sforce-limit-info");
        let Some(now) = header
            .and_then(|value| value.to_str().ok())
            .and_then(ApiUsage::parse)
        else {
            return;
        };
        let noted = Noted {
            usage: now.clone(),
            at,
        };
        let before = self.lock().replace(noted);
        if budget.crosses(before.as_ref().map(|noted| &noted.usage), &now) {
            tracing::warn!(
                used = now.used,
                max = now.max,
                "the org's API calls of the day are used up to the soft cap"
            );
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Noted>> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A part of the limit, in calls.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]
fn cap(part: f64, max: u64) -> u64 {
    (max as f64 * part.clamp(0.0, 1.0)) as u64
}

fn pair(count: &str) -> Option<(u64, u64)> {
    let (used, max) = count.split_once('/')?;
    Some((used.trim().parse().ok()?, max.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(used: u64) -> ApiUsage {
        ApiUsage {
            used,
            max: 1_000,
            per_app: None,
        }
    }

    #[test]
    fn every_form_of_the_header_is_read() {
        let read = ApiUsage::parse("api-usage=18/5000").expect("a count");
        assert_eq!((read.used, read.max, read.left()), (18, 5_000, 4_982));
        let both =
            "api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app); api-bursts=1/7";
        let per_app = ApiUsage::parse(both).and_then(|usage| usage.per_app);
        assert_eq!(
            per_app,
            Some(AppUsage {
                app: "sample-app".to_owned(),
                used: 17,
                max: 250
            })
        );
        for odd in ["", "x", "api-usage=", "api-usage=a/b", "api-usage=1"] {
            assert_eq!(ApiUsage::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_cap_refuses_before_the_org_does() {
        let budget = ApiBudget::Refuse(0.8);
        assert!(budget.check(&usage(799)).is_ok());
        let refused = budget.check(&usage(800));
        assert!(matches!(refused, Err(Error::Budget(error)) if error.cap == 800));
        assert!(ApiBudget::Warn(0.8).check(&usage(999)).is_ok());
        assert!(ApiBudget::Unlimited.check(&usage(999)).is_ok());
    }

    #[test]
    fn the_warning_comes_once() {
        let budget = ApiBudget::Warn(0.8);
        assert!(!budget.crosses(None, &usage(10)));
        assert!(budget.crosses(Some(&usage(799)), &usage(800)));
        assert!(!budget.crosses(Some(&usage(800)), &usage(801)));
    }
}
