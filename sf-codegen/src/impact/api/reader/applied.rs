//! Functions that are given by name: `.map(Row::from)`, `.map(Result::unwrap)`.

use super::super::super::bindings;
use super::super::ty::Ty;
use super::{Reader, layer};

impl<'s> Reader<'_, '_, 's> {
    /// What the function that is named between two tokens gives for such a value.
    pub(super) fn applied(&mut self, start: usize, end: usize, one: &Ty<'s>) -> Option<Ty<'s>> {
        self.tokens.ident(start)?;
        let path = self.path_at(start, end);
        let name = self.tokens.ident(path.last).filter(|_| path.next == end)?;
        let before = self.names_before(&path);
        let arguments = [Some(one.clone())];
        let Some(owner) = before.last() else {
            let function = self
                .program
                .function(self.file, &before, name, self.imports)?;
            return self.of_function(function, &arguments, None);
        };
        match self.type_before(&path) {
            Some(Ty::Record(object)) => self.got(object, bindings::getter(object, name)?),
            Some(own) => {
                let function = self.program.method(&own, name)?;
                self.of_function(function, &arguments, None)
            }
            None if STANDARD.contains(owner) => match one {
                Ty::Around(of, inner) => layer::method(*of, inner, name, &[], None)?,
                one => layer::IDENTITY.contains(&name).then(|| one.clone()),
            },
            None => {
                let function = self
                    .program
                    .function(self.file, &before, name, self.imports)?;
                self.of_function(function, &arguments, None)
            }
        }
    }
}

/// Whose functions do what their methods do.
const STANDARD: [&str; 10] = [
    "Result",
    "Option",
    "Vec",
    "Clone",
    "ToOwned",
    "AsRef",
    "Arc",
    "Rc",
    "IntoIterator",
    "FieldValue",
];
