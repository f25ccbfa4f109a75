//! What of a schema a query uses, and where.

use super::binder::Binder;
use super::bound::{Bound, Clause, Expr, ItemKind, Syntax};
use super::literals::values;
use super::objects::Objects;
use super::resolution::Step;
use crate::diagnostic::Span;
use crate::schema::{ChildRelationship, Field, Object};
use crate::soql::tree::{Function, Literal, Name, Path, Query};

/// Something of the schema that a query uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use<'a> {
    /// The object to which it belongs.
    pub object: &'a Object,
    /// What it is.
    pub what: Used<'a>,
    /// In which part of the query.
    pub place: UsedIn,
    /// Where in the text.
    pub span: Span,
}

/// What a query uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Used<'a> {
    /// The object itself.
    Object,
    /// A field.
    Field(&'a Field),
    /// A lookup, on the way to a field of the parent.
    Parent(&'a Field),
    /// A child relationship.
    Children(&'a ChildRelationship),
    /// A scope, as written.
    Scope(&'a str),
    /// A text with which a field is compared.
    Value(&'a Field, &'a str),
}

/// The part of a query in which something is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UsedIn {
    /// SELECT, outside of aggregates and DISTANCE.
    Select,
    /// An aggregate, wherever it stands.
    Aggregate,
    /// DISTANCE, wherever it stands.
    Distance,
    /// FROM and USING SCOPE.
    From,
    /// WHERE.
    Where,
    /// GROUP BY.
    GroupBy,
    /// HAVING.
    Having,
    /// ORDER BY.
    OrderBy,
}

/// Everything of the schema that a query uses, sub-queries included, in no order. What has no
/// meaning in the schema is left out, as is what `FIELDS()` stands for.
///
/// ```
/// use sf_schema::schema::{Field, ObjectFlags};
/// use sf_schema::soql::check::{Used, UsedIn, uses};
/// use sf_schema::soql::{self, Options};
/// use sf_schema::{Name, Object, Schema};
///
/// let schema = Schema::new([Object {
///     name: Name::new("Account", "Account"),
///     flags: ObjectFlags::QUERYABLE,
///     fields: vec![Field { name: Name::new("Name", "name"), ..Field::default() }],
///     ..Object::default()
/// }])?;
/// let query = soql::parse("SELECT Name, Nope FROM Account", &Options::default()).query.expect("a query");
/// let found = uses(&query, &schema);
/// let field = found.iter().find(|found| matches!(found.what, Used::Field(_))).expect("a field");
/// assert_eq!((field.place, field.span.start), (UsedIn::Select, 7));
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
pub fn uses<'a>(query: &'a Query, objects: &'a dyn Objects) -> Vec<Use<'a>> {
    let mut collector = Collector::default();
    collector.query(&Binder { objects }.root(query), None);
    collector.found
}

#[derive(Default)]
struct Collector<'a> {
    found: Vec<Use<'a>>,
}

impl<'a> Collector<'a> {
    fn query(&mut self, bound: &Bound<'a>, outer: Option<&'a Object>) {
        let query = bound.query;
        let from = &query.from.object.path;
        if let (Some(outer), Some(relationship)) = (outer, bound.relationship) {
            let what = Used::Children(relationship);
            self.push(outer, what, UsedIn::From, from.last_span());
        }
        let Some(object) = bound.object else {
            return;
        };
        self.push(object, Used::Object, UsedIn::From, from.last_span());
        if let Some(scope) = &query.scope {
            self.push(object, Used::Scope(&scope.text), UsedIn::From, scope.span);
        }
        for (item, steps) in query.from.aliases.iter().zip(&bound.aliases) {
            let steps = steps.as_deref().unwrap_or_default();
            self.parents(object, steps, &item.path.names, UsedIn::From);
        }
        for (clause, expr) in bound.all_exprs() {
            self.expr(object, expr, place(clause));
        }
        for comparison in bound.filter.iter().chain(&bound.having) {
            let path = comparison.left.path.as_ref();
            for value in values(comparison) {
                if let (Some(path), Literal::Text(text)) = (path, &value.literal) {
                    let what = Used::Value(path.field, text);
                    self.push(path.object, what, UsedIn::Where, value.span);
                }
            }
            if let Some(inner) = &comparison.inner {
                self.query(inner, None);
            }
        }
        for item in &bound.items {
            match &item.kind {
                ItemKind::Child(child) => self.query(child, Some(object)),
                ItemKind::TypeOf(type_of) => {
                    let path = &type_of.syntax.relationship;
                    let before = path
                        .names
                        .split_last()
                        .map_or(&[][..], |(_, before)| before);
                    self.parents(object, &type_of.steps, before, UsedIn::Select);
                    let owner = type_of.steps.last().map_or(object, |step| step.object);
                    if let Some(lookup) = type_of.field {
                        self.push(
                            owner,
                            Used::Parent(lookup),
                            UsedIn::Select,
                            path.last_span(),
                        );
                    }
                    for branch in &type_of.branches {
                        if let Some(object) = branch.object {
                            let span = branch.syntax.object.span;
                            self.push(object, Used::Object, UsedIn::Select, span);
                            for expr in &branch.fields {
                                self.expr(object, expr, UsedIn::Select);
                            }
                        }
                    }
                    for expr in &type_of.otherwise {
                        // Of `Name`, from which no lookup is followed before the field.
                        let first = expr.path.as_ref().filter(|path| path.steps.is_empty());
                        if let Some(path) = first {
                            self.expr(path.object, expr, UsedIn::Select);
                        }
                    }
                }
                ItemKind::Expr(_) | ItemKind::Fields(_) => {}
            }
        }
    }

    fn expr(&mut self, object: &'a Object, expr: &Expr<'a>, mut place: UsedIn) {
        let syntax = match expr.syntax {
            Syntax::Field(path) => Some(path),
            Syntax::Call(call) => {
                if expr.is_aggregate() {
                    place = UsedIn::Aggregate;
                } else if call.function == Function::Distance {
                    place = UsedIn::Distance;
                }
                call.field()
            }
        };
        if let (Some(syntax), Some(path)) = (syntax, &expr.path) {
            let before = syntax
                .names
                .split_last()
                .map_or(&[][..], |(_, before)| before);
            self.parents(object, &path.steps, before, place);
            self.push(
                path.object,
                Used::Field(path.field),
                place,
                syntax.last_span(),
            );
        }
    }

    /// The lookups of a path. An alias stands for several.
    fn parents(&mut self, object: &'a Object, steps: &[Step<'a>], names: &[Name], place: UsedIn) {
        let mut owner = object;
        for (number, step) in steps.iter().enumerate() {
            let from_end = steps.len() - number;
            let name = names
                .len()
                .checked_sub(from_end)
                .and_then(|at| names.get(at));
            if let Some(name) = name.or(names.first()) {
                self.push(owner, Used::Parent(step.field), place, name.span);
            }
            owner = step.object;
        }
    }

    fn push(&mut self, object: &'a Object, what: Used<'a>, place: UsedIn, span: Span) {
        self.found.push(Use {
            object,
            what,
            place,
            span,
        });
    }
}

