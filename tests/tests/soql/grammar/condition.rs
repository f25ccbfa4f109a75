//! WHERE and HAVING.

use super::{Grammar, Place};

impl Grammar {
    pub(super) fn condition(&mut self, depth: u32) {
        if self.one_in(6) {
            self.keyword("NOT");
            self.term(depth);
            return;
        }
        self.term(depth);
        if self.one_in(2) {
            let joint = self.pick(&["AND", "OR"]);
            for _ in 0..self.random.usize(1..4) {
                self.keyword(joint);
                self.term(depth);
            }
        }
    }

    fn term(&mut self, depth: u32) {
        if depth > 0 && self.one_in(5) {
            self.push("(");
            self.condition(depth - 1);
            self.push(")");
        } else {
            self.predicate(depth);
        }
    }

    fn predicate(&mut self, depth: u32) {
        if self.contested() {
            self.path(2);
            let sign = self.pick(&["+", "-"]);
            self.push(sign);
            self.path(2);
            self.comparison();
            return;
        }
        if self.one_in(20) {
            self.distance();
            if self.contested() {
                self.membership();
                self.values();
            } else {
                self.comparison();
            }
            return;
        }
        self.field();
        match self.random.u8(..12) {
            0 | 1 => {
                self.keyword("LIKE");
                if self.one_in(5) {
                    self.value();
                } else {
                    let pattern = self.pattern();
                    self.push(pattern);
                }
            }
            2 => {
                let operator = self.pick(&["INCLUDES", "EXCLUDES"]);
                self.keyword(operator);
                self.values();
            }
            3 | 4 => {
                self.membership();
                self.values();
            }
            5 if depth > 0 => {
                self.membership();
                self.push("(");
                self.whole(Place::SemiJoin, depth - 1);
                self.push(")");
            }
            _ => self.comparison(),
        }
    }

    fn membership(&mut self) {
        if self.one_in(3) {
            self.keyword("NOT");
        }
        self.keyword("IN");
    }

    fn values(&mut self) {
        self.push("(");
        self.list(4, Self::value);
        self.push(")");
    }

    fn comparison(&mut self) {
        match self.pick(&["=", "!=", "<>", "<", "<=", ">", ">=", "< =", "> ="]) {
            spaced if spaced.contains(' ') => {
                for mark in spaced.split(' ') {
                    self.push(mark);
                }
            }
            mark => self.push(mark),
        }
        self.value();
    }
}
