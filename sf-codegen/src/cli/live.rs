//! A live org behind a command: waiting for it, and saying what it costs.

use indicatif::{ProgressBar, ProgressStyle};
use sf_codegen::{Error, Problem};
use sf_runtime::client::ApiUsage;

use super::count;
use super::terminal::Paint;

/// Runs this to its end.
pub(super) fn wait_for<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new(format!("no threads can be had: {error}")))?
        .block_on(work)
}

/// The bar that tells how many objects are there, drawn on a terminal alone.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(is_quiet: bool) -> Self {
        let bar = if is_quiet {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(0)
        };
        if let Ok(look) = ProgressStyle::with_template("{bar:40} {pos}/{len} objects {elapsed}") {
            bar.set_style(look);
        }
        Self(bar)
    }

    pub(super) fn show(&self, done: usize, all: usize) {
        self.0.set_length(all as u64);
        self.0.set_position(done as u64);
    }
}

/// Whatever ends the work takes the bar away.
impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// What it cost, as a line.
pub(super) fn used(calls: u64, usage: Option<&ApiUsage>, paint: Paint) -> String {
    let calls = usize::try_from(calls).unwrap_or(usize::MAX);
    let label = paint.good(format_args!("{:8}", "used"));
    let mut text = format!("{label} {}", count(calls, "API call"));
    if let Some(usage) = usage {
        text.push_str(&format!("; {} of {} are left", usage.left(), usage.max));
    }
    text.push('\n');
    text
}
