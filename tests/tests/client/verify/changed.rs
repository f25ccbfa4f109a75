//! An org that has changed: what is told is what `sf-codegen diff` tells of two snapshots.

use std::path::Path;

use serde_json::json;
use sf_codegen::diff::{Change, Class, Difference, diff};
use sf_codegen::load;
use sf_codegen::model::Snapshot;
use sf_runtime::verify::CompiledIn;
use sf_tests::bindings::{Account, Campaign, Contact, Lead, Project__c};

use super::{Describes, at, value};

/// What the command line says of these objects of the fixture org and of this folder.
fn of_snapshots(describes: &Describes, objects: &[&str]) -> Vec<Difference> {
    let schema = |folder: &Path| {
        let files = load::read(folder).unwrap();
        Snapshot::of(files).schema().unwrap()
    };
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/org");
    let found = diff(&schema(&fixtures), &schema(describes.path()));
    let is_asked = |difference: &Difference| objects.contains(&&*difference.object);
    found.into_iter().filter(is_asked).collect()
}

#[tokio::test]
async fn every_difference_is_told_and_no_other() {
    let describes = Describes::new();
    describes.edit("Account", |fields| {
        fields.retain(|field| field["name"] != "Fax");
        at(fields, "Website")["updateable"] = json!(false);
        at(fields, "Site")["createable"] = json!(false);
        at(fields, "Site")["updateable"] = json!(false);
        value(at(fields, "Industry"), "Technology")["active"] = json!(false);
        at(fields, "Phone")["label"] = json!("Telephone");
        let mut extra = at(fields, "TickerSymbol").clone();
        extra["name"] = json!("Extra__c");
        extra["label"] = json!("Something else");
        fields.push(extra);
    });
    describes.edit("Contact", |fields| {
        let name = at(fields, "FirstName");
        name["nillable"] = json!(false);
        name["defaultedOnCreate"] = json!(false);
        let mut renamed = at(fields, "Badge_Code__c").clone();
        renamed["name"] = json!("Badge_Number__c");
        fields.retain(|field| field["name"] != "Badge_Code__c");
        fields.push(renamed);
    });
    describes.remove("Campaign");
    let site = describes.site().await;

    type Asked = (Project__c, Lead, Contact, Campaign, Account);
    let verified = site.sf.verify::<Asked>().await.unwrap();
    assert_eq!(site.org.calls().api, 1);
    let names = ["Account", "Campaign", "Contact", "Lead", "Project__c"];
    assert_eq!(verified.differences(), of_snapshots(&describes, &names));
    assert_eq!(
        verified.to_string().lines().collect::<Vec<_>>(),
        [
            "breaking[field-removed]: Account.Fax: the field is gone",
            "breaking[createable]: Account.Site: it cannot be set on create any more",
            "breaking[updateable]: Account.Site: it cannot be set on update any more",
            "breaking[updateable]: Account.Website: it cannot be set on update any more",
            "breaking[object-removed]: Campaign: the object is gone",
            "breaking[field-removed]: Contact.Badge_Code__c: the field is gone (most likely it is \
             `Badge_Number__c` now)",
            "breaking[required-on-create]: Contact.FirstName: no record can be created without it \
             now",
            "breaking[nillable]: Contact.FirstName: null is refused now",
            "risky[picklist-value-deactivated]: Account.Industry: the value `Technology` is not \
             active any more: the bindings have it no more",
            "compatible[field-added]: Account.Extra__c: the field is new",
            "compatible[field-added]: Contact.Badge_Number__c: the field is new",
        ]
    );
    assert_eq!(verified.worst(), Some(Class::Breaking));
    assert!(
        verified
            .breaking()
            .all(|found| found.class == Class::Breaking)
    );
    let fields: Vec<_> = verified
        .at_least(Class::Compatible)
        .map(Difference::subject)
        .collect();
    assert_eq!(fields.len(), verified.differences().len());
    assert!(fields.is_sorted_by_key(|subject| subject.split('.').next().map(str::to_owned)));
    let renamed = verified
        .into_iter()
        .find(|difference| difference.field.as_deref() == Some("Badge_Code__c"));
    assert_eq!(renamed.unwrap().renamed.as_deref(), Some("Badge_Number__c"));
}

#[tokio::test]
async fn an_object_that_is_gone_is_a_difference() {
    let describes = Describes::new();
    describes.remove("Campaign");
    let site = describes.site().await;
    let verified = site.sf.verify::<(Account, Campaign)>().await.unwrap();
    let found = verified.differences();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].change, &*found[0].object),
        (Change::ObjectRemoved, "Campaign")
    );
    assert_eq!(verified.compared(), 2);
    assert_eq!(CompiledIn::of::<Campaign>().api_name(), "Campaign");
}

/// What an org gives as a name does not begin a line of its own in a log.
#[tokio::test]
async fn a_line_is_a_difference_whatever_the_org_calls_things() {
    let describes = Describes::new();
    describes.edit("Account", |fields| {
        let mut extra = at(fields, "TickerSymbol").clone();
        extra["name"] = json!("X__c: gone\nbreaking[type]: Account.Name\u{202e}");
        fields.push(extra);
    });
    let site = describes.site().await;
    let verified = site.sf.verify::<Account>().await.unwrap();
    let told = verified.to_string();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(
        told.contains(r"X__c: gone\nbreaking[type]: Account.Name\u{202e}"),
        "{told}"
    );
}
