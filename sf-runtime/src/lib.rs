//! What generated Salesforce bindings and their applications call.
//!
//! `sf-codegen` turns an org's describe into Rust types; those types are thin, and everything that
//! they share is here: typed ids, picklists and multi-select picklists, the difference between
//! "not selected", "null" and "a value" (`FieldValue`), the sparse `Record` behind every object that
//! was read, and the `Draft` behind every write.
//!
//! With the feature `client` it also talks to the org:
//!
#![cfg_attr(feature = "client", doc = "```")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! use sf_runtime::auth::{ClientCredentials, LoginHost};
//! use sf_runtime::{Client, Query};
//!
//! # async fn run() -> Result<(), sf_runtime::Error> {
//! let login = ClientCredentials::new(
//!     LoginHost::my_domain("acme")?,
//!     "the consumer key",
//!     "the consumer secret",
//! )?;
//! let sf = Client::builder().auth(login).connect().await?;
//!
//! #[derive(serde::Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct Row {
//!     name: String,
//! }
//! let mut rows = Query::<Row>::new("SELECT Name FROM Account WHERE Industry = :industry")
//!     .bind("industry", "Technology")
//!     .stream(&sf);
//! while let Some(row) = rows.next().await {
//!     println!("{}", row?.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | on by default | what it brings |
//! |---|---|---|
//! | `records` | yes | typed values, records and drafts: all that generated code needs |
//! | `client` | yes | the client, with every resource, and every login but those below |
//! | `jwt` | yes | login by JWT bearer |
//! | `browser-login` | no | login in a browser that comes back to this machine |
//! | `sf-cli` | no | login as the `sf` command-line tool |
//! | `macros` | yes | the macros of `sf-derive` |
//! | `verify` | no | `Client::verify`: whether the org is still what the bindings were made of |
//! | `schema` | no | `lower`, which makes a describe the model of `sf-schema` |
//! | `chrono` | no | `chrono` dates and times in setters and out of getters |
//!
//! Without any feature only the [`describe`] types remain, with serde as the one dependency; `schema`
//! adds `sf-schema`, which has none. These two are what a build script pays for.
//!
//! # Is the org still what it was?
//!
//! Bindings carry what they were made of. With the feature `verify` a program compares that with the
//! org when it starts, object by object, and is told what `sf-codegen diff` would tell; an API call
//! for 25 objects, with short answers where nothing has changed:
//!
#![cfg_attr(feature = "verify", doc = "```")]
#![cfg_attr(not(feature = "verify"), doc = "```text")]
//! # use sf_runtime::{Client, Error, verify::Compiled};
//! # async fn run<Account: Compiled, Contact: Compiled>(sf: &Client) -> Result<(), Error> {
//! let verified = sf.verify::<(Account, Contact)>().await?;
//! for difference in verified.breaking() {
//!     eprintln!("{difference}");
//! }
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "client")]
pub mod auth;
#[cfg(feature = "client")]
pub mod bulk;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod collections;
#[cfg(feature = "client")]
pub mod composite;
pub mod describe;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
pub mod events;
#[cfg(feature = "schema")]
pub mod lower;
#[cfg(feature = "client")]
pub mod query;
#[cfg(feature = "client")]
pub mod rest;
#[cfg(feature = "client")]
pub mod retry;
#[cfg(feature = "client")]
pub mod search;
#[cfg(feature = "records")]
pub mod sobject;
#[cfg(feature = "records")]
pub mod types;
#[cfg(feature = "verify")]
pub mod verify;

#[cfg(feature = "records")]
mod bindings;

