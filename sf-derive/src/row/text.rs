//! The query that a struct and its attributes make, and where each part of it comes from.

use proc_macro2::{Span, TokenStream};
use sf_schema::diagnostic::Span as Place;
use sf_schema::{Diagnostic, Level};

use super::input::{CLAUSES, RowInput};
use super::members::{Member, What};
use crate::findings;
use crate::source::Spans;

/// A query, put together.
pub(super) struct Composite {
    pub(super) text: String,
    pieces: Vec<Piece>,
}

struct Piece {
    place: Place,
    span: Span,
    /// Whether the text is that of a literal, so that a caret below it helps.
    is_literal: bool,
    /// The field that it is the column of.
    member: Option<usize>,
}

impl Composite {
    pub(super) fn of(input: &RowInput, members: &[Member<'_>]) -> Self {
        let mut composite = Self {
            text: "SELECT ".to_owned(),
            pieces: Vec::new(),
        };
        let mut is_first = true;
        for (place, member) in members.iter().enumerate() {
            let What::Column(column) = &member.what else {
                continue;
            };
            if !is_first {
                composite.text.push_str(", ");
            }
            is_first = false;
            let (span, is_literal) = match &member.field.column {
                Some(literal) => (literal.span(), true),
                None => (member.field.name.span(), false),
            };
            composite.push(column, span, is_literal, Some(place));
        }
        if is_first {
            // What is selected is all in other rows.
            composite.push("Id", input.name.span(), false, None);
        }
        composite.text.push_str(" FROM ");
        composite.push(&input.from.value(), input.from.span(), true, None);
        for clause in &input.clauses {
            let words = CLAUSES.iter().find(|(name, _)| *name == clause.name);
            composite.text.push(' ');
            composite
                .text
                .push_str(words.map_or("", |(_, words)| words));
            composite.text.push(' ');
            composite.push(&clause.text, clause.span, true, None);
        }
        composite
    }

    fn push(&mut self, text: &str, span: Span, is_literal: bool, member: Option<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece {
            place: Place::new(start, self.text.len()),
            span,
            is_literal,
            member,
        });
    }

    /// The field whose column stands here.
    pub(super) fn member_at(&self, place: Place) -> Option<usize> {
        self.piece(place)?.member
    }

    /// Where a part of the text stands in the program.
    pub(super) fn span(&self, place: Place) -> Span {
        self.piece(place)
            .map_or_else(Span::call_site, |piece| piece.span)
    }

    fn piece(&self, place: Place) -> Option<&Piece> {
        let touches =
            |piece: &&Piece| piece.place.end > place.start && piece.place.start < place.end;
        let before = |piece: &&Piece| piece.place.start <= place.start;
        let pieces = &self.pieces;
        pieces
            .iter()
            .find(touches)
            .or_else(|| pieces.iter().rev().find(before))
    }

    /// The warnings, and the errors as one.
    pub(super) fn findings(&self, found: &[Diagnostic]) -> (TokenStream, Option<syn::Error>) {
        let mut warnings = TokenStream::new();
        let mut errors: Option<syn::Error> = None;
        for found in found {
            let piece = self.piece(found.span);
            let span = self.span(found.span);
            let message = self.message(found, piece);
            match found.level {
                Level::Warning => {
                    let spans = Spans {
                        first: span,
                        last: span,
                    };
                    warnings.extend(findings::warning(&message, found.code, spans));
                }
                Level::Error => {
                    let error = syn::Error::new(span, message);
                    match &mut errors {
                        Some(errors) => errors.combine(error),
                        None => errors = Some(error),
                    }
                }
            }
        }
        (warnings, errors)
    }

    fn message(&self, found: &Diagnostic, piece: Option<&Piece>) -> String {
        let Some(piece) = piece.filter(|piece| piece.is_literal) else {
            return findings::message(found, None);
        };
        let (start, end) = (piece.place.start, piece.place.end);
        let inside = |at: usize| at.clamp(start, end) - start;
        let found = Diagnostic {
            span: Place::new(inside(found.span.start), inside(found.span.end)),
            ..found.clone()
        };
        findings::message(&found, self.text.get(start..end))
    }
}
