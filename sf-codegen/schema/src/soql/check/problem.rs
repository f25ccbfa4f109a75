//! Why a name could not be bound.

use std::borrow::Cow;

use super::resolution::Step;
use crate::diagnostic::Span;
use crate::schema::{Field, Object};
use crate::soql::tree::{Name, Path};

/// Why a name could not be bound, or not for sure.
pub(super) enum Problem<'a> {
    /// FROM names no object.
    UnknownObject(&'a Name),
    /// The org does not let the object be queried by itself.
    NotQueryable { object: &'a Object, span: Span },
    /// FROM of the root, or of a semi-join, is a path.
    PathForObject(&'a Path),
    /// The object exists, and the snapshot does not have it.
    NotInSnapshot { object: Cow<'a, str>, span: Span },
    /// The snapshot has it, and it could not be read.
    Unreadable {
        object: Cow<'a, str>,
        span: Span,
        why: String,
    },
    /// FROM of a child sub-query names no child relationship.
    UnknownChild { parent: &'a Object, name: &'a Name },
    /// What stands before a child relationship is not the outer object.
    UnknownOuter { parent: &'a Object, name: &'a Name },
    /// No such field; `lookup` is the polymorphic one by which the object was reached, `steps` all.
    UnknownField {
        steps: Vec<Step<'a>>,
        object: &'a Object,
        name: &'a Name,
        lookup: Option<&'a Field>,
    },
    /// The name of a relationship where a field is wanted.
    Relationship {
        steps: Vec<Step<'a>>,
        object: &'a Object,
        name: &'a Name,
        lookup: &'a Field,
    },
    /// No such relationship to a parent; `lookup` as above.
    UnknownRelationship {
        steps: Vec<Step<'a>>,
        object: &'a Object,
        name: &'a Name,
        lookup: Option<&'a Field>,
    },
    /// The name is that of a field or relationship of one of the lookup's objects, and not of `Name`,
    /// where describe leaves it open whether the lookup is polymorphic.
    InDoubt {
        lookup: &'a Field,
        target: &'a Object,
        name: &'a Name,
    },
    /// Describe says nothing of where the lookup leads.
    NoTarget { lookup: &'a Field, span: Span },
    /// WHEN names an object to which the lookup does not lead.
    NotATarget { lookup: &'a Field, name: &'a Name },
}
