//! The text of a query with places for values.

use std::borrow::Cow;
use std::fmt;

use crate::error::Error;

use super::Literal;
use super::additions::Additions;

/// An org takes so many characters (SOQL reference) \[D66\].
const LONGEST: usize = 100_000;

/// SOQL with values bound to its places: `:name`.
///
/// A value never becomes part of the query's shape, whatever it holds. So only the program's own
/// text goes in as text.
///
/// ```
/// use sf_runtime::Soql;
/// use sf_runtime::query::Like;
///
/// let soql = Soql::new(
///     "SELECT Id FROM Account
///      WHERE Name LIKE :start AND Industry IN :industries AND CreatedDate = LAST_N_DAYS::days",
/// )
/// .bind("start", Like::starting_with("O'"))
/// .bind("industries", ["Energy", "Media"])
/// .bind("days", 30);
/// assert!(soql.text()?.ends_with(
///     r"LIKE 'O\'%' AND Industry IN ('Energy', 'Media') AND CreatedDate = LAST_N_DAYS:30"
/// ));
/// let said = Soql::new("SELECT Id FROM Account WHERE Name = :name").text().unwrap_err();
/// assert_eq!(said.to_string(), "the query has a place :name, and no value is bound to it");
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Soql {
    text: Cow<'static, str>,
    binds: Vec<(String, Literal)>,
    /// The values of a checked query, of which the text has marks.
    values: Option<Vec<Literal>>,
    /// What is asked besides the text.
    added: Option<Box<Additions>>,
}

/// A piece of a query's text.
pub(super) enum Piece<'a> {
    /// With places for values.
    Template(&'a str),
    /// As it is.
    Ready(String),
    /// Not to be sent, whose places have values all the same.
    Dropped(&'a str),
}

/// The marks in the text of a checked query, whose printer escapes every other control character.
mod mark {
    /// The place of the next value.
    pub(super) const VALUE: char = '\u{1}';
    /// Where the condition begins, or would.
    pub(super) const CONDITION: char = '\u{2}';
    /// Where the condition ends.
    pub(super) const END: char = '\u{3}';
}

impl Soql {
    /// A query, whose places for values are names after a colon, outside of quotes.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            binds: Vec::new(),
            values: None,
            added: None,
        }
    }

    /// A query that a macro has checked: its text with marks, and a value for each.
    #[doc(hidden)]
    pub fn checked<const N: usize>(
        text: impl Into<Cow<'static, str>>,
        values: [Literal; N],
    ) -> Self {
        Self {
            text: text.into(),
            binds: Vec::new(),
            values: Some(values.into()),
            added: None,
        }
    }

    /// The same with values of which there are as many as the text has marks.
    #[doc(hidden)]
    pub fn with_values(text: impl Into<Cow<'static, str>>, values: Vec<Literal>) -> Self {
        Self {
            text: text.into(),
            binds: Vec::new(),
            values: Some(values),
            added: None,
        }
    }

    pub(super) fn add(&mut self) -> &mut Additions {
        self.added.get_or_insert_default()
    }

    /// Puts a value in each place `:name`. The last value bound to a name counts.
    #[must_use]
    pub fn bind(mut self, name: &str, value: impl Into<Literal>) -> Self {
        let value = value.into();
        match self.binds.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.binds.push((name.to_owned(), value)),
        }
        self
    }

    /// The query with its values.
    ///
    /// # Errors
    /// A place has no value or a value no place, a value has no form in SOQL, or the whole has
    /// more than 100,000 characters.
    pub fn text(&self) -> Result<Cow<'_, str>, Error> {
        let text = self.filled()?;
        // As many bytes hold no more characters.
        if text.len() > LONGEST {
            let length = text.chars().count();
            if length > LONGEST {
                return Err(Error::request(format!(
                    "the query has {length} characters, and the org takes {LONGEST}: ask for less \
                     at once, or split its lists of values"
                )));
            }
        }
        Ok(text)
    }

    /// Whether a value is the id of a record that is still to be created.
    pub fn has_new_id(&self) -> bool {
        let named = self.binds.iter().map(|(_, value)| value);
        let values = self.values.iter().flatten();
        let added = self.added.as_ref();
        named.chain(values).any(Literal::has_new_id)
            || added.is_some_and(|added| added.has_new_id())
    }

    fn filled(&self) -> Result<Cow<'_, str>, Error> {
        let text = match &self.values {
            Some(_) => Cow::Owned(with_condition(&self.text)),
            None => Cow::Borrowed(&*self.text),
        };
        let mut places = Filler::new(self);
        let mut out = String::with_capacity(text.len() + 64);
        match &self.added {
            None => places.fill(&text, &mut out)?,
            Some(added) => {
                for piece in added.pieces(&text)? {
                    match piece {
                        Piece::Template(text) => places.fill(text, &mut out)?,
                        Piece::Ready(text) => out.push_str(&text),
                        Piece::Dropped(text) => places.fill(text, &mut String::new())?,
                    }
                }
            }
        }
        places.all_used()?;
        if out == self.text {
            return Ok(Cow::Borrowed(&self.text));
        }
        Ok(Cow::Owned(out))
    }
}

