//! A field that the object does not have.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    industri: Option<String>,
    #[soql("Nam")]
    name: String,
}

fn main() {
    //~ no field, parent or child records `industri` on Account: did you mean `industry`?
    //~ no field `Nam` on Account: did you mean `Name`?
}
