//! A field that the org does not have.

use sf_runtime::Id;
use sf_tests::bindings::{Account, account};

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    let _ = known.industri(account::Industry::Banking); //~ no method named `industri` found
}
