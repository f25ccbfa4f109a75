//! A clock whose waits are over at once, and which remembers them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use sf_runtime::Timestamp;
use sf_runtime::client::Clock;

#[derive(Debug, Clone, Default)]
pub(crate) struct TestClock(Arc<Mutex<Vec<Duration>>>);

impl TestClock {
    /// When it starts.
    pub(crate) const START: i64 = 1_700_000_000;

    /// What was waited for.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().expect("a lock").clone()
    }
}

impl Clock for TestClock {
    /// The start, and what was waited for since.
    fn now(&self) -> Timestamp {
        let waited: Duration = self.waits().iter().sum();
        let seconds = i64::try_from(waited.as_secs()).expect("not that long");
        Timestamp::from_second(Self::START + seconds).expect("a time")
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().expect("a lock").push(duration);
        ready(()).boxed()
    }

    fn random(&self) -> f64 {
        0.0
    }
}
