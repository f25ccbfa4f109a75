//! The forms that a name can take, from the most readable to the one that is always free.
//!
//! | for | forms, in order |
//! |---|---|
//! | types, markers, record types | the API name as an identifier |
//! | enums | the same; with `_picklist` or `_ids` behind it |
//! | fields, relationships | snake case with the suffix kept; the API name in lower case |
//! | modules | the same two; snake case and `_mod` |
//! | picklist values | the words in upper camel case; every character spelled out |
//!
//! After these comes the first form with `_x` and a hash of the API name, longer at each step.
//!
//! What is not ASCII: Latin letters lose their marks, anything else becomes its code point (`日` is
//! `U65E5`). In a value, `+ % < > =` are words, `-` is one in front of a number, an apostrophe
//! vanishes, and other punctuation separates words. In an API name, other ASCII is an underscore.

use std::borrow::Cow;
use std::fmt::Write as _;

use heck::{AsSnakeCase, AsUpperCamelCase};

use super::identifier::{accepted, fnv1a};
use super::kind::Kind;
use super::latin;
use super::reserved::has_reserved_prefix;

/// The form of `base` at this step, as an identifier that the scope accepts; `api` is hashed.
///
/// No two steps of one name need differ, but there is no last step.
pub(super) fn candidate(kind: Kind, base: &str, api: &str, step: usize) -> String {
    let form = match (kind, step) {
        (_, 0) => normal(kind, base),
        (Kind::Value, 1) => spelled(base),
        (Kind::Module | Kind::Field | Kind::Parent | Kind::Child, 1) => {
            identifier(base).to_ascii_lowercase()
        }
        (Kind::Module, 2) => normal(kind, base) + "_mod",
        (Kind::Picklist, 1) => normal(kind, base) + "_picklist",
        (Kind::Ids, 1) => normal(kind, base) + "_ids",
        _ => return hashed(kind, base, api, step),
    };
    accepted(kind.scope(), form, api)
}

fn normal(kind: Kind, base: &str) -> String {
    match kind {
        Kind::Value => variant(base),
        snake if snake.is_snake() => snake_case(base),
        _ => identifier(base).into_owned(),
    }
}

fn hashed(kind: Kind, base: &str, api: &str, step: usize) -> String {
    let first = match kind {
        Kind::Module => 3,
        Kind::Type | Kind::Marker | Kind::RecordType => 1,
        _ => 2,
    };
    let digits = 4 * (step - first + 1);
    let mut name = accepted(kind.scope(), normal(kind, base), api);
    let hash = format!("{:016x}", fnv1a(api.as_bytes()));
    // Writing to a string does not fail.
    let _ = match hash.get(..digits) {
        Some(hash) => write!(name, "_x{hash}"),
        None => write!(name, "_x{hash}_{}", digits / 4 - 3),
    };
    // `upsert_by` is free, `upsert_by_x1a2b` is not.
    if has_reserved_prefix(kind.scope(), &name) {
        name.insert(0, '_');
    }
    name
}

/// An API name with nothing in it but ASCII letters, digits and underscores.
fn identifier(api: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    if api.bytes().all(plain) && api != "_" {
        return Cow::Borrowed(api);
    }
    let mut name = String::with_capacity(api.len());
    for c in api.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if c.is_ascii() {
            name.push('_');
        } else if !(latin::is_mark(c) && ends_with_letter(&name)) {
            push_foreign(&mut name, c);
        }
    }
    if name == "_" {
        name.clear();
        api.chars().for_each(|c| push_code(&mut name, c));
    }
    Cow::Owned(name)
}

/// Snake case of each part between double underscores. All lower case stays as it is.
fn snake_case(api: &str) -> String {
    let name = identifier(api);
    if !has_upper_case(&name) {
        return name.into_owned();
    }
    let mut snake = String::with_capacity(name.len() + 4);
    for (i, part) in name.split("__").enumerate() {
        if i > 0 {
            snake.push_str("__");
        }
        if !push_plain_snake(&mut snake, part) {
            let _ = write!(snake, "{}", AsSnakeCase(part));
        }
    }
    snake
}

