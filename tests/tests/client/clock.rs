//! A clock on which every wait is over at once, and noted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt, ready};
use jiff::Timestamp;
use sf_runtime::client::Clock;

/// Time that passes only by waiting. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestClock {
    waited: Arc<Mutex<Vec<Duration>>>,
    random: Arc<AtomicU64>,
}

impl TestClock {
    /// Every wait so far.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waited.lock().unwrap().clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let waited: Duration = self.waited.lock().unwrap().iter().sum();
        Timestamp::now() + waited
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.waited.lock().unwrap().push(duration);
        ready(()).boxed()
    }

    fn random(&self) -> f64 {
        // A sequence that is the same in each run.
        let n = self.random.fetch_add(1, Ordering::Relaxed);
        (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
