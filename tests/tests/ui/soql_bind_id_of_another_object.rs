use sf_runtime::{Id, soql};
use sf_tests::bindings::Contact;

fn of(contact: Id<Contact>) {
    let _ = soql!("SELECT Id FROM Contact WHERE AccountId = :contact");
}

fn main() {}
//~ cannot stand for a value of `sf_tests::bindings::contact::fields::AccountId`
