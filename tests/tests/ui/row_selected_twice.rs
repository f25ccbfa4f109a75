//! No column is selected twice, through other rows neither.

use sf_runtime::{Id, SoqlRow};

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    owner: Person,
    #[soql("Owner.Username")]
    owner_name: String,
}

#[derive(SoqlRow)]
#[soql(from = "User")]
struct Person {
    id: Id<sf_tests::bindings::User>,
    username: String,
}

fn main() {
    //~ `owner` and `owner_name` of Row select the same column of `owner`
}
