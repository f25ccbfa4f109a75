//! A parent is read as a row.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    owner: String,
}

fn main() {
    //~ `Owner` is a parent, and `String` is no row
}
