//! The binds of child rows are named where the rows are held, and are of the types that these want.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Unnamed {
    contacts: Vec<Person>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct InAnotherOrder {
    #[soql(binds(most, name))]
    contacts: Vec<Person>,
    #[soql(binds(name))]
    opportunities: Vec<Deal>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct OfAField {
    #[soql("Name", binds(name))]
    name: String,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Right {
    #[soql(binds(name, most))]
    contacts: Vec<Person>,
}

#[derive(SoqlRow)]
#[soql(from = "Contact", filter = "LastName = :name", limit = ":most")]
struct Person {
    last_name: String,
}

#[derive(SoqlRow)]
#[soql(from = "Opportunity")]
struct Deal {
    name: String,
}

fn rows() {
    let _ = Right::query("x", 5);
    let _ = Right::query(5, 5);
}

fn main() {
    //~ the rows of `contacts` have binds of their own, and they are named: #[soql(binds(name, most))]
    //~ the rows of `opportunities` have no binds
    //~ only child records have binds of their own
    //~ cannot stand for a value of `sf_tests::bindings::contact::fields::LastName`
}
