//! A live org behind a command: waiting for it, and saying what it costs.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
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

/// The bar that tells how many objects are there, drawn where stderr is a terminal and nowhere else.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(is_quiet: bool) -> Self {
        Self::on(if is_quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        })
    }

    fn on(target: ProgressDrawTarget) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), target);
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use indicatif::TermLike;

    use super::*;

    /// A terminal of one line, and every line that it has shown.
    #[derive(Debug, Clone, Default)]
    struct Terminal(Arc<Mutex<(String, Vec<String>)>>);

    impl Terminal {
        fn change(&self, change: impl FnOnce(&mut String)) -> io::Result<()> {
            let mut shown = self.0.lock().expect("a lock");
            change(&mut shown.0);
            let line = shown.0.clone();
            shown.1.push(line);
            Ok(())
        }
    }

    impl TermLike for Terminal {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            self.change(|line| line.push_str(text))
        }
        fn clear_line(&self) -> io::Result<()> {
            self.change(String::clear)
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_bar_tells_how_far_it_is_and_leaves_nothing() {
        let terminal = Terminal::default();
        let bar = Bar::on(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        bar.show(0, 50);
        bar.show(25, 50);
        let half = "█".repeat(20) + &"░".repeat(20) + " 25/50 objects";
        let told = |text: &str| {
            let shown = terminal.0.lock().expect("a lock");
            shown.1.iter().any(|line| line.contains(text))
        };
        assert!(told("0/50 objects"), "{terminal:?}");
        assert!(told(&half), "{terminal:?}");
        drop(bar);
        assert_eq!(terminal.0.lock().expect("a lock").0.trim(), "");
    }
}
