//! Field paths: which relationships they follow, which field they end at, and the value they have for
//! a row.
//!
//! A relationship to one object is followed by the number of its field. Behind a relationship to
//! several only the fields of `Name` exist; those are looked up by name on whatever object the row
//! turns out to be of.

use std::borrow::Cow;

use sf_schema::soql::{self, Name};

use super::error::Refusal;
use super::filter::Fold;
use super::{At, World};
use crate::schema::{Field, FieldIx, FieldType, ObjectIx, Schema};
use crate::value::Value;

/// What is at the end of some relationships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entity {
    Object(ObjectIx),
    /// One of several objects.
    Name,
}

/// A relationship to follow.
#[derive(Debug, Clone)]
pub(crate) struct Hop {
    pub(crate) step: Step,
    /// As the org spells it: the key in the answer.
    pub(crate) key: String,
    pub(crate) to: Entity,
}

/// How a row knows its parent.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Field(FieldIx),
    /// The relationship of this name, of whichever object the row is.
    Named(String),
}

/// The end of a path.
#[derive(Debug, Clone)]
pub(crate) enum Leaf {
    Field(FieldIx),
    Named(String),
    /// The name of the object; a queue is called that.
    Type,
}

/// What has to be known of a field to filter by it.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// As the org spells it.
    pub(crate) name: String,
    pub(crate) kind: FieldType,
    pub(crate) type_name: String,
    pub(crate) case_sensitive: bool,
    pub(crate) picklist: Vec<(String, String)>,
}

/// A resolved path.
#[derive(Debug, Clone)]
pub(crate) struct FieldPath {
    pub(crate) hops: Vec<Hop>,
    pub(crate) leaf: Leaf,
    pub(crate) about: About,
}

/// What the paths of a query begin with.
#[derive(Debug)]
pub(crate) struct Source<'s> {
    pub(crate) schema: &'s Schema,
    pub(crate) object: ObjectIx,
    /// The relationship of a child sub-query: a name for the object, as its own is.
    pub(crate) relationship: Option<String>,
    /// Other names for the object, or for what is behind relationships of it.
    pub(crate) aliases: Vec<(String, Vec<Hop>)>,
}

impl<'s> Source<'s> {
    /// An object under its own name.
    pub(crate) fn of(schema: &'s Schema, object: ObjectIx) -> Self {
        Self {
            schema,
            object,
            relationship: None,
            aliases: Vec::new(),
        }
    }
}

// The names are known to be there: the check has looked.
impl Source<'_> {
    /// A path that ends at a field.
    pub(crate) fn field(&self, path: &soql::Path) -> Result<FieldPath, Refusal> {
        let found = path.names.split_last().and_then(|(last, parents)| {
            let hops = self.follow(parents)?;
            let (leaf, about) = self.leaf(&hops, last)?;
            Some(FieldPath { hops, leaf, about })
        });
        found.ok_or_else(|| Refusal::unforeseen(path.span))
    }

    /// The relationships of a path, from the object or from what an alias stands for.
    pub(crate) fn hops(&self, path: &soql::Path) -> Result<Vec<Hop>, Refusal> {
        self.follow(&path.names)
            .ok_or_else(|| Refusal::unforeseen(path.span))
    }

    fn follow(&self, names: &[Name]) -> Option<Vec<Hop>> {
        let mut hops = Vec::new();
        let mut rest = names;
        if let Some((first, others)) = names.split_first() {
            let object = self.schema.object(self.object);
            let is_own = first.is(&object.name)
                || self
                    .relationship
                    .as_ref()
                    .is_some_and(|name| first.is(name));
            if let Some((_, known)) = self.aliases.iter().find(|(alias, _)| first.is(alias)) {
                hops.clone_from(known);
                rest = others;
            } else if is_own && object.relationship(&first.text).is_none() {
                rest = others;
            }
        }
        for name in rest {
            let from = hops
                .last()
                .map_or(Entity::Object(self.object), |hop: &Hop| hop.to);
            hops.push(self.hop(from, name)?);
        }
        Some(hops)
    }

    fn hop(&self, from: Entity, name: &Name) -> Option<Hop> {
        match from {
            Entity::Object(object) => {
                let object = self.schema.object(object);
                let index = object.relationship(&name.text)?;
                self.parent(Step::Field(index), object.field(index))
            }
            Entity::Name => {
                let is = |field: &Field| field.relationship.as_ref().is_some_and(|r| name.is(r));
                let field = self.schema.name_field(is)?;
                let step = Step::Named(field.relationship.clone().unwrap_or_default());
                self.parent(step, field)
            }
        }
    }

    fn parent(&self, step: Step, field: &Field) -> Option<Hop> {
        let to = match field.reference_to.as_slice() {
            _ if field.polymorphic => Entity::Name,
            [only] => Entity::Object(self.schema.find(only)?),
            _ => return None,
        };
        Some(Hop {
            step,
            key: field.relationship.clone()?,
            to,
        })
    }

    fn leaf(&self, hops: &[Hop], name: &Name) -> Option<(Leaf, About)> {
        let last = hops.last();
        match last.map_or(Entity::Object(self.object), |hop| hop.to) {
            Entity::Object(object) => {
                let object = self.schema.object(object);
                let index = object.find(&name.text)?;
                Some((Leaf::Field(index), About::of(object.field(index))))
            }
            Entity::Name if name.is("Type") => Some((Leaf::Type, About::object_name())),
            Entity::Name => {
                let field = self.schema.name_field(|field| name.is(&field.name))?;
                Some((Leaf::Named(field.name.clone()), About::of(field)))
            }
        }
    }
}

