//! `Account`, business and person, and what the platform derives from it.

use serde_json::Value;

use crate::describe::{
    ChildSpec, FieldSpec as Field, ObjectSpec, RecordTypeSpec, address_fields, person_name_fields,
};

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![account(), account_history(), account_change_event()]
}

pub(super) const INDUSTRIES: [&str; 9] = [
    "Agriculture",
    "Banking",
    "Biotechnology",
    "Energy",
    "Food & Beverage",
    "Healthcare",
    "Retail",
    "Technology",
    "Transportation",
];

fn account() -> ObjectSpec {
    ObjectSpec::standard("Account", "001")
        .label("Account", "Accounts")
        .on(&["feedEnabled", "mergeable"])
        .record_types([
            RecordTypeSpec::new("Business_Account", "Business Account", 1).default_mapping(),
            RecordTypeSpec::new("Person_Account", "Person Account", 2),
            RecordTypeSpec::new("Former_Partner", "Former Partner", 3).inactive(),
            RecordTypeSpec::master(),
        ])
        .field(Field::reference("MasterRecordId", &["Account"], "MasterRecord").system_optional())
        .fields(names())
        .fields(standard_fields())
        .fields(address_fields("Billing", true))
        .fields(address_fields("Shipping", true))
        .field(Field::reference("OwnerId", &["User"], "Owner").defaulted())
        .audit()
        .field(
            Field::date("LastActivityDate")
                .label("Last Activity")
                .system_optional(),
        )
        .viewed()
        .fields(person_fields())
        .fields(keys())
        .fields(custom_fields())
        .children([
            ChildSpec::new("AccountFeed", "ParentId")
                .named("Feeds")
                .cascade(),
            ChildSpec::new("AccountShare", "AccountId")
                .named("Shares")
                .cascade(),
            ChildSpec::new("Asset", "AccountId").named("Assets"),
            ChildSpec::new("AttachedContentDocument", "LinkedEntityId")
                .named("AttachedContentDocuments")
                .cascade(),
            ChildSpec::new("Attachment", "ParentId")
                .named("Attachments")
                .cascade(),
            ChildSpec::new("ContentDocumentLink", "LinkedEntityId")
                .named("ContentDocumentLinks")
                .cascade(),
            ChildSpec::new("NoteAndAttachment", "ParentId")
                .named("NotesAndAttachments")
                .cascade()
                .hidden(),
            ChildSpec::new("FlowRecordRelation", "RelatedRecordId")
                .cascade()
                .hidden(),
        ])
}

/// The person-account names; `Name` stays what a business account must give.
fn names() -> Vec<Field> {
    let mut names = vec![
        Field::string("Name", 255)
            .label("Account Name")
            .required()
            .name_field()
            .set("idLookup", false)
            .compound("Name")
            .set("extraTypeInfo", "switchablepersonname"),
    ];
    let parts = person_name_fields();
    names.extend(parts.into_iter().filter(|f| f.name() != "Name").map(|f| {
        let text = f.get("type") == Some(&Value::from("string"));
        f.set("extraTypeInfo", "switchablepersonname")
            .set("nillable", true)
            .set("nameField", text)
    }));
    names
}

