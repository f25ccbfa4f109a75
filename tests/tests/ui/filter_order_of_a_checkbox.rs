//! A checkbox has no order.

use sf_tests::bindings::account::fields as f;

fn main() {
    //~ account::fields::IsDeleted` is not compared by `<`, `>` and their kin
    let _ = f::IS_DELETED.lt(true);
}