impl About {
    pub(crate) fn of(field: &Field) -> Self {
        Self {
            name: field.name.clone(),
            kind: field.kind,
            type_name: field.type_name.clone(),
            case_sensitive: field.case_sensitive,
            picklist: field.picklist.clone(),
        }
    }

    /// Something that is no field: the result of a function.
    pub(crate) fn result(name: &str, kind: FieldType) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            type_name: String::new(),
            case_sensitive: false,
            picklist: Vec::new(),
        }
    }

    fn object_name() -> Self {
        Self::result("Type", FieldType::Text)
    }

    /// How values of it are compared.
    pub(crate) fn fold(&self) -> Fold {
        match self.kind {
            FieldType::MultiPicklist => Fold::Set,
            _ if self.case_sensitive => Fold::Exact,
            _ => Fold::Case,
        }
    }
}

impl Hop {
    /// The parent of a row.
    pub(crate) fn follow<'a>(&self, world: World<'a>, from: At<'a>) -> Option<At<'a>> {
        let field = match &self.step {
            Step::Field(field) => *field,
            Step::Named(name) => world.schema.object(from.object).relationship(name)?,
        };
        let id = from.row.get(field).as_id()?;
        match self.to {
            Entity::Object(object) => {
                let row = world.store.table(object).find(id)?;
                world.at(object, row)
            }
            Entity::Name => world.locate(id),
        }
    }
}

impl FieldPath {
    /// The value for a row; null where there is no parent.
    pub(crate) fn value<'a>(&self, world: World<'a>, from: At<'a>) -> Cow<'a, Value> {
        let mut at = from;
        for hop in &self.hops {
            match hop.follow(world, at) {
                Some(parent) => at = parent,
                None => return Cow::Owned(Value::Null),
            }
        }
        self.leaf.value(world, at)
    }

    /// The value as a filter compares it: "boolean fields on outer-joined objects are treated as false
    /// when no records match" [D66].
    pub(crate) fn compared<'a>(&self, world: World<'a>, from: At<'a>) -> Cow<'a, Value> {
        let value = self.value(world, from);
        let is_checkbox = !self.hops.is_empty() && self.about.kind == FieldType::Boolean;
        if is_checkbox && value.is_null() {
            return Cow::Owned(Value::Bool(false));
        }
        value
    }

    /// Equal for paths that mean the same.
    pub(crate) fn id(&self) -> String {
        let mut id = String::new();
        for hop in &self.hops {
            id.push_str(&hop.key);
            id.push('.');
        }
        id.push_str(&self.about.name);
        id
    }
}

impl Leaf {
    pub(crate) fn value<'a>(&self, world: World<'a>, at: At<'a>) -> Cow<'a, Value> {
        let object = world.schema.object(at.object);
        match self {
            Self::Field(field) => Cow::Borrowed(at.row.get(*field)),
            Self::Named(name) => match object.field_of_name(name) {
                Some(field) => Cow::Borrowed(at.row.get(field)),
                None => Cow::Owned(Value::Null),
            },
            Self::Type => {
                // Cases and leads are asked for by `Owner.Type = 'Queue'`, and a queue is a Group. [M]
                let own = object.find("Type").map(|field| at.row.get(field));
                let is_queue = |own: &Value| own.as_text() == Some("Queue");
                match own.filter(|own| object.name == "Group" && is_queue(own)) {
                    Some(queue) => Cow::Borrowed(queue),
                    None => Cow::Owned(Value::text(&object.name)),
                }
            }
        }
    }
}
