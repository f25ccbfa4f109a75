//! A date is compared with dates.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ `Last_Review__c` is not compared with `Timestamp`
    let _ = f::LAST_REVIEW__C.gt(sf_runtime::Timestamp::UNIX_EPOCH);
}