/// The text of a checked query with its WHERE, where it has one, instead of the marks for it.
pub(super) fn with_condition(text: &str) -> String {
    let (before, rest) = text.split_once(mark::CONDITION).unwrap_or((text, ""));
    let (condition, after) = rest.split_once(mark::END).unwrap_or((rest, ""));
    let keyword = if condition.is_empty() { "" } else { " WHERE " };
    [before, keyword, condition, after].concat()
}

/// Puts values in the places of texts, and knows which of them were put.
struct Filler<'a> {
    soql: &'a Soql,
    used: Vec<bool>,
    values: std::slice::Iter<'a, Literal>,
}

impl<'a> Filler<'a> {
    fn new(soql: &'a Soql) -> Self {
        Self {
            soql,
            used: vec![false; soql.binds.len()],
            values: soql.values.as_deref().unwrap_or_default().iter(),
        }
    }

    /// Writes the text with its values.
    fn fill(&mut self, text: &str, out: &mut String) -> Result<(), Error> {
        match self.soql.values {
            Some(_) => self.fill_marks(text, out),
            None => self.fill_names(text, out),
        }
    }

    fn fill_marks(&mut self, text: &str, out: &mut String) -> Result<(), Error> {
        let mut pieces = text.split(mark::VALUE);
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            if let Some(value) = self.values.next() {
                value.write(out)?;
            }
            out.push_str(piece);
        }
        Ok(())
    }

    fn fill_names(&mut self, text: &str, out: &mut String) -> Result<(), Error> {
        let binds = &self.soql.binds;
        let mut copied = 0;
        for place in Places::of(text) {
            let found = binds.iter().position(|(name, _)| name == place.name);
            let Some((index, (_, value))) =
                found.and_then(|index| Some((index, binds.get(index)?)))
            else {
                return Err(Error::request(format!(
                    "the query has a place :{}, and no value is bound to it",
                    place.name
                )));
            };
            if let Some(used) = self.used.get_mut(index) {
                *used = true;
            }
            out.push_str(text.get(copied..place.colon).unwrap_or_default());
            if place.is_count {
                let count = value.as_count().filter(|count| *count >= 0).ok_or_else(|| {
                    Error::request(format!(
                        ":{} is the number of a date literal, and the value is not a whole number",
                        place.name
                    ))
                })?;
                let colon = if out.trim_ascii_end().ends_with(':') {
                    ""
                } else {
                    ":"
                };
                out.push_str(&format!("{colon}{count}"));
            } else {
                value.write(out)?;
            }
            copied = place.end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Ok(())
    }

    fn all_used(&self) -> Result<(), Error> {
        let mut binds = self.used.iter().zip(&self.soql.binds);
        match binds.find(|(used, _)| !**used) {
            None => Ok(()),
            Some((_, (name, _))) => Err(Error::request(format!(
                "a value is bound to :{name}, and the query has no such place"
            ))),
        }
    }
}

impl From<&'static str> for Soql {
    fn from(text: &'static str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Soql {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// The text and the kinds of the values, without the values.
impl fmt::Debug for Soql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)?;
        for (name, value) in &self.binds {
            write!(f, " :{name} = {value:?}")?;
        }
        if let Some(values) = &self.values {
            write!(f, " {values:?}")?;
        }
        if let Some(added) = &self.added {
            write!(f, " {added:?}")?;
        }
        Ok(())
    }
}

/// A place for a value.
struct Place<'a> {
    colon: usize,
    end: usize,
    name: &'a str,
    /// The place is the number of a date literal, whose colon stays: `LAST_N_DAYS::days`, or the
    /// same with one colon for both.
    is_count: bool,
}

/// The places for values in a query: a colon and a name, outside of quotes.
struct Places<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Past the quoted text that begins before `at`.
    fn skip_quoted(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\'' => break,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }
}

impl<'a> Iterator for Places<'a> {
    type Item = Place<'a>;

    fn next(&mut self) -> Option<Place<'a>> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let colon = self.at;
            self.at += 1;
            match byte {
                b'\'' => self.skip_quoted(),
                b':' => {
                    let start = self.at;
                    while bytes.get(self.at).is_some_and(|byte| is_name(*byte)) {
                        self.at += 1;
                    }
                    let name = self.text.get(start..self.at)?;
                    // `:30` is a number, and `::` nothing.
                    if !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty() {
                        return Some(Place {
                            colon,
                            end: self.at,
                            name,
                            is_count: ends_in_date_literal(self.text.get(..colon)?),
                        });
                    }
                }
                _ => {}
            }
        }
        None
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the text ends in a date literal that a number follows, such as `LAST_N_DAYS`.
fn ends_in_date_literal(text: &str) -> bool {
    let text = text.trim_ascii_end();
    let word = text
        .strip_suffix(':')
        .unwrap_or(text)
        .trim_ascii_end()
        .rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    word.starts_with("LAST_N_")
        || word.starts_with("NEXT_N_")
        || (word.starts_with("N_") && word.ends_with("_AGO"))
}
