//! What is selected.

use super::{Grammar, Place};

const FUNCTIONS: &[&str] = &[
    "AVG",
    "COUNT",
    "COUNT_DISTINCT",
    "MIN",
    "MAX",
    "SUM",
    "GROUPING",
    "FORMAT",
    "toLabel",
    "convertCurrency",
    "convertTimezone",
    "CALENDAR_MONTH",
    "CALENDAR_QUARTER",
    "CALENDAR_YEAR",
    "DAY_IN_MONTH",
    "DAY_IN_WEEK",
    "DAY_IN_YEAR",
    "DAY_ONLY",
    "FISCAL_MONTH",
    "FISCAL_QUARTER",
    "FISCAL_YEAR",
    "HOUR_IN_DAY",
    "WEEK_IN_MONTH",
    "WEEK_IN_YEAR",
    "Unknown",
    "Distance",
    "Group",
    "Typeof",
];

impl Grammar {
    pub(super) fn select_list(&mut self, depth: u32) {
        if self.one_in(12) {
            self.keyword("COUNT");
            self.push("(");
            self.push(")");
            return;
        }
        self.list(5, |g| g.select_item(depth));
    }

    fn select_item(&mut self, depth: u32) {
        match self.random.u8(..16) {
            0 if depth > 0 => {
                self.push("(");
                self.whole(Place::Child, depth - 1);
                self.push(")");
            }
            1 => self.type_of(),
            2 => self.distance(),
            3 => {
                self.keyword("FIELDS");
                self.push("(");
                if self.contested() {
                    self.name();
                } else {
                    let set = self.pick(&["ALL", "CUSTOM", "STANDARD"]);
                    self.keyword(set);
                }
                self.push(")");
            }
            _ => self.field(),
        }
        if self.one_in(5) {
            self.name();
        }
    }

    pub(super) fn type_of(&mut self) {
        self.keyword("TYPEOF");
        self.path(2);
        for _ in 0..self.random.usize(1..3) {
            self.keyword("WHEN");
            self.name();
            self.keyword("THEN");
            self.list(3, |g| g.path(2));
        }
        if self.one_in(2) {
            self.keyword("ELSE");
            self.list(3, |g| g.path(2));
        }
        self.keyword("END");
    }

    /// A path, or functions of one.
    pub(super) fn field(&mut self) {
        let depth = match self.random.u8(..8) {
            0..5 => 0,
            5 | 6 => 1,
            _ => 2,
        };
        for _ in 0..depth {
            let function = self.pick(FUNCTIONS);
            self.keyword(function);
            if self.contested() {
                let function = self.tokens.pop().unwrap_or_default();
                self.push(format!("a.{function}"));
            }
            self.push("(");
        }
        self.path(6);
        for _ in 0..depth {
            self.push(")");
        }
    }

    pub(super) fn distance(&mut self) {
        self.keyword("DISTANCE");
        self.push("(");
        self.path(2);
        self.push(",");
        if self.contested() {
            self.path(2);
        } else {
            self.keyword("GEOLOCATION");
            self.push("(");
            self.number();
            self.push(",");
            self.number();
            self.push(")");
        }
        self.push(",");
        let unit = match self.random.u8(..3) {
            0 => "'mi'".to_owned(),
            1 => "'km'".to_owned(),
            _ => self.text(),
        };
        self.push(unit);
        if self.contested() {
            self.tokens.pop();
            self.push(r"'\km'");
        }
        self.push(")");
    }
}
