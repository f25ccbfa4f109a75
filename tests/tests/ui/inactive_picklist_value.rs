//! A value that the org retired has no variant.

use sf_runtime::Id;
use sf_tests::bindings::{Account, account};

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ named `Trial` found for enum
    //~ Tier__c`
    let _ = known.tier__c(account::Tier__c::Trial);
}
