//! Whether an org counts the child relationships of all levels is not known: that is a warning, and
//! here warnings are errors.

#![deny(deprecated)]

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Task")]
struct Todo {
    subject: Option<String>,
}

#[derive(SoqlRow)]
#[soql(from = "Event")]
struct Meeting {
    subject: Option<String>,
}

#[derive(SoqlRow)]
#[soql(from = "Case")]
struct Problem {
    subject: Option<String>,
}

#[derive(SoqlRow)]
#[soql(from = "Contact")]
struct Person {
    tasks: Vec<Todo>,
    events: Vec<Meeting>,
    cases: Vec<Problem>,
}

#[derive(SoqlRow)]
#[soql(from = "Opportunity")]
struct Deal {
    tasks: Vec<Todo>,
    events: Vec<Meeting>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Child {
    tasks: Vec<Todo>,
    events: Vec<Meeting>,
    cases: Vec<Problem>,
    contacts: Vec<Person>,
    opportunities: Vec<Deal>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Group {
    child_accounts: Vec<Child>,
    contacts: Vec<Person>,
    opportunities: Vec<Deal>,
    tasks: Vec<Todo>,
    events: Vec<Meeting>,
    cases: Vec<Problem>,
}

#[derive(SoqlRow)]
#[soql(from = "Account", allow(doubtful))]
struct Allowed {
    child_accounts: Vec<Child>,
    contacts: Vec<Person>,
    opportunities: Vec<Deal>,
    tasks: Vec<Todo>,
    events: Vec<Meeting>,
    cases: Vec<Problem>,
}

fn main() {
    //~ the query has more than 20 child relationships on all of its levels
}
