//! The text of a checked query as `Soql::checked` takes it: as the tree prints it, with a mark for
//! each value, and marks where the condition begins and ends.

use sf_schema::soql::{Bind, Query};

/// As in `sf_runtime::query::soql`. The printer escapes every control character, so none of these
/// is in the text for any other reason.
const VALUE: char = '\u{1}';
pub(crate) const CONDITION: char = '\u{2}';
const END: char = '\u{3}';

/// The text with its marks. None where it has a bind that is not among these, which are those that
/// the check knows a type for, in order.
pub(crate) fn marked(query: &Query, binds: &mut dyn Iterator<Item = &Bind>) -> Option<String> {
    let whole = query.to_string();
    let (before, condition, after) = parts(query, &whole);
    let mut text = String::with_capacity(whole.len());
    with_values(before, binds, &mut text)?;
    text.push(CONDITION);
    with_values(condition, binds, &mut text)?;
    text.push(END);
    with_values(after, binds, &mut text)?;
    binds.next().is_none().then_some(text)
}

/// The text of a part with its marks, of whose query these are the binds that are left.
pub(crate) fn marked_part(part: &str, binds: &mut dyn Iterator<Item = &Bind>) -> Option<String> {
    let mut text = String::with_capacity(part.len());
    with_values(part, binds, &mut text)?;
    Some(text)
}

/// What comes before the condition, the condition without WHERE, and what follows.
fn parts<'t>(query: &Query, whole: &'t str) -> (&'t str, &'t str, &'t str) {
    let (before, rest) = whole
        .split_at_checked(query.head().len())
        .unwrap_or((whole, ""));
    let Some(filter) = &query.filter else {
        return (before, "", rest);
    };
    let rest = rest.strip_prefix(" WHERE ").unwrap_or(rest);
    let (condition, after) = rest
        .split_at_checked(filter.to_string().len())
        .unwrap_or((rest, ""));
    (before, condition, after)
}

/// Appends the text with a mark for each bind, which the printer writes `:name` or `:{expression}`.
fn with_values(text: &str, binds: &mut dyn Iterator<Item = &Bind>, out: &mut String) -> Option<()> {
    let mut rest = text;
    let mut is_quoted = false;
    while let Some(at) = rest.find(['\'', '\\', ':']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let mut chars = found.chars();
        match chars.next() {
            Some(':') if !is_quoted && !is_of_date_literal(chars.as_str()) => {
                rest = found.strip_prefix(binds.next()?.to_string().as_str())?;
                out.push(VALUE);
                continue;
            }
            // What is escaped ends no text.
            Some('\\') => {
                out.push('\\');
                out.extend(chars.next());
            }
            Some(c) => {
                is_quoted ^= c == '\'';
                out.push(c);
            }
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    Some(())
}

/// Whether this goes on as a time does, or as a date literal: with a number, or with the colon of a
/// bind.
fn is_of_date_literal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == ':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use sf_schema::soql::{CountKind, Literal, Options, Right, parse};

    /// The text with marks that can be seen.
    fn marked_text(text: &str) -> String {
        let parsed = parse(text, &Options { binds: true });
        let query = parsed.into_result().expect("it parses");
        let mut binds = Vec::new();
        if let Some(filter) = &query.filter {
            filter.each_predicate(&mut |predicate| {
                let values = match &predicate.right {
                    Right::Value(value) => std::slice::from_ref(value),
                    Right::List(values, _) => values,
                    Right::Query(_) => &[],
                };
                for value in values {
                    if let Literal::Bind(bind) | Literal::BoundDateLiteral(_, _, bind) =
                        &value.literal
                    {
                        binds.push(bind.clone());
                    }
                }
            });
        }
        if let Some(limit) = &query.limit
            && let CountKind::Bind(bind) = &limit.kind
        {
            binds.push(bind.clone());
        }
        let marked = marked(&query, &mut binds.iter()).expect("every bind is known");
        marked
            .replace(VALUE, "<?>")
            .replace(CONDITION, "<")
            .replace(END, ">")
    }

    #[test]
    fn binds_and_the_condition_are_marked() {
        assert_eq!(
            marked_text("select Id from Account a limit 5"),
            "SELECT Id FROM Account AS a<> LIMIT 5"
        );
        assert_eq!(
            marked_text(
                "SELECT Id, (SELECT Id FROM Contacts WHERE LastName = 'x') FROM Account \
                 WHERE Name = :name AND X IN (:{a(\"'}\")}, 'b:c') ORDER BY Name LIMIT :n"
            ),
            "SELECT Id, (SELECT Id FROM Contacts WHERE LastName = 'x') FROM Account\
             <Name = <?> AND X IN (<?>, 'b:c')> ORDER BY Name LIMIT <?>"
        );
    }

    #[test]
    fn what_looks_like_a_bind_is_none() {
        let text = r"SELECT Id FROM A WHERE A = ':x\':y\\' AND B = LAST_N_DAYS:3 AND C > 2020-01-01T10:00:00Z AND D = :d";
        assert_eq!(
            marked_text(text),
            r"SELECT Id FROM A<A = ':x\':y\\' AND B = LAST_N_DAYS:3 AND C > 2020-01-01T10:00:00Z AND D = <?>>"
        );
    }

    #[test]
    fn the_number_of_a_date_literal_is_marked() {
        assert_eq!(
            marked_text("SELECT Id FROM A WHERE A = last_n_days : : days AND B = N_WEEKS_AGO::{w}"),
            "SELECT Id FROM A<A = LAST_N_DAYS:<?> AND B = N_WEEKS_AGO:<?>>"
        );
    }

    #[test]
    fn a_bind_that_nobody_knows_is_not_lost() {
        let text = "SELECT Id FROM A WHERE X = :x";
        let query = parse(text, &Options { binds: true })
            .query
            .expect("a query");
        assert_eq!(marked(&query, &mut [].iter()), None);
    }
}
