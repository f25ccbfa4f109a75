//! What the org demands of a new record is named, all of it.

use sf_tests::bindings::{Opportunity, opportunity};

fn main() {
    let _ = Opportunity::create(opportunity::Required { //~ missing fields `close_date` and `stage_name`
        name: "Loggers for 2027".into(),
    });
}
