//! The org does not filter by long text.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ account::fields::Description` cannot be filtered: the org marks it filterable = false
    let _ = f::DESCRIPTION.eq("x");
}
