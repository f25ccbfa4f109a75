//! A contact is no account.

use sf_runtime::Id;
use sf_tests::bindings::{Contact, contact};

fn main() {
    let contact: Id<Contact> = Id::parse("0038W00002abcDE").unwrap();
    let new = Contact::create(contact::Required { last_name: "Ng".into() });
    //~ Contact>` is not a value for
    //~ AccountId` takes
    //~ Account>>
    let _ = new.account_id(contact);
}
