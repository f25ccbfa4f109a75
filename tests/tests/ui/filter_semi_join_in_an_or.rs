//! The org takes no semi-join beside an OR.

use sf_tests::bindings::{account::fields as f, contact};

fn main() {
    //~ expected `Filter<Account>`, found `SemiJoin<Account>`
    let _ = f::NAME.eq("x").or(f::ID.in_query(contact::fields::ACCOUNT_ID, sf_runtime::Filter::all()));
}
