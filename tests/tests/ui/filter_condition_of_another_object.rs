//! A query takes conditions on its object.

use sf_tests::bindings::{Account, account::fields as f, contact};

fn main() {
    //~ Filter<sf_tests::bindings::Contact>` is no condition on `sf_tests::bindings::Account`
    let _ = Account::select(f::ID).filter(contact::fields::NAME.eq("x"));
}
