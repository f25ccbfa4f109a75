//! What a query answers of a record: a tree of keys, parents nested, in the order of the SELECT.

use std::sync::Arc;

use sf_schema::diagnostic::Span;
use sf_schema::soql::{FieldSet, Path, Query, SelectExpr, SelectItem, TypeOf};

use super::error::Refusal;
use super::path::{FieldPath, Hop, Leaf, Source};
use super::plan::{Plan, Planner};
use super::scalar::Scalar;
use crate::json;
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
    /// The key as it stands before its value.
    pub(crate) lead: String,
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
            lead: json::lead(key),
            key: key.to_owned(),
            what,
        });
        Ok(())
    }

    fn field(&mut self, field: FieldPath, span: Span) -> Result<(), Refusal> {
        let key = field.about.name.clone();
        let node = self.behind(&field.hops, span)?;
        let what = match field.leaf {
            // Of the record, not of its object alone.
            Leaf::Type => What::Scalar(Scalar::Field(FieldPath {
                hops: Vec::new(),
                ..field
            })),
            leaf => What::Leaf(leaf),
        };
        node.push(&key, what, span)
    }

    /// The value of a function: under its alias, or else under the name of its field.
    fn scalar(
        &mut self,
        scalar: Scalar,
        item: &SelectItem,
        unnamed: &mut usize,
    ) -> Result<(), Refusal> {
        if let Some(alias) = &item.alias {
            return self.push(&alias.text, What::Scalar(scalar), alias.span);
        }
        let Some(key) = scalar.path().map(|path| path.about.name.clone()) else {
            let key = format!("expr{unnamed}");
            *unnamed += 1;
            return self.push(&key, What::Scalar(scalar), item.span);
        };
        // The value is that of the field's own record.
        let (hops, own) = scalar.at_home();
        self.behind(&hops, item.span)?
            .push(&key, What::Scalar(own), item.span)
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

/// Two keys of one name, of which the check only warns. [M]
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
                SelectExpr::Field(path) => selection.node.field(source.field(path)?, path.span)?,
                SelectExpr::Call(call) => {
                    let (scalar, _) = source.call(call)?;
                    selection.node.scalar(scalar, item, &mut unnamed)?;
                }
                SelectExpr::Fields(set, span) => {
                    self.expand(*set, source, &mut selection.node, *span)?;
                }
                SelectExpr::TypeOf(type_of) => {
                    self.type_of(type_of, source, &mut selection.node)?;
                }
                SelectExpr::Child(child) => {
                    let (key, plan) = self.child(child, source)?;
                    let at = selection.children.len();
                    selection.node.push(&key, What::Child(at), child.span)?;
                    selection.children.push(plan);
                }
                other => return Err(Refusal::unforeseen(other.span())),
            }
        }
        Ok(selection)
    }

    fn expand(
        &self,
        set: FieldSet,
        source: &Source<'_>,
        node: &mut Node,
        span: Span,
    ) -> Result<(), Refusal> {
        let object = self.world.schema.object(source.object);
        for (index, field) in object.fields() {
            let wanted = match set {
                FieldSet::All => true,
                FieldSet::Custom => field.custom,
                FieldSet::Standard => !field.custom,
            };
            if wanted {
                node.push(&field.name, What::Leaf(Leaf::Field(index)), span)?;
            }
        }
        Ok(())
    }

    fn type_of(
        &self,
        type_of: &TypeOf,
        source: &Source<'_>,
        node: &mut Node,
    ) -> Result<(), Refusal> {
        let span = type_of.relationship.span;
        let hops = source.hops(&type_of.relationship)?;
        let Some((hop, before)) = hops.split_last() else {
            return Err(Refusal::unforeseen(span));
        };
        let mut branches = Vec::new();
        for branch in &type_of.branches {
            let name = &branch.object;
            let object = self.world.schema.find(&name.text);
            let object = object.ok_or_else(|| Refusal::unforeseen(name.span))?;
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
                let mut found = source.field(&path)?;
                found.hops.drain(..hops.len().min(found.hops.len()));
                node.field(found, field.span)?;
            }
            Some(node)
        };
        let what = What::TypeOf(hop.clone(), branches, otherwise);
        node.behind(before, span)?.push(&hop.key, what, span)
    }

    fn branch(&self, fields: &[Path], object: ObjectIx) -> Result<Node, Refusal> {
        let source = Source::of(self.world.schema, object);
        let mut node = Node::default();
        for path in fields {
            node.field(source.field(path)?, path.span)?;
        }
        Ok(node)
    }
}
