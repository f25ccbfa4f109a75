//! What a field may be compared with, and the conditions that come of it.

use rust_decimal::Decimal;

use super::{Filter, Node, SemiJoin, SemiJoinNode};
use crate::query::filter::condition::Test;
use crate::query::{DateLiteral, Like, Literal};
use crate::sobject::{
    Both, Checkbox, CivilDate, CivilTime, Field, FilterOnly, Float, Instant, Int, Long, NewId,
    Number, Poly, RecordType, Ref, Restricted, Set, Text, Unrestricted,
};
use crate::types::{
    Accepts, Date, Id, MultiPicklist, Picklist, PicklistValue, PolymorphicId, SObject, Time,
    Timestamp,
};

/// A value that field `F`, which holds `K`, is compared with.
#[diagnostic::on_unimplemented(
    message = "`{F}` is not compared with `{Self}`",
    label = "`{F}` is compared with `{K}`",
    note = "null is asked for by `is_null` and `is_not_null`"
)]
pub trait Comparand<K, F> {
    /// The value as SOQL writes it.
    fn into_literal(self) -> Literal;
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
impl<O, F, K, A> Field<O, F, K, A> {
    /// `=`
    pub fn eq(&self, value: impl Comparand<K, F>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.test("=", value.into_literal())
    }

    /// `!=`, which holds for a null as well.
    pub fn ne(&self, value: impl Comparand<K, F>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.test("!=", value.into_literal())
    }

    /// `<`
    pub fn lt(&self, value: impl Comparand<K, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test("<", value.into_literal())
    }

    /// `<=`
    pub fn le(&self, value: impl Comparand<K, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test("<=", value.into_literal())
    }

    /// `>`
    pub fn gt(&self, value: impl Comparand<K, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test(">", value.into_literal())
    }

    /// `>=`
    pub fn ge(&self, value: impl Comparand<K, F>) -> Filter<O>
    where
        A: Filterable<F>,
        K: Ordered<F>,
    {
        self.test(">=", value.into_literal())
    }

    /// `IN`. Nothing is in an empty list: [`Filter::none`].
    pub fn is_in<V: Comparand<K, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.list("IN", values, Node::Nothing)
    }

    /// `NOT IN`, which holds for a null as well. Everything is outside of an empty list:
    /// [`Filter::all`].
    pub fn is_not_in<V: Comparand<K, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
    {
        self.list("NOT IN", values, Node::All)
    }

    /// `LIKE`, in any case of letters.
    pub fn like(&self, pattern: Like) -> Filter<O>
    where
        A: Filterable<F>,
        K: Textual<F>,
    {
        self.test("LIKE", pattern.into())
    }

    /// `INCLUDES`: one of these is selected. A [`MultiPicklist`] stands for all of its values
    /// together. Nothing includes one of no values: [`Filter::none`].
    pub fn includes<V: Comparand<K, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
    where
        A: Filterable<F>,
        K: MultiSelect<F>,
    {
        self.list("INCLUDES", values, Node::Nothing)
    }

