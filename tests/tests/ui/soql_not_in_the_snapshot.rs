use sf_runtime::soql;

fn main() {
    let _ = soql!("SELECT Id, Pricebook2.Name FROM Opportunity");
}
//~ Pricebook2 is not in the snapshot
