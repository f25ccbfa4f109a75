//! LIKE is for text.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ account::fields::AnnualRevenue` is not compared by `LIKE`
    let _ = f::ANNUAL_REVENUE.like(sf_runtime::query::Like::contains("1"));
}
