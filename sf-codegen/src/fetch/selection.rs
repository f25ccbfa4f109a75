//! Which objects of an org are wanted.

use std::collections::{BTreeMap, BTreeSet};

use sf_schema::diagnostic::nearest;

use crate::snapshot::Selection;
use crate::{Problem, glob};

/// The object by which polymorphic lookups give a name, as in `Owner.Name`: always wanted.
const NAME: &str = "Name";

/// A name or a pattern that stands for no object that can be had, and why.
pub(super) type Missing = (String, Problem);

/// The objects of an org.
pub(super) struct Listed {
    /// The org's spelling, by the name in lower case.
    names: BTreeMap<String, String>,
}

impl Listed {
    pub(super) fn new(names: &[String]) -> Self {
        let names = names.iter().map(|name| (name.to_lowercase(), name.clone()));
        Self {
            names: names.collect(),
        }
    }

    /// The selected objects, and each name and pattern of the selection for which the org has none.
    pub(super) fn select(&self, selection: &Selection) -> (BTreeSet<String>, Vec<Missing>) {
        let (mut selected, mut unknown) = (BTreeSet::new(), Vec::new());
        for pattern in &selection.objects {
            let matched: Vec<&String> = if is_glob(pattern) {
                let all = self.names.values();
                all.filter(|name| glob::matches(pattern, name)).collect()
            } else {
                self.names
                    .get(&pattern.to_lowercase())
                    .into_iter()
                    .collect()
            };
            if matched.is_empty() {
                unknown.push((pattern.clone(), self.unknown(pattern)));
            }
            selected.extend(matched.into_iter().cloned());
        }
        selected.extend(self.names.get(&NAME.to_lowercase()).cloned());
        selected.retain(|name| !is_excluded(selection, name));
        (selected, unknown)
    }

    /// The objects that lookups lead to, without those that are there already.
    pub(super) fn parents(
        &self,
        targets: &BTreeSet<String>,
        selection: &Selection,
        known: &BTreeSet<String>,
    ) -> BTreeSet<String> {
        targets
            .iter()
            // An org names targets that the user may not see.
            .filter_map(|target| self.names.get(&target.to_lowercase()))
            .filter(|name| !known.contains(*name) && !is_excluded(selection, name))
            .cloned()
            .collect()
    }

    fn unknown(&self, pattern: &str) -> Problem {
        if is_glob(pattern) {
            return Problem::new(format!("no object of the org matches `{pattern}`")).help(
                "correct it or leave it out; the user may also have no access to the objects",
            );
        }
        let problem = Problem::new("the org has no such object, or the user may not see it");
        let problem = problem.object(pattern);
        match nearest(pattern, self.names.values().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean {near}?")),
            None => problem.help(
                "check the name (custom objects end in __c) and the user's access, or leave it out",
            ),
        }
    }
}

fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

fn is_excluded(selection: &Selection, name: &str) -> bool {
    let mut patterns = selection.exclude.iter();
    patterns.any(|pattern| glob::matches(pattern, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Listed {
        let names = [
            "Account",
            "Contact",
            "Name",
            "acme__Invoice__c",
            "acme__Line__c",
        ];
        Listed::new(&names.map(str::to_owned))
    }

    fn selection(objects: &[&str], exclude: &[&str]) -> Selection {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Selection {
            objects: owned(objects),
            exclude: owned(exclude),
            with_parents: 0,
        }
    }

    #[test]
    fn patterns_select_and_exclude_whatever_the_case() {
        for (objects, exclude, expected) in [
            (&["account"][..], &[][..], &["Account", "Name"][..]),
            (&["ACME__*"], &["*line*"], &["Name", "acme__Invoice__c"]),
            (&["*"], &["acme__*", "Name"], &["Account", "Contact"]),
        ] {
            let (selected, unknown) = list().select(&selection(objects, exclude));
            assert_eq!(selected.into_iter().collect::<Vec<_>>(), expected);
            assert_eq!(unknown, []);
        }
    }

    #[test]
    fn what_the_org_does_not_have_is_named_with_what_is_near() {
        let (_, unknown) = list().select(&selection(&["Acount", "zzz", "old__*"], &[]));
        let texts: Vec<String> = unknown.iter().map(|(_, why)| why.to_string()).collect();
        assert!(texts[0].contains("Acount: ") && texts[0].contains("did you mean Account?"));
        assert!(texts[1].contains("zzz: ") && texts[1].contains("check the name"));
        assert!(texts[2].contains("no object of the org matches `old__*`"));
    }

    #[test]
    fn lookups_lead_to_what_the_org_shows_and_nothing_twice() {
        let targets = ["Account", "Contact", "Secret__c", "acme__Line__c"];
        let targets = targets.map(str::to_owned).into_iter().collect();
        let known = ["Account".to_owned()].into_iter().collect();
        let parents = list().parents(&targets, &selection(&[], &["acme__*"]), &known);
        assert_eq!(parents.into_iter().collect::<Vec<_>>(), ["Contact"]);
    }
}
