//! `SELECT COUNT()` has a number and no rows.

#![allow(unused)]

use sf_runtime::{Client, soql};
use sf_tests::bindings;

async fn count(client: &Client) {
    //~ `.count(&client)` gives
    let number = soql!("SELECT COUNT() FROM Account").fetch_one(client).await;
}

fn main() {}
