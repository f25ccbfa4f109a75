//! The org computes a formula.

use sf_tests::bindings::{Account, account};

fn main() {
    let new = Account::create(account::Required { name: "Acme".into() });
    //~ Health_Score__c` is read-only: a formula
    let _ = new.health_score__c(90);
}
