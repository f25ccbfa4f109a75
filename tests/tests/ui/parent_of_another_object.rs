//! A parent named by its external ID is still a parent of one object.

use sf_tests::bindings::{Contact, Product2, contact};

fn main() {
    let new = Contact::create(contact::Required { last_name: "Ng".into() });
    //~ Product2>` is not a value for
    //~ AccountId` takes
    //~ Account>>
    let _ = new.account_id(Product2::ref_by_ean__c("4006381333931"));
}
