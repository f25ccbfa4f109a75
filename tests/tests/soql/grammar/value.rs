//! Values.

use super::Grammar;

const UNITS: &[&str] = &[
    "DAY",
    "WEEK",
    "MONTH",
    "QUARTER",
    "YEAR",
    "FISCAL_QUARTER",
    "FISCAL_YEAR",
];

/// What texts hold. The escapes count as one piece.
const PIECES: &[&str] = &[
    "a",
    "Z",
    " ",
    "5",
    "%",
    "_",
    "-",
    ".",
    ",",
    "(",
    ")",
    ":",
    "\"",
    "//",
    "/*",
    "SELECT ",
    "é",
    "ß",
    "中",
    "🎉",
    "\u{a0}",
    "\t",
    "\r",
    "\u{0}",
    "\u{7f}",
    "$",
    ";",
    "{",
    "}",
    "\u{2028}",
    "\u{ffff}",
    r"\n",
    r"\N",
    r"\r",
    r"\R",
    r"\t",
    r"\T",
    r"\b",
    r"\B",
    "\\\"",
    r"\'",
    r"\\",
    r"\u0041",
    r"\U00e9",
    r"\ud83d\ude00",
    r"\ud83d",
    r"\u0000",
];

impl Grammar {
    pub(super) fn value(&mut self) {
        match self.random.u8(..14) {
            0..3 => {
                let text = self.text();
                self.push(text);
            }
            3 | 4 => self.number(),
            5 => self.keyword("NULL"),
            6 => {
                let boolean = self.pick(&["TRUE", "FALSE"]);
                self.keyword(boolean);
            }
            7 => {
                let date = self.date();
                self.push(date);
            }
            8 => {
                let (date, time, zone) = (self.date(), self.time(), self.zone());
                let t = self.pick(&["T", "t"]);
                self.push(format!("{date}{t}{time}{zone}"));
            }
            9 => {
                let (time, zone) = (self.time(), self.zone());
                self.push(time + &zone);
            }
            10 => self.currency(),
            _ => self.date_literal(),
        }
    }

    pub(super) fn number(&mut self) {
        self.sign();
        let (whole, fraction) = (self.digits(), self.digits());
        match self.random.u8(..4) {
            0 => self.push(format!("{whole}.{fraction}")),
            1 => self.push(format!(".{fraction}")),
            _ => self.push(whole),
        }
    }

    pub(super) fn sign(&mut self) {
        if self.one_in(4) {
            let sign = self.pick(&["+", "-"]);
            self.push(sign);
        }
    }

    pub(super) fn digits(&mut self) -> String {
        let length = if self.one_in(10) { 25 } else { 4 };
        let length = self.random.usize(1..length);
        (0..length).map(|_| self.random.digit(10)).collect()
    }

    fn date(&mut self) -> String {
        let (year, month, day) = (
            self.random.u32(..10_000),
            self.random.u32(..20),
            self.random.u32(..40),
        );
        format!("{year:04}-{month:02}-{day:02}")
    }

    fn time(&mut self) -> String {
        let mut two = || self.random.u32(..70);
        let (hour, minute, second) = (two(), two(), two());
        let mut time = format!("{hour:02}:{minute:02}:{second:02}");
        if self.one_in(3) {
            time = format!("{time}.{}", self.digits());
        }
        time
    }

    fn zone(&mut self) -> String {
        let (hour, minute) = (self.random.u32(..30), self.random.u32(..70));
        let sign = self.pick(&["+", "-"]);
        match self.random.u8(..4) {
            0 => format!("{sign}{hour:02}:{minute:02}"),
            1 => format!("{sign}{hour:02}{minute:02}"),
            2 => "z".to_owned(),
            _ => "Z".to_owned(),
        }
    }

    fn currency(&mut self) {
        let code = self.pick(&["USD", "eur", "Gbp"]);
        let (whole, fraction) = (self.digits(), self.digits());
        let amount = match self.random.u8(..4) {
            _ if self.contested() => format!("{whole}..{fraction}"),
            0 => format!("{whole}.{fraction}"),
            1 => format!("{whole}."),
            _ => whole,
        };
        self.push(format!("{code}{amount}"));
    }

    fn date_literal(&mut self) {
        let unit = self.pick(UNITS);
        let (word, counted) = match self.random.u8(..6) {
            0 => (
                self.pick(&["YESTERDAY", "TODAY", "TOMORROW"]).to_owned(),
                false,
            ),
            1 => (
                self.pick(&["LAST_90_DAYS", "NEXT_90_DAYS"]).to_owned(),
                false,
            ),
            2 if unit != "DAY" => {
                let which = self.pick(&["LAST", "THIS", "NEXT"]);
                (format!("{which}_{unit}"), false)
            }
            3 => (format!("N_{unit}S_AGO"), true),
            4 => (format!("NEXT_N_{unit}S"), true),
            _ => (format!("LAST_N_{unit}S"), true),
        };
        self.keyword(&word);
        if counted != self.contested() {
            self.push(":");
            let number = match self.contested() {
                true => self.digits() + "00000000000",
                false => self.random.u32(..2_000).to_string(),
            };
            self.push(number);
        }
    }

    pub(super) fn text(&mut self) -> String {
        let inside = self.inside();
        format!("'{inside}'")
    }

    /// A text with wildcards.
    pub(super) fn pattern(&mut self) -> String {
        let (before, after) = (self.inside(), self.inside());
        let wildcard = self.pick(&[r"\%", r"\_", "%", "_"]);
        format!("'{before}{wildcard}{after}'")
    }

    /// What stands between quotes.
    fn inside(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.random.usize(..8) {
            text.push_str(self.pick(PIECES));
        }
        if self.contested() {
            text.push_str(r"\f");
        }
        text
    }
}
