//! An upsert may create the record, so it takes only what both may write.

use sf_tests::bindings::Account;

fn main() {
    let known = Account::upsert_by_external_id__c("EXT-1");
    let _ = known.is_partner(true); //~ `IsPartner` is update-only
}
