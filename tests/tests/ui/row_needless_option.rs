//! An Option for what is never null is warned of; here warnings are errors.

use sf_runtime::SoqlRow;

#[deny(deprecated)]
mod rows {
    use super::SoqlRow;

    #[derive(SoqlRow)]
    #[soql(from = "Account")]
    struct Row {
        name: Option<String>,
    }

    #[derive(SoqlRow)]
    #[soql(from = "Account", allow(needless-option))]
    struct Allowed {
        name: Option<String>,
    }

    #[derive(SoqlRow)]
    #[soql(from = "Contact", deny(needless-option))]
    struct Denied {
        last_name: Option<String>,
        owner: Option<Owner>,
    }

    #[derive(SoqlRow)]
    #[soql(from = "User")]
    struct Owner {
        username: String,
    }
}

fn main() {
    //~ `Name` of Account is never null: write `String`
    //~ error: `LastName` of Contact is never null: write `String`
    //~ error: there always is a parent `Owner`: write `Owner`
}
