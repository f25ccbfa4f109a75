//! Several values are a set, not a text.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ `&str` is not a value for
    //~ Interests__c` takes
    //~ Set<
    let _ = known.interests__c("Golf,Wine");
}
