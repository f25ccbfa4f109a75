//! Bindings of a part: what they leave out is not told of.

use serde_json::json;
use sf_runtime::verify::Verify;

use super::bindings::{any, every, own};
use super::{Describes, at};

/// Of leads there are the fields `Phone` and `Rating`, besides the id and what is required.
#[tokio::test]
async fn what_bindings_leave_out_is_no_difference_unless_the_org_wants_it() {
    let describes = Describes::new();
    describes.edit("Lead", |fields| {
        fields.retain(|field| field["name"] != "Email");
        at(fields, "Website")["updateable"] = json!(false);
        let mut extra = at(fields, "Title").clone();
        extra["name"] = json!("Extra__c");
        fields.push(extra);
    });
    let site = describes.site().await;
    let verified = site.sf.verify::<own::Lead>().await.unwrap();
    assert_eq!(verified.to_string(), "");

    describes.edit("Lead", |fields| {
        fields.retain(|field| field["name"] != "Rating");
        let mut extra = at(fields, "Title").clone();
        extra["name"] = json!("Wanted__c");
        extra["nillable"] = json!(false);
        extra["defaultedOnCreate"] = json!(false);
        fields.push(extra);
    });
    let site = describes.site().await;
    let verified = site.sf.verify::<own::Lead>().await.unwrap();
    assert_eq!(
        verified.to_string(),
        "breaking[field-removed]: Lead.Rating: the field is gone\n\
         breaking[field-added]: Lead.Wanted__c: the field is new, and no record can be created \
         without it"
    );
}

/// Bindings of what both orgs have say less than each does, and those of what either has say more.
#[tokio::test]
async fn of_several_orgs_only_what_breaks_is_told() {
    let describes = Describes::new();
    let site = describes.site().await;
    let asked = Verify::of::<(every::Account, any::Account)>().whole();
    assert_eq!(asked.run(&site.sf).await.unwrap().to_string(), "");

    describes.edit("Account", |fields| {
        fields.retain(|field| field["name"] != "Fax" && field["name"] != "Phone");
        at(fields, "Site")["updateable"] = json!(false);
        at(fields, "Website")["length"] = json!(300);
    });
    let site = describes.site().await;
    let verified = Verify::of::<every::Account>().whole().run(&site.sf).await;
    assert_eq!(
        verified.unwrap().to_string(),
        "breaking[field-removed]: Account.Phone: the field is gone"
    );
    let verified = Verify::of::<any::Account>().whole().run(&site.sf).await;
    assert_eq!(
        verified.unwrap().to_string(),
        "breaking[field-removed]: Account.Phone: the field is gone\n\
         breaking[updateable]: Account.Site: it cannot be set on update any more"
    );
}
