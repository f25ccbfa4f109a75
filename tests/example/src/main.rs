//! An application that works with an org: it creates, updates, clears, upserts, queries with
//! children, and creates many contacts of which the org refuses one.
//!
//! The org is the fake one, started in the same process, so that anybody can run this. With
//! another login it would be a real one: nothing else here would change.
#![deny(warnings)]

sf_runtime::include_sobjects!(
    /// The fixture org.
    pub mod org
);

use std::error::Error;

use comfy_table::{ContentArrangement, Table, presets};
use org::{Account, Contact, account, contact};
use sf_fake_org::FakeOrg;
use sf_runtime::auth::{ClientCredentials, LoginHost};
use sf_runtime::collections::Outcome;
use sf_runtime::{Client, FieldValue, Id, MultiPicklist, Null, Picklist, soql};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeOrg::builder()
        .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/org"))
        .start()
        .await?;
    let login = ClientCredentials::new(
        LoginHost::url(fake.url())?,
        fake.client_id(),
        fake.client_secret(),
    )?;
    let sf = Client::builder().auth(login).connect().await?;
    let mut told = Told::new();

    // Create: the fields that the org demands are named, and a forgotten one does not compile.
    let acme = Account::create(account::Required {
        name: "Acme".into(),
    })
    .industry(account::Industry::Technology)
    .interests__c(MultiPicklist::of([
        account::Interests__c::Golf,
        account::Interests__c::Wine,
    ]))
    .fax("+49 30 555 0100")
    .send(&sf)
    .await?;
    told.row("create", "Account Acme", "created");

    // Update: unset, null and a value are three different things.
    Account::update(acme)
        .website("https://acme.example")
        .send(&sf)
        .await?;
    Account::update(acme).fax(Null).send(&sf).await?;
    let read: Account = sf.get(acme).await?;
    let fax = match read.fax() {
        FieldValue::Null => "fax is null".to_owned(),
        fax => format!("fax is {fax:?}"),
    };
    told.row(
        "update",
        "Account Acme",
        read.website().required("Website")?,
    );
    told.row("clear", "Account Acme", fax);
    if let FieldValue::Value(Picklist::Known(industry)) = read.industry() {
        told.row("get", "Account Acme", format!("industry {industry:?}"));
    }

    // Upsert: one constructor for each external ID, typed by it. The second finds the first's.
    for _ in 0..2 {
        let outcome = Account::upsert_by_external_id__c("EXT-001")
            .name("Globex")
            .send(&sf)
            .await?;
        let what = if outcome.is_created() {
            "created"
        } else {
            "updated"
        };
        told.row("upsert", "Account EXT-001", what);
    }

    // Many records: 200 a call, results in the order of the input, nothing lost when some fail.
    let report = sf.create_all(contacts(acme)).await?;
    for (place, outcome) in report.outcomes().iter().enumerate() {
        let what = match outcome {
            Outcome::Created(_) => "created".to_owned(),
            other => other.to_string(),
        };
        told.row("create_all", format!("Contact {place}"), what);
    }

    // Query: values are bound, children come with their parents.
    // Checked when this compiles; a row is a struct of what is selected.
    let name = "Acme";
    let query = soql!(
        "SELECT Name, Website, (SELECT LastName FROM Contacts ORDER BY LastName)
         FROM Account WHERE Name = :name"
    );
    let mut rows = query.stream(&sf);
    while let Some(row) = rows.next().await {
        let row = row?;
        let children = row.contacts.fetch_all(&sf).await?;
        let names: Vec<String> = children.into_iter().map(|child| child.last_name).collect();
        told.row(
            "query",
            format!("Account {}", row.name),
            format!(
                "{}, contacts {}",
                row.website.as_deref().unwrap_or("no website"),
                names.join(", ")
            ),
        );
    }

    println!("{}", told.0);
    if let Some(usage) = sf.api_usage() {
        println!(
            "{} of the org's {} API calls are used",
            usage.used, usage.max
        );
    }
    Ok(())
}

/// Three contacts, of which one repeats what must be unique.
fn contacts(account: Id<Account>) -> Vec<contact::Draft<sf_runtime::Create>> {
    [("Miller", "C-1"), ("Again", "C-1"), ("Smith", "C-2")]
        .into_iter()
        .map(|(name, key)| {
            Contact::create(contact::Required {
                last_name: name.into(),
            })
            .account_id(account)
            .badge_code__c(key)
        })
        .collect()
}

/// What was done, as a table.
struct Told(Table);

impl Told {
    fn new() -> Self {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_BORDERS_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header(["call", "record", "outcome"]);
        Self(table)
    }

    fn row(&mut self, call: &str, record: impl Into<String>, outcome: impl Into<String>) {
        self.0
            .add_row([call.to_owned(), record.into(), outcome.into()]);
    }
}
