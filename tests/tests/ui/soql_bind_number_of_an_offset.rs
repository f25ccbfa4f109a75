//! The compiler names the types that a number of rows can have.

use sf_runtime::{SoqlRow, soql};

#[derive(SoqlRow)]
#[soql(from = "Account", offset = ":skip")]
struct Row {
    name: String,
}

fn main() {
    //~ `i64` cannot stand for a value of `Offset`
    //~ `&str` cannot stand for a value of `sf_runtime::query::Limit`
    //~ a whole number is a `u8`, `u16`, `u32`, `u64`, `usize` or `i32`
    let five = "5";
    let _ = soql!("SELECT Id FROM Account LIMIT :five OFFSET :{3_i64}");
    let _ = Row::query(3_i64);
}
