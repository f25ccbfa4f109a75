use sf_runtime::soql;

fn main() {
    let _ = soql!("SELECT Name, (SELECT LastName FROM Contact) FROM Account");
}
//~ `Contact` is an object; its relationship is `Contacts`
