//! What may be bound in a checked query, as types.
//!
//! A place asks for `Bind<Option<Id<Account>>, AccountId>`: the first parameter is what the place
//! takes, as the type that a program has for it, the second the field that it is compared with. The
//! compiler names both, so they are words that its user knows. Values are taken by reference, so a
//! bind moves nothing out of the program's variables.
//!
//! Must not know: queries, and how a value is written ([`Literal`]).

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::sobject::{
    Checkbox, CivilDate, CivilTime, Float, Instant, Int, Long, NewId, Number, RecordType, Text,
};
use crate::types::{
    Accepts, Date, Id, MultiPicklist, Null, Picklist, PicklistValue, PolymorphicId, Time, Timestamp,
};

use super::{DateLiteral, Like, Literal};

/// A value that may stand where `K` is wanted, compared with the field `F`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for a value of `{F}`",
    label = "`{F}` is compared with `{K}`"
)]
pub trait Bind<K, F: ?Sized> {
    /// The value as SOQL writes it.
    fn bind(&self) -> Literal;
}

/// A [`Bind`] where a whole number is wanted. Of these there are few, so the compiler names the types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for a value of `{F}`",
    label = "`{F}` is a `{K}`",
    note = "a whole number is a `u8`, `u16`, `u32`, `u64`, `usize` or `i32`"
)]
pub trait BindWhole<K, F: ?Sized> {
    /// The value as SOQL writes it.
    fn bind(&self) -> Literal;
}

#[diagnostic::do_not_recommend]
impl<K, F: ?Sized, V: Bind<K, F> + ?Sized> BindWhole<K, F> for V {
    fn bind(&self) -> Literal {
        Bind::bind(self)
    }
}

/// `K` or null: `Option`, where the operator is `=` or `!=`.
pub type OrNull<K> = Option<K>;
/// Several of `K`: a `Vec`, a slice, an array or a set.
pub type ListOf<K> = Vec<K>;
/// The id of a record of `T`.
pub type IdOf<T> = Id<T>;
/// The id of a record of one of several objects; `P` is the enum of their ids.
pub struct IdOfOne<P>(PhantomData<P>);
/// The id of any record.
pub enum AnyId {}
/// A value of the picklist `E`.
pub type ValueOf<E> = Picklist<E>;
/// Values of the multi-select picklist `E`, all of which are meant.
pub type ValuesOf<E> = MultiPicklist<E>;
/// The pattern of a `LIKE`: text with wildcards, or a [`Like`].
pub enum Pattern {}
/// How many: a whole number from 0.
pub enum WholeNumber {}
/// How many rows are left out: a whole number from 0 to 2,000.
pub enum WholeNumberTo2000 {}

/// In the place of a field, where a place belongs to none.
pub enum NoField {}
/// In the place of a field: after `LIMIT`.
pub enum Limit {}
/// In the place of a field: after `OFFSET`.
pub enum Offset {}
/// In the place of a field: the number of a date literal, `LAST_N_DAYS::days`.
pub enum DateLiteralNumber {}

#[diagnostic::do_not_recommend]
impl<K, F: ?Sized> Bind<OrNull<K>, F> for Null {
    fn bind(&self) -> Literal {
        Literal::NULL
    }
}

#[diagnostic::do_not_recommend]
impl<K, F: ?Sized, V: Bind<K, F>> Bind<OrNull<K>, F> for Option<V> {
    fn bind(&self) -> Literal {
        self.as_ref().map_or(Literal::NULL, Bind::bind)
    }
}

