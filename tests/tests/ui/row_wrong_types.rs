//! Every column of a wrong type is told at once, with the right one.

use sf_runtime::SoqlRow;

use sf_tests::bindings::account::Industry;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    name: i32,
    annual_revenue: Option<i32>,
    industry: Option<Industry>,
    created_date: String,
}

fn main() {
    //~ `Name` of Account is not read as `i32`: write `String`
    //~ `AnnualRevenue` of Account is not read as `i32`: write `Option<Decimal>` or `Option<f64>`
    //~ `Industry` of Account is not read as `Industry`: write `Option<Picklist<Industry>>` or `Option<String>`
}
