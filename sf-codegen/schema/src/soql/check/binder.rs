//! Binding the names of a query to the schema.
//!
//! Says nothing about what it finds: why a name has no meaning is kept for the rules.

use std::borrow::Cow;

use super::bound::{
    Around, Bound, Branch, Comparison, Expr, Item, ItemKind, Place, Syntax, TypeOf,
};
use super::keys::Keys;
use super::objects::{Lookup, Objects};
use super::problem::Problem;
use super::scope::Scope;
use crate::diagnostic::Span;
use crate::schema::{ChildRelationship, Field, Object};
use crate::soql::tree::{self, Argument, Call, Condition, Operand, Path, Query, Right, SelectExpr};

/// Where objects come from.
#[derive(Clone, Copy)]
pub(super) struct Binder<'a> {
    pub(super) objects: &'a dyn Objects,
}

impl<'a> Binder<'a> {
    /// The whole query.
    pub(super) fn root(self, query: &'a Query) -> Bound<'a> {
        let mut problems = Vec::new();
        let object = self.source(query, &mut problems);
        self.query(query, Place::Root, object, None, problems)
    }

    /// The inner query of a semi-join.
    fn semi_join(self, query: &'a Query) -> Bound<'a> {
        let mut problems = Vec::new();
        let object = self.source(query, &mut problems);
        self.query(query, Place::SemiJoin, object, None, problems)
    }

    /// A child sub-query.
    fn child(self, query: &'a Query, outer: &Scope<'a>, level: u32) -> Bound<'a> {
        let mut problems = Vec::new();
        let relationship = self.relationship(query, outer, &mut problems);
        let object = relationship.and_then(|child| {
            let span = query.from.object.path.span;
            self.named_by_describe(&child.object, span, &mut problems)
        });
        let place = Place::Child(level);
        self.query(query, place, object, relationship, problems)
    }

    fn query(
        self,
        query: &'a Query,
        place: Place,
        object: Option<&'a Object>,
        relationship: Option<&'a ChildRelationship>,
        mut problems: Vec<Problem<'a>>,
    ) -> Bound<'a> {
        let from = &query.from.object;
        let relationship_name = relationship.map(|_| from.path.last());
        let mut scope = Scope::new(object, from.alias.as_ref(), relationship_name);
        let mut aliases = Vec::new();
        for item in &query.from.aliases {
            let steps = scope.relationships(self, &item.path, &mut problems);
            if let Some(alias) = &item.alias {
                scope.add(alias, steps.clone());
            }
            aliases.push(steps);
        }
        let level = match place {
            Place::Child(level) => level,
            Place::Root | Place::SemiJoin => 0,
        };
        let mut names = Names {
            binder: self,
            scope: &scope,
            problems: &mut problems,
        };
        let items: Vec<Item<'a>> = query
            .select
            .iter()
            .map(|syntax| {
                let kind = match &syntax.expr {
                    SelectExpr::Field(path) => ItemKind::Expr(names.field(path)),
                    SelectExpr::Call(call) => ItemKind::Expr(names.call(call)),
                    SelectExpr::Fields(set, _) => ItemKind::Fields(*set),
                    SelectExpr::TypeOf(type_of) => ItemKind::TypeOf(names.type_of(type_of)),
                    SelectExpr::Child(query) => {
                        ItemKind::Child(Box::new(self.child(query, &scope, level + 1)))
                    }
                };
                Item { syntax, kind }
            })
            .collect();
        let has_aggregates = items.iter().any(|item| match &item.kind {
            ItemKind::Expr(expr) => expr.is_aggregate(),
            _ => false,
        });
        let filter = names.condition(query.filter.as_ref());
        let group_items = query.group_by.iter().flat_map(|group_by| &group_by.items);
        let groups: Vec<_> = group_items.map(|operand| names.operand(operand)).collect();
        let mut group_keys = Keys::default();
        for key in groups.iter().filter_map(Expr::key) {
            group_keys.insert(key);
        }
        let having = names.condition(query.having.as_ref());
        let order_items = query.order_by.iter();
        let order = order_items
            .map(|item| names.operand(&item.operand))
            .collect();
        Bound {
            query,
            place,
            object,
            relationship,
            items,
            filter,
            group_keys,
            knows_groups: groups.iter().all(Expr::is_known),
            has_aggregates,
            groups,
            having,
            order,
            aliases,
            problems,
        }
    }

    /// The object of a query that is not a child sub-query. Some objects that the org does not let
    /// be queried are reached as children.
    fn source(self, query: &'a Query, problems: &mut Vec<Problem<'a>>) -> Option<&'a Object> {
        let path = &query.from.object.path;
        let Some(name) = path.single() else {
            problems.push(Problem::PathForObject(path));
            return None;
        };
        match self.objects.lookup(&name.text) {
            Lookup::Unknown => {
                problems.push(Problem::UnknownObject(name));
                None
            }
            Lookup::Found(object) if !self.objects.is_queryable(object) => {
                let span = name.span;
                problems.push(Problem::NotQueryable { object, span });
                None
            }
            lookup => found(lookup, Cow::Borrowed(&name.text), name.span, problems),
        }
    }

    /// The relationship that the FROM of a child sub-query names.
    fn relationship(
        self,
        query: &'a Query,
        outer: &Scope<'a>,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<&'a ChildRelationship> {
        let parent = outer.object?;
        let (name, before) = query.from.object.path.names.split_last()?;
        match before {
            [] => {}
            [first] if outer.is_self(first) => {}
            [first, ..] => {
                problems.push(Problem::UnknownOuter {
                    parent,
                    name: first,
                });
                return None;
            }
        }
        let child = parent.child(&name.text);
        if child.is_none() {
            problems.push(Problem::UnknownChild { parent, name });
        }
        child
    }

    /// An object that describe names: the org has it.
    pub(super) fn named_by_describe(
        self,
        api: &'a str,
        span: Span,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<&'a Object> {
        found(self.objects.lookup(api), Cow::Borrowed(api), span, problems)
    }

    /// The object of which all targets of a polymorphic lookup have the fields.
    pub(super) fn name_object(
        self,
        span: Span,
        problems: &mut Vec<Problem<'a>>,
    ) -> Option<&'a Object> {
        self.named_by_describe("Name", span, problems)
    }
}

