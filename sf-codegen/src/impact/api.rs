//! Uses of the bindings in Rust, as far as syntax tells.
//!
//! ```text
//! files that name what differs -> tokens, imports -> what the program defines -> more files, by its names
//! each file -> what its expressions hold (reader) -> getters, setters, calls of the client -+-> touches
//!           -> what its paths name (paths) -------------------------------------------------+
//! ```

mod homes;
mod imports;
mod paths;
mod program;
mod reader;
mod scope;
mod ty;
mod upserts;
mod words;
mod written;

use std::collections::HashSet;
use std::path::Path;

use sf_schema::Schema;

use super::bindings::Bindings;
use super::{About, Touch};
use crate::source::tokens::Tokens;
use crate::source::{SourceFile, Sources};
use crate::{fileset, parallel};
use homes::Homes;
use imports::Imports;
use paths::Paths;
use program::{Part, Program};
use reader::Reader;
use words::words;

/// So often are files looked for that use what the files before define.
const ROUNDS: usize = 4;

/// The places in the Rust files of a source tree.
pub(super) fn touches(
    about: &About<'_>,
    old: &Schema,
    sources: &Sources,
    path: &str,
) -> Vec<Touch> {
    let bindings = Bindings::new(about, old);
    if bindings.is_empty() {
        return Vec::new();
    }
    // The bindings themselves are made again.
    let files: Vec<(usize, &SourceFile)> = sources
        .files()
        .iter()
        .enumerate()
        .filter(|(_, file)| !fileset::is_generated(&file.text))
        .collect();
    let mut read = Read::default();
    read.more(&files, |word| bindings.leads(word));
    for _ in 0..ROUNDS {
        let carriers = {
            let homes = Homes::of(&read.files(&files), &bindings, path);
            let parts = parts(&files, &read, &bindings, &homes);
            let carriers = Program::of(&parts).carriers();
            carriers
                .into_iter()
                .map(str::to_owned)
                .collect::<HashSet<_>>()
        };
        if carriers.is_empty() || !read.more(&files, |word| carriers.contains(word)) {
            break;
        }
    }
    let homes = Homes::of(&read.files(&files), &bindings, path);
    let parts = parts(&files, &read, &bindings, &homes);
    let program = Program::of(&parts);
    let numbers: Vec<usize> = (0..parts.len()).collect();
    let found = parallel::map(&numbers, |number| {
        let part = parts.get(*number)?;
        let found = Reader::new(part, &program, old, *number).read();
        let named = Paths::new(part, &found.known).read();
        Some((found, named))
    });
    let mut touches = Vec::new();
    let mut touch = |part: &Part<'_, '_>, at: usize, by: Vec<usize>| {
        let Some(token) = part.tokens.get(at) else {
            return;
        };
        touches.extend(by.into_iter().map(|difference| Touch {
            file: part.number,
            span: token.span,
            difference,
        }));
    };
    let found: Vec<_> = found.into_iter().flatten().collect();
    for (part, (found, named)) in parts.iter().zip(&found) {
        for (at, object, used) in found.uses.iter().chain(named) {
            touch(part, *at, used.touched_by(about, object));
        }
    }
    let read: Vec<_> = found.iter().map(|(found, _)| found).collect();
    for (file, at, by) in upserts::touched(about, &read) {
        if let Some(part) = parts.get(file) {
            touch(part, at, by);
        }
    }
    touches
}

/// The files that are read so far, by their place among all.
#[derive(Default)]
struct Read<'a> {
    tokens: Vec<(usize, Option<Tokens<'a>>)>,
    done: HashSet<usize>,
}

impl<'a> Read<'a> {
    /// Reads the files that have such a word; whether there were any.
    fn more(
        &mut self,
        files: &[(usize, &'a SourceFile)],
        is_wanted: impl Fn(&str) -> bool + Sync,
    ) -> bool {
        let left: Vec<usize> = (0..files.len())
            .filter(|place| !self.done.contains(place))
            .collect();
        let read = parallel::map(&left, |place| {
            let (_, file) = files.get(*place)?;
            if !words(&file.text).any(&is_wanted) {
                return None;
            }
            // What is no Rust was said when queries were looked for.
            Some((*place, Tokens::read(&file.text).ok()))
        });
        let before = self.tokens.len();
        self.tokens.extend(read.into_iter().flatten());
        self.done
            .extend(self.tokens.iter().map(|(place, _)| *place));
        self.tokens.sort_by_key(|(place, _)| *place);
        self.tokens.len() > before
    }

    fn files(&self, files: &[(usize, &'a SourceFile)]) -> Vec<(usize, &'a SourceFile)> {
        let places = self.tokens.iter();
        places
            .filter_map(|(place, _)| files.get(*place).copied())
            .collect()
    }
}

/// The files with what their names mean.
fn parts<'a, 's>(
    files: &[(usize, &'a SourceFile)],
    read: &'a Read<'_>,
    bindings: &'a Bindings<'s>,
    homes: &'a Homes<'a>,
) -> Vec<Part<'a, 's>> {
    let places: Vec<usize> = (0..read.tokens.len()).collect();
    let parts = parallel::map(&places, |place| {
        let (place, tokens) = read.tokens.get(*place)?;
        let tokens = tokens.as_ref()?;
        let (number, file) = files.get(*place)?;
        Some(Part {
            number: *number,
            tokens,
            imports: Imports::of(tokens, bindings, homes),
            module: module(&file.path),
        })
    });
    parts.into_iter().flatten().collect()
}

/// The module that a file is.
fn module(path: &Path) -> &str {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    match stem {
        Some("mod") => {
            let folder = path.parent().and_then(Path::file_name);
            folder.and_then(|name| name.to_str()).unwrap_or_default()
        }
        Some("lib" | "main") => "crate",
        Some(stem) => stem,
        None => "",
    }
}

/// Whether `::` follows.
fn is_path(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_punct(at + 1, ':') && tokens.is_punct(at + 2, ':')
}

/// The name behind `::`.
fn after_path(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    is_path(tokens, at).then_some(at + 3)
}

/// Whether `::` is before.
fn is_after_path(tokens: &Tokens<'_>, at: usize) -> bool {
    at >= 2 && tokens.is_punct(at - 1, ':') && tokens.is_punct(at - 2, ':')
}
