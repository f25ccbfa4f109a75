//! What an application does with the bindings, as far as it goes without a network: it reads
//! records as an org answers them, and makes the bodies of a create, an update and an upsert.
#![deny(warnings)]

sf_runtime::include_sobjects!(
    /// The fixture org.
    pub mod org
);

use std::error::Error;

use org::{Account, Contact, Opportunity, Task, account, opportunity, project__c};
use sf_runtime::{Decimal, DependentPicklist, FieldValue, Id, MultiPicklist, Null, Page, Picklist};

/// What `SELECT Id, Name, Industry, Interests__c, AnnualRevenue, … FROM Account` may answer.
const ANSWER: &str = r#"{
    "totalSize": 2, "done": true,
    "records": [
        {"attributes": {"type": "Account", "url": "/services/data/v66.0/sobjects/Account/001D000000IqhSLIAZ"},
         "Id": "001D000000IqhSLIAZ", "Name": "Acme", "Industry": "Technology",
         "Interests__c": "Golf;Wine", "AnnualRevenue": 123456789012345678, "Website": null,
         "CreatedDate": "2026-03-02T14:30:00.123+0000"},
        {"attributes": {"type": "Account", "url": "/services/data/v66.0/sobjects/Account/001D000000IqhSMIAZ"},
         "Id": "001D000000IqhSMIAZ", "Name": "Globex", "Industry": "Space Mining",
         "Interests__c": null, "AnnualRevenue": 1500000.50, "Website": "https://globex.example",
         "CreatedDate": "2026-03-03T09:00:00.000+0000"}
    ]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    println!("{} ({})", Account::LABEL_PLURAL, Account::API_NAME);
    let page = Page::<Account>::from_json(ANSWER)?;
    for account in &page.records {
        describe(account)?;
    }

    println!("\nbodies");
    let id: Id<Account> = "001D000000IqhSL".parse()?;
    let create = Account::create(account::Required {
        name: "Initech".into(),
    })
    .industry(account::Industry::Technology)
    .interests__c(MultiPicklist::of([
        account::Interests__c::Golf,
        account::Interests__c::Wine,
    ]))
    .parent_id(Account::ref_by_external_id__c("EXT-001"));
    create.check()?;
    println!("  create Account  {}", serde_json::to_string(&create)?);

    // Unset, null and a value are three different things.
    let update = Account::update(id)
        .website("https://acme.example")
        .fax(Null);
    println!("  update Account  {}", serde_json::to_string(&update)?);

    let upsert = Account::upsert_by_external_id__c("EXT-001").name("Acme");
    println!("  upsert Account  {}", serde_json::to_string(&upsert)?);

    let deal = Opportunity::create(opportunity::Required {
        name: "New wing".into(),
        stage_name: opportunity::StageName::Prospecting.into(),
        close_date: "2026-12-31".parse()?,
    })
    .amount(Decimal::new(1_000_050, 2))
    .account_id(id);
    println!("  create Opportunity  {}", serde_json::to_string(&deal)?);

    // A lookup to several objects takes the ids of these, and of no other.
    let contact: Id<Contact> = "003D000000QRSTU".parse()?;
    let task = Task::create()
        .subject("Call back")
        .who_id(contact)
        .what_id(id);
    println!("  create Task  {}", serde_json::to_string(&task)?);

    println!("\nwhat the org would refuse is known before the call");
    let too_long = Account::update(id).name("x".repeat(300));
    if let Err(invalid) = too_long.check() {
        println!("  {invalid}");
    }
    let country = project__c::Country__c::Germany;
    let cities: Vec<_> = project__c::City__c::valid_values(country).collect();
    println!("  City__c for {country:?}: {cities:?}");
    Ok(())
}

fn describe(account: &Account) -> Result<(), Box<dyn Error>> {
    let name = account.name().required("Name")?;
    let industry = match account.industry() {
        FieldValue::Value(Picklist::Known(account::Industry::Technology)) => {
            "technology".to_owned()
        }
        FieldValue::Value(Picklist::Known(other)) => format!("{other:?}"),
        FieldValue::Value(Picklist::Other(new)) => {
            format!("{new}, which the snapshot does not know")
        }
        FieldValue::Null => "none".to_owned(),
        _ => "not selected".to_owned(),
    };
    println!("  {name}: industry {industry}");
    println!("    interests {:?}", account.interests__c());
    println!(
        "    revenue {:?}, fax {:?}",
        account.annual_revenue(),
        account.fax()
    );
    Ok(())
}
