//! The org computes a roll-up summary from the children.

use sf_tests::bindings::{Account, account};

fn main() {
    let new = Account::create(account::Required { name: "Acme".into() });
    //~ Pipeline__c` is read-only: a roll-up summary
    let _ = new.pipeline__c(1_000);
}
