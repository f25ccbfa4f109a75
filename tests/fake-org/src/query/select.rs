//! What a query answers of a record: a tree of keys, parents nested, in the order of the SELECT.

use std::sync::Arc;

use sf_schema::diagnostic::Span;
use sf_schema::soql::{Call, FieldSet, Function, Query, SelectExpr, SelectItem, TypeOf};

use super::error::Refusal;
use super::path::{Entity, Hop, Leaf, Source};
use super::plan::{Plan, Planner};
use super::scalar::Scalar;
use crate::schema::{FieldIx, ObjectIx};

/// The keys of a record.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) entries: Vec<Entry>,
}

/// One key.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) what: What,
}

/// What stands under a key.
#[derive(Debug)]
pub(crate) enum What {
    Leaf(Leaf),
    Scalar(Scalar),
    Parent(Hop, Node),
    /// The keys of each object that may be there, and those of all others; null without.
    TypeOf(Hop, Vec<(ObjectIx, Node)>, Option<Node>),
    /// The rows of a child sub-query: which of the plan's.
    Child(usize),
}

/// A child sub-query.
#[derive(Debug)]
pub(crate) struct ChildPlan {
    /// The child's field that holds the parent.
    pub(crate) field: FieldIx,
    pub(crate) plan: Arc<Plan>,
}

/// All of a SELECT.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    pub(crate) node: Node,
    pub(crate) children: Vec<ChildPlan>,
}

impl Node {
    fn push(&mut self, key: &str, what: What, span: Span) -> Result<(), Refusal> {
        if self
            .entries
            .iter()
            .any(|entry| entry.key.eq_ignore_ascii_case(key))
        {
            return Err(duplicate(key, span));
        }
        self.entries.push(Entry {
            key: key.to_owned(),
            what,
        });
        Ok(())
    }

    /// The node behind some relationships.
    fn behind(&mut self, hops: &[Hop], span: Span) -> Result<&mut Node, Refusal> {
        let Some((hop, rest)) = hops.split_first() else {
            return Ok(self);
        };
        let known = self.entries.iter().position(|entry| entry.key == hop.key);
        let at = match known {
            Some(at) => at,
            None => {
                self.push(&hop.key, What::Parent(hop.clone(), Node::default()), span)?;
                self.entries.len() - 1
            }
        };
        match self.entries.get_mut(at).map(|entry| &mut entry.what) {
            Some(What::Parent(_, node)) => node.behind(rest, span),
            _ => Err(duplicate(&hop.key, span)),
        }
    }
}

fn duplicate(key: &str, span: Span) -> Refusal {
    Refusal::new(
        "INVALID_FIELD",
        format!("duplicate field selected: {key}"),
        span,
    )
}

