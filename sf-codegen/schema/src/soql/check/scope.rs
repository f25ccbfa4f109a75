//! What a path means inside one query.
//!
//! An alias comes first, then the name of the object itself, then its relationships; a
//! relationship of the object's own name wins (?).

use super::binder::Binder;
use super::bound::{is_polymorphic, may_be_plain};
use super::keys::Keys;
use super::objects::Lookup;
use super::paths::SEARCHED;
use super::problem::Problem;
use super::resolution::{FieldPath, Step};
use crate::schema::{Field, Object};
use crate::soql::tree::{Name, Path};
use crate::steps::step;

/// The names that are known in a query.
pub(super) struct Scope<'a> {
    /// None where it is not known; then no path has a meaning, and none is wrong.
    pub(super) object: Option<&'a Object>,
    alias: Option<&'a Name>,
    /// The relationship of a child sub-query.
    relationship: Option<&'a str>,
    /// The polymorphic lookup by which the object was reached.
    reached_by: Option<&'a Field>,
    /// The other aliases of FROM, and what each stands for.
    others: Keys,
    meanings: Vec<Option<Vec<Step<'a>>>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        object: Option<&'a Object>,
        alias: Option<&'a Name>,
        relationship: Option<&'a str>,
    ) -> Self {
        Self {
            object,
            alias,
            relationship,
            reached_by: None,
            others: Keys::default(),
            meanings: Vec::new(),
        }
    }

    pub(super) fn reached_by(self, lookup: &'a Field) -> Self {
        Self {
            reached_by: Some(lookup),
            ..self
        }
    }

    pub(super) fn add(&mut self, alias: &'a Name, steps: Option<Vec<Step<'a>>>) {
        // Of two by one name the first counts.
        if self.others.insert(alias.text.to_ascii_lowercase()) {
            self.meanings.push(steps);
        }
    }

    /// Whether a name stands for the object itself.
    pub(super) fn is_self(&self, name: &Name) -> bool {
        let is = |own: &str| name.is(own);
        self.alias.is_some_and(|alias| is(&alias.text))
            || self.object.is_some_and(|object| is(&object.name.api))
            || self.relationship.is_some_and(is)
    }

    /// The field at the end of a path.
    pub(super) fn field(
        &self,
        binder: Binder<'a>,
        path: &'a Path,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<FieldPath<'a>> {
        let (name, parents) = path.names.split_last()?;
        let (steps, object) = self.walk(binder, parents, name, problems)?;
        if let Some(field) = object.field(&name.text) {
            return Some(FieldPath {
                steps,
                object,
                field,
            });
        }
        problems.push(match object.parent(&name.text) {
            Some(lookup) => Problem::Relationship {
                steps,
                object,
                name,
                lookup,
            },
            None => Problem::UnknownField {
                lookup: self.reached_by_way_of(&steps),
                steps,
                object,
                name,
            },
        });
        None
    }

    /// The relationship at the end of a path, without asking where it leads.
    pub(super) fn lookup(
        &self,
        binder: Binder<'a>,
        path: &'a Path,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<(Vec<Step<'a>>, &'a Field)> {
        let (name, parents) = path.names.split_last()?;
        let (steps, object) = self.walk(binder, parents, name, problems)?;
        let lookup = object.parent(&name.text);
        if lookup.is_none() {
            problems.push(Problem::UnknownRelationship {
                lookup: self.reached_by_way_of(&steps),
                steps: steps.clone(),
                object,
                name,
            });
        }
        lookup.map(|lookup| (steps, lookup))
    }

    /// A path of relationships.
    pub(super) fn relationships(
        &self,
        binder: Binder<'a>,
        path: &'a Path,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<Vec<Step<'a>>> {
        let (mut steps, object, rest) = self.enter(&path.names)?;
        self.follow(binder, object, (rest, None), &mut steps, problems)?;
        Some(steps)
    }

    /// The polymorphic lookup after which only the fields of `Name` are known.
    fn reached_by_way_of(&self, steps: &[Step<'a>]) -> Option<&'a Field> {
        match steps.last() {
            Some(step) => step.polymorphic.then_some(step.field),
            None => self.reached_by,
        }
    }

    /// Follows the names before the last of a path.
    fn walk(
        &self,
        binder: Binder<'a>,
        parents: &'a [Name],
        last: &'a Name,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<(Vec<Step<'a>>, &'a Object)> {
        step(parents.len() + 1);
        let (mut steps, object, rest) = self.enter(parents)?;
        let object = self.follow(binder, object, (rest, Some(last)), &mut steps, problems)?;
        Some((steps, object))
    }

    /// What the first name stands for, and the names that are left.
    fn enter(&self, names: &'a [Name]) -> Option<(Vec<Step<'a>>, &'a Object, &'a [Name])> {
        let object = self.object?;
        let Some((first, rest)) = names.split_first() else {
            return Some((Vec::new(), object, names));
        };
        if !self.others.is_empty()
            && let Some(number) = self.others.get(&first.text.to_ascii_lowercase())
            && let Some(steps) = self.meanings.get(number)
        {
            let steps = steps.clone()?;
            let object = steps.last().map_or(object, |step| step.object);
            return Some((steps, object, rest));
        }
        let is_alias = self.alias.is_some_and(|alias| first.is(&alias.text));
        let is_relationship = object.parent(&first.text).is_some();
        if is_alias || !is_relationship && self.is_self(first) {
            return Some((Vec::new(), object, rest));
        }
        Some((Vec::new(), object, names))
    }

    fn follow(
        &self,
        binder: Binder<'a>,
        mut object: &'a Object,
        (names, last): (&'a [Name], Option<&'a Name>),
        steps: &mut Vec<Step<'a>>,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<&'a Object> {
        for (place, name) in names.iter().enumerate() {
            let Some(field) = object.parent(&name.text) else {
                problems.push(Problem::UnknownRelationship {
                    lookup: self.reached_by_way_of(steps),
                    steps: std::mem::take(steps),
                    object,
                    name,
                });
                return None;
            };
            let from = object;
            let polymorphic = is_polymorphic(field);
            let target = field.reference.as_ref().and_then(|to| to.to.first());
            let next = names.get(place + 1).or(last);
            let plain = next.and_then(|next| plain_target(binder, field, next));
            if let (Some(target), Some(name)) = (plain, next) {
                problems.push(Problem::InDoubt {
                    lookup: field,
                    target,
                    name,
                });
            }
            object = match target {
                _ if plain.is_some() => plain?,
                _ if polymorphic => binder.name_object(name.span, problems)?,
                Some(target) => binder.named_by_describe(target, name.span, problems)?,
                None => {
                    problems.push(Problem::NoTarget {
                        lookup: field,
                        span: name.span,
                    });
                    return None;
                }
            };
            steps.push(Step {
                from,
                field,
                object,
                polymorphic,
                in_doubt: plain.is_some(),
            });
        }
        Some(object)
    }
}

/// The object that has what `next` names, if it is one of those to which a lookup leads that may not be
/// polymorphic, and `Name` has nothing of that name.
fn plain_target<'a>(binder: Binder<'a>, lookup: &'a Field, next: &Name) -> Option<&'a Object> {
    if !may_be_plain(lookup) {
        return None;
    }
    let has = |object: &&Object| {
        object.field(&next.text).is_some() || object.parent(&next.text).is_some()
    };
    let found = |api: &'a str| match binder.objects.lookup(api) {
        Lookup::Found(object) => Some(object).filter(has),
        _ => None,
    };
    if found("Name").is_some() {
        return None;
    }
    let targets = &lookup.reference.as_ref()?.to;
    targets.iter().take(SEARCHED).find_map(|api| found(api))
}
