//! An account becomes a partner's after it is created.

use sf_tests::bindings::{Account, account};

fn main() {
    let new = Account::create(account::Required { name: "Acme".into() });
    //~ IsPartner` is update-only: it cannot be set when the record is created
    let _ = new.is_partner(true);
}
