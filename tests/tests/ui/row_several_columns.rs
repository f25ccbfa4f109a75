//! A field of a row is one column.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    #[soql("Id, Name")]
    name: String,
}

fn main() {
    //~ a field of a row is one column, and `Id, Name` is not
}
