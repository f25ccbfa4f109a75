//! Single records.

use serde::Deserialize;
use serde_json::json;
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::call::Modified;
use sf_runtime::rest::{Delete, Get, GetChildren, GetParent, UpdateOnly};
use sf_runtime::{Call, Error, FieldValue, Id, Upserted};
use sf_tests::bindings::{Account, Contact, account};

use crate::site::site;

#[tokio::test]
async fn a_record_is_created_read_changed_and_deleted() {
    let site = site().await;
    let sf = &site.sf;
    let required = account::Required {
        name: "Acme".into(),
    };
    let id = Account::create(required).fax("1").send(sf).await.unwrap();
    let read: Account = sf.get(id).await.unwrap();
    assert_eq!(read.name(), FieldValue::Value("Acme"));
    assert!(read.created_date().is_value());
    Account::update(id)
        .fax(sf_runtime::Null)
        .send(sf)
        .await
        .unwrap();
    let read = sf
        .call(&Get::new(id).fields(["Fax", "Name"]))
        .await
        .unwrap();
    assert_eq!(
        (read.fax(), read.name()),
        (FieldValue::Null, FieldValue::Value("Acme"))
    );
    assert!(!read.site().is_selected());
    sf.delete(id).await.unwrap();
    assert!(sf.get(id).await.unwrap_err().is_not_found());
    // Nothing was lost on the way, so a second delete is a mistake and told as one.
    assert!(sf.delete(id).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_row_of_ones_own_is_read_as_any_other() {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Row {
        id: Id<Account>,
        name: String,
    }
    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    struct Faxed {
        #[serde(rename = "Fax")]
        _fax: String,
    }
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    let get = Get::new(id).fields(["Name", "Fax"]);
    let row = site.sf.call(&get.clone().read_as::<Row>()).await.unwrap();
    assert_eq!((row.id, row.name.as_str()), (id, "Acme"));
    let error = site.sf.call(&get.read_as::<Faxed>()).await.unwrap_err();
    let said = error.to_string();
    assert!(
        said.starts_with(&format!("Account {id} ")) && said.contains("Fax: "),
        "{said}"
    );
}

#[tokio::test]
async fn a_record_has_its_external_ids() {
    let site = site().await;
    let sf = &site.sf;
    let key = "a/b?c #1+é";
    let id = site.insert::<Account>(json!({"Name": "Acme", "External_Id__c": key}));
    let read: Account = sf.get_by_external_id("External_Id__c", key).await.unwrap();
    assert_eq!(read.id(), FieldValue::Value(id));
    sf.delete_by_external_id::<Account>("External_Id__c", key)
        .await
        .unwrap();
    assert_eq!(site.org.count("Account"), 0);
    let gone = sf
        .get_by_external_id::<Account>("External_Id__c", key)
        .await;
    assert!(gone.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_external_id_of_several_records_names_them() {
    let site = site().await;
    let email = "a@example.com";
    let ids: Vec<Id<Account>> = ["A", "B"]
        .map(|name| site.insert(json!({"Name": name, "Billing_Email_Ext__c": email})))
        .into();
    let get = site
        .sf
        .get_by_external_id::<Account>("Billing_Email_Ext__c", email);
    match get.await {
        Err(Error::Ambiguous(error)) => {
            let expected: Vec<_> = ids.iter().map(|id| id.erase()).collect();
            assert_eq!(error.ids, expected);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_upsert_that_may_create_nothing_creates_nothing() {
    let site = site().await;
    let draft = || Account::upsert_by_external_id__c("E-1").name("Acme");
    let none = site.sf.call(&UpdateOnly::new(draft())).await;
    assert!(none.unwrap_err().is_not_found());
    assert_eq!(site.org.count("Account"), 0);
    let created = draft().send(&site.sf).await.unwrap();
    assert!(created.is_created());
    let updated = site.sf.call(&UpdateOnly::new(draft())).await.unwrap();
    assert_eq!(updated, Upserted::Updated(created.id().unwrap()));
}

/// The delete is done, its answer lost, and the record gone when it is sent again.
#[tokio::test]
async fn a_delete_whose_answer_was_lost_is_done() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    site.org
        .faults()
        .add(Fault::new(FaultKind::CutAfter).method("DELETE"));
    site.sf.delete(id).await.unwrap();
    assert_eq!(site.org.count("Account"), 0);
    assert_eq!(site.org.calls().count("DELETE /sobjects/{object}/{id}"), 2);
}

/// After a 429 the org has done nothing, so a record that is not there never was.
#[tokio::test]
async fn a_delete_of_nothing_is_an_error_also_when_it_was_sent_twice() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    site.sf.delete(id).await.unwrap();
    let busy = FaultKind::TooManyRequests { retry_after: None };
    site.org.faults().add(Fault::new(busy).method("DELETE"));
    assert!(
        site.sf
            .call(&Delete::new(id))
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    let later = "2030-01-01T00:00:00Z".parse().unwrap();
    let earlier = "2001-01-01T00:00:00Z".parse().unwrap();
    let get = || Get::new(id);
    let same = site.sf.call(&get().if_modified_since(later)).await.unwrap();
    assert!(matches!(same, Modified::NotModified));
    let changed = get()
        .if_modified_since(earlier)
        .send(&site.sf)
        .await
        .unwrap();
    assert_eq!(changed.value().unwrap().name(), FieldValue::Value("Acme"));
}

#[tokio::test]
async fn an_update_does_not_write_over_what_somebody_else_wrote() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    let earlier = "2001-01-01T00:00:00Z".parse().unwrap();
    let later = "2030-01-01T00:00:00Z".parse().unwrap();
    let update = |name: &str| Account::update(id).name(name);
    let refused = site
        .sf
        .call(&update("B").if_unmodified_since(earlier))
        .await;
    assert!(refused.unwrap_err().is_precondition_failed());
    assert_eq!(site.org.get(id.as_str()).unwrap()["Name"], "Acme");
    site.sf
        .call(&update("C").if_unmodified_since(later))
        .await
        .unwrap();
    assert_eq!(site.org.get(id.as_str()).unwrap()["Name"], "C");
}

#[tokio::test]
async fn relatives_are_read_by_their_relationship() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    let contact = site.insert::<Contact>(json!({"LastName": "A", "AccountId": id.as_str()}));
    let parent = GetParent::<Account>::new(contact, "Account");
    let parent = site.sf.call(&parent).await.unwrap();
    assert_eq!(parent.name(), FieldValue::Value("Acme"));
    let children = GetChildren::<Contact>::new(id, "Contacts").fields(["LastName"]);
    let children = site.sf.call(&children).await.unwrap().all().unwrap();
    assert_eq!(children.len(), 1);
    assert_eq!(children[0].last_name(), FieldValue::Value("A"));
}
