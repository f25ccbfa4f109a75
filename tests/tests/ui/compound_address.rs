//! An address is written by its components.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ BillingAddress` is read-only: a compound value, write its components
    //~ such as `billing_street`
    let _ = known.billing_address("1 Market St");
}
