use sf_runtime::soql;

fn main() {
    let text = "x";
    let _ = soql!("SELECT Id FROM Account WHERE Description = :text");
}
//~ `Description` of Account cannot be filtered
