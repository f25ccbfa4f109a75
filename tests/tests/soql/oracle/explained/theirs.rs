//! What only they take.

use std::ops::Range;

use sf_schema::Diagnostic;

use super::both::{after, before, with, word};
use super::{AtFinding, Exception};

pub(super) const TAKEN: &[Exception<AtFinding>] = &[
    Exception {
        name: "what a unit is written with",
        because: "the unit is 'mi' or 'km' [D]",
        without: |text, found| {
            let (unit, _) = after(text, 0).find(|(range, token)| {
                token.starts_with('\'') && range.contains(&found.span.start)
            })?;
            let follows_comma = before(text, unit.start)?.1 == ",";
            let is_unit = follows_comma && !found.message.starts_with("unexpected");
            is_unit.then(|| with(text, unit, "'km'"))
        },
    },
    Exception {
        name: "FIELDS of anything",
        because: "FIELDS(ALL|CUSTOM|STANDARD) [D]",
        without: |text, found| {
            says(found, "one of ALL, CUSTOM and STANDARD")?;
            let name = word(text, found.span.start);
            // A call is what it is of, then.
            let mut tokens = after(text, name.end);
            let end = match tokens.next() {
                Some((_, "(")) => tokens.nth(1)?.0.end,
                _ => name.end,
            };
            (!name.is_empty()).then(|| with(text, name.start..end, "ALL"))
        },
    },
    Exception {
        name: "UPDATE of anything",
        because: "UPDATE TRACKING|VIEWSTAT [D]",
        without: |text, found| {
            says(found, "one of TRACKING and VIEWSTAT")?;
            let name = word(text, found.span.start);
            (!name.is_empty()).then(|| with(text, name, "TRACKING"))
        },
    },
    Exception {
        name: "an amount with several points",
        because: "three letters and an unsigned number [D]",
        without: |text, found| {
            let amount = word(text, found.span.start);
            let written = text.get(amount.clone())?;
            let (code, number) = written.split_at_checked(3)?;
            let is_amount = code.bytes().all(|b| b.is_ascii_alphabetic())
                && number.contains("..")
                && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            is_amount.then(|| with(text, amount, &written.replace("..", ".")))
        },
    },
    Exception {
        name: "$",
        because: "no comments in the language [P]",
        without: |text, found| {
            // Before those of the word at a token, which here is what stands before.
            let rest = text.get(found.span.start..)?.strip_prefix('$')?;
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let start = found.span.start;
            Some(with(text, start..start + 1 + end, " "))
        },
    },
    Exception {
        name: "names that are not ASCII",
        because: "[A-Za-z][A-Za-z0-9_]*, no non-ASCII: no API name has it [D]",
        without: |text, found| {
            let name = unexpected(text, found)?;
            let written = text.get(name.clone())?;
            let plain = written.chars().map(|c| match c {
                // These two are letters in their lower case.
                '\u{212a}' => 'k',
                'İ' => 'i',
                c if c.is_ascii() => c,
                _ => 'x',
            });
            (!written.is_ascii()).then(|| with(text, name, &plain.collect::<String>()))
        },
    },
    Exception {
        name: "a step that is no name",
        because: "the parser lets a..b through: treat as error [P]",
        without: |text, found| {
            let path = unexpected(text, found)?;
            let written = text.get(path.clone())?;
            let steps = written.split('.').filter(|step| !step.is_empty());
            let plain: Vec<String> = steps
                .map(
                    |step| match step.starts_with(|c: char| c.is_ascii_alphabetic()) {
                        true => step.to_owned(),
                        false => format!("x{step}"),
                    },
                )
                .collect();
            let starts = written.starts_with(|c: char| c.is_ascii_alphabetic());
            starts.then(|| with(text, path, &plain.join(".")))
        },
    },
    Exception {
        name: "a path where a name belongs",
        because: "identifiers, joined by points: the lexer makes one token of a path [P]",
        without: |text, found| {
            let path = unexpected(text, found)?;
            let written = text.get(path.clone())?;
            Some(with(text, path, &written.replace('.', "_")))
        },
    },
    Exception {
        name: "BIND",
        because: "no clause of the order of clauses [D]",
        without: bind,
    },
    Exception {
        name: "USING again",
        because: "USING SCOPE s, after all objects [D]",
        without: using,
    },
    Exception {
        name: "arithmetic",
        because: "a field is compared with a value, not a field [D]",
        without: |text, found| {
            let mut tokens = after(text, found.span.start);
            let (sign, _) = tokens
                .next()
                .filter(|(_, token)| matches!(*token, "+" | "-"))?;
            let (operand, _) = tokens.next()?;
            Some(with(text, sign.start..operand.end, ""))
        },
    },
    Exception {
        name: "a date literal without its number",
        because: "the parser does not check that :n is present: check it yourself [P]",
        without: |text, found| {
            let end = found.span.end;
            found
                .message
                .ends_with("needs a number")
                .then(|| with(text, end..end, ":1"))
        },
    },
    Exception {
        name: "a date literal with another's number",
        because: "the parser does not check that :n is absent: check it yourself [P]",
        without: |text, found| {
            says(
                found,
                "this date literal takes no number; LAST_N_DAYS:n does",
            )?;
            let mut tokens = after(text, found.span.start);
            let (colon, number) = (tokens.next()?.0, tokens.next()?.0);
            Some(with(text, colon.start..number.end, ""))
        },
    },
    Exception {
        name: "a date literal with a number beyond any",
        because: "n is an unsigned integer, of 32 bits as all are [D]",
        without: |text, found| {
            says(found, "a whole number from 0")?;
            let digits = text.get(found.span.start..found.span.end)?;
            let is_number = digits.len() > 9 && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| with(text, found.span.start..found.span.end, "1"))
        },
    },
];

