#![allow(unused)]

use sf_runtime::SoqlRow;
use sf_tests::bindings::Account;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Below {
    name: String,
    child_accounts: Vec<Below>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Above {
    parent: Option<Self>,
}

fn main() {}
