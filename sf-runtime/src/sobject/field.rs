//! An object's fields and lookups as constants: what a query that is composed at run time names.
//!
//! Generated code has one for each. What can be done with them is for those who write queries.
//!
//! Must not know: SOQL, or which types of values there are.

use std::fmt;
use std::marker::PhantomData;

/// A field of object `O`, perhaps by way of parents.
///
/// `F` is the field for the compiler to name, `K` what it holds, and `A` what the org allows to be
/// done with it: [`Both`], [`FilterOnly`], [`SortOnly`] or [`SelectOnly`].
pub struct Field<O, F, K, A = Both>(
    #[doc(hidden)] pub &'static str,
    #[doc(hidden)] pub Parents,
    #[doc(hidden)] pub PhantomData<(O, F, K, A)>,
);

/// A lookup of object `O` by which records of `T` are reached.
///
/// [`then`](Self::then) goes on to a field there, or to the next lookup.
///
/// ```
/// # use sf_runtime::sobject::{Field, Parent, Text};
/// # struct Contact;
/// # struct Account;
/// # struct User;
/// # enum Name {}
/// // What generated code holds.
/// const ACCOUNT: Parent<Contact, Account> = Parent::new("Account");
/// const OWNER: Parent<Account, User> = Parent::new("Owner");
/// const NAME: Field<User, Name, Text> = Field::new("Name");
///
/// let name: Field<Contact, Name, Text> = ACCOUNT.then(OWNER).then(NAME);
/// assert_eq!(name.to_string(), "Account.Owner.Name");
/// ```
pub struct Parent<O, T>(
    #[doc(hidden)] pub &'static str,
    #[doc(hidden)] pub Parents,
    #[doc(hidden)] pub PhantomData<(O, T)>,
);

/// The relationships on the way, empty names behind them. One more than the org follows, so that too
/// long a path is told.
#[doc(hidden)]
pub type Parents = [&'static str; 6];

/// No relationship on the way. Generated code writes its constants out with it: a call in each of
/// them would cost the compiler twice as much.
#[doc(hidden)]
pub const OWN: Parents = [""; 6];

/// The names from an object to a field or a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldPath {
    name: &'static str,
    parents: Parents,
}

/// A field that can be filtered and sorted by.
pub enum Both {}
/// A field that can be filtered by and not sorted by.
pub enum FilterOnly {}
/// A field that can be sorted by and not filtered by.
pub enum SortOnly {}
/// A field that can only be selected.
pub enum SelectOnly {}

/// What a lookup can be followed to: a [`Field`] of the object that it leads to, or a further
/// [`Parent`].
pub trait Below<T> {
    /// The same, seen from object `O`.
    type From<O>;

    #[doc(hidden)]
    fn from<O>(self, parent: &Parent<O, T>) -> Self::From<O>;
}

impl<O, F, K, A> Field<O, F, K, A> {
    /// The field of this API name.
    pub const fn new(api: &'static str) -> Self {
        Self(api, OWN, PhantomData)
    }

    pub(crate) const fn path(&self) -> FieldPath {
        FieldPath {
            name: self.0,
            parents: self.1,
        }
    }
}

impl<O, T> Parent<O, T> {
    /// The lookup whose relationship has this name.
    pub const fn new(relationship: &'static str) -> Self {
        Self(relationship, OWN, PhantomData)
    }

    const fn path(&self) -> FieldPath {
        FieldPath {
            name: self.0,
            parents: self.1,
        }
    }

    /// A field of the parent, or the parent's parent.
    pub fn then<B: Below<T>>(&self, next: B) -> B::From<O> {
        next.from(self)
    }
}

impl<T, F, K, A> Below<T> for Field<T, F, K, A> {
    type From<O> = Field<O, F, K, A>;

    fn from<O>(self, parent: &Parent<O, T>) -> Field<O, F, K, A> {
        let path = parent.path().then(self.path());
        Field(path.name, path.parents, PhantomData)
    }
}

impl<T, U> Below<T> for Parent<T, U> {
    type From<O> = Parent<O, U>;

    fn from<O>(self, parent: &Parent<O, T>) -> Parent<O, U> {
        let path = parent.path().then(self.path());
        Parent(path.name, path.parents, PhantomData)
    }
}

impl FieldPath {
    /// The relationships on the way, at most six of them.
    pub(crate) fn parents(&self) -> impl Iterator<Item = &'static str> {
        self.parents.into_iter().filter(|name| !name.is_empty())
    }

    fn then(&self, next: Self) -> Self {
        let mut parents = OWN;
        let all = self.parents().chain([self.name]).chain(next.parents());
        for (place, name) in parents.iter_mut().zip(all) {
            *place = name;
        }
        Self {
            name: next.name,
            parents,
        }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for parent in self.parents() {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)
    }
}

/// The path, as SOQL has it: `Owner.Name`.
impl<O, F, K, A> fmt::Display for Field<O, F, K, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().fmt(f)
    }
}

// By hand, because derive would ask the same of types that are only names.
impl<O, F, K, A> Copy for Field<O, F, K, A> {}
impl<O, T> Copy for Parent<O, T> {}

impl<O, F, K, A> Clone for Field<O, F, K, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O, T> Clone for Parent<O, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O, F, K, A> fmt::Debug for Field<O, F, K, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.path())
    }
}

impl<O, T> fmt::Debug for Parent<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parent({})", self.path())
    }
}
