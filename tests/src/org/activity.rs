//! `Task` and `Event`, which belong to almost anything.

use crate::describe::{FieldSpec as Field, ObjectSpec};

/// What an activity can be about.
const WHAT: [&str; 12] = [
    "Account",
    "Asset",
    "Campaign",
    "Case",
    "Contract",
    "Milestone__c",
    "Opportunity",
    "Order",
    "Product2",
    "Project__c",
    "Solution",
    "acme__Invoice__c",
];

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![task(), event()]
}

fn who_and_what(children: &str) -> [Field; 3] {
    [
        Field::reference("WhoId", &["Contact", "Lead"], "Who")
            .label("Name ID")
            .children(children),
        Field::reference("WhatId", &WHAT, "What")
            .label("Related To ID")
            .children(children),
        Field::new("Subject", "combobox")
            .values(["Call", "Email", "Send Quote", "Visit", "Other"])
            .set("nameField", true),
    ]
}

fn task() -> ObjectSpec {
    ObjectSpec::new("Task", "00T")
        .label("Task", "Tasks")
        .id()
        .fields(who_and_what("Tasks"))
        .fields([
            Field::date("ActivityDate").label("Due Date Only"),
            Field::picklist(
                "Status",
                ["Not Started", "In Progress", "Completed", "Deferred"],
            )
            .length(40)
            .defaulted()
            .default_value("Not Started"),
            Field::picklist("Priority", ["High", "Normal", "Low"])
                .length(40)
                .defaulted()
                .default_value("Normal"),
            Field::boolean("IsHighPriority")
                .label("High Priority")
                .system(),
            Field::reference("OwnerId", &["Group", "User"], "Owner")
                .label("Assigned To ID")
                .defaulted(),
            Field::text_area("Description", 32_000),
        ])
        .is_deleted()
        .fields([
            Field::reference("AccountId", &["Account"], "Account").system_optional(),
            Field::boolean("IsClosed").label("Closed").system(),
        ])
        .audit()
        .fields([
            Field::boolean("IsArchived").label("Archived").system(),
            Field::int("CallDurationInSeconds", 8).label("Call Duration"),
            Field::picklist("CallType", ["Internal", "Inbound", "Outbound"])
                .length(40)
                .restricted(),
            Field::string("CallDisposition", 255).label("Call Result"),
            Field::string("CallObject", 255).label("Call Object Identifier"),
            Field::datetime("ReminderDateTime").label("Reminder Date/Time"),
            Field::boolean("IsReminderSet").label("Reminder Set"),
            Field::boolean("IsRecurrence")
                .label("Create Recurring Series of Tasks")
                .create_only(),
            Field::int("RecurrenceInterval", 9),
            Field::int("RecurrenceDayOfWeekMask", 9),
            Field::picklist("TaskSubtype", ["Task", "Email", "Call"])
                .length(40)
                .create_only()
                .restricted(),
            Field::datetime("CompletedDateTime")
                .label("Completed Date")
                .system_optional(),
            Field::string("Dialer_Key__c", 40).external_id(),
        ])
}

fn event() -> ObjectSpec {
    ObjectSpec::new("Event", "00U")
        .label("Event", "Events")
        .set(
            "eventSeriesUpdates",
            "/services/data/v66.0/sobjects/Event/{ID}/fromThisEventOnwards",
        )
        .id()
        .fields(who_and_what("Events"))
        .fields([
            Field::string("Location", 255),
            Field::boolean("IsAllDayEvent").label("All-Day Event"),
            Field::datetime("ActivityDateTime").label("Due Date Time"),
            Field::date("ActivityDate").label("Due Date Only"),
            Field::int("DurationInMinutes", 8).label("Duration"),
            Field::datetime("StartDateTime").label("Start Date Time"),
            Field::datetime("EndDateTime").label("End Date Time"),
            Field::text_area("Description", 32_000),
            Field::reference("AccountId", &["Account"], "Account").system_optional(),
            Field::reference("OwnerId", &["User"], "Owner")
                .label("Assigned To ID")
                .defaulted(),
            Field::boolean("IsPrivate").label("Private"),
            Field::picklist("ShowAs", ["Busy", "OutOfOffice", "Free"])
                .length(40)
                .label("Show Time As")
                .restricted()
                .default_value("Busy"),
        ])
        .is_deleted()
        .fields([
            Field::boolean("IsChild").system(),
            Field::boolean("IsGroupEvent").system(),
            Field::picklist("GroupEventType", ["0", "1", "2", "3"])
                .length(40)
                .system_optional()
                .restricted(),
        ])
        .audit()
        .fields([
            Field::datetime("ReminderDateTime").label("Reminder Date/Time"),
            Field::boolean("IsReminderSet").label("Reminder Set"),
            Field::string("Calendar_Key__c", 120).external_id().unique(),
        ])
}
