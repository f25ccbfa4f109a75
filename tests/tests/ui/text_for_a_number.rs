//! A number is not a text.

use sf_runtime::Id;
use sf_tests::bindings::Account;

fn id() -> Id<Account> {
    Id::parse("0018W00002abcDE").unwrap()
}

fn main() {
    let known = Account::update(id());
    //~ `&str` is not a value for
    //~ AnnualRevenue` takes
    //~ Number>
    let _ = known.annual_revenue("1000000");
}
