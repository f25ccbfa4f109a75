#![allow(unused)]

use sf_runtime::SoqlRow;
use sf_tests::bindings::Account;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Company {
    name: String,
    //~ `Company` would be selected in itself without an end: write another struct for this level
    child_accounts: Vec<Company>,
}

fn main() {}
