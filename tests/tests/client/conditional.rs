//! Calls under a condition: what has not changed is not sent, and what somebody else wrote is not
//! written over.

use serde_json::json;
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::call::Modified;
use sf_runtime::composite::Composite;
use sf_runtime::rest::{Delete, Get};
use sf_runtime::{Call, Error, FieldValue, Id, Timestamp};
use sf_tests::bindings::{Account, Contact};

use crate::site::{Site, site};

/// An account that has changed for whoever has not seen it yet: its ETag and its last change.
async fn seen(site: &Site, id: Id<Account>) -> (String, Timestamp) {
    let long_ago = "2001-01-01T00:00:00Z".parse().unwrap();
    let get = Get::new(id).if_modified_since(long_ago);
    match site.sf.call(&get).await.unwrap() {
        Modified::Modified {
            value,
            last_modified: Some(last_modified),
            etag: Some(etag),
        } => {
            assert_eq!(value.id(), FieldValue::Value(id));
            (etag, last_modified)
        }
        other => panic!("{other:?}"),
    }
}

fn name(site: &Site, id: Id<Account>) -> String {
    let record = site.org.get(id.as_str()).unwrap();
    record["Name"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_record_is_sent_again_only_if_it_has_another_etag() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "A"}));
    let (etag, last_modified) = seen(&site, id).await;
    let get = || Get::new(id).fields(["Name"]);
    let same = site.sf.call(&get().if_none_match(&*etag)).await.unwrap();
    assert_eq!(same, Modified::NotModified);
    // Of several that are known, any will do.
    let list = format!("\"other\", {etag}");
    assert!(
        !site
            .sf
            .call(&get().if_none_match(list))
            .await
            .unwrap()
            .is_modified()
    );
    // The time that the org told is one that it takes back.
    let since = site.sf.call(&get().if_modified_since(last_modified)).await;
    assert_eq!(since.unwrap(), Modified::NotModified);
    Account::update(id).name("B").send(&site.sf).await.unwrap();
    let changed = site.sf.call(&get().if_none_match(&*etag)).await.unwrap();
    let Modified::Modified {
        value,
        etag: Some(next),
        ..
    } = changed
    else {
        panic!("{changed:?}");
    };
    assert_eq!(value.name(), FieldValue::Value("B"));
    assert_ne!(next, etag);
    assert!(
        !site
            .sf
            .call(&get().if_none_match(next))
            .await
            .unwrap()
            .is_modified()
    );
}

#[tokio::test]
async fn an_update_is_of_the_record_that_was_seen_or_of_none() {
    let site = site().await;
    let sf = &site.sf;
    let id = site.insert::<Account>(json!({"Name": "A"}));
    let (etag, _) = seen(&site, id).await;
    let update = |name: &str| Account::update(id).name(name);
    update("B").if_match(&*etag).send(sf).await.unwrap();
    assert_eq!(name(&site, id), "B");
    site.org.reset_calls();
    let refused = update("C").if_match(&*etag).send(sf).await.unwrap_err();
    assert!(refused.is_precondition_failed(), "{refused}");
    assert!(
        !refused.is_retryable() && !refused.may_have_happened(),
        "{refused}"
    );
    assert_eq!((name(&site, id).as_str(), site.org.calls().total), ("B", 1));
    let (etag, _) = seen(&site, id).await;
    // The other way round: not this one.
    let other = update("C").if_none_match(&*etag);
    let refused = sf.call(&other).await.unwrap_err();
    assert!(refused.is_precondition_failed(), "{refused}");
    assert_eq!(name(&site, id), "B");
    update("C").if_match(&*etag).send(sf).await.unwrap();
    assert_eq!(name(&site, id), "C");
    // What is no ETag is refused, and not taken for one that matches nothing.
    let refused = update("D").if_match("etag").send(sf).await.unwrap_err();
    assert_eq!(refused.api().unwrap().status, 400);
    assert_eq!(name(&site, id), "C");
}

