//! The table of results, printed row by row.

use std::fmt::Display;

/// What a ratio should be.
#[derive(Clone, Copy)]
pub(super) enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// Told for information.
    None,
}

/// Prints results and remembers how many missed their bar.
pub(super) struct Report {
    missed: usize,
}

impl Report {
    pub(super) fn start() -> Self {
        println!(
            "{:<50} {:>12} {:>12} {:>8} {:>9}",
            "what", "ours", "rival", "ratio", "bar"
        );
        Self { missed: 0 }
    }

    pub(super) fn part(&mut self, name: &str) {
        println!("-- {name}");
    }

    /// `ratio` is ours to the rival's, in whatever `bar` bounds: cost from above, speed from below.
    pub(super) fn row(
        &mut self,
        what: impl Display,
        ours: impl Display,
        rival: impl Display,
        ratio: f64,
        bar: Bar,
    ) {
        let (bar, met) = match bar {
            Bar::AtMost(most) => (format!("<= {most}"), Some(ratio <= most)),
            Bar::AtLeast(least) => (format!(">= {least}"), Some(ratio >= least)),
            Bar::None => (String::new(), None),
        };
        let verdict = match met {
            Some(true) => "ok",
            Some(false) => "MISS",
            None => "",
        };
        self.missed += usize::from(met == Some(false));
        let line = format!("{what:<50} {ours:>12} {rival:>12} {ratio:>8.3} {bar:>9} {verdict}");
        println!("{}", line.trim_end());
    }

    /// Something to know about the rows.
    pub(super) fn note(&self, text: impl Display) {
        println!("   {text}");
    }

    pub(super) fn end(&self) {
        match self.missed {
            0 => println!("every bar is met"),
            missed => println!("{missed} missed their bar"),
        }
    }
}

/// Seconds, in the unit that shows three digits.
pub(super) fn seconds(seconds: f64) -> String {
    match seconds {
        long if long >= 1.0 => format!("{long:.2} s"),
        short if short >= 0.001 => format!("{:.2} ms", short * 1e3),
        tiny => format!("{:.1} us", tiny * 1e6),
    }
}

/// Bytes a record.
pub(super) fn bytes(bytes: usize, records: usize) -> String {
    format!("{} B", bytes / records)
}