macro_rules! lists {
    ($([$($generic:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K, F: ?Sized, V: Bind<K, F>, $($generic)*> Bind<ListOf<K>, F> for $list {
            fn bind(&self) -> Literal {
                Literal::list(self.iter().map(Bind::bind))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<K, F: ?Sized, V: Bind<K, F>, $($generic)*> Bind<ListOf<K>, F> for &$list {
            fn bind(&self) -> Literal {
                Literal::list(self.iter().map(Bind::bind))
            }
        }
    )*};
}

lists! {
    [] [V];
    [const N: usize] [V; N];
    [] Vec<V>;
    [] VecDeque<V>;
    [] BTreeSet<V>;
    [S] HashSet<V, S>;
    [] Box<[V]>;
    [] Arc<[V]>;
    [] Rc<[V]>;
}

#[diagnostic::do_not_recommend]
impl<E: PicklistValue, F: ?Sized> Bind<ListOf<ValueOf<E>>, F> for MultiPicklist<E> {
    fn bind(&self) -> Literal {
        Literal::list(self.iter().map(|value| value.value()))
    }
}

macro_rules! value {
    ([$($generic:tt)*] $kind:ty: $value:ty => |$given:ident| $literal:expr) => {
        #[diagnostic::do_not_recommend]
        impl<Field: ?Sized, $($generic)*> Bind<$kind, Field> for $value {
            fn bind(&self) -> Literal {
                let $given: &$value = self;
                Literal::from($literal)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<Field: ?Sized, $($generic)*> Bind<$kind, Field> for &$value {
            fn bind(&self) -> Literal {
                let $given: &$value = self;
                Literal::from($literal)
            }
        }
    };
}

macro_rules! values {
    ($([$($generic:tt)*] $kind:ty: $value:ty => |$given:ident| $literal:expr;)*) => {$(
        value!([$($generic)*] $kind: $value => |$given| $literal);
        value!([$($generic)*] OrNull<$kind>: $value => |$given| $literal);
    )*};
}

values! {
    [] Text: &str => |text| *text;
    [] Text: String => |text| text.as_str();
    [] Text: Box<str> => |text| &**text;
    [] Text: Arc<str> => |text| &**text;
    [] Text: Rc<str> => |text| &**text;
    [] Text: Cow<'_, str> => |text| &**text;
    [] Text: char => |c| c.to_string();

    [] Checkbox: bool => |value| *value;

    [] Int: i8 => |value| i32::from(*value);
    [] Int: i16 => |value| i32::from(*value);
    [] Int: i32 => |value| *value;
    [] Int: i64 => |value| *value;
    [] Int: u8 => |value| i32::from(*value);
    [] Int: u16 => |value| i32::from(*value);
    [] Int: u32 => |value| *value;
    [] Long: i32 => |value| *value;
    [] Long: i64 => |value| *value;
    [] Long: u32 => |value| *value;

    [] Number: Decimal => |value| *value;
    [] Number: f64 => |value| *value;
    [] Number: i32 => |value| *value;
    [] Number: i64 => |value| *value;
    [] Number: u32 => |value| *value;
    [] Number: u64 => |value| Decimal::from(*value);
    [] Float: Decimal => |value| *value;
    [] Float: f64 => |value| *value;
    [] Float: f32 => |value| f64::from(*value);
    [] Float: i32 => |value| *value;
    [] Float: i64 => |value| *value;
    [] Float: u32 => |value| *value;

    [] CivilDate: Date => |value| *value;
    [] CivilDate: DateLiteral => |value| *value;
    [] Instant: Timestamp => |value| *value;
    [] Instant: DateLiteral => |value| *value;
    [] CivilTime: Time => |value| *value;

    [T] IdOf<T>: Id<T> => |id| *id;
    [T] IdOf<T>: NewId<T> => |id| id;
    [T] IdOf<T>: RecordType<T> => |record_type| record_type.id;
    [T] AnyId: Id<T> => |id| *id;
    [T] AnyId: NewId<T> => |id| id;
    [P: PolymorphicId] IdOfOne<P>: P => |id| id.id();
    [P: Accepts<T>, T] IdOfOne<P>: Id<T> => |id| *id;
    [P: Accepts<T>, T] IdOfOne<P>: NewId<T> => |id| id;

    [E: PicklistValue] ValueOf<E>: E => |value| *value;
    [E: PicklistValue] ValueOf<E>: Picklist<E> => |value| value.value();
    [E: PicklistValue] ValuesOf<E>: E => |value| *value;
    [E: PicklistValue] ValuesOf<E>: Picklist<E> => |value| value.value();
    [E: PicklistValue] ValuesOf<E>: MultiPicklist<E> => |values| values.to_wire();

    [] Pattern: &str => |text| *text;
    [] Pattern: String => |text| text.as_str();
    [] Pattern: Box<str> => |text| &**text;
    [] Pattern: Cow<'_, str> => |text| &**text;
    [] Pattern: Like => |like| like.clone();

    [] WholeNumber: u8 => |value| u32::from(*value);
    [] WholeNumber: u16 => |value| u32::from(*value);
    [] WholeNumber: u32 => |value| *value;
    [] WholeNumber: u64 => |value| Decimal::from(*value);
    [] WholeNumber: usize => |value| Decimal::from(*value);
    [] WholeNumber: i32 => |value| Literal::count(i64::from(*value));

    [] WholeNumberTo2000: u8 => |value| Literal::offset(i64::from(*value));
    [] WholeNumberTo2000: u16 => |value| Literal::offset(i64::from(*value));
    [] WholeNumberTo2000: u32 => |value| Literal::offset(i64::from(*value));
    [] WholeNumberTo2000: u64 => |value| Literal::offset(i64::try_from(*value).unwrap_or(i64::MAX));
    [] WholeNumberTo2000: usize => |value| Literal::offset(i64::try_from(*value).unwrap_or(i64::MAX));
    [] WholeNumberTo2000: i32 => |value| Literal::offset(i64::from(*value));
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone};

    use super::*;
    use crate::types::chrono::{date, instant, time};

    values! {
        [] CivilDate: NaiveDate => |value| date(*value);
        [] CivilTime: NaiveTime => |value| time(*value);
        [Z: TimeZone] Instant: DateTime<Z> => |value| instant(value);
    }
}
