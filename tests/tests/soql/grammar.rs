//! Queries made from the grammar, by a seed: the same ones on every run.
//!
//! A production is a function, which appends its tokens. With [`Grammar::all`] there are also those
//! that only Salesforce's parser takes, or only ours: see `explained.rs`.

#[path = "grammar/condition.rs"]
mod condition;
#[path = "grammar/select.rs"]
mod select;
#[path = "grammar/value.rs"]
mod value;

use fastrand::Rng;

/// How deep sub-queries and parentheses nest.
const DEPTH: u32 = 4;

/// Makes queries.
pub(crate) struct Grammar {
    random: Rng,
    /// Whether to make what one of the parsers refuses.
    all: bool,
    tokens: Vec<String>,
}

/// Where a query stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Child,
    SemiJoin,
}

const NAMES: &[&str] = &[
    "Id",
    "Name",
    "a",
    "b",
    "Amount",
    "CreatedDate",
    "Industry",
    "Foo__c",
    "ns__Bar__c",
    "x1",
    "ns__Rel__r",
    "Account",
    "Contact",
    "Owner",
    "What",
    "Location__Latitude__s",
    "Tags__pc",
    // Keywords that are names where nothing else can stand.
    "Data",
    "Category",
    "At",
    "Above",
    "Below",
    "Above_Or_Below",
    "Offset",
    "View",
    "Reference",
    "Typeof",
    "When",
    "Then",
    "End",
    "Distance",
    "Geolocation",
    "Group",
    "Order",
    "Case",
    "Fields",
    "Count",
    "Scope",
    "Flat",
    // Names that look like keywords or values.
    "All",
    "Rows",
    "Tracking",
    "Viewstat",
    "Today",
    "Last_Year",
    "Usd",
    "Abc5",
    "Hierarchal",
];

/// Keywords that are never names, but for in a path.
const RESERVED: &[&str] = &[
    "from", "select", "limit", "and", "null", "by", "where", "true",
];

impl Grammar {
    /// What both parsers take.
    pub(crate) fn shared(seed: u64) -> Self {
        Self::new(seed, false)
    }

    /// Everything that either takes.
    pub(crate) fn all(seed: u64) -> Self {
        Self::new(seed, true)
    }

    fn new(seed: u64, all: bool) -> Self {
        Self {
            random: Rng::with_seed(seed),
            all,
            tokens: Vec::new(),
        }
    }

    /// The tokens of the next query.
    pub(crate) fn query(&mut self) -> Vec<String> {
        self.tokens.clear();
        self.whole(Place::Root, DEPTH);
        if self.one_in(12) {
            self.push(";");
        }
        std::mem::take(&mut self.tokens)
    }

    fn whole(&mut self, place: Place, depth: u32) {
        self.keyword("SELECT");
        if place == Place::SemiJoin {
            if self.contested() {
                self.type_of();
            } else {
                self.field();
            }
        } else {
            self.select_list(depth);
        }
        self.from(place);
        if self.one_in(2) {
            self.keyword("WHERE");
            self.condition(depth);
        }
        self.with(place);
        if place == Place::SemiJoin {
            return;
        }
        if self.one_in(5) {
            self.group_by(depth);
        }
        if self.one_in(4) {
            self.keywords("ORDER BY");
            self.list(4, Self::order_item);
        }
        for clause in ["LIMIT", "OFFSET"] {
            if self.one_in(4) {
                self.keyword(clause);
                self.sign();
                let digits = self.digits();
                self.push(digits);
            }
        }
        if self.contested() {
            self.keyword("BIND");
            self.list(2, |g| {
                g.name();
                g.push("=");
                g.value();
            });
        }
        if self.one_in(10) {
            self.keyword("FOR");
            let usage = self.pick(&["VIEW", "REFERENCE"]);
            self.keyword(usage);
        }
        if self.one_in(10) {
            self.keyword("UPDATE");
            self.list(2, |g| {
                let what = g.pick(&["TRACKING", "VIEWSTAT"]);
                g.keyword(what);
            });
        } else if self.contested() {
            self.keywords("UPDATE Articles");
        }
        if self.contested() {
            self.keywords("FOR UPDATE");
        }
        if self.contested() {
            self.keywords("ALL ROWS");
        }
    }

    fn from(&mut self, place: Place) {
        self.keyword("FROM");
        let count = if self.one_in(5) { 3 } else { 1 };
        self.list(count, |g| {
            g.path(3);
            if g.one_in(4) {
                g.keyword("AS");
                g.name();
            } else if g.one_in(4) {
                g.name();
            } else if g.contested() {
                g.keyword("AS");
            }
            if g.contested() {
                g.scopes();
            }
        });
        if place != Place::SemiJoin && self.one_in(8) {
            self.keywords("USING SCOPE");
            self.plain_name();
        }
    }

