//! Which structs a selection needs, and what is in each.

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::schema::Object;
use sf_schema::soql::Function;
use sf_schema::soql::check::{Column, ColumnKind, FieldPath, Rows, Selection, Step, TypeOfColumn};
use sf_schema::soql::row::Shape;
use syn::ext::IdentExt;

use crate::types::{Types, identifier};

/// A struct of a row.
pub(crate) struct Struct<'a> {
    /// What is selected of.
    pub(crate) object: &'a Object,
    /// Whether it is of a group of records.
    pub(crate) is_group: bool,
    pub(crate) members: Vec<Member<'a>>,
}

/// One member of a struct: a column, or what several columns have in common.
pub(crate) struct Member<'a> {
    /// The key in the answer.
    pub(crate) key: String,
    /// The name of the member.
    pub(crate) rust: String,
    pub(crate) nillable: bool,
    pub(crate) value: Value<'a>,
    /// What it is, for its documentation.
    pub(crate) about: String,
}

/// What a member holds.
pub(crate) enum Value<'a> {
    /// A value of its own.
    Plain(Shape<'a>),
    /// A parent.
    Parent(Struct<'a>),
    /// Child records.
    Children(Struct<'a>),
    /// A parent by its type: the branches, and what is read of any other.
    ByType {
        branches: Vec<Struct<'a>>,
        otherwise: Option<Struct<'a>>,
    },
}

/// The struct of a selection.
pub(crate) fn tree<'a>(selection: &Selection<'a>, types: &Types<'a>) -> Struct<'a> {
    let mut root = Struct::new(selection.object);
    root.is_group = selection.rows != Rows::Records;
    for column in &selection.columns {
        match selection.rows {
            Rows::Records => root.column(column, types),
            // A group has its values side by side.
            _ => root.value(column, types),
        }
    }
    root
}

impl<'a> Struct<'a> {
    fn new(object: &'a Object) -> Self {
        Self {
            object,
            is_group: false,
            members: Vec::new(),
        }
    }

    fn column(&mut self, column: &Column<'a>, types: &Types<'a>) {
        match &column.kind {
            ColumnKind::Field(path) => {
                let member = Member {
                    key: column.key.clone(),
                    rust: path.field.name.rust.clone(),
                    nillable: path.field_is_nillable(),
                    value: Value::Plain(types.shape(path)),
                    about: path.api(),
                };
                self.put(&path.steps, member);
            }
            ColumnKind::Value {
                path: Some(path),
                function: Function::Format | Function::ToLabel | Function::ConvertCurrency,
                ..
            } if column.alias.is_none() => {
                // It stands where the field would.
                let nillable = path.field_is_nillable();
                let member = self.member(column, types, path.field.name.rust.clone(), nillable);
                self.put(&path.steps, member);
            }
            ColumnKind::Value { .. } => self.value(column, types),
            ColumnKind::TypeOf(type_of) => self.type_of(column, type_of, types),
            ColumnKind::Children {
                relationship,
                selection,
            } => {
                let name = relationship.name.as_ref();
                self.push(Member {
                    key: column.key.clone(),
                    rust: name.map_or_else(String::new, |name| name.rust.clone()),
                    nillable: false,
                    value: Value::Children(tree(selection, types)),
                    about: format!("the {} under {}", relationship.object, column.key),
                });
            }
            ColumnKind::Unknown { steps } => {
                let member = self.member(column, types, snake(&column.key), false);
                self.put(steps, member);
            }
            _ => {}
        }
    }

    /// A column that stands at the top of the row, whatever path is in it.
    fn value(&mut self, column: &Column<'a>, types: &Types<'a>) {
        let path = match &column.kind {
            ColumnKind::Field(path) => Some(path),
            ColumnKind::Value { path, .. } => path.as_ref(),
            _ => None,
        };
        let rust = match (column.alias, path) {
            (Some(alias), _) => snake(alias),
            (None, Some(path)) if column.key == path.field.name.api => path.field.name.rust.clone(),
            _ => snake(&column.key),
        };
        let member = self.member(column, types, rust, column.nillable);
        self.push(member);
    }

    fn member(
        &self,
        column: &Column<'a>,
        types: &Types<'a>,
        rust: String,
        nillable: bool,
    ) -> Member<'a> {
        let (shape, about) = match &column.kind {
            ColumnKind::Field(path) => (types.shape(path), path.api()),
            ColumnKind::Value {
                function,
                path,
                data,
            } => {
                let of = path.as_ref().map(FieldPath::api).unwrap_or_default();
                let name = function.name().unwrap_or_default();
                (types.value(*data, path.as_ref()), format!("{name}({of})"))
            }
            ColumnKind::Unknown { .. } => (Shape::Unknown, column.key.clone()),
            _ => (Shape::Json, String::new()),
        };
        Member {
            key: column.key.clone(),
            rust,
            nillable,
            value: Value::Plain(shape),
            about,
        }
    }

    fn type_of(&mut self, column: &Column<'a>, type_of: &TypeOfColumn<'a>, types: &Types<'a>) {
        let mut branches: Vec<Struct<'a>> = Vec::new();
        for branch in &type_of.branches {
            let mut row = Struct::new(branch.object);
            for column in &branch.columns {
                row.column(column, types);
            }
            let is_same = |known: &&mut Struct<'_>| std::ptr::eq(known.object, row.object);
            match branches.iter_mut().find(is_same) {
                Some(known) => known.fold(row),
                None => branches.push(row),
            }
        }
        let otherwise = type_of.otherwise.first().and_then(|first| {
            let ColumnKind::Field(path) = &first.kind else {
                return None;
            };
            let object = path.steps.first().map_or(path.object, |_| self.object);
            let mut row = Struct::new(object);
            for column in &type_of.otherwise {
                row.column(column, types);
            }
            Some(row)
        });
        let name = type_of.field.relationship();
        let member = Member {
            key: column.key.clone(),
            rust: name.map_or_else(String::new, |name| name.rust.clone()),
            nillable: type_of.parent_is_nillable(),
            value: Value::ByType {
                branches,
                otherwise,
            },
            about: column.key.clone(),
        };
        self.put(&type_of.steps, member);
    }

    /// One struct of two branches for one object. Which of them the org takes is not known, so what is
    /// not in both may not be there.
    fn fold(&mut self, other: Self) {
        for member in &mut self.members {
            let mut others = other.members.iter();
            member.nillable |= !others.any(|other| other.key == member.key);
        }
        for member in other.members {
            let mut own = self.members.iter_mut();
            match own.find(|own| own.key == member.key) {
                None => self.push(Member {
                    nillable: true,
                    ..member
                }),
                Some(own) => {
                    own.nillable |= member.nillable;
                    if let (Value::Parent(own), Value::Parent(other)) =
                        (&mut own.value, member.value)
                    {
                        own.fold(other);
                    }
                }
            }
        }
    }

    /// Whether there is a member of which nothing is known.
    pub(crate) fn has_unknown(&self) -> bool {
        self.members.iter().any(|member| match &member.value {
            Value::Plain(shape) => matches!(shape, Shape::Unknown),
            Value::Parent(inside) | Value::Children(inside) => inside.has_unknown(),
            Value::ByType {
                branches,
                otherwise,
            } => {
                branches.iter().any(Self::has_unknown)
                    || otherwise.as_ref().is_some_and(Self::has_unknown)
            }
        })
    }

    /// Adds what is not known of another struct for the same, under the names that it has there.
    pub(crate) fn add_unknown(&mut self, other: Self) {
        for member in other.members {
            let same = self.members.iter_mut().find(|own| own.rust == member.rust);
            match (member.value, same) {
                (Value::Plain(Shape::Unknown), None) => self.members.push(Member {
                    value: Value::Plain(Shape::Unknown),
                    ..member
                }),
                (
                    Value::Parent(other) | Value::Children(other),
                    Some(Member {
                        value: Value::Parent(own) | Value::Children(own),
                        ..
                    }),
                ) => own.add_unknown(other),
                _ => {}
            }
        }
    }

    /// Adds a member to the struct that these lookups lead to.
    fn put(&mut self, steps: &[Step<'a>], member: Member<'a>) {
        self.put_behind(false, steps, member);
    }

    /// The same, in a struct of a parent that may be of another object than it is taken for.
    fn put_behind(&mut self, is_in_doubt: bool, steps: &[Step<'a>], member: Member<'a>) {
        let Some((step, rest)) = steps.split_first() else {
            return self.push(member);
        };
        let known = self.members.iter().position(|member| {
            matches!(member.value, Value::Parent(_)) && member.key == step.name()
        });
        let place = known.unwrap_or_else(|| {
            let name = step.field.relationship();
            self.push(Member {
                key: step.name().to_owned(),
                rust: name.map_or_else(String::new, |name| name.rust.clone()),
                nillable: step.is_nillable() || is_in_doubt,
                value: Value::Parent(Struct::new(step.object)),
                about: step.name().to_owned(),
            });
            self.members.len() - 1
        });
        if let Some(Member {
            value: Value::Parent(parent),
            ..
        }) = self.members.get_mut(place)
        {
            parent.put_behind(step.in_doubt, rest, member);
        }
    }

    /// Adds a member, under a name that none before it has. Of two for one key only one gets the
    /// value.
    fn push(&mut self, mut member: Member<'a>) {
        if member.rust.is_empty() {
            member.rust = snake(&member.key);
        }
        // The identifier for `self` is `self_`, which may be there already.
        if let Some(name) = identifier(&member.rust) {
            member.rust = name.unraw().to_string();
        }
        let mut known = self.members.iter();
        member.nillable |= known.any(|known| known.key == member.key);
        while self.members.iter().any(|known| known.rust == member.rust) {
            member.rust.push('_');
        }
        self.members.push(member);
    }
}

/// An alias as the name of a member: `TotalAmount` is `total_amount`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        before = c;
    }
    snake
}

impl Member<'_> {
    /// Documentation of the member.
    pub(crate) fn docs(&self) -> TokenStream {
        let about = format!(" `{}`", self.about);
        quote!(#[doc = #about])
    }
}
