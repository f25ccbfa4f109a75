use sf_runtime::soql;

fn main() {
    let _ = soql!(SELECT Id, Industri FROM Account WHERE Nam = "a");
}
//~ no field `Industri` on Account: did you mean `Industry`?
