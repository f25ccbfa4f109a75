//! What only we take.

use super::both::{after, find, with};
use super::{Exception, InText};

pub(super) const TAKEN: &[Exception<InText>] = &[
    Exception {
        name: "FOR UPDATE",
        because: "documented for Apex, unverified for REST: warn, don't reject [D]",
        without: |text| {
            let found = find(text, &["FOR", "UPDATE"]).next()?;
            Some(with(text, found[0].start..found[1].end, ""))
        },
    },
    Exception {
        name: "ALL ROWS",
        because: "Apex only, for REST there is queryAll [D]: a lint says so",
        without: |text| {
            // Both are names too.
            let found = find(text, &["ALL", "ROWS"]).find(|found| {
                matches!(
                    after(text, found[1].end).next(),
                    None | Some((_, ")" | ";"))
                )
            })?;
            Some(with(text, found[0].start..found[1].end, ""))
        },
    },
    Exception {
        name: "; at the end",
        because: "tolerated by the lexer, which passes over it [P]",
        without: |text| Some(text.trim_end().strip_suffix(';')?.to_owned()),
    },
    Exception {
        name: r"\f",
        because: r"among the escapes: \n \r \t \b \f \u [D]",
        without: |text| {
            let quoted = after(text, 0).filter(|(_, token)| token.starts_with('\''));
            for (range, token) in quoted {
                let mut escaped = false;
                for (at, c) in token.char_indices() {
                    if escaped && matches!(c, 'f' | 'F') {
                        let at = range.start + at;
                        return Some(with(text, at..at + 1, "n"));
                    }
                    escaped = c == '\\' && !escaped;
                }
            }
            None
        },
    },
    Exception {
        name: "DISTANCE between two fields",
        because: "the second may be a location field [D]",
        without: |text| {
            let found = find(text, &["DISTANCE", "(", "*", ",", "*", ","]).next()?;
            Some(with(text, found[4].clone(), "GEOLOCATION(1, 2)"))
        },
    },
    Exception {
        name: "DISTANCE in GROUP BY",
        because: "not GROUP BY [D]: the checker says so",
        without: |text| {
            let is = |token: &str, word: &str| token.eq_ignore_ascii_case(word);
            let (distance, _) = find(text, &["GROUP", "BY"]).find_map(|found| {
                after(text, found[1].end)
                    .take_while(|(_, token)| !is(token, "HAVING") && !is(token, "BY"))
                    .find(|(range, token)| is(token, "DISTANCE") && has_comma(text, range.end))
            })?;
            Some(with(text, distance.start..call(text, distance.end)?, "Id "))
        },
    },
    Exception {
        name: "DISTANCE with a list",
        because: "only < and > [D]: the checker says so",
        without: |text| {
            let operators = ["IN", "NOT", "LIKE", "INCLUDES", "EXCLUDES"];
            after(text, 0).find_map(|(distance, token)| {
                let is_distance = token.eq_ignore_ascii_case("DISTANCE");
                let end = call(text, distance.end).filter(|_| is_distance)?;
                let (_, operator) = after(text, end).next()?;
                let takes_list = operators
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(operator));
                let is_one = takes_list && has_comma(text, distance.end);
                is_one.then(|| with(text, distance.start..end, "Id "))
            })
        },
    },
    Exception {
        name: "TYPEOF in a semi-join",
        because: "not with a semi-join's SELECT [D]: the checker says so",
        without: |text| {
            let found = find(text, &["IN", "(", "SELECT", "TYPEOF", "*", "WHEN"]).next()?;
            let end = find(text, &["END", "FROM"]).find(|end| end[0].start > found[5].end)?;
            Some(with(text, found[3].start..end[0].end, "Id"))
        },
    },
];

/// Whether the call whose parenthesis opens here has several arguments.
fn has_comma(text: &str, open: usize) -> bool {
    let end = call(text, open).unwrap_or(open);
    text.get(open..end).is_some_and(|call| call.contains(','))
}

/// Where the parenthesis that opens here is closed.
fn call(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (range, token) in after(text, open) {
        match token {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (token == ")").then_some(range.end);
        }
    }
    None
}