/// Snake case of words that begin with their only capital, as most names have them; false where
/// there is more to think of, and nothing is added.
fn push_plain_snake(snake: &mut String, part: &str) -> bool {
    let start = snake.len();
    let mut before = b'_';
    for byte in part.bytes() {
        match (before, byte) {
            (b'a'..=b'z', b'A'..=b'Z') => snake.push('_'),
            (b'_', b'_') | (b'A'..=b'Z' | b'0'..=b'9', b'A'..=b'Z') => {
                snake.truncate(start);
                return false;
            }
            _ => {}
        }
        snake.push(char::from(byte.to_ascii_lowercase()));
        before = byte;
    }
    if before == b'_' && !part.is_empty() {
        snake.truncate(start);
        return false;
    }
    true
}

/// The words of a picklist value in upper camel case.
fn variant(value: &str) -> String {
    let mut words = Words::default();
    let mut before = ' ';
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let leads_number = chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_ascii_alphanumeric() => words.word.push(c),
            '\'' | '\u{2019}' => {}
            '+' => words.symbol("Plus"),
            '%' => words.symbol("Percent"),
            '<' => words.symbol("Less"),
            '>' => words.symbol("Greater"),
            '=' => words.symbol("Equal"),
            '-' | '\u{2212}' if leads_number && !before.is_alphanumeric() => {
                words.symbol("Minus");
            }
            c if c.is_ascii() || latin::is_punctuation(c) => words.end(),
            c if latin::is_mark(c) && ends_with_letter(&words.word) => {}
            c => match latin::base(c) {
                Some(base) => words.word.push_str(base),
                None => {
                    words.end();
                    push_code(&mut words.name, c);
                }
            },
        }
        before = c;
    }
    words.end();
    if words.name.is_empty() {
        return spelled(value);
    }
    words.name
}

/// The variant under way.
#[derive(Default)]
struct Words {
    name: String,
    word: String,
}

impl Words {
    fn symbol(&mut self, name: &str) {
        self.end();
        self.name.push_str(name);
    }

    fn end(&mut self) {
        let Some(first) = self.word.chars().next() else {
            return;
        };
        // `1-10` is not `110`.
        if first.is_ascii_digit() && self.name.ends_with(|c: char| c.is_ascii_digit()) {
            self.name.push('_');
        }
        let rest = &self.word[1..];
        if has_upper_case(rest) {
            let _ = write!(self.name, "{}", AsUpperCamelCase(&self.word));
        } else {
            self.name.push(first.to_ascii_uppercase());
            self.name.push_str(rest);
        }
        self.word.clear();
    }
}

/// A value with its words as they are and a name for everything between them but spaces.
fn spelled(value: &str) -> String {
    let mut name = String::with_capacity(value.len() * 2);
    let mut in_word = false;
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_alphanumeric() && in_word {
            name.push(c);
            continue;
        }
        in_word = c.is_ascii_alphanumeric();
        if c.is_ascii_whitespace() {
            continue;
        }
        if !name.is_empty() {
            name.push('_');
        }
        match latin::symbol(c) {
            Some("Dash") if chars.peek().is_some_and(char::is_ascii_digit) && name.is_empty() => {
                name.push_str("Minus");
            }
            Some(symbol) => name.push_str(symbol),
            None if in_word => name.push(c),
            None => push_code(&mut name, c),
        }
    }
    if name.is_empty() {
        value.chars().for_each(|c| push_code(&mut name, c));
    }
    if name.is_empty() {
        name.push_str("Empty");
    }
    name
}

fn push_foreign(name: &mut String, c: char) {
    match latin::base(c) {
        Some(base) => name.push_str(base),
        None => push_code(name, c),
    }
}

fn push_code(name: &mut String, c: char) {
    let _ = write!(name, "U{:X}", u32::from(c));
}

fn ends_with_letter(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_alphabetic())
}

