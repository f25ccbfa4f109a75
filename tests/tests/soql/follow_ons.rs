//! One slip is one finding: good queries with one token changed, in which more is not wrong.

use sf_schema::Level;
use sf_schema::soql::Options;
use sf_schema::soql::check::{CheckOptions, check_text};

use super::cases::{Entry, entry, read};

/// The messages of the errors of a query, without their help.
fn errors(text: &str) -> Vec<String> {
    let found = check_text(
        text,
        &Options::default(),
        super::org(),
        &CheckOptions::default(),
    );
    let errors = found.into_iter().filter(|one| one.level == Level::Error);
    errors.map(|error| error.message).collect()
}

#[test]
fn one_slip_is_one_error() {
    for (text, message) in [
        (
            "SELECT Id FROM Account WHERE Name = 'O'Brien'",
            "unexpected token: 'Brien'",
        ),
        (
            "SELECT Id FROM Account WHERE Name = 'O'Brien' AND Industry = 'Energy'",
            "unexpected token: 'Brien'",
        ),
        (
            "SELECT Id, TYPEOF Who WHEN Contact THEN FirstName END \
             TYPEOF What WHEN Account THEN Phone END FROM Task",
            "unexpected token: 'TYPEOF'",
        ),
        (
            "SELECT Id, TYPEOF What WHEN Account THEN Phone,, Name END FROM Task",
            "unexpected token: ','",
        ),
        (
            "SELECT Id, TYPEOF What WHEN Account THEN Phone,, Name WHEN Opportunity THEN Amount, \
             CloseDate ELSE Name END, Subject FROM Event",
            "unexpected token: ','",
        ),
        (
            "SELECT TYPEOF What Account THEN Phone, NumberOfEmployees ELSE Name END FROM Event",
            "unexpected token: 'Account'",
        ),
        (
            "SELECT Id FROM Account WHERE Interests__c INCLUDES 'a', 'b')",
            "unexpected token: ''a''",
        ),
        (
            "SELECT Id FROM Account ORDER BY CALENDAR_YEARCreatedDate)",
            "unexpected token: ')'",
        ),
        (
            "SELECT Id, SELECT Id FROM Contacts LIMIT 5) FROM Account LIMIT 5",
            "unexpected token: 'SELECT'",
        ),
        (
            "SELECT Name n Account GROUP BY Name",
            "unexpected token: 'Account'",
        ),
        (
            "SELECT Status, COUNT(Name) n FROM GROUP BY Status",
            "unexpected token: 'BY'",
        ),
        (
            "SELECT Id FROM Account WHERE (Name = 'x",
            "the string is not closed",
        ),
    ] {
        assert_eq!(errors(text), [message], "{text}");
    }
}

#[test]
fn what_is_wrong_elsewhere_is_found_too() {
    let text = "SELECT Industri, *, Nam FROM Account WHERE Name == 'x' ORDER BY Nop LIMIT x";
    assert_eq!(
        errors(text),
        [
            "no field `Industri` on Account",
            "unexpected token: '*'",
            "no field `Nam` on Account",
            "unexpected token: '='",
            "no field `Nop` on Account",
            "unexpected token: 'x'",
        ]
    );
    assert_eq!(
        errors("SELECT Id, * FROM Account WHERE Name = 'x"),
        ["unexpected token: '*'", "the string is not closed"]
    );
    let text = "SELECT TYPEOF What WHEN Account THEN Phone,, Name END, Nam FROM Task LIMIT x";
    assert_eq!(
        errors(text),
        [
            "unexpected token: ','",
            "no field `Nam` on Task",
            "unexpected token: 'x'",
        ]
    );
}

/// Where each token of a text begins and ends: words, texts and signs.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut in_text = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let goes_on = in_text || is_word(c) && is_word(before);
        let end = at + c.len_utf8();
        if c == '\'' && before != '\\' {
            in_text = !in_text;
        }
        before = c;
        match tokens.last_mut() {
            Some(last) if goes_on => last.1 = end,
            _ if c.is_whitespace() => {}
            _ => tokens.push((at, end)),
        }
    }
    tokens
}

/// Each token is left out, and written twice, and cut short, and replaced by each of these.
const INSTEAD: &[&str] = &["Foo", "'", ")", "(", ",", ".", "5", "NOT", "FROM", "SELECT"];

#[test]
fn few_slips_are_more_than_one_error() {
    let text = read("good.txt");
    let cases = text.lines().filter_map(entry);
    let queries: Vec<String> = cases
        .filter_map(|entry| match entry {
            Entry::Case(case) => Some(case.text),
            Entry::Heading(_) => None,
        })
        .filter(|text| errors(text).is_empty())
        .collect();
    assert!(queries.len() > 50, "{}", queries.len());
    let (mut refused, mut several) = (0, Vec::new());
    for (number, query) in queries.iter().enumerate() {
        for (at, (start, end)) in tokens(query).into_iter().enumerate() {
            let (before, token, after) = (&query[..start], &query[start..end], &query[end..]);
            let mut chars = token.chars();
            chars.next_back();
            // Not each by each, or there are too many.
            let instead = INSTEAD[(number + at) % INSTEAD.len()];
            for changed in ["", &format!("{token} {token}"), chars.as_str(), instead] {
                let slip = format!("{before}{changed}{after}");
                let found = errors(&slip);
                refused += usize::from(!found.is_empty());
                if found.len() > 1 {
                    several.push(format!("{slip}\n    {}", found.join("\n    ")));
                }
            }
        }
    }
    assert!(refused > 2_000, "{refused}");
    let most = refused * 3 / 100;
    assert!(
        several.len() < most,
        "{} of {refused}, {most} at most:\n{}",
        several.len(),
        several.join("\n")
    );
}
