//! What is wrong with a filter is shown in its own text.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(
    from = "Account",
    filter = "Description = 'x' AND AnnualRevenu > :min",
    order_by = "Interests__c"
)]
struct Row {
    name: String,
}

fn rows() {
    let _ = Row::query(5);
}

fn main() {
    //~ cannot be filtered: the org marks it filterable = false
    //~ did you mean `AnnualRevenue`?
}
