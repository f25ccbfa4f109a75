//! `sf-codegen docs`: the data dictionary.

use std::path::PathBuf;

use clap::Args;
use sf_codegen::Error;
use sf_codegen::dictionary::{Dictionary, Uses};
use sf_codegen::error::Escaped;

use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source, count};

/// Write the data dictionary of a snapshot: pages to browse and search, without a server
///
/// One page an object, with its fields, who may write them and why not, picklists, formulas, and
/// relationships in both directions. Only generated files are ever replaced or removed.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Docs {
    #[command(flatten)]
    source: Source,
    /// The folder for the pages; index.html is the first
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Docs {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let schema = self.source.read(Vec::new())?.schema()?;
        let dictionary = Dictionary::of(&schema, &Uses::default());
        let changes = dictionary.write(&self.out)?;
        Ok(Report {
            text: format!(
                "{}     {} in {}\n{}    {} written, {} unchanged, {} removed\n",
                paint.good("made"),
                count(schema.len(), "object"),
                Escaped::path(&self.out.join("index.html")),
                paint.good("files"),
                changes.written.len(),
                changes.unchanged.len(),
                changes.removed.len(),
            ),
            ..Report::default()
        })
    }
}
