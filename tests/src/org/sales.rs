//! What is sold: opportunities, products, prices and campaigns.

use serde_json::Value;

use crate::describe::{ChildSpec, FieldSpec as Field, ObjectSpec};

use super::people::SOURCES;

const STAGES: [&str; 7] = [
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
];

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![
        opportunity(),
        line_item(),
        product(),
        pricebook_entry(),
        campaign(),
        campaign_member(),
    ]
}

fn opportunity() -> ObjectSpec {
    ObjectSpec::standard("Opportunity", "006")
        .label("Opportunity", "Opportunities")
        .on(&["deepCloneable", "feedEnabled"])
        .fields([
            Field::reference("AccountId", &["Account"], "Account").children("Opportunities"),
            Field::boolean("IsPrivate").label("Private"),
            Field::string("Name", 120).required().name_field(),
            Field::text_area("Description", 32_000),
            Field::picklist("StageName", STAGES)
                .inactive(["Id. Decision Makers"])
                .label("Stage")
                .required(),
            Field::currency("Amount", 18, 2),
            Field::percent("Probability", 3, 0)
                .label("Probability (%)")
                .set("defaultedOnCreate", true),
            Field::currency("ExpectedRevenue", 18, 2)
                .label("Expected Amount")
                .system_optional(),
            Field::double("TotalOpportunityQuantity", 18, 2).label("Quantity"),
            Field::date("CloseDate").required(),
            Field::picklist("Type", ["New Business", "Renewal", "Upgrade"])
                .label("Opportunity Type"),
            Field::string("NextStep", 255),
            Field::picklist("LeadSource", SOURCES),
            Field::boolean("IsClosed").label("Closed").system(),
            Field::boolean("IsWon").label("Won").system(),
            Field::picklist(
                "ForecastCategory",
                [
                    "Omitted",
                    "Pipeline",
                    "BestCase",
                    "MostLikely",
                    "Forecast",
                    "Closed",
                ],
            )
            .length(40)
            .restricted()
            .read_only()
            .required(),
            Field::picklist(
                "ForecastCategoryName",
                [
                    "Omitted",
                    "Pipeline",
                    "Best Case",
                    "Most Likely",
                    "Commit",
                    "Closed",
                ],
            )
            .label("Forecast Category")
            .set("defaultedOnCreate", true)
            .set("permissionable", false),
            Field::reference("CampaignId", &["Campaign"], "Campaign").children("Opportunities"),
            Field::boolean("HasOpportunityLineItem")
                .label("Has Line Item")
                .system(),
            Field::reference("Pricebook2Id", &["Pricebook2"], "Pricebook2")
                .label("Price Book ID")
                .set("defaultedOnCreate", true)
                .set("permissionable", false)
                .children("Opportunities"),
            Field::reference("OwnerId", &["User"], "Owner").defaulted(),
        ])
        .audit()
        .fields([
            Field::date("LastActivityDate")
                .label("Last Activity")
                .system_optional(),
            Field::datetime("LastStageChangeDate").system_optional(),
            // `Fiscal` is the name of a compound that is no field of its own.
            Field::int("FiscalQuarter", 8)
                .system_optional()
                .compound("Fiscal"),
            Field::int("FiscalYear", 8)
                .system_optional()
                .compound("Fiscal"),
            // No relationship leads from here to the contact.
            Field::reference("ContactId", &["Contact"], "")
                .create_only()
                .set("relationshipName", Value::Null)
                .set("permissionable", false),
        ])
        .viewed()
        .fields([
            Field::boolean("HasOpenActivity")
                .system()
                .query(false, true, false, false),
            Field::boolean("HasOverdueTask")
                .system()
                .query(false, true, false, false),
            Field::string("Quote_Key__c", 40).external_id().unique(),
            Field::percent("Discount__c", 5, 2).help("Above 15 % a manager must approve it."),
            Field::currency("Net_Amount__c", 18, 2)
                .formula("Amount * (1 - Discount__c)")
                .blank_as_zero(),
            Field::percent("Margin__c", 18, 2)
                .formula("IF(Amount = 0, 0, (Net_Amount__c - Cost__c) / Amount)"),
            Field::currency("Cost__c", 18, 2).roll_up(),
            Field::multi_picklist("Competitors__c", ["Frostline", "Kelvin & Sons", "In-house"])
                .inactive(["Polar AG"]),
            Field::picklist(
                "Loss_Reason__c",
                ["Price", "Feature Gap", "No Decision", "Competitor"],
            )
            .restricted(),
            Field::reference("Primary_Contact__c", &["Contact"], "Primary_Contact__r")
                .children("Primary_Deals__r")
                .filtered_lookup(&["AccountId"], true),
            Field::date("Expected_Delivery__c").formula("CloseDate + 30"),
        ])
        .children([
            ChildSpec::new("OpportunityContactRole", "OpportunityId")
                .named("OpportunityContactRoles")
                .cascade(),
            ChildSpec::new("OpportunityHistory", "OpportunityId")
                .named("OpportunityHistories")
                .cascade(),
            ChildSpec::new("Quote", "OpportunityId")
                .named("Quotes")
                .cascade(),
            ChildSpec::new("OpportunityPartner", "OpportunityId")
                .named("OpportunityPartnersFrom")
                .cascade()
                .hidden(),
        ])
}

