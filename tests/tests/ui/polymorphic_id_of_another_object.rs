//! A lookup to several objects takes the ids of those and of no other.

use sf_runtime::Id;
use sf_tests::bindings::{Task, User};

fn main() {
    let user: Id<User> = Id::parse("0058W00002abcDE").unwrap();
    //~ User>` is not a value for
    //~ WhoId` takes
    let _ = Task::create().who_id(user);
}
