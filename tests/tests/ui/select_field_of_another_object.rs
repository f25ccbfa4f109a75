//! A query selects fields of its object.

use sf_tests::bindings::{Account, contact};

fn main() {
    //~ is no field of `sf_tests::bindings::Account`
    let _ = Account::select((contact::fields::ID,));
}
