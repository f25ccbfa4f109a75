//! Who works in the org: `User`, `Group`, `Profile`, and `RecordType` beside them.

use crate::describe::{FieldSpec as Field, ObjectSpec, address_fields, person_name_fields};

const OBJECTS: [&str; 6] = [
    "Account",
    "Campaign",
    "Case",
    "Lead",
    "Opportunity",
    "Project__c",
];

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![user(), group(), profile(), record_type()]
}

fn user() -> ObjectSpec {
    ObjectSpec::new("User", "005")
        .label("User", "Users")
        .on(&["feedEnabled"])
        .off(&["deletable", "undeletable"])
        .set("passwordUtilities", serde_json::json!({}))
        .id()
        .field(
            Field::string("Username", 80)
                .required()
                .set("idLookup", true),
        )
        .fields(
            person_name_fields()
                .into_iter()
                .filter(|f| f.name() != "Salutation"),
        )
        .fields(address_fields("", true))
        .fields([
            Field::string("CompanyName", 80),
            Field::string("Division", 80),
            Field::string("Department", 80),
            Field::string("Title", 80),
            Field::email("Email")
                .length(128)
                .required()
                .set("idLookup", true),
            Field::boolean("EmailPreferencesAutoBcc")
                .label("AutoBcc")
                .defaulted(),
            Field::phone("Phone"),
            Field::phone("MobilePhone").label("Mobile"),
            Field::string("Alias", 8).required(),
            Field::string("CommunityNickname", 40)
                .label("Nickname")
                .required(),
            Field::boolean("IsActive").label("Active").defaulted(),
            zone(
                "TimeZoneSidKey",
                &["Europe/Berlin", "America/New_York", "America/Vancouver"],
            ),
            zone("LocaleSidKey", &["de_DE", "en_CA", "en_US"]),
            zone("EmailEncodingKey", &["UTF-8", "ISO-8859-1"]),
            zone("LanguageLocaleKey", &["de", "en_US", "fr"]),
            Field::reference("UserRoleId", &["UserRole"], "UserRole").children("Users"),
            Field::reference("ProfileId", &["Profile"], "Profile")
                .required()
                .children("Users"),
            Field::picklist(
                "UserType",
                ["Standard", "Partner", "Guest", "AutomatedProcess"],
            )
            .length(40)
            .system_optional()
            .restricted(),
            Field::string("EmployeeNumber", 20),
            Field::reference("ManagerId", &["User"], "Manager").children("ManagedUsers"),
            Field::datetime("LastLoginDate").system_optional(),
            Field::string("FederationIdentifier", 512)
                .label("SAML Federation ID")
                .unique(),
            Field::text_area("AboutMe", 1000),
            Field::int("NumberOfFailedLogins", 8).system_optional(),
            Field::boolean("IsProfilePhotoActive")
                .label("Has Profile Photo")
                .system(),
        ])
        .audit()
        .viewed()
        .fields([
            Field::string("Worker_Id__c", 12).external_id().unique(),
            Field::currency("Quota__c", 16, 2),
        ])
}

fn zone(name: &str, values: &[&str]) -> Field {
    Field::picklist(name, values.iter().copied())
        .length(40)
        .required()
        .restricted()
}

fn group() -> ObjectSpec {
    ObjectSpec::new("Group", "00G")
        .label("Group", "Group")
        .off(&["layoutable", "searchable", "undeletable", "mruEnabled"])
        .id()
        .fields([
            Field::string("Name", 40).required().name_field(),
            Field::string("DeveloperName", 80).set("permissionable", false),
            Field::reference("RelatedId", &["User", "UserRole"], "Related").system_optional(),
            Field::picklist("Type", ["Regular", "Queue", "Role", "Organization"])
                .length(40)
                .create_only()
                .required()
                .restricted(),
            Field::email("Email"),
            Field::reference("OwnerId", &["Organization", "User"], "Owner").system_optional(),
            Field::boolean("DoesSendEmailToMembers")
                .label("Send Email to Members")
                .defaulted(),
            Field::boolean("DoesIncludeBosses")
                .label("Include Bosses")
                .defaulted(),
            Field::text_area("Description", 255),
        ])
        .audit()
}

fn profile() -> ObjectSpec {
    let rights = [
        "EditTask",
        "EditEvent",
        "ManageUsers",
        "ApiEnabled",
        "ViewSetup",
        "ModifyAllData",
    ];
    ObjectSpec::new("Profile", "00e")
        .label("Profile", "Profile")
        .off(&[
            "createable",
            "layoutable",
            "searchable",
            "undeletable",
            "triggerable",
        ])
        .id()
        .field(
            Field::string("Name", 255)
                .update_only()
                .required()
                .name_field(),
        )
        .fields(rights.map(|right| {
            Field::boolean(format!("Permissions{right}"))
                .update_only()
                .set("permissionable", false)
        }))
        .fields([
            Field::reference("UserLicenseId", &["UserLicense"], "UserLicense")
                .system()
                .children("Profiles"),
            Field::picklist("UserType", ["Standard", "Partner", "Guest"])
                .length(40)
                .system_optional(),
        ])
        .audit()
        .fields([
            Field::text_area("Description", 255).update_only(),
            Field::datetime("LastViewedDate").system_optional(),
            Field::datetime("LastReferencedDate").system_optional(),
        ])
}

fn record_type() -> ObjectSpec {
    ObjectSpec::new("RecordType", "012")
        .label("Record Type", "Record Types")
        .off(&[
            "layoutable",
            "searchable",
            "undeletable",
            "triggerable",
            "deletable",
        ])
        .id()
        .fields([
            Field::string("Name", 80).required().name_field(),
            Field::string("DeveloperName", 80).required(),
            Field::string("NamespacePrefix", 15).system_optional(),
            Field::text_area("Description", 255),
            Field::reference("BusinessProcessId", &["BusinessProcess"], "BusinessProcess")
                .create_only(),
            Field::picklist("SobjectType", OBJECTS)
                .length(40)
                .create_only()
                .required()
                .restricted(),
            Field::boolean("IsActive").label("Active").defaulted(),
            Field::boolean("IsPersonType").system(),
        ])
        .audit()
}
