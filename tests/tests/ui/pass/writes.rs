//! Right writes compile: what may be set, may be set.

use sf_runtime::{Id, MultiPicklist, Null, Picklist};
use sf_tests::bindings::{Account, Contact, Task, account, contact};

fn main() {
    let id: Id<Account> = Id::parse("0018W00002abcDE").unwrap();
    let _ = Account::create(account::Required { name: "Acme".into() })
        .industry(account::Industry::Technology)
        .rating(Picklist::Other("Boiling".into()))
        .interests__c(MultiPicklist::of([
            account::Interests__c::Golf,
            account::Interests__c::Wine,
        ]))
        .annual_revenue(1_000_000)
        .signup_channel__c("Fair")
        .parent_id(id);
    let _ = Account::update(id).website("https://acme.example").fax(Null).is_partner(true);
    let _ = Account::upsert_by_external_id__c("EXT-001").name("Acme").tier__c(Null);
    let _ = Account::upsert_by_account_number_ext__c(17).name(String::from("Acme"));
    let _ = Contact::create(contact::Required { last_name: "Ng".into() })
        .account_id(Account::ref_by_external_id__c("EXT-001"));
    let _ = Task::create().what_id(Account::ref_by_external_id__c("EXT-001"));
    let _ = Task::create().what_id(id).subject("Call");
}
