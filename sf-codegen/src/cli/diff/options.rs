//! What is made of differences: which count, which are shown, and how they are written.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sf_codegen::diff::Class;
use sf_codegen::orgs::Namespaces;
use sf_codegen::{Error, Problem};

use super::Counts;

/// How findings are written.
#[derive(Debug, Args)]
pub(in crate::cli) struct Written {
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(in crate::cli) format: Format,
    /// Write the findings to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}

/// Which differences count.
#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// Leave out differences that touch none of the sources; the exit code is for the others, and 1 where
    /// a source cannot be read
    #[arg(long, requires = "src")]
    pub(super) affected: bool,
    /// Exit with 1 where there is a difference of this class or a worse one [default: breaking]
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<FailOn>,
    /// Leave out differences that are not of this class or a worse one [default: compatible]
    #[arg(long, value_enum, value_name = "CLASS")]
    show: Option<Least>,
    /// A namespace of NEW, and what it is in OLD; may be repeated
    ///
    /// Names of NEW are compared as OLD has them. An empty text is no namespace: against the org where
    /// the package acme is made write =acme, against one where it is installed acme=.
    #[arg(long = "namespace", value_name = "NEW=OLD", value_parser = namespace)]
    namespaces: Vec<(String, String)>,
}

/// How differences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
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

impl Written {
    /// Whether stdout has room for what people want to know besides.
    pub(in crate::cli) fn is_for_people(&self) -> bool {
        self.format == Format::Text || self.output.is_some()
    }

    /// Writes the findings to the file, if there is one; else they are for stdout.
    pub(in crate::cli) fn put(&self, findings: String) -> Result<String, Error> {
        let Some(path) = &self.output else {
            return Ok(findings);
        };
        let written = fs::write(path, findings);
        written.map_err(|error| Problem::io("cannot write", path, &error))?;
        Ok(String::new())
    }
}

impl Options {
    /// What is said by an argument.
    pub(in crate::cli) fn given(&self) -> Option<&'static str> {
        let given = [
            (self.affected, "--affected"),
            (self.fail_on.is_some(), "--fail-on"),
            (self.show.is_some(), "--show"),
            (!self.namespaces.is_empty(), "--namespace"),
        ];
        let mut given = given.into_iter().filter(|(is_given, _)| *is_given);
        given.next().map(|(_, argument)| argument)
    }

    /// What the namespaces of NEW are in OLD.
    pub(super) fn namespaces(&self) -> Namespaces {
        self.namespaces.iter().cloned().collect()
    }

    /// The least class that is shown.
    pub(super) fn least(&self) -> Class {
        self.show.unwrap_or(Least::Compatible).class()
    }

    /// Whether the exit code is 1. With --affected also where of some of the sources it is not known
    /// whether they are.
    pub(super) fn is_failed(&self, counts: Counts, is_not_known: bool) -> bool {
        let fail_on = self.fail_on.unwrap_or(FailOn::Breaking);
        fail_on.is_met(counts) || self.affected && is_not_known && fail_on != FailOn::Never
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

/// `NEW=OLD`
fn namespace(text: &str) -> Result<(String, String), String> {
    let (new, old) = text
        .split_once('=')
        .ok_or("write it as NEW=OLD, with nothing where there is no namespace")?;
    for name in [new, old] {
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name || name.contains("__") {
            return Err(format!("`{name}` is no namespace"));
        }
    }
    if new.eq_ignore_ascii_case(old) {
        return Err("both are the same".to_owned());
    }
    Ok((new.to_owned(), old.to_owned()))
}
