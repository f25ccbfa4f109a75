//! Child records are not skipped, wherever the OFFSET is written.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Contact", order_by = "LastName", limit = "5 OFFSET 5")]
struct Person {
    last_name: String,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    contacts: Vec<Person>,
}

fn main() {
    //~ `Person` cannot be read of child records that are of `sf_tests::bindings::Contact`
}
