//! What the service desk works with: cases, articles' categories and files.

use crate::describe::{ChildSpec, FieldSpec as Field, ObjectSpec, RecordTypeSpec};

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![case(), content_version(), data_category_selection()]
}

fn case() -> ObjectSpec {
    ObjectSpec::standard("Case", "500")
        .label("Case", "Cases")
        .on(&["feedEnabled"])
        .set(
            "caseArticleSuggestions",
            "/services/data/v66.0/sobjects/Case/suggestedArticles",
        )
        .record_types([
            RecordTypeSpec::new("Complaint", "Complaint", 11),
            RecordTypeSpec::new("Question", "Question", 12).default_mapping(),
            RecordTypeSpec::master(),
        ])
        .fields([
            Field::reference("MasterRecordId", &["Case"], "MasterRecord").system_optional(),
            Field::string("CaseNumber", 30).auto_number().name_field(),
            Field::reference("ContactId", &["Contact"], "Contact").children("Cases"),
            Field::reference("AccountId", &["Account"], "Account").children("Cases"),
            Field::reference("ParentId", &["Case"], "Parent")
                .label("Parent Case ID")
                .children("Cases"),
            Field::reference("RecordTypeId", &["RecordType"], "RecordType")
                .set("permissionable", false),
            Field::string("SuppliedName", 80).label("Name"),
            Field::email("SuppliedEmail").label("Email Address"),
            Field::picklist("Type", ["Mechanical", "Electronic", "Software", "Other"])
                .length(40)
                .label("Case Type"),
            Field::picklist("Status", ["New", "Working", "Escalated", "Closed"])
                .length(40)
                .default_value("New")
                .set("permissionable", false),
            Field::picklist(
                "Reason",
                ["Installation", "Calibration", "Breakdown", "Other"],
            )
            .length(40)
            .label("Case Reason"),
            Field::picklist("Origin", ["Phone", "Email", "Web"])
                .length(40)
                .label("Case Origin"),
            Field::string("Subject", 255),
            Field::picklist("Priority", ["High", "Medium", "Low"])
                .length(40)
                .default_value("Medium"),
            Field::text_area("Description", 32_000),
            Field::boolean("IsClosed").label("Closed").system(),
            Field::datetime("ClosedDate").system_optional(),
            Field::boolean("IsEscalated").label("Escalated"),
            Field::reference("OwnerId", &["Group", "User"], "Owner").defaulted(),
        ])
        .audit()
        .fields([
            Field::phone("ContactPhone").system_optional(),
            Field::email("ContactEmail").system_optional(),
            Field::text_area("Comments", 4000).label("Internal Comments"),
        ])
        .viewed()
        .fields(custom_fields())
        .children([
            ChildSpec::new("CaseComment", "ParentId")
                .named("CaseComments")
                .cascade(),
            ChildSpec::new("EmailMessage", "ParentId")
                .named("EmailMessages")
                .cascade(),
            ChildSpec::new("CaseSolution", "CaseId")
                .named("CaseSolutions")
                .cascade()
                .hidden(),
        ])
}

fn custom_fields() -> Vec<Field> {
    vec![
        Field::string("Ticket_Key__c", 20).external_id().unique(),
        Field::boolean("Safety_Issue__c").help("Was a person or a vaccine batch at risk?"),
        // A checkbox controls it: 0 is unchecked, 1 is checked.
        Field::picklist("Follow_Up__c", ["None Needed", "Call", "Visit", "Recall"])
            .restricted()
            .controlled_by(
                "Safety_Issue__c",
                &[
                    ("None Needed", &[0]),
                    ("Call", &[0, 1]),
                    ("Visit", &[1]),
                    ("Recall", &[1]),
                ],
            ),
        Field::multi_picklist(
            "Symptoms__c",
            ["No Display", "Drift", "Leak", "Crash", "Slow Sync"],
        )
        .restricted()
        .controlled_by(
            "Type",
            &[
                ("No Display", &[1, 3]),
                ("Drift", &[0, 1]),
                ("Leak", &[0]),
                ("Crash", &[2]),
                ("Slow Sync", &[2, 3]),
            ],
        ),
        Field::datetime("Answer_Due__c")
            .formula("CreatedDate + CASE(Account.Tier__c, \"Platinum\", 1, \"Gold\", 4, 24) / 24"),
        Field::boolean("Is_Late__c").formula("NOT(IsClosed) && NOW() > Answer_Due__c"),
        Field::string("Badge__c", 1300)
            .formula("IMAGE(IF(Is_Late__c, \"/img/red.png\", \"/img/green.png\"), \"late?\")")
            .set("htmlFormatted", true),
        Field::double("Hours_Open__c", 18, 2)
            .formula("(BLANKVALUE(ClosedDate, NOW()) - CreatedDate) * 24"),
        Field::reference("Project__c", &["Project__c"], "Project__r").children("Cases__r"),
        Field::reference("Product__c", &["Product2"], "Product__r")
            .restrict_delete()
            .children("Cases__r"),
    ]
}

fn content_version() -> ObjectSpec {
    ObjectSpec::new("ContentVersion", "068")
        .label("Content Version", "Content Versions")
        .off(&["deletable", "undeletable"])
        .id()
        .fields([
            Field::reference("ContentDocumentId", &["ContentDocument"], "ContentDocument")
                .create_only()
                .defaulted(),
            Field::boolean("IsLatest").system(),
            Field::url("ContentUrl").label("Content URL").length(1300),
            Field::string("VersionNumber", 20).system_optional(),
            Field::string("Title", 255).required().name_field(),
            Field::text_area("Description", 1000),
            Field::text_area("ReasonForChange", 1000),
            Field::picklist("SharingOption", ["A", "R"])
                .length(40)
                .defaulted()
                .restricted(),
            Field::string("PathOnClient", 500).create_only(),
            Field::int("RatingCount", 8).system_optional(),
            Field::reference(
                "FirstPublishLocationId",
                &["Account", "Case", "Opportunity", "User"],
                "FirstPublishLocation",
            )
            .create_only(),
            Field::picklist("Origin", ["C", "H"])
                .length(40)
                .create_only()
                .defaulted()
                .restricted(),
            Field::reference("OwnerId", &["User"], "Owner").defaulted(),
            Field::string("FileType", 20).system(),
            Field::picklist("PublishStatus", ["P", "R", "U"])
                .length(40)
                .system()
                .restricted(),
            Field::new("VersionData", "base64").create_only(),
            Field::int("ContentSize", 9).label("Size").system_optional(),
            Field::string("FileExtension", 40).system_optional(),
            Field::string("Checksum", 50).system_optional(),
            Field::boolean("IsMajorVersion").create_only(),
        ])
        .is_deleted()
        .audit()
        .field(Field::string("Scan_Key__c", 40).external_id().unique())
}

/// The data category of an article; read, made and deleted, never changed.
fn data_category_selection() -> ObjectSpec {
    ObjectSpec::new("Knowledge__DataCategorySelection", "02o")
        .label("Data Category Selection", "Data Category Selections")
        .off(&[
            "updateable",
            "undeletable",
            "layoutable",
            "searchable",
            "triggerable",
        ])
        .id()
        .fields([
            Field::reference("ParentId", &["Knowledge__kav"], "Parent")
                .create_only()
                .required()
                .set("cascadeDelete", true)
                .children("DataCategorySelections"),
            Field::new("DataCategoryGroupName", "datacategorygroupreference")
                .create_only()
                .required(),
            Field::string("DataCategoryName", 80)
                .create_only()
                .required(),
        ])
        .is_deleted()
        .created()
        .field(Field::datetime("SystemModstamp").system())
}
