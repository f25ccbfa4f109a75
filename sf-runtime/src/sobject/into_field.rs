//! What may be written to a field, as types.
//!
//! A setter takes `impl IntoField<Nillable<Text>, Website>`: the first parameter is what the field
//! holds and whether it may be cleared, the second is the field, for the compiler to name.

use std::marker::PhantomData;

use rust_decimal::Decimal;

use crate::types::{
    Accepts, Blob, Date, Id, MultiPicklist, Null, Picklist, PicklistValue, PolymorphicId, Time,
    Timestamp,
};

use super::value::Repr;
use super::{NewId, ParentRef, RecordType, Reference, Value};

/// A value that field `F`, which holds `K`, takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for `{F}`",
    label = "`{F}` takes `{K}`",
    note = "an unset field is left as it is, `Null` clears a nillable one"
)]
pub trait IntoField<K, F> {
    /// The value, ready to be written.
    fn into_field(self) -> Value;
}

/// A field that may be cleared with [`Null`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not nillable: it cannot be cleared with `Null`",
    label = "the org wants a value in `{Self}`"
)]
pub trait MayBeNull {}

/// A field that may be cleared, and holds `K` otherwise.
pub struct Nillable<K>(PhantomData<K>);
/// A field that always holds `K`.
pub struct Filled<K>(PhantomData<K>);

// What a field holds is told by the type that it is read as, so that the compiler speaks of that.

/// Text: `String`, `&str` and their kin.
pub type Text = String;
/// A checkbox.
pub type Checkbox = bool;
/// A whole number of 32 bits.
pub type Int = i32;
/// A whole number of 64 bits.
pub type Long = i64;
/// An exact number: `Decimal` or any integer.
pub type Number = Decimal;
/// A number that the user of the generator wants as `f64`.
pub type Float = f64;
/// A civil date.
pub type CivilDate = Date;
/// An instant.
pub type Instant = Timestamp;
/// A time of day.
pub type CivilTime = Time;
/// Bytes.
pub enum Bytes {}
/// Any JSON.
pub enum Json {}
/// A record of `T`, by id or by external ID.
pub struct Ref<T>(PhantomData<T>);
/// A record of one of several objects; `P` is the enum of their ids.
pub struct Poly<P>(PhantomData<P>);
/// One active value of the picklist `E`.
pub struct Restricted<E>(PhantomData<E>);
/// A value of the picklist `E`, or any other text.
pub struct Unrestricted<E>(PhantomData<E>);
/// Several values of the picklist `E`.
pub struct Set<E>(PhantomData<E>);

#[diagnostic::do_not_recommend]
impl<K, F> IntoField<Nillable<K>, F> for Null {
    fn into_field(self) -> Value {
        Value::NULL
    }
}

/// Never satisfied: it is here for the message.
impl<K, F: MayBeNull> IntoField<Filled<K>, F> for Null {
    fn into_field(self) -> Value {
        Value::NULL
    }
}

