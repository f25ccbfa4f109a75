//! The org does not sort by a multi-select picklist.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ account::fields::Interests__c` cannot be sorted by: the org marks it sortable = false
    let _ = f::INTERESTS__C.asc();
}
