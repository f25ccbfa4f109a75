//! Structs and enums that derive `SoqlRow`, as they are written.

use std::ops::Range;

use proc_macro2::Delimiter;
use sf_schema::soql::check::Lint;
use sf_schema::{Diagnostic, Level, Span};

use super::call;
use super::literal;
use super::map::{Map, Place, Text};
use super::row_types::RustType;
use super::tokens::{Kind, Tokens};
use super::{Finding, Query, QueryKind, UNREADABLE_QUERY};

const DERIVE: &str = "SoqlRow";

/// A struct that is a row, or an enum of rows.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) name: String,
    /// Of the name.
    pub(super) span: Span,
    pub(super) settings: Settings,
    /// Of an enum its arms, of which each has its object as path.
    pub(super) fields: Vec<RowField>,
    pub(super) is_enum: bool,
}

/// What `#[soql(…)]` says of a row.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// `from = "Account"`; none where it is missing, or no literal.
    pub(super) from: Option<Text>,
    /// Each clause by its name, as far as a query has it.
    clauses: Vec<(String, Text)>,
    pub(super) lints: Vec<(Lint, Option<Level>)>,
    pub(super) findings: Vec<Finding>,
}

/// A field of a row.
#[derive(Debug)]
pub(super) struct RowField {
    /// Without `r#`.
    pub(super) name: String,
    pub(super) place: Place,
    /// What `#[soql("…")]` selects instead of the field of this name.
    pub(super) path: Option<Text>,
    /// Every name in the type, in order.
    pub(super) ty: Vec<String>,
    /// The type, if names tell it; none of an arm.
    pub(super) held: Option<RustType>,
}

/// Whether there can be a row; cheaper than to look.
pub(super) fn may_be_in(text: &str) -> bool {
    text.contains(DERIVE)
}

/// Every row, in the order of the text, and a query without a text for each that the macro
/// refuses for its outside.
pub(super) fn rows(tokens: &Tokens<'_>) -> (Vec<Row>, Vec<Query>) {
    let derives = derives(tokens);
    let is_type = |at: &usize| matches!(tokens.ident(*at), Some("struct" | "enum"));
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for at in (0..tokens.len()).filter(is_type) {
        let attributes = attributes_before(tokens, at);
        let is_row = attributes
            .iter()
            .any(|attribute| is_derive(tokens, attribute.clone(), &derives));
        if is_row {
            let refusal = refusal(tokens, at, &attributes);
            refused.extend(refusal.map(|diagnostic| {
                let name = tokens.ident(at + 1).unwrap_or_default();
                without_text(name, diagnostic)
            }));
            rows.extend(row(tokens, at, &attributes));
        }
    }
    (rows, refused)
}

fn without_text(name: &str, diagnostic: Diagnostic) -> Query {
    Query {
        file: 0,
        span: diagnostic.span,
        kind: QueryKind::Row(name.to_owned()),
        text: String::new(),
        map: Map::default(),
        lints: Vec::new(),
        findings: vec![Finding {
            file: 0,
            diagnostic,
        }],
        is_named: true,
        is_sure: true,
        held: Vec::new(),
    }
}

/// Why the macro takes no such struct or enum, as far as its outside tells.
fn refusal(tokens: &Tokens<'_>, at: usize, attributes: &[Range<usize>]) -> Option<Diagnostic> {
    tokens.ident(at + 1)?;
    let name = tokens.get(at + 1)?.span;
    let refuse = |said: &str, span: Span| Some(Diagnostic::error(UNREADABLE_QUERY, said, span));
    if tokens.is_punct(at + 2, '<') && !tokens.is_punct(at + 3, '>') {
        let said = "a row takes no generics or lifetimes: its columns are read as types that own \
                    their values";
        return refuse(said, tokens.get(at + 3)?.span);
    }
    if tokens.ident(at) == Some("enum") {
        return None;
    }
    if tokens.group(at + 2, Delimiter::Parenthesis).is_some() {
        let said = "a row is a struct with named fields: columns are found by the names";
        return refuse(said, name);
    }
    let is_empty = |close| close == at + 3;
    let braces = tokens.group(at + 2, Delimiter::Brace);
    if tokens.is_punct(at + 2, ';') || braces.is_some_and(is_empty) {
        return refuse("a row has fields, one for each column", name);
    }
    braces?;
    let has_from = attributes.iter().any(|attribute| {
        // What a macro by example puts there may be it.
        let mut all = attribute.clone();
        all.any(|at| {
            tokens.is_punct(at, '$')
                || tokens.ident(at) == Some("from") && tokens.is_punct(at + 1, '=')
        })
    });
    let first = attributes.first()?.start;
    // So may be what a macro repeats in front of them: `$(#[$attribute])*`.
    let is_repeated = first
        .checked_sub(3)
        .is_some_and(|at| tokens.is_punct(at, '*'));
    if has_from || is_repeated {
        return None;
    }
    let found = refuse("the object of the row is missing", name)?;
    Some(found.with_help("write #[soql(from = \"Account\")]"))
}

