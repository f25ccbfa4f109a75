use sf_runtime::soql;

fn main() {
    let _ = soql!("SELECT Acount.Name FROM Contact");
    let _ = soql!("SELECT AccountId.Name FROM Contact");
}
//~ no relationship `Acount` on Contact: did you mean `Account`?
//~ `AccountId` is the lookup; its relationship is `Account`
