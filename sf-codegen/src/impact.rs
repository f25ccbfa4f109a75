//! Which places of a program the differences between two schemas touch.
//!
//! ```text
//! sources -> queries (by the checker's names) and uses of the bindings (by syntax) -+
//! differences --------------------------------------------------------------------+-> touches
//! ```
//!
//! Everything is found by syntax alone: nothing is compiled, so it works before and after bindings are
//! made again. Queries are exact. Of the bindings, what an expression holds is followed from where a
//! type is written, a record is read or a draft is made: through variables and patterns, `Option`,
//! `Result` and collections, loops and closures, the fields and methods of the program's own types, and
//! its functions in whatever file, drafts in signatures too.
//!
//! What syntax cannot know, and is left to the compiler:
//!
//! - what a function, method or macro of another crate gives, but for the standard library, iterators,
//!   streams and this runtime: there the types end, unless the next binding is written with its type;
//! - what a macro of the program makes of its arguments;
//! - generic code: all parameters of a type or function but the first, associated types of a trait,
//!   what a trait has from another one, closures of a function that takes several;
//! - types of the same name in two modules of the same name, and re-exports under another name;
//! - what is inferred backwards: the object of `sf.get_by_external_id(…)` from a use that comes later;
//! - field names in texts that are not written in the call itself;
//! - which of several callers leaves a field out, where one function makes or fills an upsert for all.
//!
//! Of a value of which nothing is known, a getter or setter is named all the same where it is one of a
//! custom field that only one object of the org has, where the file names that object.

mod api;
mod bindings;
mod query;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sf_schema::{Schema, Span};

use crate::diff::{Class, Difference};
use crate::source::Sources;

/// A place that a difference touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// The file, by its number in [`Sources::files`].
    pub file: usize,
    /// Where in the file.
    pub span: Span,
    /// The difference, by its number in the list.
    pub difference: usize,
}

/// Every place that a breaking or risky difference touches, in the order of the files.
///
/// `old` is the schema for which the program was written, with Rust names, and `bindings` the path of
/// their module, such as `crate::org`. Bindings that are committed with the sources are passed over:
/// they are made again.
pub fn impact(
    differences: &[Difference],
    old: &Schema,
    sources: &Sources,
    bindings: &str,
) -> Vec<Touch> {
    let about = About::new(differences);
    if about.is_empty() {
        return Vec::new();
    }
    let mut touches = query::touches(&about, old, sources);
    touches.extend(api::touches(&about, old, sources, bindings));
    touches.sort();
    touches.dedup();
    touches
}

/// Differences that can touch a program, by what they are about.
struct About<'d> {
    differences: &'d [Difference],
    /// By object and field in lower case; the field is empty for what is about the object.
    by_subject: BTreeMap<(String, String), Vec<usize>>,
}

impl<'d> About<'d> {
    fn new(differences: &'d [Difference]) -> Self {
        let mut by_subject: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (number, difference) in differences.iter().enumerate() {
            if difference.class > Class::Compatible {
                let field = difference.field.as_deref().unwrap_or_default();
                let key = (difference.object.to_lowercase(), field.to_lowercase());
                by_subject.entry(key).or_default().push(number);
            }
        }
        Self {
            differences,
            by_subject,
        }
    }

    fn is_empty(&self) -> bool {
        self.by_subject.is_empty()
    }

    /// Whether anything is about this object or a field of it.
    fn knows(&self, object: &str) -> bool {
        let object = object.to_lowercase();
        let mut from = self.by_subject.range((object.clone(), String::new())..);
        from.next().is_some_and(|((found, _), _)| *found == object)
    }

    /// What is about this field; about the object alone where the field is empty.
    fn of(&self, object: &str, field: &str) -> impl Iterator<Item = (usize, &'d Difference)> {
        let key = (object.to_lowercase(), field.to_lowercase());
        let numbers = self.by_subject.get(&key).map_or(&[][..], Vec::as_slice);
        numbers
            .iter()
            .filter_map(|number| Some((*number, self.differences.get(*number)?)))
    }

    /// What is about this object and all of its fields.
    fn of_whole(&self, object: &str) -> impl Iterator<Item = (usize, &'d Difference)> {
        let object = object.to_lowercase();
        let from = self.by_subject.range((object.clone(), String::new())..);
        from.take_while(move |((found, _), _)| *found == object)
            .flat_map(|(_, numbers)| numbers)
            .filter_map(|number| Some((*number, self.differences.get(*number)?)))
    }
}
