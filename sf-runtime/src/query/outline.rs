//! Where the clauses of a query's text begin, so that more can be asked than the text does.
//!
//! It tells clauses by their words, outside of quotes and parentheses. It checks nothing: a text
//! that is no query has an outline too, and the org refuses it.

/// The clauses of a query after its SELECT, in the order that SOQL demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clause {
    From,
    Using,
    Where,
    With,
    Group,
    Having,
    Order,
    Limit,
    Offset,
    For,
    Update,
}

/// The clauses that a text has, each with the place of its first letter.
#[derive(Debug, PartialEq)]
pub(super) struct Outline<'a> {
    text: &'a str,
    clauses: Vec<(Clause, usize)>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let words = outer_words(text);
        let mut clauses: Vec<(Clause, usize)> = Vec::new();
        for (place, &(start, word)) in words.iter().enumerate() {
            let next = words.get(place + 1).map_or("", |(_, word)| word);
            let Some(clause) = clause(word, next) else {
                continue;
            };
            let before = place.checked_sub(1).and_then(|place| words.get(place));
            let is_in_order = match clauses.last() {
                None => clause == Clause::From,
                // `FROM Order` names an object.
                Some(&(Clause::From, from)) => {
                    clause > Clause::From && before.is_none_or(|(start, _)| *start != from)
                }
                Some((last, _)) => clause > *last,
            };
            if is_in_order {
                clauses.push((clause, start));
            }
        }
        Self { text, clauses }
    }

    /// Whether it has a FROM at least.
    pub(super) fn is_query(&self) -> bool {
        !self.clauses.is_empty()
    }

    /// What stands before this clause, or before where it would stand.
    pub(super) fn before(&self, clause: Clause) -> &'a str {
        let end = self.start_of(|known| known >= clause);
        self.text.get(..end).unwrap_or_default().trim_end()
    }

    /// The clause, with its keyword.
    pub(super) fn clause(&self, clause: Clause) -> Option<&'a str> {
        let (_, start) = self.clauses.iter().find(|(known, _)| *known == clause)?;
        let end = self.start_of(|known| known > clause);
        Some(self.text.get(*start..end)?.trim_end())
    }

    /// What stands from this clause to another one, that one left out.
    pub(super) fn between(&self, first: Clause, end: Clause) -> &'a str {
        let start = self.start_of(|known| known >= first);
        let end = self.start_of(|known| known >= end);
        self.text.get(start..end).unwrap_or_default().trim_end()
    }

    /// What stands after these clauses.
    pub(super) fn from(&self, first: Clause) -> &'a str {
        let start = self.start_of(|known| known >= first);
        self.text.get(start..).unwrap_or_default().trim_end()
    }

    fn start_of(&self, is: impl Fn(Clause) -> bool) -> usize {
        let found = self.clauses.iter().find(|(clause, _)| is(*clause));
        found.map_or(self.text.len(), |(_, start)| *start)
    }
}

/// Whether a condition has an OR or a NOT that is in no parentheses: then nothing may be joined to
/// it by AND.
pub(super) fn is_loose(condition: &str) -> bool {
    let words = outer_words(condition);
    let first_not = words
        .first()
        .is_some_and(|(start, word)| *start == 0 && word.eq_ignore_ascii_case("NOT"));
    first_not
        || words
            .iter()
            .any(|(_, word)| word.eq_ignore_ascii_case("OR"))
}

/// The clause that begins with this word, before that next one.
fn clause(word: &str, next: &str) -> Option<Clause> {
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    let then = |names: &[&str]| names.iter().any(|name| next.eq_ignore_ascii_case(name));
    let then_number = || next.starts_with(|c: char| matches!(c, ':' | '\u{1}' | '0'..='9'));
    Some(match word.len() {
        3 if is("FOR") && then(&["VIEW", "REFERENCE", "UPDATE"]) => Clause::For,
        4 if is("FROM") => Clause::From,
        4 if is("WITH") => Clause::With,
        5 if is("USING") && then(&["SCOPE"]) => Clause::Using,
        5 if is("WHERE") => Clause::Where,
        5 if is("GROUP") && then(&["BY"]) => Clause::Group,
        5 if is("ORDER") && then(&["BY"]) => Clause::Order,
        5 if is("LIMIT") && then_number() => Clause::Limit,
        6 if is("HAVING") => Clause::Having,
        6 if is("OFFSET") && then_number() => Clause::Offset,
        6 if is("UPDATE") && then(&["TRACKING", "VIEWSTAT"]) => Clause::Update,
        _ => return None,
    })
}

