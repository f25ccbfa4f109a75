//! The records in which a term is found.

use super::{Group, Term};
use crate::query::{self, Plan, World};
use crate::store::RowIx;

/// A search of one object after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Find<'a> {
    pub(super) world: World<'a>,
    pub(super) term: &'a Term,
    pub(super) group: Group,
}

impl Find<'_> {
    /// The rows of a plan that hold the term, in the plan's order and number.
    pub(super) fn rows(&self, plan: &Plan) -> Vec<RowIx> {
        let fields = self.world.text_fields(plan.object, self.group);
        let table = self.world.store.table(plan.object);
        query::search(self.world, plan, |row| {
            let Some(row) = table.get(row) else {
                return false;
            };
            let texts = fields.iter().filter_map(|field| row.get(*field).as_text());
            self.term.is_in(texts)
        })
    }
}
