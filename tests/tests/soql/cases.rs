//! The files of cases: queries, and below each what is found in it.
//!
//! A line `> SELECT ...` is a query for REST, `:> SELECT ...` one with binds, and `57> SELECT ...`
//! one for that version of the API. A line that begins with `#` is kept as it is.

use std::env;
use std::fmt::Write;
use std::fs;

use sf_schema::soql::check::{CheckOptions, check_text};
use sf_schema::soql::{Options, check, parse};
use sf_schema::{Diagnostic, Level};

/// A query and how it is read.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// What stands before the `> `.
    mark: String,
    pub(crate) text: String,
}

/// A line of a file that is not a finding.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    Heading(String),
    Case(Case),
}

impl Case {
    pub(crate) fn options(&self) -> (Options, CheckOptions) {
        let mut options = CheckOptions::default();
        if let Ok(version) = self.mark.parse() {
            options.api_version = version;
        }
        let binds = self.mark == ":";
        (Options { binds }, options)
    }

    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        let (options, check_options) = self.options();
        check_text(&self.text, &options, super::org(), &check_options)
    }

    /// The findings as they are shown. What holds of every check is asserted on the way.
    fn shown(&self) -> String {
        let findings = self.findings();
        assert!(
            findings.is_sorted_by_key(|found| found.span),
            "{}",
            self.text
        );
        let (options, check_options) = self.options();
        if let Ok(query) = parse(&self.text, &options).into_result() {
            let checked = check(&query, super::org(), &check_options);
            let is_error = |found: &Diagnostic| found.level == Level::Error;
            let has_errors = findings.iter().any(is_error);
            assert_eq!(checked.findings, findings);
            let named = findings.iter().all(|found| !found.rule.is_empty());
            assert!(named, "a finding without its rule: {}", self.text);
            assert_eq!(checked.resolution.is_none(), has_errors, "{}", self.text);
        }
        findings.iter().fold(String::new(), |mut shown, found| {
            writeln!(shown, "{}", found.render(&self.text)).expect("writing to a string");
            shown
        })
    }
}

/// The files of cases, by name.
pub(crate) fn files() -> Vec<(String, Vec<Entry>)> {
    let folder = super::fixtures().join("soql");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("there are cases")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt") && name != super::resolution::FILE)
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let entries = read(&name).lines().filter_map(entry).collect();
            (name, entries)
        })
        .collect()
}

pub(crate) fn entry(line: &str) -> Option<Entry> {
    if line.starts_with('#') {
        return Some(Entry::Heading(line.to_owned()));
    }
    let (mark, text) = line.split_once("> ")?;
    let is_mark = mark.is_empty() || mark == ":" || mark.parse::<u32>().is_ok();
    is_mark.then(|| {
        Entry::Case(Case {
            mark: mark.to_owned(),
            text: text.to_owned(),
        })
    })
}

pub(crate) fn read(name: &str) -> String {
    let path = super::fixtures().join("soql").join(name);
    fs::read_to_string(&path).expect("cases can be read")
}

/// The text of a file, with what `shown` makes of each query.
pub(crate) fn render(entries: &[Entry], shown: impl Fn(&Case) -> String) -> String {
    let mut text = String::new();
    let mut after_findings = false;
    for entry in entries {
        match entry {
            Entry::Heading(line) => {
                let gap = if text.is_empty() || text.ends_with("\n\n") {
                    ""
                } else {
                    "\n"
                };
                writeln!(text, "{gap}{line}").expect("writing to a string");
                after_findings = false;
            }
            Entry::Case(case) => {
                if after_findings {
                    text.push('\n');
                }
                let shown = shown(case);
                write!(text, "{}> {}\n{shown}", case.mark, case.text).expect("writing to a string");
                after_findings = !shown.is_empty();
            }
        }
    }
    text
}

/// Compares a file with what it should be, or writes it if `BLESS` is set.
pub(crate) fn compare(name: &str, wanted: &str) -> bool {
    let has = read(name);
    if env::var_os("BLESS").is_some() {
        let path = super::fixtures().join("soql").join(name);
        fs::write(path, wanted).expect("cases can be written");
    }
    if has == wanted {
        return true;
    }
    let lines = has.lines().zip(wanted.lines());
    let (line, (has, wanted)) = lines
        .enumerate()
        .find(|(_, (has, wanted))| has != wanted)
        .unwrap_or((0, ("another length", "")));
    println!(
        "fixtures/soql/{name}:{}\n  has    {has}\n  wanted {wanted}",
        line + 1
    );
    false
}

/// A blessing is not a pass: what was written may be wrong.
pub(crate) fn assert_not_blessed() {
    assert!(env::var_os("BLESS").is_none(), "blessed: run again");
}

#[test]
fn findings_are_as_written() {
    let mut same = true;
    for (name, entries) in files() {
        same &= compare(&name, &render(&entries, Case::shown));
    }
    assert_not_blessed();
    assert!(same, "findings differ; BLESS=1 writes them anew");
}
