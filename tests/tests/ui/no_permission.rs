//! Field-level security hides the field from edits.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ Credit_Limit__c` is read-only: the user of the snapshot has no permission to edit it
    let _ = known.credit_limit__c(5_000);
}
