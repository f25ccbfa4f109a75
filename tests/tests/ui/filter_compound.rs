//! A compound value is filtered by its parts.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ account::fields::BillingAddress` cannot be filtered: the org marks it filterable = false
    let _ = f::BILLING_ADDRESS.is_null();
}
