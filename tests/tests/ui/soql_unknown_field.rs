use sf_runtime::soql;

fn main() {
    let query = soql!("SELECT Id, Industri, Owner.Nme FROM Account");
    let _ = query.soql().text();
}
//~ no field `Industri` on Account: did you mean `Industry`?
//~ SELECT Id, Industri, Owner.Nme FROM Account
//~ no field `Nme` on User: did you mean `Name`?
