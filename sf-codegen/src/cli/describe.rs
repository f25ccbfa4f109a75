//! `sf-codegen describe`: an object or a field of the snapshot, as the bindings see it.

mod field;
mod object;

use clap::Args;
use sf_codegen::model::{Model, Snapshot};
use sf_codegen::{Error, Problem};
use sf_schema::Object;
use sf_schema::diagnostic::nearest;
use sf_schema::schema::Field;

use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source};

/// Look at an object of the snapshot, or at one of its fields
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Describe {
    #[command(flatten)]
    source: Source,
    /// API name of the object, in any case
    #[arg(value_name = "OBJECT")]
    object: String,
    /// API name of a field, in any case
    #[arg(value_name = "FIELD")]
    field: Option<String>,
}

impl Describe {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let snapshot = self.source.read(Vec::new())?;
        let model = snapshot.model()?;
        let object = find_object(&model, &self.object)?;
        let text = match &self.field {
            None => object::describe(&model, object, paint),
            Some(name) => {
                let field = find_field(&snapshot, object, name)?;
                field::describe(&model, object, field, paint)
            }
        };
        Ok(Report {
            text,
            ..Report::default()
        })
    }
}

fn find_object<'a>(model: &'a Model, name: &str) -> Result<&'a Object, Error> {
    model.schema.object(name).ok_or_else(|| {
        let problem = Problem::new("the snapshot has no object of this name").object(name);
        let all = || model.schema.objects().map(|object| &*object.name.api);
        let help = match nearest(name, all()) {
            Some(near) => format!("did you mean {near}?"),
            None => listed(all()),
        };
        problem.help(help).into()
    })
}

/// What there is, as far as a line has room.
fn listed<'a>(all: impl ExactSizeIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;

    let more = all.len().saturating_sub(MOST);
    let first: Vec<&str> = all.take(MOST).collect();
    match more {
        0 => format!("there is {}", first.join(", ")),
        more => format!("there is {} and {more} more", first.join(", ")),
    }
}

fn find_field<'a>(snapshot: &Snapshot, object: &'a Object, name: &str) -> Result<&'a Field, Error> {
    object.field(name).ok_or_else(|| {
        let api = &object.name.api;
        let settings = &snapshot.config().object;
        let is_narrowed = settings.iter().any(|(object, settings)| {
            object.eq_ignore_ascii_case(api) && !settings.fields.is_empty()
        });
        let message = if is_narrowed {
            "the object has no field of this name among those that the settings select"
        } else {
            "the object has no field of this name"
        };
        let all = object.fields.iter().map(|field| &*field.name.api);
        let problem = Problem::new(message).object(api).field(name);
        let help = match nearest(name, all) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("see its fields with `sf-codegen describe` and {api}"),
        };
        problem.help(help).into()
    })
}