fn place(clause: Clause) -> UsedIn {
    match clause {
        Clause::Select => UsedIn::Select,
        Clause::Where => UsedIn::Where,
        Clause::GroupBy => UsedIn::GroupBy,
        Clause::Having => UsedIn::Having,
        Clause::OrderBy => UsedIn::OrderBy,
    }
}

impl Path {
    /// Where the last name stands.
    fn last_span(&self) -> Span {
        self.names.last().map_or(self.span, |name| name.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FieldType, ObjectFlags, Reference, Schema};
    use crate::soql::{Options, parse};

    fn field(api: &str) -> Field {
        Field {
            name: crate::Name::new(api, ""),
            ..Field::default()
        }
    }

    fn lookup(api: &str, relationship: &str, to: &[&str]) -> Field {
        Field {
            data: FieldType::Reference,
            reference: Some(Reference {
                to: to.iter().map(|to| (*to).to_owned()).collect(),
                relationship: Some(crate::Name::new(relationship, "")),
                ..Reference::default()
            }),
            ..field(api)
        }
    }

    fn schema() -> Schema {
        let contacts = ChildRelationship {
            name: Some(crate::Name::new("Contacts", "")),
            object: "Contact".to_owned(),
            field: "AccountId".to_owned(),
            ..ChildRelationship::default()
        };
        let object = |api: &str, fields, children| Object {
            name: crate::Name::new(api, ""),
            flags: ObjectFlags::QUERYABLE,
            fields,
            children,
            ..Object::default()
        };
        let plain = || vec![field("Id"), field("Name")];
        let account = [plain(), vec![lookup("OwnerId", "Owner", &["User"])]].concat();
        let of_contact = vec![
            lookup("AccountId", "Account", &["Account"]),
            lookup("WhoId", "Who", &["Account", "User"]),
        ];
        Schema::new([
            object("Account", account, vec![contacts]),
            object("Contact", [plain(), of_contact].concat(), Vec::new()),
            object("User", plain(), Vec::new()),
            object("Name", plain(), Vec::new()),
        ])
        .expect("a schema")
    }

    /// `Object.what in place: text` for each use, in the order of the text.
    fn found(text: &str) -> Vec<String> {
        let schema = schema();
        let query = parse(text, &Options::default()).query.expect("a query");
        let mut all = uses(&query, &schema);
        all.sort_by_key(|found| found.span);
        all.iter()
            .map(|found| {
                let what = match found.what {
                    Used::Object => "itself".to_owned(),
                    Used::Field(field) => field.name.api.clone(),
                    Used::Parent(field) => format!("->{}", field.name.api),
                    Used::Children(child) => format!("<-{}", child.field),
                    Used::Scope(scope) => format!("scope {scope}"),
                    Used::Value(field, value) => format!("{}={value}", field.name.api),
                };
                let written = &text[found.span.start..found.span.end];
                format!(
                    "{}.{what} {:?} {written}",
                    found.object.name.api, found.place
                )
            })
            .collect()
    }

    #[test]
    fn every_clause() {
        assert_eq!(
            found(
                "SELECT name, COUNT(Id) FROM Contact USING SCOPE mine WHERE Account.Owner.Name IN ('a', 'b') \
                 GROUP BY Name HAVING MAX(Id) > '0' ORDER BY Name"
            ),
            [
                "Contact.Name Select name",
                "Contact.Id Aggregate Id",
                "Contact.itself From Contact",
                "Contact.scope mine From mine",
                "Contact.->AccountId Where Account",
                "Account.->OwnerId Where Owner",
                "User.Name Where Name",
                "User.Name=a Where 'a'",
                "User.Name=b Where 'b'",
                "Contact.Name GroupBy Name",
                "Contact.Id Aggregate Id",
                "Contact.Id=0 Where '0'",
                "Contact.Name OrderBy Name",
            ]
        );
    }

    #[test]
    fn sub_queries_aliases_and_branches() {
        assert_eq!(
            found(
                "SELECT (SELECT c.Account.Name FROM a.Contacts c) FROM Account a WHERE Id IN (SELECT AccountId FROM Contact)"
            ),
            [
                "Contact.->AccountId Select Account",
                "Account.Name Select Name",
                "Account.<-AccountId From Contacts",
                "Contact.itself From Contacts",
                "Account.itself From Account",
                "Account.Id Where Id",
                "Contact.AccountId Select AccountId",
                "Contact.itself From Contact",
            ]
        );
        assert_eq!(
            found(
                "SELECT o.Name, TYPEOF Who WHEN User THEN Name ELSE Id END FROM Contact c, c.Account a, a.Owner o"
            ),
            [
                "Contact.->AccountId Select o",
                "Account.->OwnerId Select o",
                "User.Name Select Name",
                "Contact.->WhoId Select Who",
                "User.itself Select User",
                "User.Name Select Name",
                "Name.Id Select Id",
                "Contact.itself From Contact",
                "Contact.->AccountId From Account",
                "Contact.->AccountId From a",
                "Account.->OwnerId From Owner",
            ]
        );
    }

    #[test]
    fn what_has_no_meaning_is_left_out() {
        assert_eq!(
            found("SELECT Nope, Account.Nope, FIELDS(ALL) FROM Contact WHERE Nope.Name = 'a'"),
            ["Contact.itself From Contact"]
        );
        assert_eq!(found("SELECT Id FROM Nowhere"), [""; 0]);
    }
}