impl Planner<'_> {
    /// The SELECT of a query that answers records.
    pub(super) fn selection(
        &self,
        query: &Query,
        source: &Source<'_>,
    ) -> Result<Selection, Refusal> {
        let mut selection = Selection::default();
        let mut unnamed = 0;
        for item in &query.select {
            match &item.expr {
                SelectExpr::Field(path) => {
                    no_alias(item)?;
                    let field = source.field(path)?;
                    let key = field.about.name.clone();
                    let node = selection.node.behind(&field.hops, path.span)?;
                    node.push(&key, What::Leaf(field.leaf), path.span)?;
                }
                SelectExpr::Call(call) => {
                    self.call(call, item, source, &mut selection.node, &mut unnamed)?;
                }
                SelectExpr::Fields(set, span) => {
                    no_alias(item)?;
                    self.expand(*set, query, source, &mut selection.node, *span)?;
                }
                SelectExpr::TypeOf(type_of) => {
                    no_alias(item)?;
                    self.type_of(type_of, source, &mut selection.node)?;
                }
                SelectExpr::Child(child) => {
                    no_alias(item)?;
                    let (key, plan) = self.child(child, source)?;
                    let at = selection.children.len();
                    selection.node.push(&key, What::Child(at), child.span)?;
                    selection.children.push(plan);
                }
                other => return Err(Refusal::malformed("unexpected item", other.span())),
            }
        }
        Ok(selection)
    }

    fn call(
        &self,
        call: &Call,
        item: &SelectItem,
        source: &Source<'_>,
        node: &mut Node,
        unnamed: &mut usize,
    ) -> Result<(), Refusal> {
        if let Function::Date(_) = call.function {
            let message = format!("Field must be grouped or aggregated: {}", call.name.text);
            return Err(Refusal::malformed(message, call.span));
        }
        let (scalar, _) = source.call(call)?;
        if let Some(alias) = &item.alias {
            return node.push(&alias.text, What::Scalar(scalar), alias.span);
        }
        let Some(path) = scalar.path() else {
            let key = format!("expr{unnamed}");
            *unnamed += 1;
            return node.push(&key, What::Scalar(scalar), call.span);
        };
        // The value is that of the field's own record.
        let (hops, key) = (path.hops.clone(), path.about.name.clone());
        let mut own = scalar.clone();
        if let Scalar::Label(path) | Scalar::Format(path) | Scalar::Currency(path) = &mut own {
            path.hops.clear();
        }
        node.behind(&hops, call.span)?
            .push(&key, What::Scalar(own), call.span)
    }

    fn expand(
        &self,
        set: FieldSet,
        query: &Query,
        source: &Source<'_>,
        node: &mut Node,
        span: Span,
    ) -> Result<(), Refusal> {
        if set != FieldSet::Standard && !self.is_bounded(query, source) {
            let message = "The SOQL FIELDS function must have a LIMIT of at most 200";
            return Err(Refusal::without_place(
                sf_schema::soql::MALFORMED_QUERY,
                message,
            ));
        }
        let object = self.world.schema.object(source.object);
        let mut any = query.select.len() > 1;
        for (index, field) in object.fields() {
            let wanted = match set {
                FieldSet::All => true,
                FieldSet::Custom => field.custom,
                FieldSet::Standard => !field.custom,
            };
            if wanted {
                any = true;
                node.push(&field.name, What::Leaf(Leaf::Field(index)), span)?;
            }
        }
        if any {
            return Ok(());
        }
        let message = "'FIELDS(...)' expansion function must result in at least one field being \
                       selected.";
        Err(Refusal::malformed(message, span))
    }

    fn type_of(
        &self,
        type_of: &TypeOf,
        source: &Source<'_>,
        node: &mut Node,
    ) -> Result<(), Refusal> {
        let span = type_of.relationship.span;
        let hops = source.hops(&type_of.relationship.names)?;
        let Some((hop, before)) = hops.split_last() else {
            let written = type_of.relationship.last();
            return Err(Refusal::no_parent(written, span));
        };
        if hop.to != Entity::Name {
            let message = format!(
                "TYPEOF is not allowed on non-polymorphic relationship {}",
                hop.key
            );
            return Err(Refusal::malformed(message, span));
        }
        let mut branches = Vec::new();
        for branch in &type_of.branches {
            let name = &branch.object;
            let object = self
                .world
                .schema
                .find(&name.text)
                .filter(|object| hop.targets.contains(object))
                .ok_or_else(|| Refusal::no_object(&name.text, name.span))?;
            branches.push((object, self.branch(&branch.fields, object)?));
        }
        let otherwise = if type_of.otherwise.is_empty() {
            None
        } else {
            // Fields of `Name`, reached from the relationship.
            let mut node = Node::default();
            for field in &type_of.otherwise {
                let mut path = type_of.relationship.clone();
                path.names.extend(field.names.iter().cloned());
                path.span = field.span;
                let found = source.field(&path)?;
                let key = found.about.name.clone();
                let inner = found.hops.get(hops.len()..).unwrap_or_default();
                node.behind(inner, field.span)?
                    .push(&key, What::Leaf(found.leaf), field.span)?;
            }
            Some(node)
        };
        let what = What::TypeOf(hop.clone(), branches, otherwise);
        node.behind(before, span)?.push(&hop.key, what, span)
    }

    fn branch(&self, fields: &[sf_schema::soql::Path], object: ObjectIx) -> Result<Node, Refusal> {
        let source = Source {
            schema: self.world.schema,
            object,
            aliases: Vec::new(),
        };
        let mut node = Node::default();
        for path in fields {
            let field = source.field(path)?;
            let key = field.about.name.clone();
            node.behind(&field.hops, path.span)?
                .push(&key, What::Leaf(field.leaf), path.span)?;
        }
        Ok(node)
    }
}

fn no_alias(item: &SelectItem) -> Result<(), Refusal> {
    match &item.alias {
        Some(alias) => Err(Refusal::malformed(
            "only aggregate expressions use field aliasing",
            alias.span,
        )),
        None => Ok(()),
    }
}
