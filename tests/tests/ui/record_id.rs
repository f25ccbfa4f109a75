//! The id says which record, and is no field to write.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ Id` is read-only: the record's id
    let _ = known.id(id());
}
