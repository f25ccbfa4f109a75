//! An id is one of the lookup's object.

use sf_runtime::{Id, SoqlRow};
use sf_tests::bindings::{Account, Contact};

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    id: Id<Account>,
    parent_id: Option<Id<Contact>>,
}

fn main() {
    //~ ParentId` cannot be read as `
}
