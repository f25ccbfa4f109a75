//! The org counts an auto-number up.

use sf_tests::bindings::{Account, account};

fn main() {
    let new = Account::create(account::Required { name: "Acme".into() });
    //~ Customer_Number__c` is read-only: an auto-number
    let _ = new.customer_number__c("C-17");
}
