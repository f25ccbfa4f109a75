//! A row is a struct with named fields, without parameters.

use sf_runtime::SoqlRow;

#[derive(SoqlRow)]
#[soql(from = "Account")]
enum Either {
    One,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Generic<'a, T> {
    name: &'a str,
    other: T,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Tuple(String);

#[derive(SoqlRow)]
struct Nowhere {
    name: String,
}

#[derive(SoqlRow)]
#[soql(from = "Account", where = "Name = 'x'")]
struct Where {
    name: String,
}

fn main() {
    //~ an enum is of several objects
    //~ a row takes no generics or lifetimes
    //~ a row is a struct with named fields
    //~ the object of the row is missing
    //~ a row has no `where`
}
