//! An external ID is typed by its field.

use sf_tests::bindings::Account;

fn main() {
    let _ = Account::upsert_by_account_number_ext__c("A-17"); //~ `&str` is not a value for `Account_Number_Ext__c`
}
