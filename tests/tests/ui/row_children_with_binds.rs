//! The query of child records takes no values.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    contacts: Vec<Person>,
}

#[derive(SoqlRow)]
#[soql(from = "Contact", filter = "LastName = :name")]
struct Person {
    last_name: String,
}

fn main() {
    //~ `Person` cannot be read of child records that are of `sf_tests::bindings::Contact`
}
