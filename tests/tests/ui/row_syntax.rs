//! What is no SOQL is shown where it ends to be any.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account", filter = "Name = 'x' OR Name = 'y' AND Fax = null", limit = "ten")]
struct Row {
    name: String,
}

fn main() {
    //~ unexpected
}
