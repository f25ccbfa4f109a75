//! What is wrong with an enum of rows.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
enum WithoutOthers {
    #[soql(from = "Account")]
    Account(Company),
}

#[derive(SoqlRow)]
enum OfNoObject {
    #[soql(from = "Acount")]
    Account(Company),
    Other(String),
}

#[derive(SoqlRow)]
enum OfAnother {
    #[soql(from = "Contact")]
    Contact(Company),
    Other(String),
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Company {
    name: String,
}

#[derive(SoqlRow)]
enum Owner {
    #[soql(from = "Account")]
    Account(Company),
    Other,
}

#[derive(SoqlRow)]
#[soql(from = "Task")]
struct Todo {
    subject: Option<String>,
    who: Option<Owner>,
}

#[derive(SoqlRow)]
#[soql(from = "Task")]
struct Twice {
    what: Option<Owner>,
    #[soql("What.Name")]
    name: Option<String>,
}

fn main() {
    //~ an enum of rows has an arm for each object
    //~ no object `Acount`: did you mean `Account`?
    //~ `Company` cannot be read of a parent that is one of `sf_tests::bindings::Contact`
    //~ `Who` does not lead to every object of the enum
    //~ `what` and `name` of Twice select the same column of `what`
}
