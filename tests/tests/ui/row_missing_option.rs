//! A value that may be null is an Option.

use sf_runtime::{Decimal, SoqlRow};

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    name: String,
    annual_revenue: Decimal,
    parent: Above,
    industry: Opt<String>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Above {
    name: String,
}

type Opt<T> = Option<T>;

fn main() {
    //~ `Industry` of Account may be null: write `Option<
    //~ `AnnualRevenue` of Account may be null: write `Option<Decimal>`
    //~ there may be no `Parent`: write `Option<Above>`
}
