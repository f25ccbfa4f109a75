//! Whether the fields of a row can hold what it selects: what the macro refuses by the names of their
//! types is refused here.
//!
//! Only a type that is a path is looked at. Names are all that is known of it, so what the compiler
//! may take is left to the compiler: an alias but of `Option`, a type of the program's own, the enum
//! of a picklist.

use std::ops::Range;

use proc_macro2::Delimiter;
use sf_schema::soql::check::{CheckOptions, Lint, Objects, Resolution};
use sf_schema::soql::row::{self, Held, Misfit, MisfitKind, Parent, Shape};
use sf_schema::{Diagnostic, Level};

use super::Finding;
use super::map::Place;
use super::tokens::{Kind, Tokens};

/// A type that is a path, and may be in an `Option`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RustType {
    pub(super) place: Place,
    /// The last name, `&` before it in a reference.
    name: String,
    /// As it was written, without the `Option`.
    text: String,
    is_option: bool,
}

/// A field of a row, whose type is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeldField {
    pub(super) what: What,
    pub(super) ty: RustType,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The column that begins here in the text of the query.
    Column(usize),
    /// The parent of this path.
    Parent(String),
}

impl RustType {
    /// The type in these tokens; none where names alone do not tell it.
    pub(super) fn read(tokens: &Tokens<'_>, inside: Range<usize>) -> Option<Self> {
        let place = place(tokens, &inside)?;
        let outer = PathType::read(tokens, inside.clone())?;
        let (path, range) = match outer.name.as_str() {
            "Option" => {
                let inner = outer.argument?;
                (PathType::read(tokens, inner.clone())?, inner)
            }
            _ => (outer, inside.clone()),
        };
        Some(Self {
            place,
            name: path.name,
            text: written(tokens, range.clone()),
            is_option: range != inside,
        })
    }

    fn held(&self) -> Held<'_> {
        Held {
            name: &self.name,
            text: &self.text,
            is_option: self.is_option,
        }
    }
}

/// What is found of the fields of a row whose query is in order.
pub(super) fn check(
    fields: &[HeldField],
    text: &str,
    resolution: &Resolution<'_>,
    objects: &dyn Objects,
    options: &CheckOptions,
) -> Vec<Finding> {
    let selection = &resolution.selection;
    let misfit = |field: &HeldField| {
        let held = field.ty.held();
        let fits = match &field.what {
            What::Column(start) => {
                let mut columns = selection.columns.iter();
                let column = columns.find(|column| column.span.start == *start)?;
                // Which objects have bindings the build script may say, so it is refused either way.
                let fits = |is_bound: bool| {
                    let shape = Shape::of_column(column, &|_| is_bound);
                    row::column(column, selection.object, text, &shape, held)
                };
                fits(false).or_else(|_| fits(true))
            }
            What::Parent(path) if row::is_field(objects, selection.object, path) => return None,
            What::Parent(path) => row::parent(&Parent::of(objects, selection.object, path)?, held),
        };
        let level = |kind| match kind {
            MisfitKind::NeedlessOption => options.lints.level(Lint::NeedlessOption),
            _ => Some(Level::Error),
        };
        let misfit = fits.err()?;
        Some(finding(&misfit, level(misfit.kind)?, field.ty.place))
    };
    fields.iter().filter_map(misfit).collect()
}

fn finding(misfit: &Misfit, level: Level, place: Place) -> Finding {
    let (code, message, span) = (misfit.kind.code(), &*misfit.message, place.span);
    let found = match level {
        Level::Error => Diagnostic::error(code, message, span),
        Level::Warning => Diagnostic::warning(code, message, span),
    };
    let mut help = misfit.write.clone();
    if let Some(note) = misfit.note {
        help.push_str(": ");
        help.push_str(note);
    }
    Finding {
        file: place.file,
        diagnostic: found.with_help(help),
    }
}

