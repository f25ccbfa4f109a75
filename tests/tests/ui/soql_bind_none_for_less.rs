use sf_runtime::{Decimal, soql};

fn below(most: Option<Decimal>) {
    let _ = soql!("SELECT Id FROM Opportunity WHERE Amount < :most");
}

fn main() {}
//~ `Option<sf_runtime::Decimal>` cannot stand for a value of `Amount`
