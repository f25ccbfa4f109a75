//! Field paths: which relationships they follow, which field they end at, and the value they have for
//! a row.
//!
//! A relationship to one object is followed by the number of its field. Behind a relationship to
//! several only the fields of `Name` exist; those are looked up by name on whatever object the row
//! turns out to be of.

use std::borrow::Cow;

use sf_schema::diagnostic::Span;
use sf_schema::soql::{self, Name};

use super::error::Refusal;
use super::{At, World};
use crate::schema::{Field, FieldIx, FieldType, ObjectIx, Queryable, Schema};
use crate::value::Value;

/// How many relationships a path may follow. [D66]
const HOPS: usize = 5;

/// The fields of `Name`, for a snapshot without it. [R]
const NAME_FIELDS: [&str; 15] = [
    "Id",
    "Name",
    "FirstName",
    "LastName",
    "Type",
    "Email",
    "Phone",
    "Title",
    "Username",
    "UserRoleId",
    "Alias",
    "IsActive",
    "ProfileId",
    "RecordTypeId",
    "MiddleName",
];

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
    /// The objects that may be there.
    pub(crate) targets: Vec<ObjectIx>,
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
    /// The name of the object.
    Type,
}

/// What has to be known of a field to filter by it.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// As the org spells it.
    pub(crate) name: String,
    pub(crate) kind: FieldType,
    pub(crate) type_name: String,
    pub(crate) query: Queryable,
    pub(crate) case_sensitive: bool,
    pub(crate) picklist: Vec<(String, String)>,
    /// The objects that an id or reference may be of.
    pub(crate) refers: Vec<String>,
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
    /// Other names for the object, or for what is behind relationships of it.
    pub(crate) aliases: Vec<(String, Vec<Hop>)>,
}

