//! Child records are several.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    contacts: Person,
}

#[derive(SoqlRow)]
#[soql(from = "Contact")]
struct Person {
    last_name: String,
}

fn main() {
    //~ `Contacts` are child records: write `Vec<Row>` or `Page<Row>`, where `Row` is a row of Contact
}
