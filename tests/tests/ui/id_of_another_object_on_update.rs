//! An update is of a record of its own object.

use sf_runtime::Id;
use sf_tests::bindings::{Account, Contact};

fn main() {
    let contact: Id<Contact> = Id::parse("0038W00002abcDE").unwrap();
    //~ expected `Id<Account>`, found `Id<Contact>`
    let _ = Account::update(contact);
}
