//! A date is compared with dates.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ `Timestamp` cannot stand for a value of `Last_Review__c`
    let _ = f::LAST_REVIEW__C.gt(sf_runtime::Timestamp::UNIX_EPOCH);
}
