//! Creating 10,000 records by collections.

use std::error::Error;

use sf_tests::bindings::{Contact, contact};
use tokio::runtime::Runtime;

use super::clock;
use super::org::Door;
use super::report::{Bar, Report, seconds};

const RECORDS: usize = 10_000;

pub(super) fn run(
    runtime: &Runtime,
    org: &Door,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let client = org.client()?;
    runtime.block_on(client.limits())?;
    let before = client.api_usage().ok_or("the org tells no usage")?.used;
    let drafts = (0..RECORDS).map(|number| {
        Contact::create(contact::Required {
            last_name: format!("Contact {number}"),
        })
    });
    let (took, created) = clock::time(clock::wall, || {
        runtime.block_on(async { client.create_all(drafts).await })
    });
    let created = created?;
    if created.created() != RECORDS {
        return Err(created.to_string().into());
    }
    let calls = client.api_usage().ok_or("the org tells no usage")?.used - before;
    let least = RECORDS.div_ceil(200);
    report.row(
        "10,000 creates: API calls / 200 a call",
        calls,
        least,
        calls as f64 / least as f64,
        Bar::AtMost(1.0),
    );
    report.note(format!("in {}", seconds(took.as_secs_f64())));
    Ok(())
}
