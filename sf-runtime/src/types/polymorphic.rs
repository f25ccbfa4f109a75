//! References that may point to records of several objects.
//!
//! Must not know: how a target is told (generated enums look at the key prefix), records.

use super::id::Id;
use super::sobject_type::AnyObject;

/// A typed id of one of several objects: an enum with an arm for each target and one for any other
/// id, so that no answer of the org is lost.
///
/// ```
/// use sf_runtime::types::{AnyObject, Id, PolymorphicId, SObject};
/// # enum Contact {}
/// # impl SObject for Contact {
/// #     const API_NAME: &'static str = "Contact";
/// #     const KEY_PREFIX: Option<&'static str> = Some("003");
/// # }
///
/// // What generated code holds for `Task.WhoId`.
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Who {
///     Contact(Id<Contact>),
///     Other(Id<AnyObject>),
/// }
/// impl PolymorphicId for Who {
///     fn from_id(id: Id<AnyObject>) -> Self {
///         match id.key_prefix() {
///             "003" => Self::Contact(id.cast()),
///             _ => Self::Other(id),
///         }
///     }
///     fn id(self) -> Id<AnyObject> {
///         match self {
///             Self::Contact(id) => id.erase(),
///             Self::Other(id) => id,
///         }
///     }
/// }
/// impl From<Id<Contact>> for Who {
///     fn from(id: Id<Contact>) -> Self {
///         Self::Contact(id)
///     }
/// }
///
/// let id: Id<Contact> = "0035f000005mc66".parse()?;
/// assert_eq!(Who::from(id), Who::from_id(id.erase()));
/// # Ok::<(), sf_runtime::types::IdError>(())
/// ```
pub trait PolymorphicId: Copy {
    /// Tells the target by the id's key prefix.
    fn from_id(id: Id<AnyObject>) -> Self;
    /// The id, whichever the target.
    fn id(self) -> Id<AnyObject>;
}

/// A reference that may point to a record of `T`: generated enums convert from the id of each of
/// their targets.
pub trait Accepts<T>: PolymorphicId + From<Id<T>> {}

impl<P: PolymorphicId + From<Id<T>>, T> Accepts<T> for P {}
