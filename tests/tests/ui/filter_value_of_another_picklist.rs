//! A picklist is compared with its own values.

use sf_tests::bindings::{account::{Rating, fields as f}};

fn main() {
    //~ account::fields::Industry` is not compared with `sf_tests::bindings::account::Rating`
    let _ = f::INDUSTRY.is_in([Rating::Hot]);
}