macro_rules! value {
    ([$($generic:tt)*] $kind:ty: $value:ty => |$given:ident| $repr:expr) => {
        #[diagnostic::do_not_recommend]
        impl<Field, $($generic)*> IntoField<Nillable<$kind>, Field> for $value {
            #[inline]
            fn into_field(self) -> Value {
                let $given = self;
                Value::from($repr)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<Field, $($generic)*> IntoField<Filled<$kind>, Field> for $value {
            #[inline]
            fn into_field(self) -> Value {
                let $given = self;
                Value::from($repr)
            }
        }
    };
}

value!([] Text: String => |text| Repr::Text(text.into_boxed_str()));
value!([] Text: &String => |text| Repr::Text(text.as_str().into()));
value!([] Text: &str => |text| Repr::Text(text.into()));
value!([] Text: Box<str> => |text| Repr::Text(text));
value!([] Text: std::borrow::Cow<'_, str> => |text| Repr::Text(text.into()));
value!([] Text: char => |c| Repr::Text(c.to_string().into()));

value!([] Checkbox: bool => |value| Repr::Bool(value));

value!([] Int: i32 => |value| Repr::Int(value.into()));
value!([] Int: i16 => |value| Repr::Int(value.into()));
value!([] Int: i8 => |value| Repr::Int(value.into()));
value!([] Int: u16 => |value| Repr::Int(value.into()));
value!([] Int: u8 => |value| Repr::Int(value.into()));
value!([] Long: i64 => |value| Repr::Int(value));
value!([] Long: i32 => |value| Repr::Int(value.into()));
value!([] Long: u32 => |value| Repr::Int(value.into()));

value!([] Number: Decimal => |value| Repr::Decimal(value));
value!([] Number: i64 => |value| Repr::Int(value));
value!([] Number: i32 => |value| Repr::Int(value.into()));
value!([] Number: u32 => |value| Repr::Int(value.into()));
value!([] Number: u64 => |value| Repr::Decimal(value.into()));
value!([] Float: f64 => |value| Repr::Float(value));
value!([] Float: f32 => |value| Repr::Float(value.into()));
value!([] Float: i32 => |value| Repr::Float(value.into()));

value!([] CivilDate: Date => |value| Repr::Date(value));
value!([] Instant: Timestamp => |value| Repr::DateTime(value));
value!([] CivilTime: Time => |value| Repr::Time(value));

value!([] Bytes: Blob => |blob| Repr::Bytes(blob.0.into_boxed_slice()));
value!([] Bytes: Vec<u8> => |bytes| Repr::Bytes(bytes.into_boxed_slice()));
value!([] Bytes: &[u8] => |bytes| Repr::Bytes(bytes.into()));

value!([] Json: serde_json::Value => |json| Repr::Json(json.to_string().into()));

value!([T] Ref<T>: Id<T> => |id| Repr::Id(id.raw()));
value!([T] Ref<T>: ParentRef<T> => |parent| parent.into_value(false).0);
value!([T] Ref<T>: Reference<T> => |reference| match reference {
    Reference::Id(id) => Repr::Id(id.raw()),
    Reference::NewId(id) => Repr::NewId(id.erase()),
    Reference::ExternalId(parent) => parent.into_value(false).0,
});
value!([T] Ref<T>: NewId<T> => |id| Repr::NewId(id.erase()));
value!([T] Ref<T>: &NewId<T> => |id| Repr::NewId(id.clone().erase()));
value!([T] Ref<T>: RecordType<T> => |record_type| {
    // An id that is none is left to the org to refuse.
    Id::<T>::from_text_unchecked_prefix(record_type.id)
        .map_or(Repr::Static(record_type.id), |id| Repr::Id(id.raw()))
});
value!([P: PolymorphicId] Poly<P>: P => |id| Repr::Id(id.id().raw()));
value!([P: Accepts<T>, T] Poly<P>: Id<T> => |id| Repr::Id(id.raw()));
value!([P: Accepts<T>, T] Poly<P>: NewId<T> => |id| Repr::NewId(id.erase()));
value!([P: Accepts<T>, T] Poly<P>: &NewId<T> => |id| Repr::NewId(id.clone().erase()));
value!([P: Accepts<T>, T] Poly<P>: ParentRef<T> => |parent| parent.into_value(true).0);

value!([E: PicklistValue] Restricted<E>: E => |value| Repr::Static(value.value()));
value!([E: PicklistValue] Unrestricted<E>: E => |value| Repr::Static(value.value()));
value!([E: PicklistValue] Unrestricted<E>: Picklist<E> => |value| match value {
    Picklist::Known(known) => Repr::Static(known.value()),
    Picklist::Other(text) => Repr::Text(text),
});
value!([E: PicklistValue] Set<E>: MultiPicklist<E> => |values| Repr::Text(values.to_wire().into()));

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone};

    use super::*;
    use crate::types::chrono::{date, instant, time};

    value!([] CivilDate: NaiveDate => |value| Repr::Date(date(value)));
    value!([] CivilTime: NaiveTime => |value| Repr::Time(time(value)));
    value!([Z: TimeZone] Instant: DateTime<Z> => |value| Repr::DateTime(instant(&value)));
}
