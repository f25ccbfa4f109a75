//! What a field may be compared with, and the conditions that come of it.

use super::{Filter, Node, SemiJoin, SemiJoinNode};
use crate::query::filter::condition::Test;
use crate::query::{Bind, IdOf, IdOfOne, Like, Literal, OrNull, ValueOf, ValuesOf};
use crate::sobject::{
    Both, Bytes, Checkbox, CivilDate, CivilTime, Field, FilterOnly, Float, Instant, Int, Json,
    Long, Number, Poly, Ref, Restricted, Set, Text, Unrestricted,
};
use crate::types::{Accepts, SObject};

/// What a field holds, for which [`Bind`] tells the values that it is compared with.
pub trait Compared {
    /// What stands on the other side.
    type With;
}

/// What the org allows to be filtered by.
#[diagnostic::on_unimplemented(
    message = "`{F}` cannot be filtered: the org marks it filterable = false",
    label = "it cannot be in a condition"
)]
pub trait Filterable<F> {}

#[diagnostic::do_not_recommend]
impl<F> Filterable<F> for Both {}
#[diagnostic::do_not_recommend]
impl<F> Filterable<F> for FilterOnly {}

/// What has an order, so that `<` and its kin mean something.
#[diagnostic::on_unimplemented(
    message = "`{F}` is not compared by `<`, `>` and their kin",
    label = "it holds `{Self}`, which has no order",
    note = "a checkbox is compared by `eq`, a multi-select picklist by `includes` or `excludes`"
)]
pub trait Ordered<F> {}

/// What `LIKE` takes: text and the values of a picklist.
#[diagnostic::on_unimplemented(
    message = "`{F}` is not compared by `LIKE`",
    label = "it holds `{Self}`",
    note = "LIKE is for text: an id, a number or a date is compared by `eq`, a multi-select \
            picklist by `includes`"
)]
pub trait Textual<F> {}

/// What `INCLUDES` takes: the values of a multi-select picklist.
#[diagnostic::on_unimplemented(
    message = "`{F}` is no multi-select picklist: it has one value, so use `is_in` or `is_not_in`",
    label = "it holds `{Self}`"
)]
pub trait MultiSelect<F> {}

/// Ids that may be those of the same record as ids of kind `K`.
#[diagnostic::on_unimplemented(
    message = "`{F}` and `{G}` are not ids of one object",
    label = "the one holds `{Self}`, the other `{K}`",
    note = "a semi-join compares an id or a lookup with ids of the same object"
)]
pub trait SameRecords<K, F, G> {}

#[diagnostic::do_not_recommend]
impl<T, F, G> SameRecords<Ref<T>, F, G> for Ref<T> {}
#[diagnostic::do_not_recommend]
impl<T, P: Accepts<T>, F, G> SameRecords<Poly<P>, F, G> for Ref<T> {}
#[diagnostic::do_not_recommend]
impl<T, P: Accepts<T>, F, G> SameRecords<Ref<T>, F, G> for Poly<P> {}
#[diagnostic::do_not_recommend]
impl<P, Q, F, G> SameRecords<Poly<Q>, F, G> for Poly<P> {}

/// What a field is asked.
impl<O, F, K: Compared, A> Field<O, F, K, A> {
    /// `=`; `None` and `Null` are null.
    pub fn eq(&self, value: impl Bind<OrNull<K::With>, F>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.test("=", value.bind())
    }

    /// `!=`, which holds for a null as well; `None` and `Null` are null.
    pub fn ne(&self, value: impl Bind<OrNull<K::With>, F>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.test("!=", value.bind())
    }

    /// `<`
    pub fn lt(&self, value: impl Bind<K::With, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test("<", value.bind())
    }

    /// `<=`
    pub fn le(&self, value: impl Bind<K::With, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test("<=", value.bind())
    }

    /// `>`
    pub fn gt(&self, value: impl Bind<K::With, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test(">", value.bind())
    }

    /// `>=`
    pub fn ge(&self, value: impl Bind<K::With, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test(">=", value.bind())
    }

