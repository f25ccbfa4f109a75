use sf_runtime::soql;

fn since(days: &str, share: f64) {
    let _ = soql!("SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS::days");
    let _ = soql!(SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS::share);
    let _ = soql!("SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS:days");
}

fn main() {}
//~ `&str` cannot stand for a value of `DateLiteralNumber`
//~ `f64` cannot stand for a value of `DateLiteralNumber`
//~ a bind has a colon of its own: LAST_N_DAYS::days