/// The word round a token that is not expected.
fn unexpected(text: &str, found: &Diagnostic) -> Option<Range<usize>> {
    let is_token = found.message.starts_with("unexpected token");
    is_token.then(|| word(text, found.span.start))
}

fn says(found: &Diagnostic, help: &str) -> Option<()> {
    (found.help.as_deref() == Some(help)).then_some(())
}

/// `BIND name = value, ...`
fn bind(text: &str, found: &Diagnostic) -> Option<String> {
    let mut tokens = after(text, found.span.start).peekable();
    let (start, _) = tokens
        .next()
        .filter(|(_, token)| token.eq_ignore_ascii_case("BIND"))?;
    let mut end;
    loop {
        let value = tokens.nth(2)?;
        end = value.0.end;
        if matches!(value.1, "+" | "-") {
            end = tokens.next()?.0.end;
        }
        if tokens.next_if(|(_, token)| *token == ":").is_some() {
            end = tokens.next()?.0.end;
        }
        if tokens.next_if(|(_, token)| *token == ",").is_none() {
            return Some(with(text, start.start..end, ""));
        }
    }
}

/// `USING LOOKUP a`, `USING SCOPE a, SCOPE b`, `FROM a USING SCOPE b, c`
fn using(text: &str, found: &Diagnostic) -> Option<String> {
    let mut tokens = after(text, found.span.start);
    let (start, first) = tokens.next()?;
    if first.eq_ignore_ascii_case("LOOKUP") {
        return Some(with(text, start, "SCOPE"));
    }
    let (_, second) = tokens.next().filter(|_| first == ",")?;
    if second.eq_ignore_ascii_case("LOOKUP") {
        let (name, _) = tokens.next()?;
        return Some(with(text, start.start..name.end, ""));
    }
    // What follows the comma is an object then, be it one named SCOPE.
    let using = after(text, 0)
        .take_while(|(range, _)| range.start < start.start)
        .filter(|(_, token)| token.eq_ignore_ascii_case("USING"))
        .last()?;
    Some(with(text, using.0.start..start.start, ""))
}
