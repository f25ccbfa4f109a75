//! A semi-join compares ids of one object.

use sf_tests::bindings::{account::fields as f, contact};

fn main() {
    //~ account::fields::Id` and `sf_tests::bindings::contact::fields::OwnerId` are not ids of one object
    let _ = f::ID.in_query(contact::fields::OWNER_ID, sf_runtime::Filter::all());
}
