//! Which types a column may be read as, where a program's own struct says so.

use super::cells::{any, boolean, decimal, float, id, of_text, read_children, string, whole};
use super::{Cells, Fault, Row, SoqlRow};
use crate::query::whole::rest_of_list;
use crate::query::{AnyId, IdOf, IdOfOne, ValueOf, ValuesOf};
use crate::sobject::{
    Bytes, Checkbox, CivilDate, CivilTime, Float, Instant, Int, Json, Long, Number, Page, Text,
};
use crate::types::datetime::{parse_date, parse_datetime, parse_time};
use crate::types::{
    Address, BlobRef, Date, Decimal, Id, Location, MultiPicklist, Picklist, PicklistValue,
    PolymorphicId, Time, Timestamp,
};

/// A type that the column `F`, which holds `K`, may be read as.
#[diagnostic::on_unimplemented(
    message = "`{F}` cannot be read as `{Self}`",
    label = "`{F}` holds `{K}`"
)]
pub trait ReadAs<K, F: ?Sized>: Sized {
    #[doc(hidden)]
    fn read_as(json: &str) -> Result<Self, Fault>;

    /// A value of a row that nobody sees.
    #[doc(hidden)]
    fn stand_in() -> Self;
}

macro_rules! read_as {
    ($([$($generic:tt)*] $kind:ty: $ty:ty = $read:expr, $stand_in:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<Field: ?Sized, $($generic)*> ReadAs<$kind, Field> for $ty {
            fn read_as(json: &str) -> Result<Self, Fault> {
                let read: fn(&str) -> Result<Self, Fault> = $read;
                read(json)
            }

            fn stand_in() -> Self {
                $stand_in
            }
        }
    )*};
}

fn text(json: &str) -> Result<String, Fault> {
    string(json).map(std::borrow::Cow::into_owned)
}

read_as! {
    [] Text: String = text, String::new();
    [] Text: Box<str> = |json| text(json).map(Into::into), Box::default();
    [] Checkbox: bool = boolean, false;
    [] Int: i32 = whole, 0;
    [] Int: i64 = whole, 0;
    [] Int: f64 = float, 0.0;
    [] Int: Decimal = decimal, Decimal::ZERO;
    [] Long: i64 = whole, 0;
    [] Long: Decimal = decimal, Decimal::ZERO;
    [] Number: Decimal = decimal, Decimal::ZERO;
    [] Number: f64 = float, 0.0;
    [] Float: Decimal = decimal, Decimal::ZERO;
    [] Float: f64 = float, 0.0;
    [] CivilDate: Date = |json| of_text(json, "a date", parse_date), Date::ZERO;
    [] Instant: Timestamp
        = |json| of_text(json, "a datetime", parse_datetime), Timestamp::UNIX_EPOCH;
    [] CivilTime: Time = |json| of_text(json, "a time", parse_time), Time::midnight();
    [T] IdOf<T>: Id<T> = id, super::cells::blank_id();
    [T] IdOf<T>: String = text, String::new();
    [T] AnyId: Id<T> = id, super::cells::blank_id();
    [] AnyId: String = text, String::new();
    [P: PolymorphicId] IdOfOne<P>: P
        = |json| id(json).map(P::from_id), P::from_id(super::cells::blank_id());
    [P] IdOfOne<P>: String = text, String::new();
    [E: PicklistValue] ValueOf<E>: Picklist<E>
        = |json| string(json).map(|text| Picklist::from_value(&text)), Picklist::other("");
    [E] ValueOf<E>: String = text, String::new();
    [E: PicklistValue] ValuesOf<E>: MultiPicklist<E>
        = |json| string(json).map(|text| MultiPicklist::parse(&text)), MultiPicklist::new();
    [E] ValuesOf<E>: String = text, String::new();
    [] Bytes: BlobRef
        = |json| of_text(json, "the path of a body", |text| BlobRef::new(text).ok()),
        BlobRef::blank();
    [] Address: Address = any, Address::default();
    [] Location: Location = any, Location { latitude: 0.0, longitude: 0.0 };
    [] Json: serde_json::Value = any, serde_json::Value::Null;
}