fn standard_fields() -> Vec<Field> {
    vec![
        Field::picklist(
            "Type",
            [
                "Prospect",
                "Customer - Direct",
                "Customer - Channel",
                "Partner",
                "Other",
            ],
        )
        .label("Account Type"),
        Field::reference("RecordTypeId", &["RecordType"], "RecordType")
            .set("permissionable", false),
        Field::reference("ParentId", &["Account"], "Parent")
            .label("Parent Account ID")
            .children("ChildAccounts"),
        Field::phone("Phone").label("Account Phone"),
        Field::phone("Fax").label("Account Fax"),
        Field::string("AccountNumber", 40),
        Field::url("Website"),
        Field::url("PhotoUrl")
            .label("Photo URL")
            .system_optional()
            .set("extraTypeInfo", "imageurl"),
        Field::string("Sic", 20).label("SIC Code"),
        Field::picklist("Industry", INDUSTRIES).inactive(["Telegraphy"]),
        Field::currency("AnnualRevenue", 18, 0),
        Field::int("NumberOfEmployees", 8).label("Employees"),
        Field::picklist("Ownership", ["Public", "Private", "Subsidiary", "Other"]),
        Field::string("TickerSymbol", 20),
        Field::text_area("Description", 32_000).label("Account Description"),
        Field::picklist("Rating", ["Hot", "Warm", "Cold"]).label("Account Rating"),
        Field::string("Site", 80).label("Account Site"),
        Field::picklist(
            "AccountSource",
            ["Web", "Phone Inquiry", "Partner Referral", "Other"],
        ),
        Field::boolean("IsPartner")
            .label("Partner Account")
            .update_only(),
    ]
}

fn person_fields() -> Vec<Field> {
    vec![
        Field::boolean("IsPersonAccount").system(),
        Field::reference("PersonContactId", &["Contact"], "PersonContact")
            .label("Contact ID")
            .system_optional(),
        Field::email("PersonEmail").label("Email"),
        Field::phone("PersonMobilePhone").label("Mobile"),
        Field::string("PersonTitle", 80).label("Title"),
        Field::date("PersonBirthdate").label("Birthdate"),
        Field::boolean("PersonHasOptedOutOfEmail").label("Email Opt Out"),
        Field::picklist("Loyalty_Tier__pc", ["Bronze", "Silver", "Gold"])
            .restricted()
            .help("The tier of the person, from the loyalty programme."),
    ]
}

fn keys() -> Vec<Field> {
    vec![
        Field::string("External_Id__c", 36)
            .label("External ID")
            .external_id()
            .unique()
            .help("The key of the account in the ERP. Never reuse one."),
        Field::double("Account_Number_Ext__c", 12, 0)
            .label("Account Number (ERP)")
            .external_id()
            .unique(),
        Field::email("Billing_Email_Ext__c")
            .label("Billing Email")
            .external_id(),
        Field::string("Customer_Number__c", 30).auto_number(),
    ]
}

fn custom_fields() -> Vec<Field> {
    vec![
        Field::picklist("Tier__c", ["Platinum", "Gold", "Silver", "Basic"])
            .inactive(["Trial"])
            .restricted()
            .default_value("Basic")
            .help("Decides the response time of the service desk."),
        Field::multi_picklist("Interests__c", ["Golf", "Wine", "Travel", "Music"])
            .inactive(["Fax Machines"])
            .help("What to talk about at the next event."),
        Field::double("Health_Score__c", 18, 1)
            .formula(
                "CASE(Rating, \"Hot\", 90, \"Warm\", 60, 30)\n  + IF(Open_Deals__c > 0, 10, 0)",
            )
            .blank_as_zero()
            .help("From 30 (cold) to 100 (hot, and with open deals)."),
        Field::double("Open_Deals__c", 18, 0).roll_up(),
        Field::currency("Pipeline__c", 18, 2).roll_up(),
        Field::currency("Average_Deal__c", 18, 2)
            .formula("IF(Open_Deals__c = 0, 0, Pipeline__c / Open_Deals__c)")
            .blank_as_zero(),
        Field::date("Next_Review__c")
            .formula("ADDMONTHS(Last_Review__c, IF(ISPICKVAL(Tier__c, \"Platinum\"), 3, 12))"),
        Field::date("Last_Review__c").default_formula("TODAY()"),
        Field::boolean("Is_Key_Account__c")
            .formula("ISPICKVAL(Tier__c, \"Platinum\") || AnnualRevenue > 10000000"),
        Field::string("Region_Label__c", 1300)
            .formula("BillingCountry & IF(ISBLANK(BillingState), \"\", \" / \" & BillingState)"),
        Field::new("Headquarters__c", "location"),
        Field::double("Headquarters__Latitude__s", 9, 6)
            .label("Headquarters (Latitude)")
            .compound("Headquarters__c")
            .set("displayLocationInDecimal", true),
        Field::double("Headquarters__Longitude__s", 9, 6)
            .label("Headquarters (Longitude)")
            .compound("Headquarters__c")
            .set("displayLocationInDecimal", true),
        Field::currency("Credit_Limit__c", 16, 2)
            .no_edit_permission()
            .help("Finance sets it."),
        Field::datetime("Last_Sync__c").update_only(),
        Field::string("Signup_Channel__c", 40).create_only(),
        Field::percent("Discount__c", 5, 2).default_formula("0"),
        Field::rich_text("Delivery_Notes__c", 32_768),
        Field::string("Tax_Number__c", 20).encrypted(),
        Field::url("Old_Portal__c").deprecated(),
        Field::reference("Account_Manager__c", &["User"], "Account_Manager__r")
            .children("Managed_Accounts__r"),
    ]
}

