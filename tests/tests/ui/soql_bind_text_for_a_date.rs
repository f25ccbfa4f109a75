use sf_runtime::soql;

fn since(day: String) {
    let _ = soql!("SELECT Id FROM Opportunity WHERE CloseDate > :day");
}

fn main() {}
//~ `String` cannot stand for a value of `CloseDate`
