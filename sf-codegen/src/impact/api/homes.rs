//! Where the bindings are, as far as the sources and the settings tell.

use std::collections::HashSet;

use super::super::bindings::Bindings;
use crate::source::SourceFile;

/// The modules that hold bindings, and the names that mean something else as well.
pub(super) struct Homes<'a> {
    /// The first name of the path of the settings.
    pub(super) root: &'a str,
    /// The last name of that path, and every module that `include_sobjects!` makes.
    modules: HashSet<&'a str>,
    /// Names of objects' types that the sources define themselves.
    defined: HashSet<&'a str>,
}

impl<'a> Homes<'a> {
    /// `path` is the path of the settings, such as `crate::org`.
    pub(super) fn of(
        files: &[(usize, &'a SourceFile)],
        bindings: &Bindings<'a>,
        path: &'a str,
    ) -> Self {
        let mut homes = Self {
            root: path.split("::").next().unwrap_or(path),
            modules: path.rsplit("::").take(1).collect(),
            defined: HashSet::new(),
        };
        let types: Vec<&str> = bindings.differing_types().collect();
        for (_, file) in files {
            homes.modules.extend(included(&file.text));
            for ty in &types {
                let is_defined = ["struct", "enum", "type", "trait", "union"]
                    .into_iter()
                    .any(|word| defines(&file.text, word, ty));
                if is_defined {
                    homes.defined.insert(*ty);
                }
            }
        }
        homes
    }

    /// Whether a path goes through a module that holds bindings.
    pub(super) fn is_on(&self, path: &[&str]) -> bool {
        path.iter().any(|name| self.modules.contains(name))
    }

    /// Whether a type of this name can be another one, though it is of this program.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        self.defined.contains(name)
    }
}

/// The modules of `include_sobjects!(pub mod org)`.
fn included(text: &str) -> impl Iterator<Item = &str> {
    let calls = text.split("include_sobjects!").skip(1);
    calls.filter_map(|rest| {
        let inside = rest.split([')', '}', ';']).next()?;
        let (_, name) = inside.rsplit_once("mod ")?;
        let name = name
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()?;
        Some(name).filter(|name| !name.is_empty())
    })
}

/// Whether `struct Name` is in a text.
fn defines(text: &str, word: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + name.len()..).unwrap_or_default();
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        before.trim_end().ends_with(word)
            && before.ends_with(char::is_whitespace)
            && !after.starts_with(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_definitions() {
        let text = "include_sobjects!(\n    /// The org.\n    pub mod sf\n); include_sobjects!(mod b, \"c\");";
        assert_eq!(included(text).collect::<Vec<_>>(), ["sf", "b"]);
        assert_eq!(included("include_sobjects!").count(), 0);
        assert!(defines("pub struct Event<'a> {}", "struct", "Event"));
        assert!(!defines(
            "struct EventKind; struct MyEvent; Event",
            "struct",
            "Event"
        ));
    }
}
