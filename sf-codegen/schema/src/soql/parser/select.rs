//! SELECT.

use super::{Parser, Place};
use crate::diagnostic::nearest;
use crate::soql::token::{Kind, is_reserved};
use crate::soql::tree::{FieldSet, Function, Name, Path, SelectExpr, SelectItem, TypeOf, When};
use crate::steps::step;

const TYPE_OF: &str = "write TYPEOF What WHEN Account THEN Phone ELSE Name END";
const ALONE: &str = "COUNT() stands alone; COUNT(Id) may have company";

impl Parser<'_> {
    /// The items, up to where FROM should be. An item that cannot be read is left out.
    pub(super) fn select_list(&mut self, place: Place) -> Vec<SelectItem> {
        let mut items = Vec::new();
        // Where a comma may be missing: the items on both sides are guesses.
        let mut guess = None;
        loop {
            let start = self.at;
            let known = items.len();
            match self.select_item(place) {
                Some(item) => items.push(item),
                None => self.skip_item(start),
            }
            if let Some(guess) = guess.take() {
                self.doubt(guess);
            }
            let is_count = is_count(&items);
            if is_count && items.len() > 1 && items.len() > known {
                let span = items.last().map_or(self.span(), |item| item.span);
                self.malformed("unexpected token: 'COUNT'", span, ALONE);
            }
            let is_item =
                matches!(self.kind(), Kind::Word | Kind::LeftParen) && !self.is_list_end();
            if is_item
                && items.len() > known
                && place != Place::SemiJoin
                && !is_count
                && misspelt_from(&items).is_none()
            {
                let word = self.text();
                if !is_type_of(&items) && self.is_branch(start) {
                    self.unexpected_help::<()>(TYPE_OF);
                    items.pop();
                    self.skip_item(start);
                } else if is_reserved(word) {
                    let help = format!("`{word}` is reserved, and cannot be an alias");
                    self.unexpected_help::<()>(&help);
                    self.skip_item(self.at);
                } else {
                    self.unexpected_help::<()>("is a comma missing before it?");
                    if self.kind() == Kind::Word || self.is_word_at(1, "SELECT") {
                        guess = (!is_type_of(&items)).then_some(self.at);
                        continue;
                    }
                    self.skip_item(start);
                }
            }
            if self.kind() != Kind::Comma {
                return items;
            }
            if place == Place::SemiJoin {
                self.unexpected_help::<()>("the inner query of a semi-join selects one field");
            } else if is_count {
                self.unexpected_help::<()>(ALONE);
            }
            self.advance();
        }
    }

    /// Skips the rest of an item that begins at this token, up to the comma or the end of the list.
    fn skip_item(&mut self, start: usize) {
        let first = self.tokens.get(start);
        let is_paren = first.is_some_and(|token| token.kind == Kind::LeftParen);
        if self.is_branch(start) {
            self.skip_to(|p| p.is_word("END") || p.is_list_end());
            self.eat_word("END");
        } else if self.is_word("SELECT") || is_paren {
            // A sub-query of which a parenthesis is missing.
            self.skip_surplus();
        }
        if self.at == start && !self.is_list_end() && self.kind() != Kind::Comma {
            // A keyword of the query ends the list, another token is passed over.
            self.advance();
        }
        self.skip_to(|p| p.kind() == Kind::Comma || p.is_list_end());
        if self.kind() == Kind::RightParen {
            self.skip_surplus();
            self.skip_to(|p| p.kind() == Kind::Comma || p.is_list_end());
        }
    }

    /// Whether the item that begins at this token, and cannot be read on, is a TYPEOF.
    fn is_branch(&self, start: usize) -> bool {
        let is = |at: usize, words: &[&str]| {
            let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word);
            let text = token.and_then(|token| self.source.get(token.span.start..token.span.end));
            text.is_some_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)))
        };
        let words = ["WHEN", "THEN", "ELSE"];
        start < self.at && is(start, &["TYPEOF"])
            || (self.at.saturating_sub(1).max(start)..=self.at + 1).any(|at| is(at, &words))
    }

    fn is_list_end(&self) -> bool {
        self.is_word("FROM") || self.is_clause()
    }

    fn select_item(&mut self, place: Place) -> Option<SelectItem> {
        let start = self.span().start;
        let expr = self.select_expr(place)?;
        let has_alias = place != Place::SemiJoin && !is_count_expr(&expr);
        let is_alias = self.is_name() && !self.is_clause() && !self.is_type_of();
        let alias = if has_alias && is_alias {
            self.name()
        } else {
            None
        };
        if self.is_word("AS") {
            return self.unexpected_help("an alias follows at once, without AS");
        }
        Some(SelectItem {
            expr,
            alias,
            span: self.since(start),
        })
    }

    fn select_expr(&mut self, place: Place) -> Option<SelectExpr> {
        match self.kind() {
            Kind::LeftParen if place == Place::SemiJoin => {
                self.unexpected_help("the inner query of a semi-join selects one field")
            }
            Kind::LeftParen => self.child(),
            Kind::Word if self.is_type_of() => self.type_of().map(SelectExpr::TypeOf),
            Kind::Word if self.is_word("FIELDS") && self.kind_at(1) == Kind::LeftParen => {
                self.field_set()
            }
            Kind::Word if place != Place::SemiJoin && self.is_bare_count() => {
                self.bare_count().map(SelectExpr::Call)
            }
            Kind::Word if self.kind_at(1) == Kind::LeftParen => self.call().map(SelectExpr::Call),
            Kind::Word => self.path().map(SelectExpr::Field),
            Kind::Unknown if self.text() == "*" => {
                self.unexpected_help("name the fields, or use FIELDS(ALL)")
            }
            _ => self.unexpected(),
        }
    }

    fn child(&mut self) -> Option<SelectExpr> {
        let query = self.enclosed(|p| p.sub_query(Place::Child))?;
        Some(SelectExpr::Child(Box::new(query)))
    }

    fn field_set(&mut self) -> Option<SelectExpr> {
        let start = self.span().start;
        self.advance();
        let set = self.enclosed(|p| {
            let Some(set) = FieldSet::from_name(p.text()) else {
                return p.unexpected_help("one of ALL, CUSTOM and STANDARD");
            };
            p.advance();
            Some(set)
        })?;
        Some(SelectExpr::Fields(set, self.since(start)))
    }

    /// `TYPEOF` alone, or with an alias, is a field of that name.
    fn is_type_of(&self) -> bool {
        let branch = |offset| self.is_word_at(offset, "WHEN") || self.is_word_at(offset, "ELSE");
        self.is_word("TYPEOF")
            && self.kind_at(1) == Kind::Word
            && !is_reserved(self.text_at(1))
            && branch(2)
    }

    fn type_of(&mut self) -> Option<TypeOf> {
        let start = self.span().start;
        self.advance();
        let relationship = self.path()?;
        let mut branches = Vec::new();
        while self.is_word("WHEN") {
            let start = self.span().start;
            self.advance();
            let object = self.name()?;
            self.expect_word("THEN")?;
            let fields = self.branch_fields()?;
            branches.push(When {
                object,
                fields,
                span: self.since(start),
            });
        }
        if branches.is_empty() {
            return self.unexpected_help("TYPEOF has at least one WHEN");
        }
        let otherwise = if self.eat_word("ELSE") {
            self.branch_fields()?
        } else {
            Vec::new()
        };
        self.expect_word("END")?;
        Some(TypeOf {
            relationship,
            branches,
            otherwise,
            span: self.since(start),
        })
    }

    fn branch_fields(&mut self) -> Option<Vec<Path>> {
        self.list_of(Self::branch_field)
    }

    fn branch_field(&mut self) -> Option<Path> {
        let path = self.path()?;
        if self.kind() == Kind::LeftParen {
            return self.unexpected_help("TYPEOF takes fields, no functions");
        }
        Some(path)
    }
}

/// The alias of the last item, where it looks like a FROM.
pub(super) fn misspelt_from(items: &[SelectItem]) -> Option<&Name> {
    let alias = items.last()?.alias.as_ref()?;
    step(alias.text.len());
    nearest(&alias.text, ["FROM"]).map(|_| alias)
}

fn is_type_of(items: &[SelectItem]) -> bool {
    items
        .last()
        .is_some_and(|item| matches!(item.expr, SelectExpr::TypeOf(_)))
}

fn is_count(items: &[SelectItem]) -> bool {
    items.last().is_some_and(|item| is_count_expr(&item.expr))
}

fn is_count_expr(expr: &SelectExpr) -> bool {
    matches!(expr, SelectExpr::Call(call) if call.function == Function::Count && call.args.is_empty())
}
