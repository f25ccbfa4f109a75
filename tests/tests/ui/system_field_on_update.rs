//! The org keeps its audit fields itself.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ CreatedDate` is read-only: a system field
    let _ = known.created_date("2026-03-02T14:30:00.000Z");
}
