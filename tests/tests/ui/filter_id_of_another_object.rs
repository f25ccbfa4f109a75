//! A lookup is compared with ids of its object.

use sf_tests::bindings::{Contact, account::fields as f};

fn id() -> sf_runtime::Id<Contact> {
    "003D000000IqhSL".parse().unwrap()
}

fn main() {
    //~ Id<sf_tests::bindings::Contact>` cannot stand for a value of `sf_tests::bindings::account::fields::ParentId`
    let _ = f::PARENT_ID.eq(id());
}