fn line_item() -> ObjectSpec {
    ObjectSpec::standard("OpportunityLineItem", "00k")
        .label("Opportunity Product", "Opportunity Products")
        .off(&["undeletable", "searchable"])
        .fields([
            Field::reference("OpportunityId", &["Opportunity"], "Opportunity")
                .create_only()
                .required()
                .set("cascadeDelete", true)
                .children("OpportunityLineItems"),
            Field::int("SortOrder", 9).system_optional(),
            Field::reference("PricebookEntryId", &["PricebookEntry"], "PricebookEntry")
                .create_only()
                .children("OpportunityLineItems"),
            Field::reference("Product2Id", &["Product2"], "Product2")
                .label("Product ID")
                .create_only()
                .children("OpportunityLineItems"),
            Field::string("ProductCode", 255).system_optional(),
            Field::string("Name", 376)
                .label("Opportunity Product Name")
                .system_optional()
                .set("nameField", true),
            Field::double("Quantity", 12, 2).required(),
            Field::currency("TotalPrice", 18, 2),
            Field::currency("UnitPrice", 18, 2).label("Sales Price"),
            Field::currency("ListPrice", 18, 2).system_optional(),
            Field::date("ServiceDate").label("Date"),
            Field::string("Description", 255).label("Line Description"),
            Field::percent("Discount", 5, 2),
        ])
        .audit()
        .fields([
            Field::currency("Unit_Cost__c", 16, 2),
            Field::currency("Line_Cost__c", 18, 2)
                .formula("Quantity * Unit_Cost__c")
                .blank_as_zero(),
        ])
}

fn product() -> ObjectSpec {
    ObjectSpec::new("Product2", "01t")
        .label("Product", "Products")
        .on(&["feedEnabled"])
        .id()
        .fields([
            Field::string("Name", 255)
                .label("Product Name")
                .required()
                .name_field(),
            Field::string("ProductCode", 255),
            Field::text_area("Description", 4000).label("Product Description"),
            Field::boolean("IsActive").label("Active"),
        ])
        .audit()
        .fields([
            Field::picklist("Family", ["Loggers", "Probes", "Gateways", "Services"])
                .label("Product Family"),
            Field::picklist("QuantityUnitOfMeasure", ["Each", "Pack of 10"]),
            Field::url("DisplayUrl").length(1000).label("Display URL"),
            Field::string("ExternalId", 255),
            Field::string("StockKeepingUnit", 180).label("Product SKU"),
        ])
        .is_deleted()
        .field(Field::boolean("IsArchived").label("Archived").system())
        .viewed()
        .fields([
            Field::string("Ean__c", 13)
                .label("EAN")
                .external_id()
                .unique(),
            Field::double("Weight__c", 8, 3).label("Weight (kg)"),
            Field::double("Lowest_Temperature__c", 5, 1).help("In °C; negative below freezing."),
            // A type that no client of today knows.
            Field::new("Embedding__c", "vector").help("Places the product in the search index."),
        ])
}

