//! Custom objects that depend on each other: a project, its milestones and its people.

use crate::describe::{FieldSpec as Field, ObjectSpec, RecordTypeSpec};

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![project(), milestone(), project_contact()]
}

fn project() -> ObjectSpec {
    ObjectSpec::custom("Project__c", "a01")
        .label("Project", "Projects")
        .on(&["feedEnabled"])
        .record_types([
            RecordTypeSpec::new("Rollout", "Rollout", 21).default_mapping(),
            RecordTypeSpec::new("Pilot", "Pilot", 22),
            RecordTypeSpec::master(),
        ])
        .field(
            Field::reference("RecordTypeId", &["RecordType"], "RecordType")
                .set("permissionable", false),
        )
        .viewed()
        .fields(place())
        .fields([
            Field::reference("Account__c", &["Account"], "Account__r")
                .required()
                .restrict_delete()
                .children("Projects__r"),
            Field::reference("Opportunity__c", &["Opportunity"], "Opportunity__r")
                .children("Projects__r"),
            Field::reference("Parent_Project__c", &["Project__c"], "Parent_Project__r")
                .children("Sub_Projects__r"),
            Field::string("Project_Code__c", 12)
                .external_id()
                .unique()
                .help("Two letters, a dash and the year: \"BE-2026\"."),
            Field::picklist("Status__c", ["Planned", "Running", "On Hold", "Done"])
                .inactive(["Cancelled (old)"])
                .restricted()
                .required()
                .default_value("Planned"),
            Field::date("Start__c").required(),
            Field::date("End__c"),
            Field::time("Daily_Stand_Up__c").label("Daily Stand-Up"),
            Field::currency("Budget__c", 14, 2),
            Field::currency("Spent__c", 18, 2).roll_up(),
            Field::percent("Budget_Used__c", 18, 1)
                .formula("IF(Budget__c = 0, NULL, Spent__c / Budget__c)")
                .help("Spent so far, as a share of the budget."),
            Field::double("Milestones_Done__c", 18, 0).roll_up(),
            Field::date("Last_Milestone__c").roll_up(),
            Field::datetime("Kick_Off__c").label("Kick-Off"),
            Field::datetime("Kick_Off_Reminder__c").formula("Kick_Off__c - 1"),
            Field::string("Status_Line__c", 1300)
                .formula("Name & \": \" & TEXT(Status__c) & \" until \" & TEXT(End__c)"),
            Field::text_area("Summary__c", 255),
            Field::rich_text("Plan__c", 131_072),
            Field::text_area("Closing_Note__c", 32_768)
                .update_only()
                .help("Filled when the project ends."),
            Field::double("Risk__c", 4, 2).no_edit_permission(),
            Field::url("Board__c"),
            Field::email("Team_Mail__c"),
            Field::phone("Hotline__c"),
            Field::boolean("Billable__c")
                .set("defaultValue", true)
                .default_formula("true"),
            Field::multi_picklist(
                "Skills__c",
                ["Wiring", "Networking", "Validation", "Training"],
            )
            .restricted()
            .controlled_by(
                "Region__c",
                &[
                    ("Wiring", &[0, 1]),
                    ("Networking", &[0, 1]),
                    ("Validation", &[0]),
                    ("Training", &[1]),
                ],
            ),
        ])
}

/// A chain of three: the region controls the country, the country controls the city.
fn place() -> [Field; 3] {
    [
        Field::picklist("Region__c", ["EMEA", "AMER"]).restricted(),
        Field::picklist(
            "Country__c",
            ["Germany", "France", "Canada", "United States"],
        )
        .restricted()
        .controlled_by(
            "Region__c",
            &[
                ("Germany", &[0]),
                ("France", &[0]),
                ("Canada", &[1]),
                ("United States", &[1]),
            ],
        ),
        Field::picklist(
            "City__c",
            [
                "Berlin",
                "Munich",
                "Paris",
                "Lyon",
                "Toronto",
                "Vancouver",
                "Austin",
                "Paris (Texas)",
            ],
        )
        .inactive(["Bonn"])
        .restricted()
        .controlled_by(
            "Country__c",
            &[
                ("Berlin", &[0]),
                ("Munich", &[0]),
                ("Paris", &[1]),
                ("Lyon", &[1]),
                ("Toronto", &[2]),
                ("Vancouver", &[2]),
                ("Austin", &[3]),
                ("Paris (Texas)", &[3]),
                ("Bonn", &[0]),
            ],
        ),
    ]
}

fn milestone() -> ObjectSpec {
    ObjectSpec::detail("Milestone__c", "a02")
        .label("Milestone", "Milestones")
        .fields([
            Field::reference("Project__c", &["Project__c"], "Project__r")
                .master_detail(0)
                .set("writeRequiresMasterRead", true)
                .children("Milestones__r"),
            Field::string("Title__c", 120).required(),
            Field::double("Order__c", 3, 0).set("defaultedOnCreate", true),
            Field::date("Due__c"),
            Field::boolean("Done__c"),
            Field::date("Done_On__c"),
            Field::currency("Cost__c", 14, 2),
            Field::percent("Progress__c", 5, 2),
            Field::boolean("Is_Overdue__c").formula("NOT(Done__c) && Due__c < TODAY()"),
            Field::string("Days_Left__c", 1300)
                .formula("IF(Done__c, \"done\", TEXT(Due__c - TODAY()) & \" days\")"),
            Field::reference("Owner__c", &["Contact"], "Owner__r").children("Milestones__r"),
            Field::string("Milestone_Key__c", 40).external_id().unique(),
            Field::text_area("Acceptance__c", 4000),
            Field::picklist("Kind__c", ["Delivery", "Approval", "Payment"])
                .default_value("Delivery"),
        ])
}

/// The junction of projects and contacts: two masters, and the second one can be changed.
fn project_contact() -> ObjectSpec {
    ObjectSpec::detail("Project_Contact__c", "a03")
        .label("Project Contact", "Project Contacts")
        .fields([
            Field::reference("Project__c", &["Project__c"], "Project__r")
                .master_detail(0)
                .children("Project_Contacts__r"),
            Field::reference("Contact__c", &["Contact"], "Contact__r")
                .master_detail(1)
                .reparentable()
                .children("Project_Contacts__r"),
            Field::picklist("Role__c", ["Sponsor", "Lead", "Engineer", "Observer"])
                .restricted()
                .required(),
            Field::percent("Share__c", 3, 0).label("Share of Time"),
            Field::date("From__c"),
            Field::date("To__c"),
            Field::boolean("Is_Active__c")
                .formula("From__c <= TODAY() && BLANKVALUE(To__c, TODAY()) >= TODAY()"),
            Field::string("Contact_Mail__c", 1300).formula("Contact__r.Email"),
        ])
}