    /// `IN`. Nothing is in an empty list: [`Filter::none`].
    pub fn is_in<V: Bind<K::With, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.list("IN", values, Node::Nothing)
    }

    /// `NOT IN`, which holds for a null as well. Everything is outside of an empty list:
    /// [`Filter::all`].
    pub fn is_not_in<V: Bind<K::With, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.list("NOT IN", values, Node::All)
    }

    /// `LIKE`, in any case of letters: texts, escaped, and wildcards.
    pub fn like(&self, pattern: Like) -> Filter<O>
    where
        A: Filterable<F>,
        K: Textual<F>,
    {
        self.test("LIKE", pattern.into())
    }

    /// `INCLUDES`: one of these is selected. A [`MultiPicklist`](crate::MultiPicklist) stands for all of its values
    /// together. Nothing includes one of no values: [`Filter::none`].
    pub fn includes<V: Bind<K::With, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
        K: MultiSelect<F>,
    {
        self.list("INCLUDES", values, Node::Nothing)
    }

    /// `EXCLUDES`: none of these is selected. A [`MultiPicklist`](crate::MultiPicklist) stands for all of its values
    /// together. Everything excludes no values: [`Filter::all`].
    pub fn excludes<V: Bind<K::With, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
        K: MultiSelect<F>,
    {
        self.list("EXCLUDES", values, Node::All)
    }

    /// `= null`
    pub fn is_null(&self) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.test("=", Literal::NULL)
    }

    /// `!= null`
    pub fn is_not_null(&self) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.test("!=", Literal::NULL)
    }

    /// The records whose id here is that in `column` of some record of another object.
    ///
    /// The other object must be another one than that of the query, and both fields those of the
    /// objects themselves, not of a parent; a query is refused otherwise when it is sent.
    pub fn in_query<P: SObject, G, L, B>(
        &self,
        column: Field<P, G, L, B>,
        filter: Filter<P>,
    ) -> SemiJoin<O>
    where
        O: SObject,
        A: Filterable<F>,
        K: SameRecords<L, F, G>,
    {
        self.semi_join("IN", column, filter)
    }

    /// The records whose id here is that in `column` of no such record of another object. See
    /// [`in_query`](Self::in_query).
    pub fn not_in_query<P: SObject, G, L, B>(
        &self,
        column: Field<P, G, L, B>,
        filter: Filter<P>,
    ) -> SemiJoin<O>
    where
        O: SObject,
        A: Filterable<F>,
        K: SameRecords<L, F, G>,
    {
        self.semi_join("NOT IN", column, filter)
    }

    fn test(&self, operator: &'static str, right: Literal) -> Filter<O> {
        Filter::of(Node::Test(Test {
            left: self.path(),
            operator,
            right,
        }))
    }

    fn list<V: Bind<K::With, F>>(
        &self,
        operator: &'static str,
        values: impl IntoIterator<Item = V>,
        if_empty: Node,
    ) -> Filter<O> {
        let mut values = values.into_iter().map(|value| value.bind()).peekable();
        if values.peek().is_none() {
            return Filter::of(if_empty);
        }
        self.test(operator, Literal::list(values))
    }

    fn semi_join<P: SObject, G, L, B>(
        &self,
        operator: &'static str,
        column: Field<P, G, L, B>,
        filter: Filter<P>,
    ) -> SemiJoin<O>
    where
        O: SObject,
    {
        SemiJoin::of(SemiJoinNode {
            left: self.path(),
            outer: O::API_NAME,
            operator,
            select: column.path(),
            from: P::API_NAME,
            filter: filter.node,
        })
    }
}

macro_rules! kinds {
    ($of:ident: $([$($generic:tt)*] $kind:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<F, $($generic)*> $of<F> for $kind {}
    )*};
}

kinds! {
    Ordered:
    [] Text;
    [] Int;
    [] Long;
    [] Number;
    [] Float;
    [] CivilDate;
    [] Instant;
    [] CivilTime;
    [T] Ref<T>;
    [P] Poly<P>;
    [E] Restricted<E>;
    [E] Unrestricted<E>;
}

kinds! {
    Textual:
    [] Text;
    [E] Restricted<E>;
    [E] Unrestricted<E>;
}

kinds! {
    MultiSelect:
    [E] Set<E>;
}

macro_rules! compared {
    ($([$($generic:tt)*] $kind:ty => $with:ty;)*) => {$(
        impl<$($generic)*> Compared for $kind {
            type With = $with;
        }
    )*};
}

compared! {
    [] Text => Text;
    [] Checkbox => Checkbox;
    [] Int => Int;
    [] Long => Long;
    [] Number => Number;
    [] Float => Float;
    [] CivilDate => CivilDate;
    [] Instant => Instant;
    [] CivilTime => CivilTime;
    // Nothing is compared with these.
    [] Bytes => Bytes;
    [] Json => Json;
    [T] Ref<T> => IdOf<T>;
    [P] Poly<P> => IdOfOne<P>;
    [E] Restricted<E> => ValueOf<E>;
    [E] Unrestricted<E> => ValueOf<E>;
    [E] Set<E> => ValuesOf<E>;
}
