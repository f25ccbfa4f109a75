//! A lookup is compared with ids of its object.

use sf_tests::bindings::{Contact, account::fields as f};

fn id() -> sf_runtime::Id<Contact> {
    "003D000000IqhSL".parse().unwrap()
}

fn main() {
    //~ account::fields::ParentId` is not compared with `sf_runtime::Id<sf_tests::bindings::Contact>`
    let _ = f::PARENT_ID.eq(id());
}
