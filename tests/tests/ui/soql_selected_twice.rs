use sf_runtime::soql;

fn main() {
    let _ = soql!("SELECT Id, Name, id FROM Account");
    let _ = soql!("SELECT Name Industry FROM Account");
}
//~ `Id` is selected twice
//~ is a comma missing before `Industry`?