/// The names of the derive macro in the file: its own, and those that it is given by `use`.
fn derives<'t>(tokens: &Tokens<'t>) -> Vec<&'t str> {
    let mut names = vec![DERIVE];
    for at in 0..tokens.len() {
        if tokens.ident(at) == Some(DERIVE) && tokens.ident(at + 1) == Some("as") {
            names.extend(tokens.ident(at + 2));
        }
    }
    names
}

/// What is in the brackets of the attributes in front of a struct, the first one first.
fn attributes_before(tokens: &Tokens<'_>, mut at: usize) -> Vec<Range<usize>> {
    let before = |at: usize| at.checked_sub(1);
    if let Some(close) = before(at)
        && let Some(Kind::Close(open)) = tokens.kind(close)
        && before(open).and_then(|at| tokens.ident(at)) == Some("pub")
    {
        at = open - 1;
    } else if before(at).and_then(|at| tokens.ident(at)) == Some("pub") {
        at -= 1;
    }
    let mut attributes = Vec::new();
    while let Some(close) = before(at)
        && let Some(Kind::Close(open)) = tokens.kind(close)
        && tokens.group(open, Delimiter::Bracket).is_some()
        && before(open).is_some_and(|hash| tokens.is_punct(hash, '#'))
    {
        attributes.push(open + 1..close);
        at = open - 1;
    }
    attributes.reverse();
    attributes
}

/// Whether an attribute derives a row, under a `cfg_attr` too.
fn is_derive(tokens: &Tokens<'_>, attribute: Range<usize>, derives: &[&str]) -> bool {
    attribute.clone().any(|at| {
        let list = tokens.group(at + 1, Delimiter::Parenthesis);
        tokens.ident(at) == Some("derive")
            && list.is_some_and(|close| {
                (at + 2..close).any(|at| tokens.ident(at).is_some_and(|n| derives.contains(&n)))
            })
    })
}

fn row(tokens: &Tokens<'_>, at: usize, attributes: &[Range<usize>]) -> Option<Row> {
    let name = tokens.ident(at + 1)?;
    let span = tokens.get(at + 1)?.span;
    // The macro takes no generics.
    let close = tokens.group(at + 2, Delimiter::Brace)?;
    let mut settings = Settings::default();
    for attribute in attributes {
        for list in soql(tokens, attribute.clone()) {
            settings.read(tokens, list);
        }
    }
    let is_enum = tokens.ident(at) == Some("enum");
    let inside = at + 3..close;
    Some(Row {
        name: name.to_owned(),
        span,
        settings,
        fields: match is_enum {
            true => arms(tokens, inside),
            false => fields(tokens, inside),
        },
        is_enum,
    })
}

/// What is in the parentheses of each `soql(…)` of an attribute: it is one, or has some as a `cfg_attr`.
fn soql(tokens: &Tokens<'_>, attribute: Range<usize>) -> Vec<Range<usize>> {
    let first = attribute.start;
    let is_conditional = tokens.ident(first) == Some("cfg_attr");
    let all = attribute.filter(|at| tokens.ident(*at) == Some("soql"));
    // Behind a condition each is an attribute of its own, and not a word in another.
    all.filter(|at| *at == first || is_conditional && tokens.is_punct(at.wrapping_sub(1), ','))
        .filter_map(|at| {
            let close = tokens.group(at + 1, Delimiter::Parenthesis)?;
            Some(at + 2..close)
        })
        .collect()
}

fn fields(tokens: &Tokens<'_>, inside: Range<usize>) -> Vec<RowField> {
    let mut fields = Vec::new();
    let mut at = inside.start;
    while at < inside.end {
        let mut path = None;
        while tokens.is_punct(at, '#') && at < inside.end {
            let close = tokens.group(at + 1, Delimiter::Bracket);
            for list in close.map_or_else(Vec::new, |close| soql(tokens, at + 2..close)) {
                path = string(tokens, list.start).or(path);
            }
            at = tokens.after(at + 1);
        }
        if tokens.ident(at) == Some("pub") {
            at += 1;
            if tokens.group(at, Delimiter::Parenthesis).is_some() {
                at = tokens.after(at);
            }
        }
        let name = tokens.ident(at).filter(|_| tokens.is_punct(at + 1, ':'));
        let place = tokens.get(at).map(|token| Place {
            file: 0,
            span: token.span,
        });
        let start = at + 2;
        let mut ty = Vec::new();
        let mut angles = 0_usize;
        while at < inside.end && !(angles == 0 && tokens.is_punct(at, ',')) {
            match tokens.kind(at) {
                Some(Kind::Punct('<', _)) => angles += 1,
                // Not the arrow of a function.
                Some(Kind::Punct('>', _)) if !tokens.is_punct(at.wrapping_sub(1), '-') => {
                    angles = angles.saturating_sub(1);
                }
                _ => {}
            }
            ty.extend(tokens.ident(at).map(str::to_owned));
            at = tokens.after(at);
        }
        let held = name.and_then(|_| RustType::read(tokens, start..at.min(inside.end)));
        at += 1;
        if let (Some(name), Some(place)) = (name, place) {
            fields.push(RowField {
                name: name.to_owned(),
                place,
                path,
                // The first is the name of the field.
                ty: ty.into_iter().skip(1).collect(),
                held,
            });
        }
    }
    fields
}

