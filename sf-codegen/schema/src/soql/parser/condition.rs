//! WHERE and HAVING.
//!
//! `group := term ((AND term)+ | (OR term)+)? | NOT term` and `term := '(' group ')' | predicate`:
//! AND and OR do not mix without parentheses, and NOT stands first and alone.

use super::{Parser, Place};
use crate::soql::token::Kind;
use crate::soql::tree::{Condition, Operator, Predicate, Right};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
}

impl Parser<'_> {
    pub(super) fn condition(&mut self) -> Option<Condition> {
        let start = self.span().start;
        let negated = self.eat_word("NOT");
        let mut first = self.term()?;
        if negated {
            first = Condition::Not(Box::new(first), self.since(start));
        }
        let Some(joint) = self.joint() else {
            return Some(first);
        };
        if negated {
            let help = "NOT takes one condition; put it in parentheses: (NOT ...)";
            self.unexpected_help::<()>(help);
        }
        let mut terms = vec![first];
        while let Some(next) = self.joint() {
            if next != joint {
                let help = "AND and OR do not mix; put parentheses round one of them";
                self.unexpected_help::<()>(help);
            }
            self.advance();
            terms.push(self.term()?);
        }
        let span = self.since(start);
        Some(match joint {
            Joint::And => Condition::And(terms, span),
            Joint::Or => Condition::Or(terms, span),
        })
    }

    fn joint(&self) -> Option<Joint> {
        if self.is_word("AND") {
            Some(Joint::And)
        } else if self.is_word("OR") {
            Some(Joint::Or)
        } else {
            None
        }
    }

    fn term(&mut self) -> Option<Condition> {
        if self.is_word("NOT") {
            self.unexpected_help::<()>("put it in parentheses: (NOT ...)");
            while self.eat_word("NOT") {}
        }
        if self.kind() != Kind::LeftParen {
            return self.predicate();
        }
        let start = self.span().start;
        let inner = self.enclosed(|p| p.parenthesised(Self::condition))?;
        Some(Condition::Group(Box::new(inner), self.since(start)))
    }

    fn predicate(&mut self) -> Option<Condition> {
        let start = self.span().start;
        let left = self.operand()?;
        let operator_start = self.span().start;
        let operator = self.operator()?;
        let operator_span = self.since(operator_start);
        let right = match operator {
            Operator::Like => Right::Value(self.pattern()?),
            _ if operator.takes_list() => self.list(operator)?,
            _ => Right::Value(self.value()?),
        };
        Some(Condition::Predicate(Box::new(Predicate {
            left,
            operator,
            operator_span,
            right,
            span: self.since(start),
        })))
    }

    fn operator(&mut self) -> Option<Operator> {
        let operator = match self.kind() {
            Kind::Equal => Operator::Equal,
            Kind::NotEqual => Operator::NotEqual,
            Kind::Less => Operator::Less,
            Kind::LessEqual => Operator::LessOrEqual,
            Kind::Greater => Operator::Greater,
            Kind::GreaterEqual => Operator::GreaterOrEqual,
            Kind::Word => match self.text().to_ascii_uppercase().as_str() {
                "LIKE" => Operator::Like,
                "IN" => Operator::In,
                "INCLUDES" => Operator::Includes,
                "EXCLUDES" => Operator::Excludes,
                "NOT" => {
                    self.advance();
                    if !self.is_word("IN") {
                        let help = "the only operator with NOT is NOT IN; write (NOT a LIKE 'b')";
                        return self.unexpected_help(help);
                    }
                    Operator::NotIn
                }
                "IS" => return self.unexpected_help("write = NULL or != NULL"),
                "BETWEEN" => return self.unexpected_help("write a >= 1 AND a <= 5"),
                _ => return self.unexpected(),
            },
            _ => return self.unexpected(),
        };
        self.advance();
        Some(operator)
    }

    fn list(&mut self, operator: Operator) -> Option<Right> {
        if self.kind() == Kind::Colon {
            return self.value().map(Right::Value);
        }
        let start = self.span().start;
        if self.kind() != Kind::LeftParen {
            return self.unexpected_help("a list of values in parentheses");
        }
        if self.is_word_at(1, "SELECT") && matches!(operator, Operator::In | Operator::NotIn) {
            let query = self.enclosed(|p| p.sub_query(Place::SemiJoin))?;
            return Some(Right::Query(Box::new(query)));
        }
        let values = self.enclosed(|p| p.list_of(Self::value))?;
        Some(Right::List(values, self.since(start)))
    }
}
