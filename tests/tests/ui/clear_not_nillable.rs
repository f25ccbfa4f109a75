//! An account always has a name.

use sf_runtime::{Id, Null};
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ Name` is not nillable: it cannot be cleared with `Null`
    let _ = known.name(Null);
}