/// A path of names, as far as its last one.
struct PathType {
    name: String,
    /// What is in the angle brackets of the last name, if that is one type.
    argument: Option<Range<usize>>,
}

impl PathType {
    fn read(tokens: &Tokens<'_>, inside: Range<usize>) -> Option<Self> {
        let mut at = inside.start;
        let is_reference = tokens.is_punct(at, '&');
        if is_reference {
            at += 1;
            // `'a` is two tokens.
            if tokens.is_punct(at, '\'') {
                at += 2;
            }
        }
        loop {
            while at < inside.end && tokens.is_punct(at, ':') {
                at += 1;
            }
            let name = tokens.ident(at).filter(|name| is_name(name))?;
            at += 1;
            let is_path = tokens.is_punct(at, ':') && tokens.is_punct(at + 2, '<');
            if is_path && tokens.is_punct(at + 1, ':') {
                at += 2;
            }
            let mut argument = None;
            if at < inside.end && tokens.is_punct(at, '<') {
                let close = closing(tokens, at..inside.end)?;
                argument = one_type(tokens, at + 1..close);
                at = close + 1;
            }
            if at >= inside.end {
                let name = match is_reference {
                    true => format!("&{name}"),
                    false => name.to_owned(),
                };
                return Some(Self { name, argument });
            }
            if !tokens.is_punct(at, ':') {
                return None;
            }
        }
    }
}

/// Whether a word can be in a path, and does not begin another kind of type.
fn is_name(word: &str) -> bool {
    !matches!(
        word,
        "dyn" | "impl" | "fn" | "for" | "unsafe" | "extern" | "mut" | "const" | "_"
    )
}

/// The end of the angle bracket that opens first.
fn closing(tokens: &Tokens<'_>, inside: Range<usize>) -> Option<usize> {
    let mut open = 0_usize;
    let mut at = inside.start;
    while at < inside.end {
        match tokens.kind(at) {
            Some(Kind::Punct('<', _)) => open += 1,
            Some(Kind::Punct('>', _)) if !tokens.is_punct(at.wrapping_sub(1), '-') => {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at = tokens.after(at);
    }
    None
}

/// The arguments of a type, if they are one that is a type.
fn one_type(tokens: &Tokens<'_>, mut inside: Range<usize>) -> Option<Range<usize>> {
    if inside.end > inside.start && tokens.is_punct(inside.end - 1, ',') {
        inside.end -= 1;
    }
    let starts_a_type = tokens.ident(inside.start).is_some()
        || tokens.is_punct(inside.start, '&')
        || tokens.is_punct(inside.start, ':')
        || tokens.group(inside.start, Delimiter::Parenthesis).is_some();
    let (mut open, mut at) = (0_usize, inside.start);
    while at < inside.end {
        match tokens.kind(at) {
            Some(Kind::Punct('<', _)) => open += 1,
            Some(Kind::Punct('>', _)) => open = open.saturating_sub(1),
            Some(Kind::Punct(',' | '=', _)) if open == 0 => return None,
            _ => {}
        }
        at = tokens.after(at);
    }
    (starts_a_type && !inside.is_empty()).then_some(inside)
}

fn place(tokens: &Tokens<'_>, inside: &Range<usize>) -> Option<Place> {
    let last = inside
        .end
        .checked_sub(1)
        .filter(|last| *last >= inside.start)?;
    Some(Place {
        file: 0,
        span: tokens.get(inside.start)?.span.to(tokens.get(last)?.span),
    })
}

/// Tokens as they stand in the file, on one line.
fn written(tokens: &Tokens<'_>, inside: Range<usize>) -> String {
    let (mut text, mut end) = (String::new(), None);
    for at in inside {
        let Some(token) = tokens.get(at) else { break };
        if end.is_some_and(|end| end != token.span.start) {
            text.push(' ');
        }
        text.push_str(tokens.text(at));
        end = Some(token.span.end);
    }
    text
}
