//! What an org takes of a query as a whole is counted through the rows that a row holds.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "User")]
struct Named {
    name: String,
}

#[derive(SoqlRow)]
#[soql(from = "User")]
struct Near {
    manager: Option<Named>,
    created_by: Named,
    last_modified_by: Named,
}

#[derive(SoqlRow)]
#[soql(from = "User")]
struct Far {
    manager: Option<Near>,
    created_by: Near,
    last_modified_by: Near,
}

#[derive(SoqlRow)]
#[soql(from = "User")]
struct Farther {
    manager: Option<Far>,
    created_by: Far,
}

#[derive(SoqlRow)]
#[soql(from = "Account", order_by = "Owner.Name, MasterRecord.Name")]
struct Company {
    owner: Farther,
    created_by: Farther,
    #[soql("Parent.Name")]
    parent: Option<String>,
}

#[derive(SoqlRow)]
#[soql(from = "Account", order_by = "Owner.Name")]
struct NotTooMany {
    owner: Farther,
    created_by: Farther,
    #[soql("Parent.Name")]
    parent: Option<String>,
}

fn main() {
    //~ Company uses more than 55 relationships to parents, those of its rows counted
}
