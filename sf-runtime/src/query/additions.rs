//! What a query asks besides its text: more conditions, another order, fewer rows.
//!
//! Must not know: how a value is escaped, or who sends the query.

use std::fmt;

use crate::error::Error;

use super::Literal;
use super::filter::{Junction, Node};
use super::outline::{Clause, Outline, inner_queries, is_loose};
use super::soql::Piece;

/// More than that in one WHERE is refused (SOQL reference) \[R\].
const MOST_SEMI_JOINS: usize = 2;

/// What is put into a query's text.
#[derive(Clone, PartialEq)]
pub(super) struct Additions {
    filter: Node,
    /// As SOQL writes them.
    order: Vec<String>,
    limit: Option<u32>,
    offset: Option<u32>,
    /// What cannot be asked, and why.
    refusal: Option<String>,
}

impl Default for Additions {
    fn default() -> Self {
        Self {
            filter: Node::All,
            order: Vec::new(),
            limit: None,
            offset: None,
            refusal: None,
        }
    }
}

impl Additions {
    pub(super) fn filter(&mut self, node: Node) {
        let before = std::mem::replace(&mut self.filter, Node::All);
        self.filter = before.join(Junction::And, node);
    }

    /// Orders by this after all that is there.
    pub(super) fn order_by(&mut self, order: Result<String, Error>) {
        match order {
            Ok(order) => self.order.push(order),
            Err(error) => self.refuse(&error),
        }
    }

    pub(super) fn limit(&mut self, rows: u32) {
        self.limit = Some(rows);
    }

    pub(super) fn offset(&mut self, rows: u32) {
        self.offset = Some(rows);
    }

    pub(super) fn refuse(&mut self, error: &Error) {
        self.refusal.get_or_insert_with(|| error.to_string());
    }

    pub(super) fn has_new_id(&self) -> bool {
        self.filter.has_new_id()
    }

    /// The text with the additions where they belong.
    pub(super) fn pieces<'a>(&self, text: &'a str) -> Result<Vec<Piece<'a>>, Error> {
        if let Some(refusal) = &self.refusal {
            return Err(Error::request(refusal.clone()));
        }
        let outline = Outline::of(text);
        if !outline.is_query() {
            return Err(Error::request(
                "a filter, an order or a limit was added to a text that has no FROM",
            ));
        }
        let mut pieces = vec![Piece::Template(outline.before(Clause::Where))];
        self.push_condition(&outline, &mut pieces)?;
        push(outline.between(Clause::With, Clause::Order), &mut pieces);
        self.push_order(&outline, &mut pieces);
        let limit = self.limit.map(|rows| Literal::count(rows.into()));
        push_number(Clause::Limit, "LIMIT", limit, &outline, &mut pieces)?;
        let offset = self.offset.map(|rows| Literal::offset(rows.into()));
        push_number(Clause::Offset, "OFFSET", offset, &outline, &mut pieces)?;
        push(outline.from(Clause::For), &mut pieces);
        Ok(pieces)
    }

    fn push_condition<'a>(
        &self,
        outline: &Outline<'a>,
        pieces: &mut Vec<Piece<'a>>,
    ) -> Result<(), Error> {
        let own = outline.clause(Clause::Where);
        let semi_joins = self.filter.semi_joins() + own.map_or(0, inner_queries);
        if semi_joins > MOST_SEMI_JOINS {
            return Err(Error::request(format!(
                "the query has {semi_joins} semi-joins, and the org takes {MOST_SEMI_JOINS}"
            )));
        }
        if self.filter == Node::All {
            push(own.unwrap_or_default(), pieces);
            return Ok(());
        }
        let mut added = String::new();
        self.filter.write(&mut added)?;
        let Some(own) = own else {
            pieces.push(Piece::Ready(format!(" WHERE {added}")));
            return Ok(());
        };
        let condition = own.get("WHERE".len()..).unwrap_or_default().trim_start();
        let (open, close) = parentheses(is_loose(condition));
        pieces.push(Piece::Ready(format!(" WHERE {open}")));
        pieces.push(Piece::Template(condition));
        let (open_added, close_added) = parentheses(self.filter.is_loose());
        pieces.push(Piece::Ready(format!(
            "{close} AND {open_added}{added}{close_added}"
        )));
        Ok(())
    }

    fn push_order<'a>(&self, outline: &Outline<'a>, pieces: &mut Vec<Piece<'a>>) {
        let own = outline.clause(Clause::Order);
        push(own.unwrap_or_default(), pieces);
        if self.order.is_empty() {
            return;
        }
        let keyword = if own.is_some() { ", " } else { " ORDER BY " };
        pieces.push(Piece::Ready(format!("{keyword}{}", self.order.join(", "))));
    }
}

fn parentheses(are_there: bool) -> (&'static str, &'static str) {
    if are_there { ("(", ")") } else { ("", "") }
}

/// A clause after a space.
fn push<'a>(clause: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if !clause.is_empty() {
        pieces.push(Piece::Ready(" ".to_owned()));
        pieces.push(Piece::Template(clause));
    }
}

/// The added number, or the clause that the text has.
fn push_number<'a>(
    clause: Clause,
    keyword: &str,
    added: Option<Literal>,
    outline: &Outline<'a>,
    pieces: &mut Vec<Piece<'a>>,
) -> Result<(), Error> {
    let own = outline.clause(clause).unwrap_or_default();
    match added {
        Some(number) => {
            pieces.push(Piece::Dropped(own));
            pieces.push(Piece::Ready(format!(" {keyword} {}", number.to_soql()?)));
        }
        None => push(own, pieces),
    }
    Ok(())
}

impl fmt::Debug for Additions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WHERE {:?}", self.filter)?;
        if !self.order.is_empty() {
            write!(f, " ORDER BY {}", self.order.join(", "))?;
        }
        for (keyword, number) in [("LIMIT", self.limit), ("OFFSET", self.offset)] {
            if let Some(number) = number {
                write!(f, " {keyword} {number}")?;
            }
        }
        Ok(())
    }
}
