//! `FIND {acme} IN NAME FIELDS RETURNING Account(Id, Name WHERE x = 'y' ORDER BY Name LIMIT 5) LIMIT 10`
//!
//! A RETURNING becomes SOQL, which is read and checked where queries are.

use super::{Group, MOST, Returning, Search, Term, malformed};
use crate::api::ApiError;

/// The longest search, in characters. [D66]
const LONGEST: usize = 100_000;

/// Reads a search.
pub(super) fn search(text: &str) -> Result<Search, ApiError> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(malformed(format!(
            "the search is longer than {LONGEST} characters"
        )));
    }
    let rest = word(text, "FIND").ok_or_else(|| unexpected(text))?;
    let rest = rest.trim_start();
    let Some(inside) = rest.strip_prefix('{') else {
        return Err(malformed(
            "No search term found. The search term must be enclosed in braces.",
        ));
    };
    let end = closing(inside).ok_or_else(|| {
        malformed("No search term found. The search term must be enclosed in braces.")
    })?;
    let (term, rest) = inside.split_at(end);
    let mut search = Search {
        term: Term::parse(term)?,
        group: Group::All,
        returning: Vec::new(),
        limit: MOST,
    };
    let mut rest = rest.strip_prefix('}').unwrap_or(rest);
    if let Some(after) = word(rest, "IN") {
        let (name, after) = name(after)?;
        search.group = Group::from_name(name).ok_or_else(|| unexpected(name))?;
        rest = word(after, "FIELDS").ok_or_else(|| unexpected(after))?;
    }
    if let Some(after) = word(rest, "RETURNING") {
        rest = after;
        loop {
            let (one, after) = returning(rest)?;
            search.returning.push(one);
            rest = after.trim_start();
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => break,
            }
        }
    }
    // WITH narrows by data category, division, network, snippet... none of which is here.
    if let Some(after) = word(rest, "WITH") {
        let next = ["LIMIT", "UPDATE"]
            .iter()
            .filter_map(|keyword| position(after, keyword));
        rest = after
            .get(next.min().unwrap_or(after.len())..)
            .unwrap_or_default();
    }
    if let Some(after) = word(rest, "LIMIT") {
        let (number, after) = name(after)?;
        let limit: usize = number.parse().map_err(|_| unexpected(number))?;
        search.limit = limit.min(MOST);
        rest = after;
    }
    if let Some(after) = word(rest, "UPDATE") {
        let (_, after) = name(after)?;
        rest = after;
    }
    if rest.trim().is_empty() {
        Ok(search)
    } else {
        Err(unexpected(rest))
    }
}

/// `Account` or `Account(Id, Name WHERE ... )`
fn returning(text: &str) -> Result<(Returning, &str), ApiError> {
    let (object, rest) = name(text)?;
    let rest = rest.trim_start();
    let Some(inside) = rest.strip_prefix('(') else {
        let soql = format!("SELECT Id FROM {object}");
        return Ok((Returning { soql }, rest));
    };
    let end = parenthesis(inside).ok_or_else(|| malformed("unexpected token: '<EOF>'"))?;
    let (inside, after) = inside.split_at(end);
    let clauses = ["WHERE", "USING", "ORDER", "LIMIT", "OFFSET"];
    let start = clauses
        .iter()
        .filter_map(|clause| position(inside, clause))
        .min();
    let (fields, clauses) = inside.split_at(start.unwrap_or(inside.len()));
    let fields = if fields.trim().is_empty() {
        "Id"
    } else {
        fields
    };
    let soql = format!("SELECT {} FROM {object} {clauses}", fields.trim());
    Ok((Returning { soql }, after.strip_prefix(')').unwrap_or(after)))
}

/// What follows a keyword.
fn word<'t>(text: &'t str, keyword: &str) -> Option<&'t str> {
    let text = text.trim_start();
    let (first, rest) = text.split_at_checked(keyword.len())?;
    // `Order.Name` is a path.
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    (first.eq_ignore_ascii_case(keyword) && ends).then_some(rest)
}

/// A name or number, and what follows.
fn name(text: &str) -> Result<(&str, &str), ApiError> {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    if end == 0 {
        return Err(unexpected(text));
    }
    Ok(text.split_at(end))
}

/// Where a keyword begins, outside strings and parentheses.
fn position(text: &str, keyword: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut chars = text.char_indices();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quoted => {
                chars.next();
            }
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if !quoted && depth == 0 && !before.is_alphanumeric() && before != '_' => {
                let here = text.get(at..at + keyword.len());
                if here.is_some_and(|here| here.eq_ignore_ascii_case(keyword))
                    && word(text.get(at..)?, keyword).is_some()
                {
                    return Some(at);
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// Where the brace of a term closes; one behind a backslash does not.
fn closing(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '}' => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where the parenthesis closes, outside strings.
fn parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quoted => {
                chars.next();
            }
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return Some(at),
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    None
}

fn unexpected(text: &str) -> ApiError {
    let text = text.trim();
    let token: String = text
        .split_whitespace()
        .next()
        .unwrap_or("<EOF>")
        .chars()
        .take(60)
        .collect();
    malformed(format!("unexpected token: '{token}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soql(text: &str) -> Vec<String> {
        search(text)
            .unwrap()
            .returning
            .into_iter()
            .map(|one| one.soql)
            .collect()
    }

    #[test]
    fn every_part() {
        let text = r"find {a\}b} in name fields returning Account(Name, Id where Name = 'x) LIMIT' order by Name limit 5), Contact , Lead() with division = 'x' limit 7";
        let found = search(text).unwrap();
        assert_eq!((found.group, found.limit), (Group::Name, 7));
        assert_eq!(
            soql(text),
            [
                "SELECT Name, Id FROM Account where Name = 'x) LIMIT' order by Name limit 5",
                "SELECT Id FROM Contact",
                "SELECT Id FROM Lead ",
            ]
        );
        assert_eq!(
            soql("FIND {ab} RETURNING OrderItem(Order.Name ORDER BY Order.Name)"),
            ["SELECT Order.Name FROM OrderItem ORDER BY Order.Name"]
        );
        assert!(soql("FIND {ab}").is_empty());
        assert_eq!(search("FIND {ab} LIMIT 99999").unwrap().limit, MOST);
    }

    #[test]
    fn what_is_none() {
        for (text, message) in [
            ("", "unexpected token: '<EOF>'"),
            ("SELECT Id", "unexpected token: 'SELECT'"),
            (
                "FIND acme",
                "No search term found. The search term must be enclosed in braces.",
            ),
            (
                "FIND {acme",
                "No search term found. The search term must be enclosed in braces.",
            ),
            ("FIND {acme} IN SOME FIELDS", "unexpected token: 'SOME'"),
            (
                "FIND {acme} RETURNING Account(Id",
                "unexpected token: '<EOF>'",
            ),
            ("FIND {acme} RETURNING", "unexpected token: '<EOF>'"),
            ("FIND {acme} nonsense", "unexpected token: 'nonsense'"),
            ("FIND {acme} LIMIT x", "unexpected token: 'x'"),
        ] {
            let error = search(text).unwrap_err();
            assert_eq!(
                (error.code, error.message.as_str()),
                ("MALFORMED_SEARCH", message),
                "{text}"
            );
        }
    }

    #[test]
    fn hostile_text_is_refused_soon() {
        for text in [
            "FIND {",
            "FIND {aa} RETURNING A(",
            "FIND {aa} WITH ",
            "FIND {aa} RETURNING A,",
        ] {
            let _ = search(&text.repeat(5_000));
            let _ = search(&format!("{text}{}", "(".repeat(50_000)));
        }
    }
}
