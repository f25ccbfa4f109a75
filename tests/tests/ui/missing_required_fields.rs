//! There is no way to create an account without saying what it must have.

use sf_tests::bindings::Account;

fn main() {
    //~ this function takes 1 argument but 0 arguments were supplied
    //~ account::Required`
    let _ = Account::create();
}
