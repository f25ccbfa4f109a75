//! An upsert may create the record, so it takes only what both may write.

use sf_tests::bindings::Account;

fn main() {
    let known = Account::upsert_by_external_id__c("EXT-1");
    //~ IsPartner` is update-only: it cannot be set when the record is created
    let _ = known.is_partner(true);
}
