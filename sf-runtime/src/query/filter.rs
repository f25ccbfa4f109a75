//! Conditions that are put together when the program runs.
//!
//! A [`Filter`] is a tree, not a text: fields come from the generated constants, values are written
//! by [`Literal`], and the parentheses that SOQL demands are put where it demands them. What the
//! org would refuse for a reason that describe tells does not compile.
//!
//! Must not know: how a query's text is laid out, or who sends it.

mod compare;
mod condition;

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use crate::types::SObject;

pub use compare::{Compared, Filterable, MultiSelect, Ordered, SameRecords, Textual};
use condition::SemiJoinNode;
pub(super) use condition::{Junction, Node, write_path};

#[cfg(doc)]
use super::Literal;

/// A condition on records of `O`, put together when the program runs.
///
/// ```
/// # use sf_runtime::sobject::{Field, Text};
/// # struct Account;
/// # mod f {
/// #     use super::{Account, Field, Text};
/// #     pub enum Name {}
/// #     pub enum Website {}
/// #     pub const NAME: Field<Account, Name, Text> = Field::new("Name");
/// #     pub const WEBSITE: Field<Account, Website, Text> = Field::new("Website");
/// # }
/// use sf_runtime::query::{Filter, Like};
///
/// # fn main() -> Result<(), sf_runtime::Error> {
/// let (wanted, text) = (Some("O'Brien"), "A");
/// let mut filter = Filter::<Account>::all();
/// if let Some(name) = wanted {
///     filter = filter.and(f::NAME.ne(name));
/// }
/// filter = filter.and(f::NAME.like(Like::starting_with(text)).or(f::WEBSITE.is_null()));
/// assert_eq!(
///     filter.to_soql()?,
///     r"Name != 'O\'Brien' AND (Name LIKE 'A%' OR Website = null)"
/// );
/// # Ok(())
/// # }
/// ```
#[must_use = "a filter does nothing until a query has it"]
pub struct Filter<O> {
    node: Node,
    object: PhantomData<fn() -> O>,
}

/// A condition on records of `O` by those of another object: `Id IN (SELECT AccountId FROM …)`.
///
/// The org takes it only beside other conditions, never in an OR or a NOT, and at most two of them
/// in a query. So it is no [`Filter`], but goes into a query beside one. Its opposite is
/// [`not_in_query`](crate::sobject::Field::not_in_query).
#[must_use = "a condition does nothing until a query has it"]
pub struct SemiJoin<O> {
    node: SemiJoinNode,
    object: PhantomData<fn() -> O>,
}

/// What [`Query::filter`](super::Query::filter) takes: a [`Filter`] or a [`SemiJoin`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no condition on `{O}`",
    label = "the query is of `{O}`"
)]
pub trait Condition<O> {
    #[doc(hidden)]
    fn into_node(self) -> ConditionNode;
}

/// A condition without its object's type.
#[doc(hidden)]
#[derive(Debug)]
pub struct ConditionNode(pub(super) Node);

impl<O> Filter<O> {
    fn of(node: Node) -> Self {
        Self {
            node,
            object: PhantomData,
        }
    }

    /// No condition: every record.
    pub fn all() -> Self {
        Self::of(Node::All)
    }

    /// No record. The org is asked for records without an id.
    pub fn none() -> Self {
        Self::of(Node::Nothing)
    }

    /// The records for which both hold.
    pub fn and(self, other: Self) -> Self {
        Self::of(self.node.join(Junction::And, other.node))
    }

    /// The records for which one of them holds.
    pub fn or(self, other: Self) -> Self {
        Self::of(self.node.join(Junction::Or, other.node))
    }

    /// The records for which all of them hold: every record if there are none.
    pub fn all_of(filters: impl IntoIterator<Item = Self>) -> Self {
        filters.into_iter().fold(Self::all(), Self::and)
    }

    /// The records for which one of them holds: none if there are none.
    pub fn any_of(filters: impl IntoIterator<Item = Self>) -> Self {
        filters.into_iter().fold(Self::none(), Self::or)
    }

    /// Whether there is no condition.
    pub fn is_all(&self) -> bool {
        matches!(self.node, Node::All)
    }

    /// The condition in SOQL, without `WHERE`; nothing where there is no condition.
    ///
    /// # Errors
    /// A value has no form in SOQL, a path has more than five parents, or groups are nested more
    /// than a hundred deep.
    pub fn to_soql(&self) -> Result<String, crate::Error> {
        let mut out = String::new();
        self.node.write(&mut out)?;
        Ok(out)
    }
}

impl<O> Default for Filter<O> {
    fn default() -> Self {
        Self::all()
    }
}

/// The records for which the condition does not hold, those with a null there among them.
impl<O> Not for Filter<O> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(self.node.negated())
    }
}

impl<O: SObject> SemiJoin<O> {
    fn of(node: SemiJoinNode) -> Self {
        Self {
            node,
            object: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<O> Condition<O> for Filter<O> {
    fn into_node(self) -> ConditionNode {
        ConditionNode(self.node)
    }
}

#[diagnostic::do_not_recommend]
impl<O> Condition<O> for SemiJoin<O> {
    fn into_node(self) -> ConditionNode {
        ConditionNode(Node::SemiJoin(Box::new(self.node)))
    }
}

macro_rules! by_hand {
    ($($ty:ident)*) => {$(
        impl<O> Clone for $ty<O> {
            fn clone(&self) -> Self {
                Self {
                    node: self.node.clone(),
                    object: PhantomData,
                }
            }
        }

        impl<O> PartialEq for $ty<O> {
            fn eq(&self, other: &Self) -> bool {
                self.node == other.node
            }
        }

        /// The fields and the kinds of the values, without the values.
        impl<O> fmt::Debug for $ty<O> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.node.fmt(f)
            }
        }
    )*};
}

// Derive would ask the same of `O`, which is only a name.
by_hand! { Filter SemiJoin }