impl Source<'_> {
    /// A path that ends at a field.
    pub(crate) fn field(&self, path: &soql::Path) -> Result<FieldPath, Refusal> {
        let Some((last, parents)) = path.names.split_last() else {
            return Err(Refusal::malformed("unexpected token: '.'", path.span));
        };
        let hops = self.hops(parents)?;
        if hops.len() > HOPS {
            // The org's words are not known.
            let message = format!("a path follows at most {HOPS} relationships");
            return Err(Refusal::malformed(message, path.span));
        }
        let (leaf, about) = self.leaf(&hops, last)?;
        Ok(FieldPath { hops, leaf, about })
    }

    /// The relationships of a path, from the object or from what an alias stands for.
    pub(crate) fn hops(&self, names: &[Name]) -> Result<Vec<Hop>, Refusal> {
        let mut hops = Vec::new();
        let mut rest = names;
        if let Some((first, others)) = names.split_first() {
            let object = self.schema.object(self.object);
            if let Some((_, known)) = self.aliases.iter().find(|(alias, _)| first.is(alias)) {
                hops.clone_from(known);
                rest = others;
            } else if first.is(&object.name) && object.relationship(&first.text).is_none() {
                rest = others;
            }
        }
        for name in rest {
            let from = hops
                .last()
                .map_or(Entity::Object(self.object), |hop: &Hop| hop.to);
            hops.push(self.hop(from, name)?);
        }
        Ok(hops)
    }

    fn hop(&self, from: Entity, name: &Name) -> Result<Hop, Refusal> {
        let unknown = || Refusal::no_parent(&name.text, name.span);
        match from {
            Entity::Object(object) => {
                let object = self.schema.object(object);
                let index = object.relationship(&name.text).ok_or_else(unknown)?;
                let field = object.field(index);
                self.parent(Step::Field(index), field).ok_or_else(unknown)
            }
            Entity::Name => {
                let field = self
                    .name_objects()
                    .find_map(|object| {
                        let object = self.schema.object(object);
                        let field = object.field(object.relationship(&name.text)?);
                        is_name_field(&field.name).then_some(field)
                    })
                    .ok_or_else(unknown)?;
                let step = Step::Named(field.relationship.clone().unwrap_or_default());
                self.parent(step, field).ok_or_else(unknown)
            }
        }
    }

    fn parent(&self, step: Step, field: &Field) -> Option<Hop> {
        let found = field
            .reference_to
            .iter()
            .filter_map(|name| self.schema.find(name));
        let targets: Vec<ObjectIx> = found.collect();
        let to = match (field.reference_to.as_slice(), targets.as_slice()) {
            // Not in the snapshot: as if the user must not see it.
            (_, []) => return None,
            ([_], [only]) => Entity::Object(*only),
            _ => Entity::Name,
        };
        Some(Hop {
            step,
            key: field.relationship.clone()?,
            to,
            targets,
        })
    }

    fn leaf(&self, hops: &[Hop], name: &Name) -> Result<(Leaf, About), Refusal> {
        let entity = hops
            .last()
            .map_or(Entity::Object(self.object), |hop| hop.to);
        match entity {
            Entity::Object(object) => {
                let object = self.schema.object(object);
                let index = object
                    .find(&name.text)
                    .ok_or_else(|| Refusal::no_field(&name.text, &object.name, name.span))?;
                let about = About::of(object.field(index), &object.name);
                Ok((Leaf::Field(index), about))
            }
            Entity::Name => self.name_leaf(hops, name),
        }
    }

    /// A field of `Name`, as its describe has it, or without one as the objects that may be there do.
    fn name_leaf(&self, hops: &[Hop], name: &Name) -> Result<(Leaf, About), Refusal> {
        if name.is("Type") {
            return Ok((Leaf::Type, About::object_name()));
        }
        let targets = hops.last().map_or(&[][..], |hop| &hop.targets);
        let described = self.schema.find("Name");
        let candidates = described.as_ref().map_or(targets, std::slice::from_ref);
        let found = candidates.iter().find_map(|index| {
            let object = self.schema.object(*index);
            let field = object.field(object.find(&name.text)?);
            (described.is_some() || is_name_field(&field.name)).then_some((field, object))
        });
        let (field, object) =
            found.ok_or_else(|| Refusal::no_field(&name.text, "Name", name.span))?;
        let mut about = About::of(field, &object.name);
        if about.kind == FieldType::Id {
            about.refers = targets
                .iter()
                .map(|at| self.schema.object(*at).name.clone())
                .collect();
        }
        Ok((Leaf::Named(field.name.clone()), about))
    }

    fn name_objects(&self) -> impl Iterator<Item = ObjectIx> {
        ["Name", "User", "Contact", "Lead"]
            .iter()
            .filter_map(|name| self.schema.find(name))
    }
}

fn is_name_field(name: &str) -> bool {
    NAME_FIELDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

impl About {
    pub(crate) fn of(field: &Field, object: &str) -> Self {
        let refers = match field.kind {
            FieldType::Id => vec![object.to_owned()],
            _ => field.reference_to.clone(),
        };
        Self {
            name: field.name.clone(),
            kind: field.kind,
            type_name: field.type_name.clone(),
            query: field.query,
            case_sensitive: field.case_sensitive,
            picklist: field.picklist.clone(),
            refers,
        }
    }

    /// Something that is no field: the result of a function.
    pub(crate) fn result(name: &str, kind: FieldType) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            type_name: String::new(),
            query: Queryable {
                filterable: true,
                sortable: true,
                groupable: true,
                aggregatable: true,
            },
            case_sensitive: false,
            picklist: Vec::new(),
            refers: Vec::new(),
        }
    }

    fn object_name() -> Self {
        Self::result("Type", FieldType::Text)
    }

    /// Whether this is a text too long to filter by, or another field that cannot be.
    pub(crate) fn check_filter(&self, written: &str, span: Span) -> Result<(), Refusal> {
        let compound = matches!(self.kind, FieldType::Address | FieldType::Location);
        if self.query.filterable && !compound && self.kind != FieldType::Base64 {
            return Ok(());
        }
        let message = format!("field '{written}' can not be filtered in a query call");
        Err(Refusal::new("INVALID_FIELD", message, span))
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
            Self::Named(name) => match object.find(name) {
                Some(field) => Cow::Borrowed(at.row.get(field)),
                None => Cow::Owned(Value::Null),
            },
            Self::Type => Cow::Owned(Value::text(&object.name)),
        }
    }
}
