//! What a `use` names, name by name.

use crate::source::tokens::{Kind, Tokens};

/// A name at the end of a `use`.
pub(super) struct Leaf<'a> {
    pub(super) at: usize,
    /// The braces that the `use` is in.
    pub(super) inside: Option<(usize, usize)>,
    /// What is in front of it.
    pub(super) path: Vec<&'a str>,
    /// `*` for everything.
    pub(super) name: &'a str,
    /// What it is called here.
    pub(super) alias: &'a str,
}

/// The names of a `use`.
pub(super) fn tree<'a>(
    tokens: &'a Tokens<'a>,
    start: usize,
    end: usize,
    inside: Option<(usize, usize)>,
    leaves: &mut Vec<Leaf<'a>>,
) {
    let mut path = Vec::new();
    // How long the path was where each brace opened.
    let mut open = Vec::new();
    let mut at = start;
    while at < end {
        match tokens.kind(at) {
            Some(Kind::Open(..)) => open.push(path.len()),
            Some(Kind::Close(_)) => path.truncate(open.pop().unwrap_or(0)),
            Some(Kind::Punct(',', _)) => path.truncate(open.last().copied().unwrap_or(0)),
            Some(Kind::Punct('*', _)) => leaves.push(Leaf {
                at,
                inside,
                path: path.clone(),
                name: "*",
                alias: "*",
            }),
            Some(Kind::Ident) => {
                let name = tokens.ident(at).unwrap_or_default();
                if tokens.is_punct(at + 1, ':') {
                    path.push(name);
                } else {
                    let renamed = tokens.ident(at + 1) == Some("as");
                    let alias = tokens.ident(at + 2).filter(|_| renamed).unwrap_or(name);
                    leaves.push(Leaf {
                        at,
                        inside,
                        path: path.clone(),
                        name,
                        alias,
                    });
                    if renamed {
                        at += 2;
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
}