/// What rows of a program's own read.
impl Cells<'_> {
    /// The next column, which is not nillable.
    pub fn value<K, F: ?Sized, T: ReadAs<K, F>>(&mut self) -> T {
        let key = self.next_key();
        self.filled(key, T::read_as, T::stand_in)
    }

    /// The next column, none where it is null.
    pub fn value_or_null<K, F: ?Sized, T: ReadAs<K, F>>(&mut self) -> Option<T> {
        let key = self.next_key();
        self.nullable(key, T::read_as)
    }

    /// What is read of a parent, whose keys these are.
    pub fn inside<T>(
        &mut self,
        columns: &'static [&'static str],
        read: impl Fn(&mut Cells<'_>) -> T,
    ) -> T {
        let key = self.next_key();
        self.filled(
            key,
            |json| read_inside(json, columns, &read),
            || read(&mut Cells::blank()),
        )
    }

    /// What is read of a parent that there need not be.
    pub fn inside_or_null<T>(
        &mut self,
        columns: &'static [&'static str],
        read: impl Fn(&mut Cells<'_>) -> Option<T>,
    ) -> Option<T> {
        let key = self.next_key();
        self.nullable(key, |json| read_inside(json, columns, &read))
            .flatten()
    }

    /// The cells from this column on, which may have been read before.
    pub fn at(&mut self, place: usize) -> &mut Self {
        self.next = place;
        self
    }

    /// A parent, as a row of its own.
    pub fn parent_of<R: SoqlRow>(&mut self) -> R {
        let key = self.next_key();
        self.filled(key, <R as Row>::from_text, || {
            <R as Row>::read(&mut Cells::blank())
        })
    }

    /// A parent that there need not be.
    pub fn parent_of_or_null<R: SoqlRow>(&mut self) -> Option<R> {
        let key = self.next_key();
        self.nullable(key, <R as Row>::from_text)
    }

    /// Child records: the first page of them.
    pub fn children_of<R: SoqlRow>(&mut self) -> Page<R> {
        let key = self.next_key();
        self.children(key)
    }

    /// All child records, if those that did not come with the record were fetched and each can be
    /// read: a list has no room for what is wrong with one, a `Page` has.
    pub fn all_children_of<R: SoqlRow>(&mut self) -> Vec<R> {
        let key = self.next_key();
        let first = self.children::<R>(key);
        let mut rows = Vec::with_capacity(first.records.len());
        let rest = match &first.next_records_url {
            Some(link) if !first.done => rest_of_list(link),
            _ => None,
        };
        if !first.done && rest.is_none() {
            let (sent, all) = (first.records.len(), first.total_size);
            let said = format!(
                "the org sent {sent} of {all} child records at first, and the rest was not \
                 fetched: `stream` and the `fetch_…` of a query do, a call in a composite or batch \
                 does not; or read them as a `Page`, which fetches the rest when it is asked to"
            );
            self.note(key, Fault::new("", said));
        }
        self.list(key, first, &mut rows);
        for text in rest.iter().flat_map(|rest| rest.iter()) {
            match read_children(text) {
                Ok(page) => self.list(key, page, &mut rows),
                Err(fault) => self.note(key, fault),
            }
        }
        rows
    }

    /// Adds the rows of a page to a list.
    fn list<R>(&mut self, key: &str, page: Page<R>, rows: &mut Vec<R>) {
        for record in page.records {
            match record {
                Ok(row) => rows.push(row),
                Err(error) => self.note(key, Fault::new("", error.to_string())),
            }
        }
    }
}

fn read_inside<T>(
    json: &str,
    columns: &'static [&'static str],
    read: impl Fn(&mut Cells<'_>) -> T,
) -> Result<T, Fault> {
    let mut cells = Cells::of(json)?;
    cells.expect(columns);
    let value = read(&mut cells);
    cells.end()?;
    Ok(value)
}
