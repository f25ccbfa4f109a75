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
pub struct Field<O, F, K, A = Both> {
    path: FieldPath,
    types: Only<(O, F, K, A)>,
}

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
pub struct Parent<O, T> {
    path: FieldPath,
    types: Only<(O, T)>,
}

/// Types that are but named.
type Only<T> = PhantomData<fn() -> T>;

/// The names from an object to a field or a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldPath {
    Own(&'static str),
    Through(Vec<&'static str>),
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
        Self::of(FieldPath::Own(api))
    }

    const fn of(path: FieldPath) -> Self {
        Self {
            path,
            types: PhantomData,
        }
    }

    #[cfg(feature = "client")]
    pub(crate) fn path(&self) -> &FieldPath {
        &self.path
    }
}

impl<O, T> Parent<O, T> {
    /// The lookup whose relationship has this name.
    pub const fn new(relationship: &'static str) -> Self {
        Self::of(FieldPath::Own(relationship))
    }

    const fn of(path: FieldPath) -> Self {
        Self {
            path,
            types: PhantomData,
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
        Field::of(parent.path.then(&self.path))
    }
}

impl<T, U> Below<T> for Parent<T, U> {
    type From<O> = Parent<O, U>;

    fn from<O>(self, parent: &Parent<O, T>) -> Parent<O, U> {
        Parent::of(parent.path.then(&self.path))
    }
}

impl FieldPath {
    /// The names, that of the field last.
    pub(crate) fn names(&self) -> &[&'static str] {
        match self {
            Self::Own(name) => std::slice::from_ref(name),
            Self::Through(names) => names,
        }
    }

    fn then(&self, next: &Self) -> Self {
        Self::Through([self.names(), next.names()].concat())
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.names().iter().enumerate() {
            if place > 0 {
                f.write_str(".")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// The path, as SOQL has it: `Owner.Name`.
impl<O, F, K, A> fmt::Display for Field<O, F, K, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

// By hand, because derive would ask the same of types that are only names.
impl<O, F, K, A> Clone for Field<O, F, K, A> {
    fn clone(&self) -> Self {
        Self::of(self.path.clone())
    }
}

impl<O, T> Clone for Parent<O, T> {
    fn clone(&self) -> Self {
        Self::of(self.path.clone())
    }
}

impl<O, F, K, A> fmt::Debug for Field<O, F, K, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.path)
    }
}

impl<O, T> fmt::Debug for Parent<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parent({})", self.path)
    }
}