/// Its own first attempt would be the change that the second is refused for.
#[tokio::test]
async fn an_update_under_a_condition_is_not_sent_again_after_a_lost_answer() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "A"}));
    let (etag, _) = seen(&site, id).await;
    site.org.reset_calls();
    site.org.faults().add(Fault::new(FaultKind::CutAfter));
    let update = Account::update(id).name("B").if_match(etag);
    let lost = site.sf.call(&update).await.unwrap_err();
    assert!(
        lost.may_have_happened() && !lost.is_precondition_failed(),
        "{lost}"
    );
    assert_eq!((name(&site, id).as_str(), site.org.calls().total), ("B", 1));
}

/// ETags are of accounts alone; times are of all.
#[tokio::test]
async fn a_contact_has_a_time_and_no_etag() {
    let site = site().await;
    let id = site.insert::<Contact>(json!({"LastName": "A"}));
    let get = || Get::new(id);
    let first = site
        .sf
        .call(&get().if_none_match("\"other\""))
        .await
        .unwrap();
    let Modified::Modified {
        value,
        last_modified: Some(at),
        etag: None,
    } = first
    else {
        panic!("{first:?}");
    };
    assert_eq!(value.last_name(), FieldValue::Value("A"));
    let again = site.sf.call(&get().if_modified_since(at)).await.unwrap();
    assert!(!again.is_modified());
    let update = Contact::update(id).last_name("B");
    site.sf.call(&update.if_unmodified_since(at)).await.unwrap();
}

#[tokio::test]
async fn a_part_of_a_composite_has_a_condition_of_its_own() {
    let site = site().await;
    let first = site.insert::<Account>(json!({"Name": "A"}));
    let second = site.insert::<Account>(json!({"Name": "B"}));
    let (etag, last_modified) = seen(&site, first).await;
    let mut composite = Composite::new();
    let same = composite.add(Get::new(first).if_none_match(&*etag));
    let unchanged = composite.add(Get::new(first).if_modified_since(last_modified));
    let changed = composite.add(Get::new(second).if_none_match(&*etag));
    let done = composite.send(&site.sf).await.unwrap();
    assert!(done.is_success(), "{done:?}");
    assert!(!done.get(&same).unwrap().is_modified());
    assert!(!done.get(&unchanged).unwrap().is_modified());
    assert!(done.get(&changed).unwrap().is_modified());
    // One that does not hold undoes the rest.
    let mut composite = Composite::all_or_none();
    let before = composite.add(Account::update(second).name("C"));
    let guarded = composite.add(Account::update(first).name("C").if_match("\"other\""));
    let done = composite.send(&site.sf).await.unwrap();
    assert!(done.get(&guarded).unwrap_err().is_precondition_failed());
    assert!(matches!(done.get(&before), Err(Error::Halted(_))));
    assert_eq!((&*name(&site, first), &*name(&site, second)), ("A", "B"));
}

/// The org does not look at the condition of a delete, and so would delete what has changed.
#[tokio::test]
async fn a_delete_under_a_condition_is_not_sent() {
    let site = site().await;
    let id = site.insert::<Account>(json!({"Name": "A"}));
    let long_ago = "2001-01-01T00:00:00Z".parse().unwrap();
    let by_etag = site.sf.call(&Delete::new(id).if_match("\"other\"")).await;
    let by_time = site
        .sf
        .call(&Delete::new(id).if_unmodified_since(long_ago))
        .await;
    for refused in [by_etag, by_time] {
        let refused = refused.unwrap_err();
        assert!(matches!(refused, Error::Request(_)), "{refused}");
        let said =
            "DELETE sobjects/Account/{id}: the org does not look at the condition of a delete";
        assert!(refused.to_string().starts_with(said), "{refused}");
    }
    assert_eq!((site.org.count("Account"), site.org.calls().total), (1, 0));
}
