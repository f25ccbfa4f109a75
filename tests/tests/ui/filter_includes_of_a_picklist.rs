//! INCLUDES is for multi-select picklists.

use sf_tests::bindings::{account::{Industry, fields as f}};

fn main() {
    //~ account::fields::Industry` is no multi-select picklist
    let _ = f::INDUSTRY.includes([Industry::Energy]);
}
