//! Text in pieces, roughly as SOQL has them: to put queries together and to spoil them.

use fastrand::Rng;

/// The tokens of a text, without the space between them.
pub(crate) fn split(text: &str) -> Vec<&str> {
    split_from(text, 0).map(|(_, piece)| piece).collect()
}

/// The tokens from a place on, and where each is.
pub(crate) fn split_from(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let rest = rest.trim_start_matches(is_space);
        let first = rest.chars().next()?;
        let end = match first {
            '\'' => quoted(rest),
            // A date has signs and colons.
            '0'..='9' => rest.find(|c| !is_numeric(c)).unwrap_or(rest.len()),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            '<' | '>' | '!' if rest[1..].starts_with(['=', '>']) => 2,
            c => c.len_utf8(),
        };
        let start = text.len() - rest.len();
        at = start + end;
        Some((start, &rest[..end]))
    })
}

/// How long the text in quotes is that begins here.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\'' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// What numbers, dates and times are made of.
fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ':' | '+' | '-' | 'T' | 't' | 'Z' | 'z')
}

/// Words here are paths and numbers too.
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.') || !c.is_ascii()
}

/// Tokens as one text: with space where it is needed, and at random where it is not.
pub(crate) fn join<S: AsRef<str>>(tokens: &[S], random: &mut Rng) -> String {
    let mut text = String::new();
    for token in tokens {
        let token = token.as_ref();
        let needed = text.ends_with(is_word) && token.starts_with(is_word)
            // `< =` is two tokens, `!=` one.
            || text.ends_with(['<', '>', '!']) && token.starts_with(['=', '>']);
        match random.u8(..20) {
            _ if text.is_empty() => {}
            0 => text.push_str(["\n", "\t", "  ", "\r\n "][random.usize(..4)]),
            1..3 if !needed => {}
            _ => text.push(' '),
        }
        text.push_str(token);
    }
    text
}

/// Tokens that are put where they do not belong.
const STRAY: &[&str] = &[
    "(",
    ")",
    ",",
    ".",
    ":",
    ";",
    "=",
    "!=",
    "<",
    ">",
    "+",
    "-",
    "'x'",
    "5",
    ".5",
    "1.5",
    "a",
    "a.b",
    "SELECT",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "LIKE",
    "INCLUDES",
    "GROUP",
    "BY",
    "ORDER",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "FOR",
    "VIEW",
    "UPDATE",
    "TRACKING",
    "WITH",
    "DATA",
    "CATEGORY",
    "USING",
    "SCOPE",
    "TYPEOF",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "NULL",
    "NULLS",
    "FIRST",
    "AS",
    "ASC",
    "ROLLUP",
    "COUNT",
    "DISTANCE",
    "GEOLOCATION",
    "FIELDS",
    "ALL",
    "TRUE",
    "TODAY",
    "LAST_N_DAYS",
    "USD5",
    "2020-01-01",
    "10:00:00Z",
    "2020-01-01T10:00:00Z",
];

/// Changes tokens: leaves one out, doubles it, moves it, exchanges it.
pub(crate) fn spoil(tokens: &mut Vec<String>, random: &mut Rng) {
    if tokens.is_empty() {
        return;
    }
    let (a, b) = (random.usize(..tokens.len()), random.usize(..tokens.len()));
    match random.u8(..6) {
        0 => {
            tokens.remove(a);
        }
        1 => tokens.insert(a, tokens[b].clone()),
        2 => tokens.swap(a, b),
        3 => {
            let next = (a + 1) % tokens.len();
            tokens.swap(a, next);
        }
        4 => tokens[a] = STRAY[random.usize(..STRAY.len())].to_owned(),
        _ => tokens.insert(a, STRAY[random.usize(..STRAY.len())].to_owned()),
    }
}

/// Characters that mean something, and some that do not.
const NOISE: &[char] = &[
    '\'', '\\', '"', '(', ')', ',', '.', ':', ';', '=', '!', '<', '>', '+', '-', '_', '%', '$',
    '/', '*', '{', '}', '0', '9', 'a', 'Z', 'T', 'n', ' ', '\n', '\r', '\t', '\u{b}', '\u{0}',
    '\u{a0}', 'é', 'İ', '\u{212a}', '中', '🎉', '\u{ffff}', '\u{2028}', '#', '@', '~', '|', '&',
    '`', '?',
];

/// Changes one character.
pub(crate) fn blot(text: &str, random: &mut Rng) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.usize(..=characters.len());
    let noise = NOISE[random.usize(..NOISE.len())];
    match characters.get_mut(at) {
        Some(character) => match random.u8(..4) {
            0 => *character = noise,
            1 => {
                characters.remove(at);
            }
            2 if character.is_ascii_lowercase() => character.make_ascii_uppercase(),
            2 => character.make_ascii_lowercase(),
            _ => characters.insert(at, noise),
        },
        None => characters.push(noise),
    }
    characters.into_iter().collect()
}
