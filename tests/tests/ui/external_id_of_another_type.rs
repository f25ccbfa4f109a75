//! An external ID is typed by its field.

use sf_tests::bindings::Account;

fn main() {
    //~ `&str` is not a value for
    //~ Account_Number_Ext__c` takes
    //~ Number>
    let _ = Account::upsert_by_account_number_ext__c("A-17");
}
