//! Where the check finds objects.

use crate::schema::{Object, ObjectFlags, Schema};

/// The objects of a snapshot, as a check asks for them.
///
/// A check asks only for the objects that the query touches, so an implementation may read each
/// when it is first asked for.
///
/// ```
/// use sf_schema::soql::check::{Lookup, Objects};
/// use sf_schema::{Name, Object, Schema};
///
/// let account = Object { name: Name::new("Account", "Account"), ..Object::default() };
/// let schema = Schema::new([account])?;
/// assert!(matches!(schema.lookup("ACCOUNT"), Lookup::Found(_)));
/// assert!(matches!(schema.lookup("Acount"), Lookup::Unknown));
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
pub trait Objects {
    /// The object of this API name, in any case.
    fn lookup(&self, api: &str) -> Lookup<'_>;

    /// The names of all objects that can be looked up, to offer the nearest of them.
    fn names(&self) -> Vec<&str>;

    /// Whether a query can be of an object. Worth overriding where one that cannot be queried is
    /// read in another way.
    fn is_queryable(&self, object: &Object) -> bool {
        object.flags.contains(ObjectFlags::QUERYABLE)
    }

    /// `keyPrefix` of an object, where it is known. Worth overriding where an object costs more
    /// to read than its prefix.
    fn key_prefix(&self, api: &str) -> Option<&str> {
        match self.lookup(api) {
            Lookup::Found(object) => object.key_prefix.as_deref(),
            _ => None,
        }
    }
}

/// What is known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lookup<'a> {
    /// The object.
    Found(&'a Object),
    /// The org has it and the snapshot does not.
    NotInSnapshot,
    /// Nothing in the snapshot says that the org has it.
    Unknown,
    /// The snapshot has it and it could not be read: why not.
    Unreadable(String),
}

impl Objects for Schema {
    // Compiled where a whole schema is asked, which the macros do not do.

    /// An object that another one refers to is in the org, if not in the snapshot.
    #[inline]
    fn lookup(&self, api: &str) -> Lookup<'_> {
        match self.object(api) {
            Some(object) => Lookup::Found(object),
            None if self.is_outside(api) => Lookup::NotInSnapshot,
            None => Lookup::Unknown,
        }
    }

    #[inline]
    fn names(&self) -> Vec<&str> {
        self.objects().map(|object| &*object.name.api).collect()
    }
}
