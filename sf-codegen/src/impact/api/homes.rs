//! Where the bindings are, as far as the sources and the settings tell.

use std::collections::HashSet;

use super::super::bindings::Bindings;
use super::words::words;
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
        for (_, file) in files {
            homes.modules.extend(included(&file.text));
            let mut before = "";
            for word in words(&file.text) {
                let defines = ["struct", "enum", "type", "trait", "union"].contains(&before);
                if defines && bindings.of_type(word).is_some() {
                    homes.defined.insert(word);
                }
                before = word;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_definitions() {
        let text = "include_sobjects!(\n    /// The org.\n    pub mod sf\n); include_sobjects!(mod b, \"c\");";
        assert_eq!(included(text).collect::<Vec<_>>(), ["sf", "b"]);
        assert_eq!(included("include_sobjects!").count(), 0);
    }
}
