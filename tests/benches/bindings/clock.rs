//! Time, and the fair way to compare two things by it.

use std::time::{Duration, Instant};

/// CPU time of this thread, or wall time where that is not to be had.
#[cfg(unix)]
pub(super) fn thread() -> Duration {
    use nix::time::{ClockId, clock_gettime};

    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or_else(|_| wall(), Duration::from)
}

/// CPU time of all child processes that have ended, and of theirs.
#[cfg(unix)]
pub(super) fn children() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    getrusage(UsageWho::RUSAGE_CHILDREN).map_or_else(
        |_| wall(),
        |usage| {
            let spent = usage.user_time() + usage.system_time();
            Duration::from_micros(spent.num_microseconds().unsigned_abs())
        },
    )
}

/// CPU time of this process, or wall time where that is not to be had.
#[cfg(unix)]
pub(super) fn here() -> Duration {
    use nix::time::{ClockId, clock_gettime};

    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or_else(|_| wall(), Duration::from)
}

/// CPU time of another process, or wall time where that is not to be had.
#[cfg(target_os = "linux")]
pub(super) fn process(id: u32) -> Duration {
    use nix::time::{clock_getcpuclockid, clock_gettime};
    use nix::unistd::Pid;

    let clock = clock_getcpuclockid(Pid::from_raw(id.cast_signed()));
    let time = clock.and_then(clock_gettime);
    time.map_or_else(|_| wall(), Duration::from)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn process(_: u32) -> Duration {
    wall()
}

#[cfg(not(unix))]
pub(super) use wall as thread;

#[cfg(not(unix))]
pub(super) use wall as here;

#[cfg(not(unix))]
pub(super) use wall as children;

/// Time since the program's first look at the clock.
pub(super) fn wall() -> Duration {
    use std::sync::OnceLock;

    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// How long `work` takes by `clock`. What it returns is dropped after the clock was read.
pub(super) fn time<T>(clock: fn() -> Duration, work: impl FnOnce() -> T) -> (Duration, T) {
    let before = clock();
    let result = std::hint::black_box(work());
    (clock().saturating_sub(before), result)
}

/// The median time of each rival, in seconds. They take turns in every round, and each round begins
/// with another one, so that a change in the machine's speed meets all of them.
pub(super) fn medians<const N: usize, E>(
    rounds: usize,
    rivals: [&mut dyn FnMut() -> Result<Duration, E>; N],
) -> Result<[f64; N], E> {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for round in 0..rounds {
        for turn in 0..N {
            let rival = (round + turn) % N;
            times[rival].push(rivals[rival]()?.as_secs_f64());
        }
    }
    Ok(times.map(median))
}

pub(super) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    if times.len() % 2 == 1 {
        times[middle]
    } else {
        (times[middle - 1] + times[middle]) / 2.0
    }
}
