//! An org that is as it was: nothing is found, and little is asked.

use sf_runtime::Client;
use sf_runtime::verify::{CompiledIn, Verified, Verify};
use sf_tests::bindings;

use super::bindings::{foreign, own};
use super::{AS_OF, Describes, start};
use crate::site;

/// Every object of the fixture org.
fn all() -> Vec<CompiledIn> {
    macro_rules! compiled_in {
        ($($object:ident)+) => {
            vec![$(CompiledIn::of::<bindings::$object>()),+]
        };
    }
    compiled_in!(Account AccountChangeEvent AccountHistory Campaign CampaignMember Case Contact
        ContentVersion Event Group Knowledge__DataCategorySelection Lead Milestone__c Name
        Opportunity OpportunityLineItem Order_Shipped__e PricebookEntry Product2 Profile
        Project_Contact__c Project__c Reading__b RecordType Routing_Rule__mdt Stock_Level__x Task
        User Warehouse__x acme__Invoice__c)
}

#[tokio::test]
async fn an_org_of_the_same_describes_has_no_difference_for_a_call_of_25_objects() {
    let site = site::site().await;
    for (objects, calls) in [(1, 1), (25, 1), (26, 2), (30, 2)] {
        site.org.reset_calls();
        let verify = Verify::objects(all().into_iter().take(objects));
        let verified = verify.run(&site.sf).await.unwrap();
        assert_eq!(verified.differences(), []);
        assert!(verified.is_clean());
        assert_eq!(
            (verified.worst(), verified.to_string()),
            (None, String::new())
        );
        assert_eq!(
            (verified.objects(), verified.compared()),
            (objects, objects)
        );
        assert_eq!(site.org.calls().api, calls, "{objects} objects");
        assert_eq!(site.org.calls().count("POST /composite"), calls);
    }
    site.org.reset_calls();
    let nothing = Verify::objects([]).run(&site.sf).await.unwrap();
    assert!(nothing.is_clean());
    assert_eq!(site.org.calls().total, 0);
}

#[tokio::test]
async fn an_object_that_is_there_twice_is_asked_for_once() {
    let site = site::site().await;
    type Twice = (bindings::Account, bindings::Contact, bindings::Account);
    let verified = site.sf.verify::<Twice>().await.unwrap();
    assert_eq!((verified.is_clean(), verified.objects()), (true, 2));
}

/// That the future can go to another thread is a matter of compiling.
#[tokio::test]
async fn it_can_be_asked_beside_other_work() {
    async fn ask(sf: Client) -> Verified {
        sf.verify::<bindings::Account>().await.unwrap()
    }
    let site = site::site().await;
    let task = tokio::spawn(ask(site.sf.clone()));
    assert!(task.await.unwrap().is_clean());
}

/// The describes have changed, and the org says that they have not: it is believed, and no describe is
/// read, where its times mean something.
#[tokio::test]
async fn the_own_org_is_asked_only_for_what_has_changed_since_the_snapshot() {
    let describes = Describes::new();
    describes.edit("Account", |fields| {
        fields.retain(|field| field["name"] != "Fax")
    });

    let site = describes.since(AS_OF - 1).await;
    let verified = site
        .sf
        .verify::<(own::Account, own::Contact)>()
        .await
        .unwrap();
    assert_eq!((verified.is_clean(), verified.compared()), (true, 0));
    assert_eq!(site.org.calls().api, 1);
    // The version of the snapshot, whatever the client's is.
    let paths: Vec<String> = site
        .org
        .requests()
        .into_iter()
        .map(|seen| seen.path)
        .collect();
    assert_eq!(paths, ["/services/data/v60.0/composite"]);

    let whole = Verify::of::<(own::Account, own::Contact)>().whole();
    let verified = whole.run(&site.sf).await.unwrap();
    assert_eq!((verified.differences().len(), verified.compared()), (1, 2));
    let elsewhere = site.sf.verify::<foreign::Account>().await.unwrap();
    assert_eq!(
        (elsewhere.differences().len(), elsewhere.compared()),
        (1, 1)
    );
    let timeless = site.sf.verify::<bindings::Account>().await.unwrap();
    assert_eq!((timeless.differences().len(), timeless.compared()), (1, 1));

    let site = describes.since(AS_OF + 1).await;
    let verified = site
        .sf
        .verify::<(own::Account, own::Contact)>()
        .await
        .unwrap();
    assert_eq!((verified.differences().len(), verified.compared()), (1, 2));
}

#[tokio::test]
async fn bindings_of_several_snapshots_are_asked_for_in_their_versions() {
    let site = start(site::builder()).await;
    type Mixed = (
        own::Account,
        bindings::Account,
        foreign::Account,
        bindings::Contact,
    );
    let verified = site.sf.verify::<Mixed>().await.unwrap();
    assert_eq!((verified.is_clean(), verified.objects()), (true, 4));
    let paths: Vec<String> = site
        .org
        .requests()
        .into_iter()
        .map(|seen| seen.path)
        .collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    for version in ["v60.0", "v66.0"] {
        let path = format!("/services/data/{version}/composite");
        assert!(paths.contains(&path), "{paths:?}");
    }
}
