//! What the org demands of a new record is named, all of it.

use sf_tests::bindings::{Opportunity, opportunity};

fn main() {
    //~ missing fields `close_date` and `stage_name`
    //~ opportunity::Required`
    let _ = Opportunity::create(opportunity::Required {
        name: "Loggers for 2027".into(),
    });
}
