//! The field of a parent is refused as one of the object is.

use sf_tests::bindings::{account::fields as f, contact};

fn main() {
    //~ account::fields::Description` cannot be filtered: the org marks it filterable = false
    let _ = contact::fields::ACCOUNT.then(f::DESCRIPTION).eq("x");
}