    /// What only Salesforce's parser takes after USING.
    fn scopes(&mut self) {
        self.keyword("USING");
        self.list(2, |g| {
            let what = g.pick(&["SCOPE", "LOOKUP"]);
            g.keyword(what);
            g.plain_name();
        });
    }

    fn with(&mut self, place: Place) {
        match self.random.u8(..40) {
            0..3 => {
                self.keywords("WITH DATA CATEGORY");
                self.category();
                while self.one_in(3) {
                    self.keyword("AND");
                    self.category();
                }
            }
            3 => {
                self.keyword("WITH");
                self.path(2);
                self.push("=");
                let text = self.text();
                self.push(text);
            }
            _ => {}
        }
        while place != Place::SemiJoin && self.one_in(12) {
            self.keyword("WITH");
            self.name();
            if self.one_in(2) {
                self.push("(");
                self.list(3, |g| {
                    g.name();
                    g.push("=");
                    let value = match g.random.u8(..3) {
                        0 => g.digits(),
                        1 => g.text(),
                        _ => g.pick(&["TRUE", "false"]).to_owned(),
                    };
                    g.push(value);
                });
                self.push(")");
            }
        }
    }

    fn category(&mut self) {
        self.name();
        let side = self.pick(&["AT", "ABOVE", "BELOW", "ABOVE_OR_BELOW"]);
        self.keyword(side);
        if self.one_in(2) {
            self.name();
        } else {
            self.push("(");
            self.list(3, Self::name);
            self.push(")");
        }
    }

    fn group_by(&mut self, depth: u32) {
        self.keywords("GROUP BY");
        if self.one_in(3) {
            let kind = self.pick(&["ROLLUP", "CUBE"]);
            self.keyword(kind);
            self.push("(");
            self.list(3, Self::group_item);
            self.push(")");
        } else {
            self.list(3, Self::group_item);
        }
        if self.one_in(3) {
            self.keyword("HAVING");
            self.condition(depth.saturating_sub(1));
        }
    }

    fn group_item(&mut self) {
        if self.contested() {
            self.distance();
        } else {
            self.field();
        }
    }

    fn order_item(&mut self) {
        if self.one_in(12) {
            self.distance();
        } else {
            self.field();
        }
        if self.one_in(3) {
            let direction = self.pick(&["ASC", "DESC"]);
            self.keyword(direction);
        }
        if self.one_in(4) {
            self.keyword("NULLS");
            let place = self.pick(&["FIRST", "LAST"]);
            self.keyword(place);
        }
    }

    /// One to so many, with commas.
    fn list(&mut self, most: usize, mut item: impl FnMut(&mut Self)) {
        item(self);
        for _ in 1..most {
            if self.one_in(2) {
                self.push(",");
                item(self);
            }
        }
    }

    fn name(&mut self) {
        let name = self.pick(NAMES);
        if self.contested() {
            let name = format!("{name}{}", self.pick(&[".b", "é", ".", "..b", ".1", "._b"]));
            self.push(name);
        } else {
            self.push(name);
        }
    }

    /// A name that is no keyword.
    fn plain_name(&mut self) {
        let name = self.pick(&["mine", "Everything", "my_territory", "Foo__c", "allPrivate"]);
        self.push(name);
    }

    /// Names joined by points, up to so many.
    fn path(&mut self, most: usize) {
        self.name();
        for _ in 1..most {
            if self.one_in(3) {
                let last = self.tokens.pop().unwrap_or_default();
                let names = if self.one_in(4) { RESERVED } else { NAMES };
                let next = self.pick(names);
                self.push(format!("{last}.{next}"));
            }
        }
    }

    /// A keyword, in any case.
    fn keyword(&mut self, word: &str) {
        let word = match self.random.u8(..4) {
            0 => word.to_lowercase(),
            1 => {
                let mixed = word.char_indices().map(|(i, c)| match i % 2 {
                    0 => c.to_ascii_uppercase(),
                    _ => c.to_ascii_lowercase(),
                });
                mixed.collect()
            }
            _ => word.to_owned(),
        };
        self.push(word);
    }

    fn keywords(&mut self, words: &str) {
        for word in words.split(' ') {
            self.keyword(word);
        }
    }

    fn push(&mut self, token: impl Into<String>) {
        self.tokens.push(token.into());
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        self.random.choice(from).copied().unwrap_or_default()
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.random.u32(..n) == 0
    }

    /// Whether to make, here, what only one of the parsers takes.
    fn contested(&mut self) -> bool {
        self.all && self.one_in(150)
    }
}
