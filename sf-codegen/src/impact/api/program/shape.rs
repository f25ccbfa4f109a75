//! What structs and enums hold, as it is written.

use std::collections::HashMap;

use proc_macro2::Delimiter;

use super::super::ty::Ty;
use super::super::written::{Written, after_angles};
use crate::source::tokens::{Kind, Tokens};

pub(super) fn is_open(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(Kind::Open(Delimiter::Brace | Delimiter::Parenthesis, _))
    )
}

/// What is in `{ name: Type, … }` or `(Type, …)`.
pub(super) fn fields<'a, 's>(types: &Written<'_, 'a, 's>, open: usize) -> HashMap<&'a str, Ty<'s>> {
    let tokens = types.tokens;
    let mut found = HashMap::new();
    let Some(Kind::Open(delimiter, close)) = tokens.kind(open) else {
        return found;
    };
    let is_named = delimiter == Delimiter::Brace;
    let mut number = 0;
    let mut at = open + 1;
    while at < close {
        // Attributes and `pub(crate)`.
        if tokens.is_punct(at, '#') {
            at = tokens.after(at + 1);
            continue;
        }
        if tokens.ident(at) == Some("pub") {
            at += 1;
            if !is_named || tokens.group(at, Delimiter::Parenthesis).is_some() {
                let is_scope = matches!(
                    tokens.ident(at + 1),
                    Some("crate" | "super" | "self" | "in")
                );
                if tokens.group(at, Delimiter::Parenthesis).is_some() && is_scope {
                    at = tokens.after(at);
                }
            }
            continue;
        }
        let name = if is_named {
            tokens.ident(at)
        } else {
            NUMBERS.get(number).copied()
        };
        let from = if is_named { at + 2 } else { at };
        if let Some(name) = name
            && let Some(ty) = types.at(from, close)
        {
            found.insert(name, ty);
        }
        number += 1;
        at = after_comma(tokens, from, close);
    }
    found
}

pub(super) fn variants<'a, 's>(
    types: &Written<'_, 'a, 's>,
    open: usize,
) -> HashMap<&'a str, HashMap<&'a str, Ty<'s>>> {
    let tokens = types.tokens;
    let mut found = HashMap::new();
    let Some(close) = tokens.group(open, Delimiter::Brace) else {
        return found;
    };
    let mut at = open + 1;
    while at < close {
        if tokens.is_punct(at, '#') {
            at = tokens.after(at + 1);
            continue;
        }
        if let Some(name) = tokens.ident(at) {
            let held = fields(types, at + 1);
            if !held.is_empty() {
                found.insert(name, held);
            }
        }
        at = after_comma(tokens, at, close);
    }
    found
}

/// What comes behind the next comma that is in no brackets of any kind.
fn after_comma(tokens: &Tokens<'_>, mut at: usize, end: usize) -> usize {
    while at < end && !tokens.is_punct(at, ',') {
        at = if tokens.is_punct(at, '<') {
            after_angles(tokens, at, end).max(at + 1)
        } else {
            tokens.after(at)
        };
    }
    at + 1
}

/// The names of fields without names.
pub(in super::super) const NUMBERS: [&str; 12] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];
