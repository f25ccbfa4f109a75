//! A picklist is compared with its own values.

use sf_tests::bindings::{account::{Rating, fields as f}};

fn main() {
    //~ account::Rating` cannot stand for a value of `sf_tests::bindings::account::fields::Industry`
    let _ = f::INDUSTRY.is_in([Rating::Hot]);
}