fn has_upper_case(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(kind: Kind, api: &str) -> String {
        candidate(kind, api, api, 0)
    }

    #[test]
    fn fields() {
        for (api, expected) in [
            ("Id", "id"),
            ("AnnualRevenue", "annual_revenue"),
            ("Health_Score__c", "health_score__c"),
            ("Headquarters__Latitude__s", "headquarters__latitude__s"),
            ("acme__Total__c", "acme__total__c"),
            ("Loyalty_Tier__pc", "loyalty_tier__pc"),
            ("HTMLBody", "html_body"),
            ("Type", "type_"),
            ("self", "self_"),
            ("Self__c", "self__c"),
            ("1st__c", "_1st__c"),
            ("_", "u5f"),
            ("", "empty"),
            ("__c", "__c"),
            ("crate", "crate_"),
            ("gen", "gen_"),
            ("Try", "try_"),
            ("Delete", "delete_"),
            ("Upsert_By_X__c", "_upsert_by_x__c"),
            ("Café", "cafe"),
            ("Cafe\u{301}", "cafe"),
            ("日本__c", "u65e5u672c__c"),
            ("Foo Bar", "foo_bar"),
        ] {
            assert_eq!(first(Kind::Field, api), expected, "{api}");
        }
    }

    #[test]
    fn names_kept_as_they_are() {
        for (api, expected) in [
            ("acme__Invoice__c", "acme__Invoice__c"),
            ("Self", "Self_"),
            ("1st__c", "_1st__c"),
            ("Straße-Ø", "Strasse_O"),
        ] {
            assert_eq!(first(Kind::Marker, api), expected, "{api}");
        }
        assert_eq!(first(Kind::Picklist, "Required"), "Required_");
        assert_eq!(first(Kind::Type, "sobjects"), "sobjects_");
    }

    #[test]
    fn modules() {
        assert_eq!(first(Kind::Module, "Order_Shipped__e"), "order_shipped__e");
        assert_eq!(first(Kind::Module, "Case"), "case");
        assert_eq!(
            candidate(Kind::Module, "invoice__c", "invoice__c", 2),
            "invoice__c_mod"
        );
    }

    #[test]
    fn plain_words_need_no_library() {
        for part in [
            "A", "Ab", "AbCd", "Ab_Cd", "ab_Cd", "abCd", "A1", "Ab1", "ab1_Cd2", "AB", "ABc",
            "Ab1Cd", "Ab_", "_Ab", "_", "Ab__Cd", "1Ab", "1A", "a_B", "",
        ] {
            let mut snake = String::new();
            if push_plain_snake(&mut snake, part) {
                assert_eq!(snake, AsSnakeCase(part).to_string(), "{part}");
            } else {
                assert_eq!(snake, "", "{part}");
            }
        }
        assert!(push_plain_snake(&mut String::new(), "AnnualRevenue_2"));
    }

    #[test]
    fn values() {
        for (value, expected) in [
            ("Food & Beverage", "FoodBeverage"),
            ("Closed Won", "ClosedWon"),
            ("A/B", "AB"),
            ("", "Empty"),
            (" ", "U20"),
            ("_", "Underscore"),
            ("***", "Star_Star_Star"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("1", "_1"),
            ("1-10", "_1_10"),
            ("1,000", "_1_000"),
            ("< 5%", "Less5Percent"),
            (">= 5", "GreaterEqual5"),
            ("Driver's License", "DriversLicense"),
            ("--None--", "None"),
            ("closed won", "ClosedWon"),
            ("iPhone 12", "IPhone12"),
            ("Café", "Cafe"),
            ("Cafe\u{301}", "Cafe"),
            ("Crème brûlée", "CremeBrulee"),
            ("日本語", "U65E5U672CU8A9E"),
            ("日5", "U65E5_5"),
            ("🙂", "U1F642"),
            ("self", "Self_"),
            ("type", "Type"),
            ("Unknown", "Unknown"),
            ("5–10 °C", "_5_10C"),
        ] {
            assert_eq!(first(Kind::Value, value), expected, "{value}");
        }
    }

    #[test]
    fn values_spelled_out() {
        for (value, expected) in [
            ("A/B", "A_Slash_B"),
            ("A B", "A_B"),
            ("Café", "Caf_UE9"),
            ("closed won", "closed_won"),
            ("-1", "Minus_1"),
            ("type", "type_"),
        ] {
            assert_eq!(candidate(Kind::Value, value, value, 1), expected, "{value}");
        }
    }

    #[test]
    fn the_hash_grows_and_never_ends() {
        let at = |step| candidate(Kind::Field, "FooBar", "FooBar", step);
        assert_eq!(at(1), "foobar");
        let hash = format!("{:016x}", fnv1a(b"FooBar"));
        assert_eq!(at(2), format!("foo_bar_x{}", &hash[..4]));
        assert_eq!(at(5), format!("foo_bar_x{hash}"));
        assert_eq!(at(6), format!("foo_bar_x{hash}_2"));
        assert_eq!(at(7), format!("foo_bar_x{hash}_3"));
    }

    #[test]
    fn long_names_are_cut() {
        let (a, b) = ("x".repeat(300), "x".repeat(301));
        let (a, b) = (first(Kind::Type, &a), first(Kind::Type, &b));
        assert!(a.len() == 200 && b.len() == 200 && a != b);
    }
}