fn pricebook_entry() -> ObjectSpec {
    ObjectSpec::new("PricebookEntry", "01u")
        .label("Price Book Entry", "Price Book Entries")
        .off(&["undeletable", "layoutable"])
        .id()
        .fields([
            Field::string("Name", 255)
                .label("Product Name")
                .system_optional()
                .set("nameField", true),
            Field::reference("Pricebook2Id", &["Pricebook2"], "Pricebook2")
                .label("Price Book ID")
                .create_only()
                .required()
                .children("PricebookEntries"),
            Field::reference("Product2Id", &["Product2"], "Product2")
                .label("Product ID")
                .create_only()
                .required()
                .set("cascadeDelete", true)
                .children("PricebookEntries"),
            Field::currency("UnitPrice", 18, 2)
                .label("List Price")
                .required(),
            Field::boolean("IsActive").label("Active"),
            Field::boolean("UseStandardPrice"),
        ])
        .audit()
        .field(Field::string("ProductCode", 255).system_optional())
        .is_deleted()
        .field(Field::boolean("IsArchived").label("Archived").system())
}

fn campaign() -> ObjectSpec {
    let counts = [
        ("NumberOfLeads", "Leads in Campaign"),
        ("NumberOfContacts", "Contacts in Campaign"),
        ("NumberOfResponses", "Responses in Campaign"),
        ("NumberOfOpportunities", "Opportunities in Campaign"),
    ];
    ObjectSpec::standard("Campaign", "701")
        .label("Campaign", "Campaigns")
        .fields([
            Field::string("Name", 80).required().name_field(),
            Field::reference("ParentId", &["Campaign"], "Parent")
                .label("Parent Campaign ID")
                .children("ChildCampaigns"),
            Field::picklist("Type", ["Conference", "Webinar", "Trade Show", "Email"])
                .default_value("Conference"),
            Field::picklist("Status", ["Planned", "In Progress", "Completed", "Aborted"])
                .default_value("Planned"),
            Field::date("StartDate"),
            Field::date("EndDate"),
            Field::currency("ExpectedRevenue", 18, 0).label("Expected Revenue in Campaign"),
            Field::currency("BudgetedCost", 18, 0).label("Budgeted Cost in Campaign"),
            Field::currency("ActualCost", 18, 0).label("Actual Cost in Campaign"),
            Field::percent("ExpectedResponse", 10, 2).label("Expected Response (%)"),
            Field::double("NumberSent", 18, 0).label("Num Sent in Campaign"),
            Field::boolean("IsActive").label("Active"),
            Field::text_area("Description", 32_000),
        ])
        .fields(counts.map(|(name, label)| Field::int(name, 8).label(label).system()))
        .field(
            Field::currency("AmountWonOpportunities", 18, 0)
                .label("Value Won Opportunities in Campaign")
                .system(),
        )
        .field(Field::reference("OwnerId", &["User"], "Owner").defaulted())
        .audit()
        .viewed()
        .fields([
            Field::string("Track_Key__c", 24).external_id().unique(),
            Field::time("Doors_Open__c"),
            Field::percent("Return__c", 18, 1).formula(
                "IF(ActualCost = 0, NULL, (AmountWonOpportunities - ActualCost) / ActualCost)",
            ),
        ])
}

fn campaign_member() -> ObjectSpec {
    ObjectSpec::standard("CampaignMember", "00v")
        .label("Campaign Member", "Campaign Members")
        .off(&["undeletable", "searchable"])
        .fields([
            Field::reference("CampaignId", &["Campaign"], "Campaign")
                .create_only()
                .required()
                .set("cascadeDelete", true)
                .children("CampaignMembers"),
            Field::reference("LeadId", &["Lead"], "Lead")
                .create_only()
                .children("CampaignMembers"),
            Field::reference("ContactId", &["Contact"], "Contact")
                .create_only()
                .children("CampaignMembers"),
            Field::picklist("Status", ["Sent", "Responded", "Attended"])
                .set("defaultedOnCreate", true),
            Field::boolean("HasResponded").label("Responded").system(),
            Field::date("FirstRespondedDate").system_optional(),
            Field::string("Name", 255)
                .label("Full Name")
                .system_optional(),
            Field::string("FirstName", 40).system_optional(),
            Field::string("LastName", 80).system_optional(),
            Field::email("Email").system_optional(),
            Field::reference(
                "LeadOrContactOwnerId",
                &["Group", "User"],
                "LeadOrContactOwner",
            )
            .system_optional(),
        ])
        .audit()
}
