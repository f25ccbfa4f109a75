use sf_runtime::soql;
use sf_tests::bindings::{account, opportunity};

fn of(stage: opportunity::StageName) {
    let _ = soql!("SELECT Id FROM Account WHERE Industry = :stage");
    let _: account::Industry;
}

fn main() {}
//~ cannot stand for a value of `sf_tests::bindings::account::fields::Industry`
