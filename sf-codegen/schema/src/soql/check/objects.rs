//! Where the check finds objects.

use crate::schema::{Object, Schema};

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
    /// An object that another one refers to is in the org, if not in the snapshot.
    fn lookup(&self, api: &str) -> Lookup<'_> {
        if let Some(object) = self.object(api) {
            return Lookup::Found(object);
        }
        let is = |name: &String| name.eq_ignore_ascii_case(api);
        let mentions = |object: &Object| {
            let parents = || object.fields.iter().filter_map(|f| f.reference.as_ref());
            object.children.iter().any(|child| is(&child.object))
                || parents().any(|reference| reference.to.iter().any(is))
        };
        if self.objects().any(mentions) {
            Lookup::NotInSnapshot
        } else {
            Lookup::Unknown
        }
    }

    fn names(&self) -> Vec<&str> {
        self.objects().map(|object| &*object.name.api).collect()
    }
}
