//! Rust keeps single quotes for one character, and says so before the macro is asked.

use sf_runtime::soql;

fn main() {
    let _ = soql!(SELECT Id FROM Account WHERE Name = 'Acme');
    let _ = soql!(SELECT Id FROM Account WHERE Name = 'Acme Corp');
}
//~ character literal may only contain one codepoint