fn found<'a>(
    lookup: Lookup<'a>,
    object: Cow<'a, str>,
    span: Span,
    problems: &mut Vec<Problem<'a>>,
) -> Option<&'a Object> {
    match lookup {
        Lookup::Found(object) => return Some(object),
        Lookup::NotInSnapshot | Lookup::Unknown => {
            problems.push(Problem::NotInSnapshot { object, span });
        }
        Lookup::Unreadable(why) => problems.push(Problem::Unreadable { object, span, why }),
    }
    None
}

/// What binds the names of one query.
struct Names<'a, 'n> {
    binder: Binder<'a>,
    scope: &'n Scope<'a>,
    problems: &'n mut Vec<Problem<'a>>,
}

impl<'a> Names<'a, '_> {
    fn field(&mut self, path: &'a Path) -> Expr<'a> {
        Expr {
            syntax: Syntax::Field(path),
            path: self.scope.field(self.binder, path, self.problems),
        }
    }

    fn call(&mut self, call: &'a Call) -> Expr<'a> {
        let path = call
            .field()
            .and_then(|path| self.scope.field(self.binder, path, self.problems));
        // DISTANCE may have a second one.
        for argument in call.args.iter().skip(1) {
            if let Argument::Field(path) = argument {
                self.scope.field(self.binder, path, self.problems);
            }
        }
        Expr {
            syntax: Syntax::Call(call),
            path,
        }
    }

    fn operand(&mut self, operand: &'a Operand) -> Expr<'a> {
        match operand {
            Operand::Field(path) => self.field(path),
            Operand::Call(call) => self.call(call),
        }
    }

    fn type_of(&mut self, syntax: &'a tree::TypeOf) -> TypeOf<'a> {
        let lookup = self
            .scope
            .lookup(self.binder, &syntax.relationship, self.problems);
        let field = lookup.as_ref().map(|(_, field)| *field);
        let targets = |field: &&Field| field.reference.as_ref().map_or(0, |to| to.to.len());
        if let Some(lookup) = field.filter(|field| targets(field) == 0) {
            let span = syntax.relationship.span;
            self.problems.push(Problem::NoTarget { lookup, span });
        }
        let field = field.filter(|field| targets(field) > 0);
        let branches = syntax
            .branches
            .iter()
            .map(|when| {
                let object = field.and_then(|field| self.target(field, &when.object));
                let scope = Scope::new(object, None, None);
                let fields = self.within(&scope, &when.fields);
                Branch {
                    syntax: when,
                    object,
                    fields,
                }
            })
            .collect();
        let otherwise = match (syntax.otherwise.first(), field) {
            (Some(first), Some(field)) => {
                let object = self.binder.name_object(first.span, self.problems);
                let scope = Scope::new(object, None, None).reached_by(field);
                self.within(&scope, &syntax.otherwise)
            }
            _ => Vec::new(),
        };
        TypeOf {
            syntax,
            steps: lookup.map(|(steps, _)| steps).unwrap_or_default(),
            field,
            branches,
            otherwise,
        }
    }

    fn within(&mut self, scope: &Scope<'a>, paths: &'a [Path]) -> Vec<Expr<'a>> {
        let mut names = Names {
            binder: self.binder,
            scope,
            problems: self.problems,
        };
        paths.iter().map(|path| names.field(path)).collect()
    }

    /// The object of a WHEN.
    fn target(&mut self, lookup: &'a Field, name: &'a tree::Name) -> Option<&'a Object> {
        let targets = &lookup.reference.as_ref()?.to;
        // A lookup that is not polymorphic is reported as that.
        let target = targets.iter().find(|target| name.is(target));
        let Some(target) = target else {
            self.problems.push(Problem::NotATarget { lookup, name });
            return None;
        };
        self.binder
            .named_by_describe(target, name.span, self.problems)
    }

    fn condition(&mut self, condition: Option<&'a Condition>) -> Vec<Comparison<'a>> {
        let mut all = Vec::new();
        if let Some(condition) = condition {
            self.comparisons(condition, 0, Around::default(), &mut all);
        }
        all
    }

    fn comparisons(
        &mut self,
        condition: &'a Condition,
        depth: u32,
        mut around: Around,
        all: &mut Vec<Comparison<'a>>,
    ) {
        match condition {
            Condition::And(terms, _) | Condition::Or(terms, _) => {
                if matches!(condition, Condition::Or(..)) {
                    around.or |= depth == 0;
                    around.nested_or |= depth > 0;
                }
                for term in terms {
                    self.comparisons(term, depth, around, all);
                }
            }
            Condition::Not(inner, _) => {
                around.not = true;
                self.comparisons(inner, depth, around, all);
            }
            Condition::Group(inner, _) => self.comparisons(inner, depth + 1, around, all),
            Condition::Predicate(syntax) => {
                let inner = match &syntax.right {
                    Right::Query(query) => Some(Box::new(self.binder.semi_join(query))),
                    _ => None,
                };
                all.push(Comparison {
                    syntax,
                    left: self.operand(&syntax.left),
                    inner,
                    around,
                });
            }
        }
    }
}
