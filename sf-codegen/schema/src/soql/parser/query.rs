//! A query and the order of its clauses.

use super::select::misspelt_from;
use super::{Parser, Place};
use crate::diagnostic::nearest;
use crate::soql::token::{Kind, is_soft_keyword};
use crate::soql::tree::{From, FromItem, Query};

/// The clauses after FROM, in the order in which they may stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Clause {
    Scope,
    Where,
    With,
    GroupBy,
    Having,
    OrderBy,
    Limit,
    Offset,
    Usage,
    Tracking,
    ForUpdate,
    AllRows,
}

impl Parser<'_> {
    /// A query up to a closing parenthesis or the end; what cannot be read of it is skipped.
    pub(super) fn query(&mut self, place: Place) -> Option<Query> {
        let start = self.span().start;
        self.expect_word("SELECT")?;
        let mut select = self.select_list(place);
        let misspelt = misspelt_from(&select).map(|name| name.text.clone());
        let is_from = self.is_word("FROM");
        if let Some(misspelt) = misspelt.filter(|_| !is_from && self.kind() == Kind::Word) {
            self.unexpected_help::<()>(&format!("did you mean FROM, not {misspelt}?"));
            if let Some(item) = select.last_mut() {
                item.alias = None;
            }
        } else if !is_from {
            // Without an item the list has said so; at the end there is nothing to add.
            if !select.is_empty() {
                self.unexpected::<()>();
            }
            self.skip_to(|p| p.is_word("FROM"));
            if !self.is_word("FROM") {
                self.skip_to(|_| false);
                return None;
            }
        }
        self.eat_word("FROM");
        let known = self.findings.len();
        let Some(from) = self.from() else {
            self.skip_to(|_| false);
            return None;
        };
        let mut query = Query {
            select,
            from,
            scope: None,
            filter: None,
            with: Vec::new(),
            group_by: None,
            having: None,
            order_by: Vec::new(),
            limit: None,
            offset: None,
            usage: None,
            tracking: Vec::new(),
            for_update: None,
            all_rows: None,
            span: self.since(start),
        };
        let is_spoilt = self.findings.len() > known;
        let is_clear = self.clauses(&mut query, place);
        query.span = self.since(start);
        if is_spoilt || !is_clear {
            // Without what FROM names, no name means anything.
            self.spoilt.push(query.span);
        }
        Some(query)
    }

    fn from(&mut self) -> Option<From> {
        let start = self.span().start;
        let object = self.source_item()?;
        let mut aliases = Vec::new();
        while self.eat(Kind::Comma) {
            match self.source_item() {
                Some(item) => aliases.push(item),
                None => self.skip_to(|p| p.clause().is_some()),
            }
        }
        Some(From {
            object,
            aliases,
            span: self.since(start),
        })
    }

    fn source_item(&mut self) -> Option<FromItem> {
        let path = self.path()?;
        // Salesforce's parser takes AS without an alias too.
        self.eat_word("AS");
        let alias = if self.is_name() && self.clause().is_none() {
            self.name()
        } else {
            None
        };
        Some(FromItem { path, alias })
    }

    /// Reads the clauses. False where FROM does not end as it should.
    fn clauses(&mut self, query: &mut Query, place: Place) -> bool {
        let mut last = None;
        let mut is_clear = true;
        loop {
            let Some(clause) = self.clause() else {
                if self.is_at_end() || place != Place::Root && self.kind() == Kind::RightParen {
                    return is_clear;
                }
                if self.is_word("FROM") && place != Place::Root {
                    self.unexpected_help::<()>("close the sub-query with a parenthesis");
                    if place == Place::Child && !self.is_closed() {
                        // The outer query goes on here.
                        self.unclosed = true;
                        return is_clear;
                    }
                } else if let Some(help) = self.misspelt_clause(query) {
                    self.unexpected_help::<()>(&help);
                } else {
                    is_clear &= last.is_some() || self.kind() != Kind::Word;
                    self.unexpected::<()>();
                }
                // A parenthesis that nothing opened is passed over.
                self.eat(Kind::RightParen);
                self.skip_to(|p| p.clause().is_some());
                continue;
            };
            self.check_order(clause, last, place);
            last = last.max(Some(clause));
            if self.read_clause(clause, query, place).is_none() {
                // One clause at a time, even where the next begins at once.
                self.skip_surplus();
                self.skip_to(|p| p.clause().is_some());
            }
        }
    }

    /// A word that was taken for an alias of the object although it looks like a clause.
    fn misspelt_clause(&self, query: &Query) -> Option<String> {
        let last = query.from.aliases.last().unwrap_or(&query.from.object);
        let alias = last
            .alias
            .as_ref()
            .filter(|alias| alias.span.end == self.end())?;
        let clauses = [
            "WHERE", "WITH", "GROUP", "ORDER", "LIMIT", "OFFSET", "USING", "HAVING",
        ];
        let meant = nearest(&alias.text, clauses)?;
        Some(match meant {
            "OFFSET" if alias.is(meant) => "OFFSET takes a whole number".to_owned(),
            _ if alias.is(meant) => format!("write {meant} BY"),
            _ => format!("did you mean {meant}, not {}?", alias.text),
        })
    }

    fn check_order(&mut self, clause: Clause, last: Option<Clause>, place: Place) {
        let is_usage_again = clause == Clause::Usage && last == Some(Clause::Usage);
        if place == Place::SemiJoin && clause > Clause::With {
            let token = self.text();
            let help = "the inner query of a semi-join has one field, FROM and WHERE";
            let message = format!("missing value at '{token}'");
            // Row 33.
            self.malformed_by("semi_join_clause", message, self.span(), help);
        } else if is_usage_again {
            self.misplaced("one of FOR VIEW and FOR REFERENCE");
        } else if last.is_some_and(|last| last == clause && clause != Clause::With) {
            self.misplaced("the clause is there already");
        } else if let Some(last) = last.filter(|last| clause < *last) {
            let help = format!("{} comes before {}", clause.name(), last.name());
            self.misplaced(&help);
        } else if clause == Clause::Having && last != Some(Clause::GroupBy) {
            // Where GROUP BY cannot be read, that is said.
            self.unexpected_help::<()>("HAVING follows GROUP BY; without groups, use WHERE");
        }
    }

    /// The clause that begins here. A word that is also a name begins one only with the words or
    /// the number that belong to it.
    fn clause(&self) -> Option<Clause> {
        if self.kind() != Kind::Word {
            return None;
        }
        let next = |word| self.is_word_at(1, word);
        Some(match self.text().to_ascii_uppercase().as_str() {
            "USING" => Clause::Scope,
            "WHERE" => Clause::Where,
            "WITH" => Clause::With,
            "GROUP" if next("BY") => Clause::GroupBy,
            "HAVING" => Clause::Having,
            "ORDER" if next("BY") => Clause::OrderBy,
            "LIMIT" => Clause::Limit,
            "OFFSET"
                if matches!(
                    self.kind_at(1),
                    Kind::Number | Kind::Plus | Kind::Minus | Kind::Colon
                ) =>
            {
                Clause::Offset
            }
            "FOR" if next("UPDATE") => Clause::ForUpdate,
            "FOR" => Clause::Usage,
            "UPDATE" => Clause::Tracking,
            "ALL" if next("ROWS") => Clause::AllRows,
            _ => return None,
        })
    }

    pub(super) fn is_clause(&self) -> bool {
        self.clause().is_some()
    }

    fn read_clause(&mut self, clause: Clause, query: &mut Query, place: Place) -> Option<()> {
        let keyword = self.span();
        self.advance();
        match clause {
            Clause::Scope => {
                self.expect_word("SCOPE")?;
                if is_soft_keyword(self.text()) {
                    return self.unexpected_help("the name of a scope, which is no keyword");
                }
                keep(&mut query.scope, self.name()?);
            }
            Clause::Where => keep(&mut query.filter, self.condition()?),
            Clause::With => {
                let with = self.with(query.with.is_empty(), place)?;
                query.with.push(with);
            }
            Clause::GroupBy => keep(&mut query.group_by, self.group_by(keyword.start)?),
            Clause::Having => keep(&mut query.having, self.condition()?),
            Clause::OrderBy => {
                let items = self.order_by()?;
                if query.order_by.is_empty() {
                    query.order_by = items;
                }
            }
            Clause::Limit => keep(&mut query.limit, self.count()?),
            Clause::Offset => keep(&mut query.offset, self.count()?),
            Clause::Usage => keep(&mut query.usage, self.usage()?),
            Clause::Tracking => {
                let tracking = self.tracking()?;
                if query.tracking.is_empty() {
                    query.tracking = tracking;
                }
            }
            Clause::ForUpdate | Clause::AllRows => {
                self.advance();
                let span = self.since(keyword.start);
                if clause == Clause::ForUpdate {
                    keep(&mut query.for_update, span);
                } else {
                    keep(&mut query.all_rows, span);
                }
            }
        }
        Some(())
    }
}

impl Clause {
    fn name(self) -> &'static str {
        match self {
            Self::Scope => "USING SCOPE",
            Self::Where => "WHERE",
            Self::With => "WITH",
            Self::GroupBy => "GROUP BY",
            Self::Having => "HAVING",
            Self::OrderBy => "ORDER BY",
            Self::Limit => "LIMIT",
            Self::Offset => "OFFSET",
            Self::Usage => "FOR VIEW",
            Self::Tracking => "UPDATE",
            Self::ForUpdate => "FOR UPDATE",
            Self::AllRows => "ALL ROWS",
        }
    }
}

/// Of a clause that stands twice the first counts.
fn keep<T>(slot: &mut Option<T>, value: T) {
    slot.get_or_insert(value);
}
