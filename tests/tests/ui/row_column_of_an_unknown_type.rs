//! A type that the macro does not know is checked by the compiler; a bind is a name.

use sf_runtime::SoqlRow;

struct Money(i64);

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Row {
    annual_revenue: Option<Money>,
}

#[derive(SoqlRow)]
#[soql(from = "Account", filter = "Name = :{name()}")]
struct Named {
    name: String,
}

#[derive(SoqlRow)]
#[soql(from = "Account", filter = "Name = :other.name")]
struct Path {
    name: String,
}

fn main() {
    //~ AnnualRevenue` cannot be read as `Money`
    //~ a bind is a name: `:min`, not `:{name()}`
    //~ a bind is a name: `:min`, not `:other.name`
    let _ = Named::query();
}
