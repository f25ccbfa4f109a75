use sf_runtime::soql;

fn main() {
    let _ = soql!("SELECT Industry, Name, COUNT(Id) FROM Account GROUP BY Industry");
}
//~ `Name` must be grouped or aggregated
