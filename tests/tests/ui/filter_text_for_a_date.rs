//! A date is no text.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ `&str` cannot stand for a value of `Last_Review__c`
    //~ `Last_Review__c` is compared with
    let _ = f::LAST_REVIEW__C.gt("2026-03-02");
}
