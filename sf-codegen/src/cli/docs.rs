//! `sf-codegen docs`: the data dictionary.

use std::path::PathBuf;

use clap::Args;
use sf_codegen::Error;
use sf_codegen::dictionary::{Dictionary, Use, Uses};
use sf_codegen::error::Escaped;
use sf_codegen::source::Sources;
use sf_schema::Schema;
use sf_schema::diagnostic::Position;
use sf_schema::soql::check::Used;

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
    /// Say which queries in these sources use each object and field
    #[arg(long, value_name = "PATH", num_args = 1..)]
    src: Vec<PathBuf>,
}

impl Docs {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let snapshot = self.source.read(Vec::new())?;
        let schema = snapshot.schema()?;
        let (mut uses, mut problems) = (Uses::default(), Vec::new());
        if !self.src.is_empty() {
            let sources = Sources::read(&self.src)?;
            uses = uses_in(&sources, &snapshot.named_schema()?);
            problems = sources.problems;
        }
        let dictionary = Dictionary::of(&schema, &uses);
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
            problems,
            ..Report::default()
        })
    }
}

/// The places in queries that use each object and field.
fn uses_in(sources: &Sources, schema: &Schema) -> Uses {
    let mut uses = Uses::default();
    for query in sources.queries(schema) {
        query.uses(schema, |used, place| {
            let field = match used.what {
                Used::Object => "",
                Used::Field(field) | Used::Parent(field) => &field.name.api,
                _ => return,
            };
            if let Some(file) = sources.file(place.file) {
                let Position { row, column } = place.span.position(&file.text);
                let place = Use {
                    file: file.path.clone(),
                    line: row,
                    column,
                };
                uses.add(&used.object.name.api, field, place);
            }
        });
    }
    uses
}
