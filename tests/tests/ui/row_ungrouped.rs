//! A row of groups has grouped fields and aggregates.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account", group_by = "Industry")]
struct Row {
    industry: Option<String>,
    name: String,
    #[soql("COUNT(Id)")]
    accounts: i32,
}

fn main() {
    //~ Name
}
