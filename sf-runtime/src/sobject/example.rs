//! An object for tests, written as generated code is.

use crate::sobject::{Create, Draft, FieldDef, Kind, Record, Table, Target, Update, Upsert};
use crate::types::Id;

use super::value::Repr;
use super::{RecordKey, Value};

/// An account of few fields.
#[derive(Clone, PartialEq)]
pub(crate) struct Account(Record);

static __TABLE: Table = Table {
    api: "Account",
    label: "Account",
    label_plural: "Accounts",
    key_prefix: Some("001"),
    fields: &[
        FieldDef::text("External_Id__c", 20),
        FieldDef::new("Id", Kind::Id),
        FieldDef::text("Industry", 40),
        FieldDef::text("Name", 80).filled(),
    ],
    relationships: &[],
};

crate::__sobject!(Account);

const NAME: u16 = 3;

impl Account {
    /// A new account.
    pub(crate) fn create(name: &str) -> Draft<Create> {
        Draft::new(&__TABLE, Target::New).set(NAME, text(name))
    }

    /// A new name.
    pub(crate) fn rename(id: Id<Self>, name: &str) -> Draft<Update> {
        Draft::new(&__TABLE, id.into_target()).set(NAME, text(name))
    }

    /// An account by its external ID.
    pub(crate) fn upsert(key: &str, name: &str) -> Draft<Upsert> {
        Draft::new(&__TABLE, Target::external_id("External_Id__c", text(key))).set(NAME, text(name))
    }

    /// The name, if it was selected.
    pub(crate) fn name(&self) -> Option<&str> {
        self.0.text(NAME).value()
    }
}

fn text(text: &str) -> Value {
    Value(Repr::Text(text.into()))
}
