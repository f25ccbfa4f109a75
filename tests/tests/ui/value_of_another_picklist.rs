//! Every picklist has its own values.

use sf_runtime::Id;
use sf_tests::bindings::{Account, account};

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ Rating` is not a value for
    //~ Industry` takes
    //~ Industry>
    let _ = known.industry(account::Rating::Hot);
}
