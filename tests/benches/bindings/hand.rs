//! What someone who knows the query would write by hand: exactly the 20 fields of
//! [`FIELDS`](super::record::FIELDS), with serde's derive. What describe knows to be always there is
//! no `Option`, and a picklist is text.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sf_runtime::Id;

use crate::synthetic::{Contact, User};

/// An answer, `totalSize` and `done` included.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    #[allow(dead_code)]
    total_size: u64,
    #[allow(dead_code)]
    done: bool,
    pub(super) records: Vec<T>,
}

/// A struct of the 20 fields, once for each of the ways to hold what is not text in JSON.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident, id: $id:ty, owner: $owner:ty, contact: $contact:ty,
     number: $number:ty $(, with: $number_with:literal)?;
     instant: $instant:ty, date: $date:ty) => {
        $(#[$doc])*
        #[derive(Deserialize)]
        #[allow(dead_code)]
        pub(super) struct $name {
            #[serde(rename = "Id")]
            id: $id,
            #[serde(rename = "OwnerId")]
            owner: $owner,
            #[serde(rename = "Name")]
            name: String,
            #[serde(rename = "CreatedDate")]
            created: $instant,
            #[serde(rename = "LastModifiedDate")]
            modified: $instant,
            #[serde(rename = "IsDeleted")]
            is_deleted: bool,
            #[serde(rename = "Text_1__c")]
            text_1: Option<String>,
            #[serde(rename = "Choice_2__c")]
            choice_2: Option<String>,
            #[serde(rename = "Amount_3__c" $(, with = $number_with)?)]
            amount_3: Option<$number>,
            #[serde(rename = "Is_Flag_4__c")]
            is_flag_4: bool,
            #[serde(rename = "Parent_5__c")]
            parent_5: Option<$contact>,
            #[serde(rename = "Text_6__c")]
            text_6: Option<String>,
            #[serde(rename = "Day_7__c")]
            day_7: Option<$date>,
            #[serde(rename = "Comment_8__c")]
            comment_8: Option<String>,
            #[serde(rename = "Count_10__c" $(, with = $number_with)?)]
            count_10: Option<$number>,
            #[serde(rename = "Choice_11__c")]
            choice_11: Option<String>,
            #[serde(rename = "Phone_12__c")]
            phone_12: Option<String>,
            #[serde(rename = "Moment_16__c")]
            moment_16: Option<$instant>,
            #[serde(rename = "Email_17__c")]
            email_17: Option<String>,
            #[serde(rename = "Share_18__c" $(, with = $number_with)?)]
            share_18: Option<$number>,
        }
    };
}

row! {
    /// Ids, exact decimals, instants and dates, by the crates that the bindings use.
    Typed, id: Id, owner: Id<User>, contact: Id<Contact>,
    number: Decimal, with: "rust_decimal::serde::float_option";
    instant: Instant, date: Date
}

row! {
    /// As [`Typed`], with numbers as `f64`: faster, and 18 digits do not survive.
    Floats, id: Id, owner: Id<User>, contact: Id<Contact>,
    number: f64;
    instant: Instant, date: Date
}

row! {
    /// Nothing but text, `f64` and `bool`: no id, instant or date is understood.
    Texts, id: String, owner: String, contact: String,
    number: f64;
    instant: String, date: String
}

/// An instant with the offset `+0000`, which jiff's own serde support does take.
pub(super) type Instant = Timestamp;

/// A new record with 16 fields, by hand.
#[derive(Serialize)]
pub(super) struct Create {
    #[serde(rename = "Code_25__c")]
    pub(super) code_25: String,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(rename = "Text_1__c", skip_serializing_if = "Option::is_none")]
    pub(super) text_1: Option<String>,
    #[serde(rename = "Choice_2__c", skip_serializing_if = "Option::is_none")]
    pub(super) choice_2: Option<&'static str>,
    #[serde(
        rename = "Amount_3__c",
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::float_option"
    )]
    pub(super) amount_3: Option<Decimal>,
    #[serde(rename = "Is_Flag_4__c", skip_serializing_if = "Option::is_none")]
    pub(super) is_flag_4: Option<bool>,
    #[serde(rename = "Parent_5__c", skip_serializing_if = "Option::is_none")]
    pub(super) parent_5: Option<Id<Contact>>,
    #[serde(rename = "Text_6__c", skip_serializing_if = "Option::is_none")]
    pub(super) text_6: Option<String>,
    #[serde(rename = "Day_7__c", skip_serializing_if = "Option::is_none")]
    pub(super) day_7: Option<Date>,
    #[serde(rename = "Comment_8__c", skip_serializing_if = "Option::is_none")]
    pub(super) comment_8: Option<String>,
    #[serde(
        rename = "Count_10__c",
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::float_option"
    )]
    pub(super) count_10: Option<Decimal>,
    #[serde(rename = "Choice_11__c", skip_serializing_if = "Option::is_none")]
    pub(super) choice_11: Option<&'static str>,
    #[serde(rename = "Phone_12__c", skip_serializing_if = "Option::is_none")]
    pub(super) phone_12: Option<String>,
    #[serde(rename = "Moment_16__c", skip_serializing_if = "Option::is_none")]
    pub(super) moment_16: Option<Timestamp>,
    #[serde(rename = "Email_17__c", skip_serializing_if = "Option::is_none")]
    pub(super) email_17: Option<String>,
    #[serde(
        rename = "Share_18__c",
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::float_option"
    )]
    pub(super) share_18: Option<Decimal>,
}
