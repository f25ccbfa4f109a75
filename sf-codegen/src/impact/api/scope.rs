//! The variables that are known at a place.

use std::collections::HashMap;

use super::ty::Ty;

/// Variables, the inner ones before the outer ones.
#[derive(Default)]
pub(super) struct Scope<'a, 's> {
    variables: HashMap<&'a str, Vec<Option<Ty<'s>>>>,
    /// In the order in which they were bound.
    bound: Vec<&'a str>,
}

impl<'a, 's> Scope<'a, 's> {
    /// Where a scope begins.
    pub(super) fn mark(&self) -> usize {
        self.bound.len()
    }

    /// Forgets what was bound since.
    pub(super) fn leave(&mut self, mark: usize) {
        for name in self.bound.drain(mark.min(self.bound.len())..) {
            if let Some(all) = self.variables.get_mut(name) {
                all.pop();
            }
        }
    }

    pub(super) fn bind(&mut self, name: &'a str, ty: Option<Ty<'s>>) {
        self.variables.entry(name).or_default().push(ty);
        self.bound.push(name);
    }

    /// Whether there is a variable of this name, and what it holds.
    pub(super) fn get(&self, name: &str) -> Option<Option<&Ty<'s>>> {
        Some(self.variables.get(name)?.last()?.as_ref())
    }

    /// A variable that was bound gets its value.
    pub(super) fn assign(&mut self, name: &str, ty: Ty<'s>) {
        if let Some(place) = self.variables.get_mut(name).and_then(|all| all.last_mut()) {
            *place = Some(ty);
        }
    }
}
