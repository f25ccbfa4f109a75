//! What is searched for: words, phrases in double quotes, AND, OR and AND NOT between them, wildcards.

use super::{LONGEST_TERM, malformed};
use crate::api::ApiError;

/// Characters that are a part of the language unless a backslash is before them.
const RESERVED: &str = "&|!{}[]()^~:\\\"'+-";

const STAR: char = '\u{E000}';
const QUESTION_MARK: char = '\u{E001}';

/// A search term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// One of these has to be found: all of its words, and none of the others.
    any: Vec<All>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct All {
    wanted: Vec<Words>,
    unwanted: Vec<Words>,
}

/// Words that follow each other, folded, wildcards and all.
type Words = Vec<String>;

impl Term {
    /// Reads what stands between the braces of a FIND.
    pub(super) fn parse(text: &str) -> Result<Self, ApiError> {
        if text.chars().nth(LONGEST_TERM).is_some() {
            return Ok(Self { any: Vec::new() });
        }
        let mut any = vec![All::default()];
        let mut is_unwanted = false;
        let mut letters = 0;
        for piece in pieces(text) {
            match piece.as_str() {
                "AND" => continue,
                "OR" => {
                    any.push(All::default());
                    continue;
                }
                "NOT" => {
                    is_unwanted = true;
                    continue;
                }
                _ => {}
            }
            let words: Words = words(&piece).map(str::to_owned).collect();
            letters += words
                .iter()
                .flat_map(|word| word.chars())
                .filter(|c| c.is_alphanumeric())
                .count();
            if words.is_empty() {
                continue;
            }
            if let Some(all) = any.last_mut() {
                let list = if is_unwanted {
                    &mut all.unwanted
                } else {
                    &mut all.wanted
                };
                list.push(words);
            }
            is_unwanted = false;
        }
        any.retain(|all| !all.wanted.is_empty());
        // One character is too few to search for.
        if letters < 2 {
            return Err(malformed(
                "search term must be longer than one character: ".to_owned() + text,
            ));
        }
        Ok(Self { any })
    }

    /// Whether it is found in the texts of a record, all of them together.
    pub(super) fn is_in<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        let texts: Vec<String> = texts.map(str::to_lowercase).collect();
        let held = |wanted: &Words| {
            texts.iter().any(|text| {
                let text: Vec<&str> = words(text).collect();
                contains(&text, wanted)
            })
        };
        let fits = |all: &All| all.wanted.iter().all(held) && !all.unwanted.iter().any(held);
        self.any.iter().any(fits)
    }
}

/// A text of words, `"` around those that belong together; operators in upper case, all else folded.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut is_phrase = false;
    let mut chars = text.chars();
    let mut finish = |piece: &mut String, is_phrase: bool| {
        let whole = std::mem::take(piece);
        let is_operator = matches!(whole.to_uppercase().as_str(), "AND" | "OR" | "NOT");
        if !whole.is_empty() {
            pieces.push(if is_operator && !is_phrase {
                whole.to_uppercase()
            } else {
                whole.to_lowercase()
            });
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => piece.extend(chars.next().map(escaped)),
            '"' => {
                finish(&mut piece, is_phrase);
                is_phrase = !is_phrase;
            }
            c if is_phrase => piece.push(c),
            c if c.is_whitespace() || RESERVED.contains(c) => finish(&mut piece, false),
            c => piece.push(c),
        }
    }
    finish(&mut piece, is_phrase);
    pieces
}

/// A wildcard that a backslash makes a character like others: in its place stands one for private use.
fn escaped(c: char) -> char {
    match c {
        '*' => STAR,
        '?' => QUESTION_MARK,
        c => c,
    }
}

/// The character that it stands for.
fn meant(c: char) -> char {
    match c {
        STAR => '*',
        QUESTION_MARK => '?',
        c => c,
    }
}

/// The words of a text; an address of mail is several.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !"*?_".contains(meant(c)));
    parts.filter(|word| !word.is_empty())
}

/// Whether words of a text follow each other as the wanted ones do.
fn contains(text: &[&str], wanted: &[String]) -> bool {
    text.windows(wanted.len()).any(|window| {
        window
            .iter()
            .zip(wanted)
            .all(|(word, wanted)| matches(word, wanted))
    })
}

/// Whether a word holds the wanted one. `*` stands for any characters, `?` for one.
fn matches(word: &str, wanted: &str) -> bool {
    if !wanted.contains(['*', '?']) {
        let wanted: String = wanted.chars().map(meant).collect();
        return word.contains(&wanted);
    }
    let word: Vec<char> = word.chars().collect();
    let wanted: Vec<char> = wanted.chars().collect();
    let (mut at, mut piece) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < word.len() {
        match wanted.get(piece) {
            Some('*') => {
                retry = Some((piece, at));
                piece += 1;
            }
            Some(c) if *c == '?' || meant(*c) == word[at] => {
                at += 1;
                piece += 1;
            }
            _ => {
                let Some((star, from)) = retry else {
                    return false;
                };
                retry = Some((star, from + 1));
                at = from + 1;
                piece = star + 1;
            }
        }
    }
    wanted[piece..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(term: &str, texts: &[&str]) -> bool {
        Term::parse(term).unwrap().is_in(texts.iter().copied())
    }

    #[test]
    fn terms() {
        for (term, texts, expected) in [
            ("acme", &["The ACME Company"][..], true),
            ("acm", &["Acme"], true),
            ("acme berlin", &["Acme", "Berlin"], true),
            ("acme paris", &["Acme", "Berlin"], false),
            ("acme OR paris", &["Berlin", "Paris"], true),
            ("acme and not berlin", &["Acme", "Berlin"], false),
            ("\"acme company\"", &["The Acme Company"], true),
            ("\"acme company\"", &["Company Acme"], false),
            ("ac*e", &["acme", "x"], true),
            ("acm?", &["acme"], true),
            ("acm?", &["acmes"], false),
            ("ada@example.com", &["ada@example.com"], true),
            ("a\\&b co", &["A&B Co"], true),
            ("alp\\*", &["Alpha"], false),
            ("alp\\*", &["Alp* Inc"], true),
            ("alp\\**", &["Alp*X"], true),
            ("wh\\?", &["who", "wh?"], true),
            ("wh\\?", &["who"], false),
            ("xy", &[], false),
        ] {
            assert_eq!(found(term, texts), expected, "{term} in {texts:?}");
        }
        assert_eq!(Term::parse("x").unwrap_err().code, "MALFORMED_SEARCH");
        assert!(Term::parse("").is_err() && Term::parse("&&").is_err());
        assert!(!found(&"x".repeat(20_000), &["x"]));
    }
}
