//! The clauses that are neither SELECT, FROM nor a condition.

use super::{Parser, Place};
use crate::soql::token::Kind;
use crate::soql::tree::{
    CategoryFilter, CategoryOperator, Count, CountKind, Direction, GroupBy, GroupKind, Literal,
    Name, Nulls, Operand, OrderItem, Tracking, Usage, Value, With,
};

impl Parser<'_> {
    /// What follows WITH.
    pub(super) fn with(&mut self, is_first: bool, place: Place) -> Option<With> {
        let start = self.span().start;
        if is_first && self.is_word("DATA") && self.is_word_at(1, "CATEGORY") {
            self.advance();
            self.advance();
            let mut filters = vec![self.category_filter()?];
            while self.eat_word("AND") {
                filters.push(self.category_filter()?);
            }
            return Some(With::DataCategory(filters, self.since(start)));
        }
        if is_first && self.kind_at(1) == Kind::Equal {
            let path = self.path()?;
            self.advance();
            if !matches!(self.kind(), Kind::Text | Kind::Colon) {
                return self.unexpected_help("a text in single quotes");
            }
            let value = self.value()?;
            return Some(With::Filter(path, value, self.since(start)));
        }
        if place == Place::SemiJoin {
            return self.unexpected_help("a semi-join takes WITH DATA CATEGORY and WITH a = 'b'");
        }
        let name = self.name()?;
        if self.kind() == Kind::LeftParen {
            let pairs = self.enclosed(|p| p.list_of(Self::pair))?;
            return Some(With::Context(name, pairs, self.since(start)));
        }
        Some(With::Mode(name))
    }

    fn category_filter(&mut self) -> Option<CategoryFilter> {
        let start = self.span().start;
        let group = self.name()?;
        let operator = match self.text().to_ascii_uppercase().as_str() {
            "AT" => CategoryOperator::At,
            "ABOVE" => CategoryOperator::Above,
            "BELOW" => CategoryOperator::Below,
            "ABOVE_OR_BELOW" => CategoryOperator::AboveOrBelow,
            _ => return self.unexpected_help("one of AT, ABOVE, BELOW and ABOVE_OR_BELOW"),
        };
        self.advance();
        let categories = if self.kind() == Kind::LeftParen {
            self.enclosed(|p| p.list_of(Self::name))?
        } else {
            vec![self.name()?]
        };
        Some(CategoryFilter {
            group,
            operator,
            categories,
            span: self.since(start),
        })
    }

    fn pair(&mut self) -> Option<(Name, Value)> {
        let key = self.name()?;
        self.expect(Kind::Equal)?;
        let is_value = match self.kind() {
            Kind::Number => !self.text().contains('.'),
            Kind::Text => true,
            _ => self.is_word("TRUE") || self.is_word("FALSE"),
        };
        if !is_value {
            return self.unexpected_help("a whole number, a text or a boolean");
        }
        Some((key, self.value()?))
    }

    /// What follows GROUP.
    pub(super) fn group_by(&mut self, start: usize) -> Option<GroupBy> {
        self.expect_word("BY")?;
        let kind = if self.eat_word("ROLLUP") {
            GroupKind::Rollup
        } else if self.eat_word("CUBE") {
            GroupKind::Cube
        } else {
            GroupKind::Plain
        };
        let items = if kind == GroupKind::Plain {
            self.list_of(Self::group_item)?
        } else {
            self.enclosed(|p| p.list_of(Self::group_item))?
        };
        Some(GroupBy {
            kind,
            items,
            span: self.since(start),
        })
    }

    fn group_item(&mut self) -> Option<Operand> {
        if self.is_word("ROLLUP") || self.is_word("CUBE") {
            return self.unexpected_help("ROLLUP and CUBE stand alone and hold all fields");
        }
        self.operand()
    }

    /// What follows ORDER.
    pub(super) fn order_by(&mut self) -> Option<Vec<OrderItem>> {
        self.expect_word("BY")?;
        self.list_of(Self::order_item)
    }

    fn order_item(&mut self) -> Option<OrderItem> {
        let start = self.span().start;
        if self.kind() == Kind::Number {
            return self.unexpected_help("name the field; its position does not do");
        }
        let operand = self.operand()?;
        let direction = if self.eat_word("ASC") {
            Some(Direction::Ascending)
        } else if self.eat_word("DESC") {
            Some(Direction::Descending)
        } else {
            None
        };
        let nulls = if self.eat_word("NULLS") {
            if self.eat_word("FIRST") {
                Some(Nulls::First)
            } else if self.eat_word("LAST") {
                Some(Nulls::Last)
            } else {
                return self.unexpected_help("FIRST or LAST");
            }
        } else {
            None
        };
        if self.is_word("ASC") || self.is_word("DESC") {
            return self.unexpected_help("one of ASC and DESC, before NULLS");
        }
        Some(OrderItem {
            operand,
            direction,
            nulls,
            span: self.since(start),
        })
    }

    /// The number of a LIMIT or OFFSET.
    pub(super) fn count(&mut self) -> Option<Count> {
        let start = self.span().start;
        match self.kind() {
            Kind::Number | Kind::Plus | Kind::Minus | Kind::Colon => {}
            _ => return self.unexpected_help("a whole number"),
        }
        let Value { literal, span } = self.value()?;
        let kind = match literal {
            Literal::Bind(bind) => CountKind::Bind(bind),
            Literal::Number(text) if !text.contains('.') => {
                let beyond = if text.starts_with('-') {
                    i64::MIN
                } else {
                    i64::MAX
                };
                CountKind::Number(text.parse().unwrap_or(beyond))
            }
            _ => {
                let text = self.source.get(span.start..span.end).unwrap_or_default();
                let message = format!("unexpected token: '{text}'");
                self.malformed(message, span, "a whole number");
                return None;
            }
        };
        Some(Count {
            kind,
            span: self.since(start),
        })
    }

    /// What follows FOR.
    pub(super) fn usage(&mut self) -> Option<Usage> {
        if self.eat_word("VIEW") {
            Some(Usage::View)
        } else if self.eat_word("REFERENCE") {
            Some(Usage::Reference)
        } else {
            self.unexpected_help("one of VIEW, REFERENCE and UPDATE")
        }
    }

    /// What follows UPDATE.
    pub(super) fn tracking(&mut self) -> Option<Vec<Tracking>> {
        let mut all = Vec::new();
        loop {
            all.push(if self.eat_word("TRACKING") {
                Tracking::Tracking
            } else if self.eat_word("VIEWSTAT") {
                Tracking::ViewStat
            } else {
                return self.unexpected_help("one of TRACKING and VIEWSTAT");
            });
            if !self.eat(Kind::Comma) {
                return Some(all);
            }
        }
    }
}