/// Makes a struct of the program's own the row of a query, which is checked against the org's schema
/// when the crate compiles.
///
/// ```text
/// #[derive(SoqlRow)]
/// #[soql(from = "Opportunity", filter = "IsClosed = false AND Amount > :min")]
/// struct OpenDeal {
///     id: Id<Opportunity>,
///     name: String,
///     amount: Option<Decimal>,
///     #[soql("Account.Name")]
///     account: Option<String>,
///     owner: Person,
/// }
///
/// #[derive(SoqlRow)]
/// #[soql(from = "User")]
/// struct Person {
///     username: String,
/// }
///
/// let deals: Vec<OpenDeal> = OpenDeal::query(min).fetch_all(&sf).await?;
/// ```
///
/// On the struct: `from` is the object. `filter`, `order_by`, `limit`, `offset`, `group_by`,
/// `having` and `scope` are the clauses of SOQL, without their keywords. `in = my_org::bindings` and
/// `allow(...)`, `warn(...)` and `deny(...)` of lints are as in `soql!`. A bind is a name, `:min`, and
/// no `:deal.min` or `:{expression}`: all binds are the arguments of `query`, in the order in which they
/// appear first.
///
/// A field is what its name says, as the getters of the bindings are named: a field of the object, a
/// parent, or child records. `#[soql("...")]` says it instead: a path such as `Account.Name`, a
/// relationship, or an expression such as `COUNT(Id)`.
///
/// What may be null is an `Option`, written as such and not behind an alias; one that nothing needs is
/// warned of (`needless-option`). A column is read as the type that the bindings have for it, or as
/// another one that loses nothing: a picklist or an id as `String`, a number as `Decimal` or `f64`.
///
/// A parent is another such struct, an `Option` where there may be none. It has no clauses, functions
/// or child records. Child records are a [`Page`] of another such struct, which fetches the rest when
/// it is asked to, or a `Vec`, which is whole: what does not come with the record is fetched with it, by
/// [`Query::stream`] and whatever else fetches the rows of a query. As a part of a composite or a batch
/// nothing fetches it, and a row that lacks some of it is an error. The clauses of that struct are those
/// of the sub-query. Its binds are named where it is held, as its own `query` takes them, and become
/// arguments of the whole query, where one name is one argument:
///
/// ```text
/// #[derive(SoqlRow)]
/// #[soql(from = "Account", filter = "Industry = :industry")]
/// struct Company {
///     name: String,
///     #[soql(binds(min))]
///     opportunities: Vec<OpenDeal>,
/// }
///
/// let companies = Company::query(min, industry).fetch_all(&sf).await?;
/// ```
///
/// The arguments come in the order of the text: those of the fields first, child rows among them, then
/// those of the clauses.
///
/// A parent that may be of several objects is a row of `Name`, whose fields all of them have, or an enum
/// of rows (TYPEOF), with an arm for each object and one for any other, which is a row of `Name`, a
/// `String`, which is the object's name, or nothing:
///
/// ```text
/// #[derive(SoqlRow)]
/// enum About {
///     #[soql(from = "Account")]
///     Account(Company),
///     #[soql(from = "Opportunity")]
///     Deal(OpenDeal),
///     Other(String),
/// }
///
/// #[derive(SoqlRow)]
/// #[soql(from = "Task")]
/// struct Todo {
///     subject: Option<String>,
///     what: Option<About>,
/// }
/// ```
///
/// Rows that hold each other, such as two of `Case` that each have a `cases: Vec<_>` of the other, would
/// be a query without an end. The macro sees one struct at a time, so the compiler refuses them, as a
/// cycle (E0391) of `SELECT` and `ITEMS` that names the structs: write another struct for the last
/// level. `sf-codegen lint` tells it in fewer words.
///
/// What an org takes of a query as a whole is counted through the rows that a row holds: 5 parents on
/// the way to a field, 55 different relationships to parents, 5 levels of child records, 20 of them
/// side by side, 100,000 characters.
///
/// The struct gets `query`, and implements `serde::Deserialize`. It has named fields, and no generics
/// or lifetimes.
#[cfg(all(feature = "macros", feature = "client"))]
pub use sf_derive::SoqlRow;
/// A query in SOQL that the compiler checks: what the org would refuse for a reason that its describe
/// shows does not compile, and the compiler says the reason.
///
/// ```text
/// let rows = soql!(
///     "SELECT Id, Name, Owner.Name, (SELECT LastName FROM Contacts)
///      FROM Account WHERE Industry = :industry AND Name LIKE :start ORDER BY Name"
/// )
/// .fetch_all(&sf)
/// .await?;
/// ```
///
/// It gives a [`Query`] whose rows are structs of exactly what is selected, named and typed as in the
/// bindings: an `Option` where describe says that a value may be null, or a lookup on the way; a
/// struct for a parent; a [`Page`] of structs for child records, a list that fetches the rest when it is
/// asked to; an enum for `TYPEOF`. A column has its alias as name, or `expr0`. A row that cannot be
/// read is an error of its own. `SELECT COUNT()` has no rows: [`Query::count`] tells the number, as does
/// the handle of such a query in a [`Composite`](composite::Composite) or a
/// [`Batch`](composite::Batch).
///
/// The query is one string literal, several in a row, or tokens: `soql!(SELECT Id FROM Account WHERE
/// Name = "Acme")`. Among tokens a text of SOQL is a Rust string, because Rust keeps single quotes for
/// one character and refuses `'Acme'` before the macro is asked. In the query `:name`, `:name.field` and
/// `:{expression}` stand for values, each evaluated once, which must be of the type that they are
/// compared with: `None` is null after `=` and `!=`, any list goes with `IN` and `INCLUDES`, a text is
/// the whole pattern of `LIKE`, and a [`Like`](query::Like) one of escaped texts and wildcards.
/// `LAST_N_DAYS::days` is a date literal whose number is bound, as in Apex. Whatever a value holds, it
/// stays one value.
///
/// After an error the rows keep the fields that are known, so that nothing more is said of what is done
/// with them.
///
/// Before the query may stand, each with a comma:
///
/// | | |
/// |---|---|
/// | `in path::to::bindings` | where the bindings are; else what the settings say, or `crate::org` |
/// | `allow(offset-without-order)`, `warn(…)`, `deny(…)` | what is made of lints, of which `[lints]` in `sf.toml` says it for all queries |
///
/// and, for rows that go through functions, a struct: then the macro is an item, and the binds are
/// the arguments of its function `query`, in the order of the text. So each of them is a name there,
/// `:min`, and no `:deal.min` or `:{expression}`.
/// Such a row is `Clone` and `PartialEq` too; one without a name is `Debug` alone, because the
/// compiler would spend more on the rest than on the query. serde reads neither.
///
/// ```text
/// soql!(pub struct OpenDeal: "SELECT Id, Name FROM Opportunity WHERE Amount > :min");
///
/// let deals: Vec<OpenDeal> = OpenDeal::query(min).fetch_all(&sf).await?;
/// ```
///
/// The schema is looked for in the folder that `SF_SCHEMA_DIR` names, in `salesforce/sobjects.index`
/// of the crate, and in the output of its build script. Only the objects that the query touches are
/// read, and the crate is checked again when one of them has changed.
#[cfg(all(feature = "macros", feature = "client"))]
pub use sf_derive::soql;

