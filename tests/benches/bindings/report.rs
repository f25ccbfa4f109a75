//! The table of results, printed row by row.

use std::error::Error;
use std::fmt::Display;

/// What a ratio should be.
#[derive(Clone, Copy)]
pub(super) enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// Told for information.
    None,
}

/// A part of a benchmark, by its name.
pub(super) type Part = (&'static str, fn(&mut Report) -> Result<(), Box<dyn Error>>);

/// Runs the parts that the command line names, or all of them.
pub(super) fn run(parts: &[Part]) -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --all-targets` runs this program too, without the argument.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("nothing measured: this is for `cargo bench -p sf-tests`");
        return Ok(());
    }
    let wanted: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let is_known = |name: &&&str| parts.iter().any(|(known, _)| known == *name);
    if let Some(unknown) = wanted.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = parts.iter().map(|(known, _)| *known).collect();
        let known = known.join(", ");
        return Err(format!("no part is named {unknown:?}; there are {known}").into());
    }
    let mut report = Report::start();
    for (name, run) in parts {
        if wanted.is_empty() || wanted.contains(name) {
            report.part(name);
            run(&mut report)?;
        }
    }
    report.end();
    Ok(())
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
