//! A bind has the type of the field that it is compared with.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account", filter = "AnnualRevenue > :min AND NumberOfEmployees IN :sizes")]
struct Row {
    name: String,
}

fn rows() {
    let _ = Row::query("5", [1, 2]);
}

fn main() {
    //~ `&str` cannot stand for a value of
}
