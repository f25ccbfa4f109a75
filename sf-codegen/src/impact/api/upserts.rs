//! Upserts as a whole: what is set on each, before it is sent or later.

use std::collections::{HashMap, HashSet};

use sf_schema::schema::Field;

use super::super::About;
use super::super::bindings;
use super::reader::Found;
use super::ty::Flow;

/// The calls of `upsert_by_…` that something touches: by file, token and the numbers of the differences.
pub(super) fn touched(about: &About<'_>, found: &[&Found<'_>]) -> Vec<(usize, usize, Vec<usize>)> {
    let mut set: HashMap<Flow, Vec<&Field>> = HashMap::new();
    let mut flows: HashMap<Flow, Vec<usize>> = HashMap::new();
    for found in found {
        for (flow, field) in &found.set {
            set.entry(*flow).or_default().push(field);
        }
        for (flow, function) in &found.flows {
            flows.entry(*flow).or_default().push(*function);
        }
    }
    let mut touched = Vec::new();
    for (file, found) in found.iter().enumerate() {
        for (at, object, key) in &found.upserts {
            if !about.knows(&object.name.api) {
                continue;
            }
            let mut fields = vec![*key];
            let mut seen = HashSet::new();
            let mut left = vec![Flow::Made(file, *at)];
            while let Some(flow) = left.pop() {
                if seen.insert(flow) {
                    fields.extend(set.get(&flow).into_iter().flatten());
                    let through = flows.get(&flow).into_iter().flatten();
                    left.extend(through.map(|function| Flow::Through(*function)));
                }
            }
            touched.push((file, *at, bindings::upserted(about, object, &fields)));
        }
    }
    touched
}