fn account_history() -> ObjectSpec {
    ObjectSpec::standard("AccountHistory", "")
        .label("Account History", "Account History")
        .read_only()
        .off(&[
            "layoutable",
            "searchable",
            "triggerable",
            "mruEnabled",
            "compactLayoutable",
        ])
        .set("associateEntityType", "History")
        .set("associateParentEntity", "Account")
        .field(
            Field::reference("AccountId", &["Account"], "Account")
                .system()
                .set("cascadeDelete", true)
                .children("Histories"),
        )
        .created()
        .fields([
            Field::picklist("Field", ["Name", "OwnerId", "Tier__c", "created"])
                .label("Changed Field")
                .system()
                .restricted(),
            Field::picklist("DataType", ["Text", "EntityId", "Currency"])
                .label("Datatype")
                .length(40)
                .system_optional(),
            Field::new("OldValue", "anyType").system_optional(),
            Field::new("NewValue", "anyType").system_optional(),
        ])
}

fn account_change_event() -> ObjectSpec {
    let flat = |field: Field| {
        field
            .read_only()
            .query(false, false, false, false)
            .set("nillable", true)
            .set("defaultedOnCreate", false)
    };
    let copied = [
        Field::string("Name", 255).label("Account Name"),
        Field::picklist("Type", ["Prospect", "Partner", "Other"]).label("Account Type"),
        Field::reference("ParentId", &["Account"], "Parent"),
        Field::new("BillingAddress", "address"),
        Field::phone("Phone"),
        Field::picklist("Industry", INDUSTRIES),
        Field::currency("AnnualRevenue", 18, 0),
        Field::int("NumberOfEmployees", 8),
        Field::text_area("Description", 32_000),
        Field::reference("OwnerId", &["User"], "Owner"),
        Field::datetime("CreatedDate"),
        Field::reference("CreatedById", &["User"], "CreatedBy"),
        Field::datetime("LastModifiedDate"),
        Field::reference("LastModifiedById", &["User"], "LastModifiedBy"),
        Field::string("External_Id__c", 36),
        Field::multi_picklist("Interests__c", ["Golf", "Wine", "Travel", "Music"]),
        Field::picklist("Tier__c", ["Platinum", "Gold", "Silver", "Basic"]).restricted(),
    ];
    ObjectSpec::new("AccountChangeEvent", "")
        .label("Account Change Event", "Account Change Event")
        .read_only()
        .off(&[
            "layoutable",
            "searchable",
            "queryable",
            "retrieveable",
            "replicateable",
        ])
        .off(&["mruEnabled", "compactLayoutable", "searchLayoutable"])
        .set("associateEntityType", "ChangeEvent")
        .set("associateParentEntity", "Account")
        .field(Field::id().label("Change Event ID"))
        .field(Field::string("ReplayId", 1000).read_only())
        .field(
            Field::new("ChangeEventHeader", "complexvalue")
                .read_only()
                .set("soapType", "tns:ChangeEventHeader"),
        )
        .fields(copied.map(flat))
}