#[cfg(feature = "client")]
pub use call::Call;
#[cfg(feature = "client")]
pub use client::Client;
#[cfg(feature = "client")]
pub use error::{Error, ErrorCode, ErrorEntry};
#[cfg(feature = "client")]
pub use query::{Filter, Query, Soql};
#[cfg(feature = "client")]
pub use rest::Upserted;
#[cfg(feature = "records")]
pub use sobject::{Create, Described, Draft, NewId, Page, ParentRef, Record, Update, Upsert};
#[cfg(feature = "records")]
pub use types::{
    Address, AnyObject, Blob, BlobRef, Date, Decimal, DependentPicklist, FieldValue, Id, Location,
    MultiPicklist, Null, Picklist, PicklistValue, SObject, Time, Timestamp,
};

/// What generated code names. Not for people: it may change with any version.
#[cfg(feature = "records")]
#[doc(hidden)]
pub mod __private {
    pub use std::convert::From;
    pub use std::marker::PhantomData;
    pub use std::option::Option::{self, None, Some};
    pub use std::string::String;

    pub use serde_json::Value as JsonValue;

    #[cfg(feature = "client")]
    pub use crate::query::{
        AnyId, Bind, BindWhole, Cells, ChildRow, Count, DateLiteralNumber, Doubt, Fault, IdOf,
        IdOfOne, Item, Limit, ListOf, Literal, NoField, Offset, OrNull, ParentRow, Pattern, Query,
        QueryRow, ReadAs, Records, Row, RowBinds, RowByType, Said, Selected, Soql, SoqlRow,
        ValueOf, ValuesOf, WholeNumber, WholeNumberTo2000, all_children, are_targets, children,
        debug_row, has_binds, has_type_of, is_longer, levels, overlap, parents, read_by_type,
        read_row, relationships, soql_of,
    };
    #[cfg(feature = "client")]
    pub use crate::rest::{Sending, Write, send_draft};
    pub use crate::sobject::{
        AutoNumberField, Both, Bytes, Checkbox, CivilDate, CivilTime, CompoundField, Create,
        CreateOnlyField, Described, Draft, Field, FieldDef, Filled, FilterOnly, Float,
        FormulaField, IdField, Instant, Int, IntoDraft, IntoField, Invalid, Json, Kind, Long,
        Nillable, NoPermissionField, Number, OWN, Operation, Page, Parent, ParentRef, Poly, Record,
        RecordKey, RecordType, Ref, Reference, Relationship, Restricted, RollUpField, SelectOnly,
        Set, SortOnly, SystemField, Table, Target, Text, Unrestricted, Update, UpdateOnlyField,
        Upsert,
    };
    pub use crate::types::{
        Address, AnyObject, Blob, BlobRef, Date, Decimal, DependentPicklist, FieldValue, Id,
        Location, MultiPicklist, Picklist, PicklistEntry, PicklistValue, PolymorphicId, SObject,
        Time, Timestamp, debug_picklist,
    };
    #[cfg(feature = "verify")]
    pub use crate::verify::{Compiled, CompiledIn, Snapshot};
    pub use serde;
}
