//! An update is of a record of its own object.

use sf_runtime::Id;
use sf_tests::bindings::{Account, Contact};

fn main() {
    let contact: Id<Contact> = Id::parse("0038W00002abcDE").unwrap();
    //~ does not name a record of
    let _ = Account::update(contact);
}
