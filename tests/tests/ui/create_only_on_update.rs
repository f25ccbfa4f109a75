//! What is set once is not set again.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ Signup_Channel__c` is create-only: it is set when the record is created and not after
    let _ = known.signup_channel__c("Fair");
}