/// The words outside of quotes and parentheses, each with its place. A dot is part of a word, so
/// that `Order.Name` is no clause, and so is the colon of a bind, or
/// the mark of a value; a comparison is one, so that
/// `Offset = 5` is no clause.
fn outer_words(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let mut words = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'\'' => {
                while let Some(byte) = bytes.get(at) {
                    at += 1;
                    match byte {
                        b'\'' => break,
                        b'\\' => at += 1,
                        _ => {}
                    }
                }
            }
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'=' | b'<' | b'>' | b'!' if depth == 0 => words.push((start, "=")),
            byte if is_word(byte) || matches!(byte, b':' | 1) => {
                while bytes.get(at).is_some_and(is_word) {
                    at += 1;
                }
                if depth == 0 {
                    words.extend(text.get(start..at).map(|word| (start, word)));
                }
            }
            _ => {}
        }
    }
    words
}

/// How many queries there are in parentheses, outside of quotes: in a WHERE its semi-joins.
pub(super) fn inner_queries(text: &str) -> usize {
    let (mut count, mut is_quoted, mut is_escaped) = (0, false, false);
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_quoted,
            b'\'' => is_quoted = !is_quoted,
            b'(' if !is_quoted => {
                let inside = text.get(place + 1..).unwrap_or_default().trim_start();
                let word = inside.split(|c: char| !c.is_ascii_alphanumeric()).next();
                let is_query = word.is_some_and(|word| word.eq_ignore_ascii_case("SELECT"));
                count += usize::from(is_query);
            }
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<String> {
        let outline = Outline::of(text);
        let clause = |(clause, _): &(Clause, usize)| outline.clause(*clause).map(str::to_owned);
        outline.clauses.iter().filter_map(clause).collect()
    }

    #[test]
    fn each_clause_is_found_once_and_whole() {
        assert_eq!(
            clauses(
                "SELECT Id, (SELECT Id FROM Contacts WHERE A = 1 LIMIT 2) FROM Account \
                 USING SCOPE mine WHERE Name = ' ORDER BY x' AND (B = 1 OR B = 2) \
                 WITH SECURITY_ENFORCED GROUP BY Name HAVING COUNT(Id) > 1 ORDER BY Name NULLS LAST \
                 LIMIT 3 OFFSET :n FOR VIEW UPDATE TRACKING"
            ),
            [
                "FROM Account",
                "USING SCOPE mine",
                "WHERE Name = ' ORDER BY x' AND (B = 1 OR B = 2)",
                "WITH SECURITY_ENFORCED",
                "GROUP BY Name",
                "HAVING COUNT(Id) > 1",
                "ORDER BY Name NULLS LAST",
                "LIMIT 3",
                "OFFSET :n",
                "FOR VIEW",
                "UPDATE TRACKING",
            ]
        );
    }

    #[test]
    fn names_that_look_like_clauses_are_names() {
        assert_eq!(
            clauses(
                "SELECT Order.Name FROM Order WHERE Offset = 5 AND Group.Name = 'FROM' AND A > :limit AND B = 1"
            ),
            [
                "FROM Order",
                "WHERE Offset = 5 AND Group.Name = 'FROM' AND A > :limit AND B = 1"
            ]
        );
        assert_eq!(
            clauses("select id from group order by name"),
            ["from group", "order by name"]
        );
    }

    #[test]
    fn a_condition_is_loose_where_and_may_not_follow() {
        for loose in ["A = 1 OR B = 2", "NOT A = 1", "not (A = 1)", "a=1 or(b=2)"] {
            assert!(is_loose(loose), "{loose}");
        }
        for tight in [
            "A = 1",
            "(A = 1 OR B = 2)",
            "A = 1 AND (NOT B = 2)",
            "A NOT IN (1)",
            "A = ' OR '",
            "Or__c = 1",
        ] {
            assert!(!is_loose(tight), "{tight}");
        }
    }

    #[test]
    fn queries_in_parentheses_are_counted() {
        for (text, wanted) in [
            (
                "Id IN (SELECT A FROM B) AND (C NOT IN ( select D FROM E))",
                2,
            ),
            (
                r"Name = '(SELECT' AND Title = 'it\'s (SELECT x)' AND A IN ('SELECT')",
                0,
            ),
            ("(Selection = 1 OR B = 2) AND C IN (1, 2)", 0),
        ] {
            assert_eq!(inner_queries(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_query_has_an_outline_all_the_same() {
        for text in [
            "",
            "FROM",
            "WHERE",
            "'",
            "((((",
            "FROM FROM WHERE WHERE",
            "é FROM é",
        ] {
            let outline = Outline::of(text);
            assert!(text.starts_with(outline.before(Clause::Where)), "{text}");
        }
    }
}
