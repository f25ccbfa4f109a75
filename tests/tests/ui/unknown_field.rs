//! A field that the org does not have.

use sf_runtime::Id;
use sf_tests::bindings::{Account, account};

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ no method named `industri` found
    //~ a method `industry` with a similar name
    let _ = known.industri(account::Industry::Banking);
}
