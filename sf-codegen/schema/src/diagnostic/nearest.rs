//! Did you mean: the known name that is nearest to one that is not.

use crate::steps::step;

/// Endings that API names get by what they name; mixing them up is the most common slip.
const SUFFIXES: &[&str] = &[
    "__c", "__r", "__pc", "__pr", "__x", "__e", "__b", "__mdt", "__kav", "__s",
];

/// How a candidate differs from the name; the nearer comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    Case,
    /// A suffix too much, too little, or another one; or the field for its relationship.
    Suffix,
    Underscores,
    Edits(usize),
}

/// The candidate that `name` was most likely meant to be; none where nothing is near.
///
/// Case does not count. A slip in the suffix (`Parent__c` for `Parent__r`, `Owner` for `OwnerId`)
/// comes before any misspelling; else the fewest edits win, up to a third of the name's length,
/// where two neighbours that changed places are one edit. Among equals the first by name wins, so
/// the order of the candidates does not matter.
///
/// ```
/// use sf_schema::diagnostic::nearest;
///
/// let fields = ["Id", "Industry", "Invoice__c"];
/// assert_eq!(nearest("Indsutry", fields), Some("Industry"));
/// assert_eq!(nearest("invoice", fields), Some("Invoice__c"));
/// assert_eq!(nearest("Zebra", fields), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = Folded::new(name);
    let mut best = None;
    for candidate in candidates {
        best = name.nearer(best, candidate);
    }
    best.map(|(_, candidate)| candidate)
}

/// A name without regard to case, and what is left of it when slips are taken off.
struct Folded {
    lower: String,
    chars: Vec<char>,
    letters: String,
}

impl Folded {
    fn new(name: &str) -> Self {
        let lower = name.to_lowercase();
        Self {
            chars: lower.chars().collect(),
            letters: letters(&lower),
            lower,
        }
    }

    /// The nearer of the best so far and another.
    fn nearer<'a>(
        &self,
        best: Option<(Difference, &'a str)>,
        candidate: &'a str,
    ) -> Option<(Difference, &'a str)> {
        step(1);
        let other = self
            .difference(candidate)
            .map(|difference| (difference, candidate));
        match (best, other) {
            (Some(best), Some(other)) => Some(best.min(other)),
            (best, other) => other.or(best),
        }
    }

    fn difference(&self, candidate: &str) -> Option<Difference> {
        let lower = candidate.to_lowercase();
        if lower == self.lower {
            return Some(Difference::Case);
        }
        if !self.letters.is_empty() {
            if stem(&lower) == stem(&self.lower)
                || id_of(&lower, &self.lower)
                || id_of(&self.lower, &lower)
            {
                return Some(Difference::Suffix);
            }
            if letters(&lower) == self.letters {
                return Some(Difference::Underscores);
            }
        }
        let limit = match self.chars.len() {
            0 | 1 => 0,
            length => (length / 3).max(1),
        };
        // So many insertions at least; most candidates end here.
        if lower.chars().count().abs_diff(self.chars.len()) > limit {
            return None;
        }
        let edits = edits(&self.chars, &lower.chars().collect::<Vec<_>>());
        (edits <= limit).then_some(Difference::Edits(edits))
    }
}

fn stem(lower: &str) -> &str {
    SUFFIXES
        .iter()
        .find_map(|suffix| lower.strip_suffix(suffix))
        .unwrap_or(lower)
}

/// Whether `field` is the standard lookup of `relationship`, as `OwnerId` is of `Owner`.
fn id_of(field: &str, relationship: &str) -> bool {
    field.strip_suffix("id") == Some(relationship)
}

fn letters(lower: &str) -> String {
    stem(lower).chars().filter(|c| *c != '_').collect()
}

/// The edit distance in which a swap of neighbours counts one (optimal string alignment).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = last;
        last = row;
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &str, b: &str) -> usize {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        edits(&chars(a), &chars(b))
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abc", "abd", 1),
            ("abc", "ab", 1),
            ("kitten", "sitting", 3),
            ("客户", "户客", 1),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn case_first_then_suffix_then_spelling() {
        let all = ["Part", "Part_c", "Parts__c", "PART__C"];
        assert_eq!(nearest("part__c", all), Some("PART__C"));
        assert_eq!(nearest("Part__r", all), Some("PART__C"));
        assert_eq!(
            nearest("Part__r", ["Part__s__x", "Parts__r", "Part"]),
            Some("Part")
        );
    }

    #[test]
    fn suffix_slips() {
        assert_eq!(nearest("Owner", ["OwnerId", "Other"]), Some("OwnerId"));
        assert_eq!(nearest("ownerid", ["Owner", "OwnerIds"]), Some("Owner"));
        assert_eq!(nearest("Score", ["Scope", "Score__c"]), Some("Score__c"));
        assert_eq!(nearest("Config__c", ["Config__mdt"]), Some("Config__mdt"));
        assert_eq!(
            nearest("HealthScore", ["Health_Score__c"]),
            Some("Health_Score__c")
        );
        assert_eq!(
            nearest("health_score", ["HealthScore"]),
            Some("HealthScore")
        );
    }

    #[test]
    fn a_third_may_be_wrong() {
        assert_eq!(nearest("abcdef", ["abcdxy"]), Some("abcdxy"));
        assert_eq!(nearest("abcdef", ["abcxyz"]), None);
        assert_eq!(nearest("Nmae", ["Name"]), Some("Name"));
        assert_eq!(nearest("Ud", ["Id"]), Some("Id"));
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("x", ["X"]), Some("X"));
    }

    #[test]
    fn ties_are_settled_by_name() {
        assert_eq!(nearest("Nane", ["Name", "Lane", "Bane"]), Some("Bane"));
        assert_eq!(nearest("Nane", ["Bane", "Lane", "Name"]), Some("Bane"));
    }

    #[test]
    fn odd_names() {
        assert_eq!(nearest("", ["a", "__c", "id"]), None);
        assert_eq!(nearest("__c", ["__r_x", "x"]), None);
        assert_eq!(nearest("a", std::iter::empty()), None);
        assert_eq!(nearest("ÉTAT", ["état"]), Some("état"));
        let long = "x".repeat(100_000);
        assert_eq!(nearest(&long, ["Name", "Id"]), None);
    }
}
