//! `Contact`, `Lead` and `Name`, the entity behind polymorphic lookups.

use crate::describe::{
    ChildSpec, FieldSpec as Field, ObjectSpec, address_fields, person_name_fields,
};

use super::account::INDUSTRIES;

pub(super) const SOURCES: [&str; 5] = [
    "Web",
    "Phone Inquiry",
    "Partner Referral",
    "Purchased List",
    "Other",
];

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![contact(), lead(), name()]
}

fn contact() -> ObjectSpec {
    ObjectSpec::standard("Contact", "003")
        .label("Contact", "Contacts")
        .on(&["feedEnabled", "mergeable"])
        .fields([
            Field::reference("MasterRecordId", &["Contact"], "MasterRecord").system_optional(),
            Field::reference("AccountId", &["Account"], "Account").children("Contacts"),
        ])
        .fields(person_name_fields())
        .fields(address_fields("Other", false))
        .fields(address_fields("Mailing", true))
        .fields([
            Field::phone("Phone").label("Business Phone"),
            Field::phone("Fax").label("Business Fax"),
            Field::phone("MobilePhone"),
            Field::reference("ReportsToId", &["Contact"], "ReportsTo").children("ContactReports"),
            Field::email("Email").set("idLookup", true),
            Field::string("Title", 128),
            Field::string("Department", 80),
            Field::string("AssistantName", 40).label("Assistant's Name"),
            Field::picklist("LeadSource", SOURCES),
            Field::date("Birthdate"),
            Field::text_area("Description", 32_000).label("Contact Description"),
            Field::boolean("HasOptedOutOfEmail").label("Email Opt Out"),
            Field::boolean("DoNotCall"),
            Field::reference("OwnerId", &["User"], "Owner").defaulted(),
        ])
        .audit()
        .field(Field::date("LastActivityDate").label("Last Activity").system_optional())
        .viewed()
        .fields([
            Field::string("EmailBouncedReason", 255).set("permissionable", false),
            Field::datetime("EmailBouncedDate").set("permissionable", false),
            Field::boolean("IsEmailBounced").system(),
            Field::url("PhotoUrl")
                .label("Photo URL")
                .system_optional()
                .set("extraTypeInfo", "imageurl"),
            Field::string("Badge_Code__c", 16)
                .external_id()
                .unique()
                .case_sensitive()
                .help("Printed on the visitor badge; \"ab1\" and \"AB1\" are two badges."),
            Field::new("Passport_Number__c", "encryptedstring")
                .length(20)
                .masked("X", "lastFour"),
            Field::picklist("Salary_Band__c", ["A", "B", "C"]).no_edit_permission(),
            Field::multi_picklist("Languages__c", ["English", "German", "French", "Dutch"])
                .inactive(["Latin"])
                .restricted(),
            Field::string("Full_Address__c", 1300).formula(
                "MailingStreet & BR() & MailingCity & \", \" & MailingPostalCode & BR() & MailingCountry",
            ),
            Field::double("Age__c", 18, 0)
                .formula("FLOOR((TODAY() - Birthdate) / 365.2425)")
                .help("Whole years; empty without a birthdate."),
        ])
        .children([
            ChildSpec::new("AccountContactRole", "ContactId")
                .named("AccountContactRoles")
                .cascade(),
            ChildSpec::new("TaskWhoRelation", "RelationId")
                .junction(&["TaskWhoIds"], &["Contact", "Lead"])
                .cascade(),
            ChildSpec::new("ContactFeed", "ParentId").named("Feeds").cascade(),
        ])
}

fn lead() -> ObjectSpec {
    ObjectSpec::standard("Lead", "00Q")
        .label("Lead", "Leads")
        .on(&["feedEnabled", "mergeable"])
        .field(Field::reference("MasterRecordId", &["Lead"], "MasterRecord").system_optional())
        .fields(person_name_fields())
        .fields([
            Field::string("Title", 128),
            Field::string("Company", 255).required(),
        ])
        // The components of a lead's address have no prefix.
        .fields(address_fields("", true))
        .fields([
            Field::phone("Phone"),
            Field::phone("MobilePhone"),
            Field::email("Email").set("idLookup", true),
            Field::url("Website"),
            Field::text_area("Description", 32_000),
            Field::picklist("LeadSource", SOURCES),
            Field::picklist(
                "Status",
                [
                    "Open - Not Contacted",
                    "Working - Contacted",
                    "Closed - Converted",
                    "Closed - Not Converted",
                ],
            )
            .defaulted()
            .default_value("Open - Not Contacted"),
            Field::picklist("Industry", INDUSTRIES),
            Field::picklist("Rating", ["Hot", "Warm", "Cold"]),
            Field::currency("AnnualRevenue", 18, 0),
            Field::int("NumberOfEmployees", 8).label("Employees"),
            Field::reference("OwnerId", &["Group", "User"], "Owner").defaulted(),
            Field::boolean("IsConverted")
                .label("Converted")
                .create_only()
                .set("permissionable", false),
            Field::date("ConvertedDate").system_optional(),
            Field::reference("ConvertedAccountId", &["Account"], "ConvertedAccount")
                .system_optional(),
            Field::reference("ConvertedContactId", &["Contact"], "ConvertedContact")
                .system_optional(),
            Field::reference(
                "ConvertedOpportunityId",
                &["Opportunity"],
                "ConvertedOpportunity",
            )
            .system_optional(),
            Field::boolean("IsUnreadByOwner")
                .label("Unread By Owner")
                .defaulted(),
        ])
        .audit()
        .viewed()
        .fields([
            Field::string("Web_Token__c", 64).external_id(),
            Field::double("Score__c", 3, 0).default_formula("50"),
            Field::datetime("First_Answer_Due__c")
                .formula("CreatedDate + IF(ISPICKVAL(Rating, \"Hot\"), 0.125, 1)"),
        ])
}

/// What SOQL knows of `Who`, `What` and `Owner` when the type is not said. Nobody queries it.
fn name() -> ObjectSpec {
    ObjectSpec::new("Name", "")
        .label("Name", "Names")
        .read_only()
        .off(&[
            "compactLayoutable",
            "layoutable",
            "mruEnabled",
            "queryable",
            "replicateable",
        ])
        .off(&[
            "retrieveable",
            "searchLayoutable",
            "searchable",
            "triggerable",
        ])
        .id()
        .fields(
            [
                Field::string("Name", 255)
                    .label("Name")
                    .set("nameField", true),
                Field::string("LastName", 80).compound("Name"),
                Field::string("FirstName", 40).compound("Name"),
                Field::string("Type", 40).label("Object Type"),
                Field::string("Title", 128),
                Field::email("Email"),
                Field::phone("Phone"),
                Field::boolean("IsActive").label("Active"),
                Field::string("Username", 80),
                Field::string("Alias", 8),
                Field::reference("UserRoleId", &["UserRole"], "UserRole"),
                Field::reference("ProfileId", &["Profile"], "Profile"),
                Field::reference("RecordTypeId", &["RecordType"], "RecordType"),
                Field::reference("NameOrAliasId", &["User"], "")
                    .set("relationshipName", serde_json::Value::Null),
                Field::datetime("LastViewedDate"),
                Field::datetime("LastReferencedDate"),
            ]
            .map(Field::system_optional),
        )
}