/// `#[soql(from = "Account")] Account(Company)`, and what stands for any other object.
fn arms(tokens: &Tokens<'_>, inside: Range<usize>) -> Vec<RowField> {
    let mut arms = Vec::new();
    let mut at = inside.start;
    while at < inside.end {
        let mut settings = Settings::default();
        while tokens.is_punct(at, '#') && at < inside.end {
            let close = tokens.group(at + 1, Delimiter::Bracket);
            for list in close.map_or_else(Vec::new, |close| soql(tokens, at + 2..close)) {
                settings.read(tokens, list);
            }
            at = tokens.after(at + 1);
        }
        let place = tokens.get(at).map(|token| Place {
            file: 0,
            span: token.span,
        });
        if let (Some(name), Some(place)) = (tokens.ident(at), place) {
            let close = tokens.group(at + 1, Delimiter::Parenthesis);
            let holds = at + 2..close.unwrap_or(at + 2);
            arms.push(RowField {
                name: name.to_owned(),
                place,
                path: settings.from,
                ty: holds
                    .filter_map(|at| tokens.ident(at).map(str::to_owned))
                    .collect(),
                held: None,
            });
        }
        while at < inside.end && !tokens.is_punct(at, ',') {
            at = tokens.after(at);
        }
        at += 1;
    }
    arms
}

/// A string literal as a part of a query.
fn string(tokens: &Tokens<'_>, at: usize) -> Option<Text> {
    let pieces = call::string(tokens, at)?;
    let mut text = Text::default();
    literal::append(&pieces, 0, &mut text);
    Some(text)
}

impl Settings {
    /// A clause, such as `filter`.
    pub(super) fn clause(&self, name: &str) -> Option<&Text> {
        let mut all = self.clauses.iter();
        all.find(|(found, _)| found == name).map(|(_, text)| text)
    }

    fn read(&mut self, tokens: &Tokens<'_>, list: Range<usize>) {
        let mut at = list.start;
        while at < list.end {
            let name = tokens.ident(at);
            if let Some(name) = name.filter(|_| tokens.is_punct(at + 1, '=')) {
                if let Some(text) = value(tokens, at + 2) {
                    match name {
                        "from" => self.from = Some(text),
                        _ => self.clauses.push((name.to_owned(), text)),
                    }
                }
            } else if let Some(level) = name.and_then(call::level)
                && let Some(close) = tokens.group(at + 1, Delimiter::Parenthesis)
            {
                let list = at + 2..close;
                let (lints, findings) = call::lints(tokens, list, level);
                self.lints.extend(lints);
                self.findings.extend(findings);
            }
            while at < list.end && !tokens.is_punct(at, ',') {
                at = tokens.after(at);
            }
            at += 1;
        }
    }
}

/// Text in a literal, or the digits of a number.
fn value(tokens: &Tokens<'_>, at: usize) -> Option<Text> {
    string(tokens, at).or_else(|| {
        let span = tokens
            .get(at)
            .filter(|token| token.kind == Kind::Literal)?
            .span;
        let digits: String = tokens.text(at).chars().filter(|c| *c != '_').collect();
        let suffix = digits
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
        let mut text = Text::default();
        let digits = digits.get(..digits.len() - suffix)?;
        text.instead(digits, Place { file: 0, span });
        Some(text)
    })
}

impl Row {
    /// Says in which file it is.
    pub(super) fn number(&mut self, file: usize) {
        let settings = &mut self.settings;
        let clauses = settings.clauses.iter_mut().map(|(_, text)| text);
        let paths = self
            .fields
            .iter_mut()
            .filter_map(|field| field.path.as_mut());
        for text in settings.from.iter_mut().chain(clauses).chain(paths) {
            text.map.number(file);
        }
        for finding in &mut settings.findings {
            finding.file = file;
        }
        for field in &mut self.fields {
            field.place.file = file;
            if let Some(held) = &mut field.held {
                held.place.file = file;
            }
        }
    }
}
