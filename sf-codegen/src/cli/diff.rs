//! `sf-codegen diff`: what is different between two snapshots, and what that breaks.

mod affected;
mod formats;
mod markdown;
mod side;

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sf_codegen::diff::{Class, Difference, diff};
use sf_codegen::{Error, Problem};

use super::terminal::Paint;
use super::{EXIT_CODES, Report, count};
use affected::Affected;
use formats::{json_lines, lines, sarif};
use side::Side;

const DETAILS: &str = "\
Differences are:
  breaking    the org can refuse what it took, or what was read is gone
  risky       the org takes what it took, but values can be other than before, or code must be
              changed where bindings are made again
  compatible  whatever worked works as it did

JSON (--format json), a line a difference in the order of objects and fields, and a last line:
  {\"object\":\"Account\",\"field\":\"Industry\",\"part\":\"Energy\",\"change\":\"picklist-value-removed\",
   \"class\":\"breaking\",\"reason\":\"…\",\"renamed\":null}
  {\"breaking\":1,\"risky\":0,\"compatible\":0}
  field and part (a picklist value, relationship, record type or scope) are null where it is about
  no such thing; renamed is the name that a removed field or object most likely has now.
  With --src a line for each place follows, {\"file\":\"src/main.rs\",\"line\":7,\"column\":31,\"end_line\":7,
  \"end_column\":39, and the rest as above, and the last line has \"affected\", the number of places.";

/// Compare two snapshots, and say what the differences break
///
/// Each side is a folder of describes, a file of them, or a folder in git as REV:path, such as
/// main:salesforce (from the root of the repository) or HEAD:./salesforce (from this folder).
#[derive(Debug, Args)]
#[command(after_help = format!("{DETAILS}\n\n{EXIT_CODES}"))]
pub(super) struct Diff {
    /// The schema for which programs were written
    #[arg(value_name = "OLD")]
    old: String,
    /// The schema as it is now
    #[arg(value_name = "NEW")]
    new: String,
    /// How differences are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the differences to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Name the places in these sources that a breaking or risky difference touches
    ///
    /// Queries (soql!, SoqlRow and .soql files), and uses of the bindings as far as syntax tells.
    /// Nothing is compiled.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    src: Vec<PathBuf>,
    /// Leave out differences that touch none of the sources; the exit code is for the others
    #[arg(long, requires = "src")]
    affected: bool,
    /// Settings that name the bindings, instead of OLD's own sf.toml
    #[arg(long, value_name = "FILE", requires = "src")]
    config: Option<PathBuf>,
    /// Exit with 1 where there is a difference of this class or a worse one
    #[arg(long, value_enum, default_value_t = FailOn::Breaking, value_name = "CLASS")]
    fail_on: FailOn,
    /// Leave out what is not of this class or a worse one
    #[arg(long, value_enum, default_value_t = Least::Compatible, value_name = "CLASS")]
    show: Least,
    /// Print nothing but differences and errors
    #[arg(long, short)]
    quiet: bool,
}

/// How differences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// A line of JSON for each
    Json,
    /// For a pull request
    Markdown,
    /// SARIF 2.1.0
    Sarif,
}

/// What makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Breaking,
    Risky,
    Any,
    Never,
}

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    Breaking,
    Risky,
    Compatible,
}

/// How many differences there are of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
struct Counts {
    breaking: usize,
    risky: usize,
    compatible: usize,
}

impl Diff {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let config = self.config.as_deref();
        let (old, new) = match (Side::read(&self.old), Side::read(&self.new)) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => {
                let errors = [old.err(), new.err()].into_iter().flatten();
                return Err(Error::new(errors.flat_map(Error::into_problems).collect()));
            }
        };
        let found = diff(&old.schema, &new.schema);
        let mut affected = match self.src.is_empty() {
            true => None,
            false => Some(Affected::read(&self.src, &found, &old, config)?),
        };
        let problems = affected
            .as_mut()
            .map(|affected| std::mem::take(&mut affected.problems));
        let is_touched = |number| {
            let affected = affected.as_ref();
            affected.is_none_or(|affected| !self.affected || affected.touches(number))
        };
        let least = self.show.class();
        let counted: Vec<usize> = (0..found.len())
            .filter(|number| is_touched(*number))
            .collect();
        let counts = Counts::of(counted.iter().filter_map(|number| found.get(*number)));
        if let Some(affected) = &mut affected {
            affected.retain(&found, least);
        }
        let places = affected.as_ref().map(|affected| affected.places(&found));
        let is_shown = |number: &usize| found.get(*number).filter(|found| found.class >= least);
        let found: Vec<Difference> = counted.iter().filter_map(is_shown).cloned().collect();
        let places = places.as_deref();

        // A file is not a terminal.
        let file_paint = self.output.as_ref().map_or(paint, |_| Paint::none());
        let mut text = match self.format {
            Format::Text => lines(&found, places, file_paint),
            Format::Json => json_lines(&found, places, counts)?,
            Format::Markdown => markdown::report(&found, places, counts),
            Format::Sarif => sarif(&found, places, &old, &new),
        };
        let is_for_people = self.format == Format::Text || self.output.is_some();
        if let Some(path) = &self.output {
            let written = fs::write(path, std::mem::take(&mut text));
            written.map_err(|error| Problem::io("cannot write", path, &error))?;
        }
        if is_for_people && !self.quiet {
            text.push_str(&summary(counts, new.schema.len(), paint));
            if let Some(places) = places {
                text.push_str(&affected::summary(places, paint));
            }
        }
        Ok(Report {
            text,
            found: self.fail_on.is_met(counts),
            problems: problems.unwrap_or_default(),
        })
    }
}

impl FailOn {
    fn is_met(self, counts: Counts) -> bool {
        match self {
            Self::Breaking => counts.breaking > 0,
            Self::Risky => counts.breaking + counts.risky > 0,
            Self::Any => counts.breaking + counts.risky + counts.compatible > 0,
            Self::Never => false,
        }
    }
}

impl Least {
    fn class(self) -> Class {
        match self {
            Self::Breaking => Class::Breaking,
            Self::Risky => Class::Risky,
            Self::Compatible => Class::Compatible,
        }
    }
}

impl Counts {
    fn of<'d>(found: impl IntoIterator<Item = &'d Difference>) -> Self {
        let mut counts = Self::default();
        for difference in found {
            match difference.class {
                Class::Breaking => counts.breaking += 1,
                Class::Risky => counts.risky += 1,
                Class::Compatible => counts.compatible += 1,
            }
        }
        counts
    }

    /// `2 breaking, 1 risky`; nothing where there is no difference.
    fn in_words(self, shown: impl Fn(Class, String) -> String) -> String {
        let parts = [
            (self.breaking, Class::Breaking),
            (self.risky, Class::Risky),
            (self.compatible, Class::Compatible),
        ];
        let parts = parts.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> = parts
            .map(|(number, class)| shown(class, format!("{number} {class}")))
            .collect();
        parts.join(", ")
    }
}

/// A text in the colour of a class.
fn painted(class: Class, text: impl std::fmt::Display, paint: Paint) -> String {
    match class {
        Class::Breaking => paint.bad(text),
        Class::Risky => paint.doubtful(text),
        Class::Compatible => paint.good(text),
    }
}

fn summary(counts: Counts, objects: usize, paint: Paint) -> String {
    let words = counts.in_words(|class, text| painted(class, text, paint));
    let objects = count(objects, "object");
    match words.is_empty() {
        true => format!("compared {objects}: {}\n", paint.good("no difference")),
        false => format!("compared {objects}: {words}\n"),
    }
}
