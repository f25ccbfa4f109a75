//! A parent's row is one of the object that the relationship leads to.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    owner: Person,
}

#[derive(SoqlRow)]
#[soql(from = "Contact")]
struct Person {
    last_name: String,
}

fn main() {
    //~ `Person` cannot be read of a parent that is one of `sf_tests::bindings::User`
}