    /// `EXCLUDES`: none of these is selected. A [`MultiPicklist`] stands for all of its values
    /// together. Everything excludes no values: [`Filter::all`].
    pub fn excludes<V: Comparand<K, F>>(&self, values: impl IntoIterator<Item = V>) -> Filter<O>
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
            left: self.path().clone(),
            operator,
            right,
        }))
    }

    fn list<V: Comparand<K, F>>(
        &self,
        operator: &'static str,
        values: impl IntoIterator<Item = V>,
        if_empty: Node,
    ) -> Filter<O> {
        let mut values = values.into_iter().map(V::into_literal).peekable();
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
            left: self.path().clone(),
            outer: O::API_NAME,
            operator,
            select: column.path().clone(),
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

macro_rules! comparand {
    ([$($generic:tt)*] $kind:ty: $value:ty => |$given:ident| $literal:expr) => {
        #[diagnostic::do_not_recommend]
        impl<Field, $($generic)*> Comparand<$kind, Field> for $value {
            #[inline]
            fn into_literal(self) -> Literal {
                let $given = self;
                Literal::from($literal)
            }
        }
    };
}

comparand!([] Text: String => |text| text);
comparand!([] Text: &String => |text| text);
comparand!([] Text: &str => |text| text);
comparand!([] Text: &&str => |text| *text);
comparand!([] Text: Box<str> => |text| text.into_string());
comparand!([] Text: std::borrow::Cow<'_, str> => |text| text.into_owned());
comparand!([] Text: char => |c| c.to_string());

comparand!([] Checkbox: bool => |value| value);

comparand!([] Int: i64 => |value| value);
comparand!([] Int: i32 => |value| value);
comparand!([] Int: i16 => |value| i32::from(value));
comparand!([] Int: i8 => |value| i32::from(value));
comparand!([] Int: u32 => |value| value);
comparand!([] Int: u16 => |value| u32::from(value));
comparand!([] Int: u8 => |value| u32::from(value));

comparand!([] Long: i64 => |value| value);
comparand!([] Long: i32 => |value| value);
comparand!([] Long: u32 => |value| value);

comparand!([] Number: Decimal => |value| value);
comparand!([] Number: f64 => |value| value);
comparand!([] Number: i64 => |value| value);
comparand!([] Number: i32 => |value| value);
comparand!([] Number: u64 => |value| Decimal::from(value));
comparand!([] Number: u32 => |value| value);

comparand!([] Float: f64 => |value| value);
comparand!([] Float: f32 => |value| f64::from(value));
comparand!([] Float: Decimal => |value| value);
comparand!([] Float: i64 => |value| value);
comparand!([] Float: i32 => |value| value);
comparand!([] Float: u32 => |value| value);

comparand!([] CivilDate: Date => |value| value);
comparand!([] CivilDate: DateLiteral => |value| value);

comparand!([] Instant: Timestamp => |value| value);
comparand!([] Instant: DateLiteral => |value| value);

comparand!([] CivilTime: Time => |value| value);

comparand!([T] Ref<T>: Id<T> => |id| id);
comparand!([T] Ref<T>: NewId<T> => |id| id);
comparand!([T] Ref<T>: &NewId<T> => |id| id);
comparand!([T] Ref<T>: RecordType<T> => |record_type| record_type.id);

comparand!([P: PolymorphicId] Poly<P>: P => |id| id.id());

comparand!([P: Accepts<T>, T] Poly<P>: Id<T> => |id| id);
comparand!([P: Accepts<T>, T] Poly<P>: NewId<T> => |id| id);
comparand!([P: Accepts<T>, T] Poly<P>: &NewId<T> => |id| id);

comparand!([E: PicklistValue] Restricted<E>: E => |value| value.value());
comparand!([E: PicklistValue] Restricted<E>: Picklist<E> => |value| value.value());
comparand!([E: PicklistValue] Restricted<E>: &Picklist<E> => |value| value.value());

comparand!([E: PicklistValue] Unrestricted<E>: E => |value| value.value());
comparand!([E: PicklistValue] Unrestricted<E>: Picklist<E> => |value| value.value());
comparand!([E: PicklistValue] Unrestricted<E>: &Picklist<E> => |value| value.value());

comparand!([E: PicklistValue] Set<E>: E => |value| value.value());
comparand!([E: PicklistValue] Set<E>: Picklist<E> => |value| value.value());
comparand!([E: PicklistValue] Set<E>: &Picklist<E> => |value| value.value());
comparand!([E: PicklistValue] Set<E>: MultiPicklist<E> => |values| values.to_wire());
comparand!([E: PicklistValue] Set<E>: &MultiPicklist<E> => |values| values.to_wire());

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone};

    use super::*;
    use crate::types::chrono::{date, instant, time};

    comparand!([] CivilDate: NaiveDate => |value| date(value));
    comparand!([] CivilTime: NaiveTime => |value| time(value));
    comparand!([Z: TimeZone] Instant: DateTime<Z> => |value| instant(&value));
}
