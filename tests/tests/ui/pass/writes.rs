//! Right writes, which must compile.

use sf_runtime::types::IdError;
use sf_runtime::{Id, MultiPicklist, Null, Picklist};
use sf_tests::bindings::{Account, Contact, Opportunity, Task, account, contact, opportunity};

pub(crate) fn writes() -> Result<[String; 7], IdError> {
    let id: Id<Account> = "0018W00002abcDE".parse()?;
    let created = Account::create(account::Required {
        name: "Acme".into(),
    })
    .industry(account::Industry::Technology)
    .rating(Picklist::Other("Boiling".into()))
    .interests__c(MultiPicklist::of([account::Interests__c::Golf]))
    .annual_revenue(1_000_000)
    .signup_channel__c("Fair")
    .parent_id(id);
    let updated = Account::update(id)
        .website("https://acme.example")
        .fax(Null)
        .is_partner(true);
    let by_text = Account::upsert_by_external_id__c("EXT-001").tier__c(account::Tier__c::Gold);
    let by_number = Account::upsert_by_account_number_ext__c(17).name(String::from("Acme"));
    let with_parent = Contact::create(contact::Required {
        last_name: "Ng".into(),
    })
    .account_id(Account::ref_by_external_id__c("EXT-001"));
    let of_any = Task::create()
        .what_id(Account::ref_by_external_id__c("EXT-001"))
        .subject("Call");
    let demanding = Opportunity::create(opportunity::Required {
        name: "Loggers".into(),
        stage_name: opportunity::StageName::Prospecting.into(),
        close_date: sf_runtime::Date::constant(2026, 3, 2),
    });
    Ok([
        format!("{created:?}"),
        format!("{updated:?}"),
        format!("{by_text:?}"),
        format!("{by_number:?}"),
        format!("{with_parent:?}"),
        format!("{of_any:?}"),
        format!("{demanding:?}"),
    ])
}
