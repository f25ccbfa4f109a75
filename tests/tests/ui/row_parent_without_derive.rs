//! A parent's row derives SoqlRow too.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    owner: Person,
    contacts: Vec<Person>,
}

struct Person {
    name: String,
}

fn main() {
    //~ `Person` cannot be read of a parent that is one of `sf_tests::bindings::User`
    //~ `Person` is no row: it has no `#[derive(SoqlRow)]`
}
