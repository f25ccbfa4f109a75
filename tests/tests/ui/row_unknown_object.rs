//! An object that the org does not have.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Acount", filter = "Name = :name")]
struct Row {
    name: String,
}

fn rows() {
    let _ = Row::query("x");
}

fn main() {
    //~ Acount
}
