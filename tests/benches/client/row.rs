//! The query, and its row as someone would write it by hand.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Deserialize;
use sf_runtime::Id;
use sf_tests::bindings::{Account, User};

pub(super) const SOQL: &str = "SELECT Id, OwnerId, Name, AccountNumber, Industry, AnnualRevenue, \
     NumberOfEmployees, Website, Phone, BillingCity, BillingStreet, CreatedDate FROM Account";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)]
pub(super) struct Row {
    pub(super) id: Id<Account>,
    owner_id: Id<User>,
    name: String,
    account_number: Option<String>,
    industry: Option<String>,
    #[serde(with = "rust_decimal::serde::float_option")]
    annual_revenue: Option<Decimal>,
    number_of_employees: Option<i32>,
    website: Option<String>,
    phone: Option<String>,
    billing_city: Option<String>,
    billing_street: Option<String>,
    created_date: Timestamp,
}
