//! What configures and what happens: a custom metadata type and a platform event.

use crate::describe::{FieldSpec as Field, ObjectSpec};

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![routing_rule(), order_shipped()]
}

/// Custom metadata: read through the API, deployed rather than written.
fn routing_rule() -> ObjectSpec {
    ObjectSpec::new("Routing_Rule__mdt", "m00")
        .label("Routing Rule", "Routing Rules")
        .read_only()
        .off(&[
            "layoutable",
            "searchable",
            "triggerable",
            "replicateable",
            "mruEnabled",
        ])
        .id()
        .fields(
            [
                Field::string("DeveloperName", 40).label("Custom Metadata Record Name"),
                Field::string("MasterLabel", 40).label("Label"),
                Field::picklist("Language", ["de", "en_US", "fr"]).label("Master Language"),
                Field::string("NamespacePrefix", 15),
                Field::string("Label", 40),
                Field::string("QualifiedApiName", 70),
                Field::double("Weight__c", 5, 0),
                Field::boolean("Enabled__c"),
                Field::picklist("Queue__c", ["Desk", "Field Service", "Sales"]).restricted(),
                Field::reference("Object__c", &["EntityDefinition"], "Object__r"),
                Field::reference("Fallback__c", &["Routing_Rule__mdt"], "Fallback__r")
                    .children("Fallbacks__r"),
                Field::percent("Share__c", 5, 2),
                Field::date("Valid_From__c"),
                Field::url("Manual__c"),
                Field::text_area("Condition__c", 4000),
                // A type that no client of today knows.
                Field::new("Settings__c", "json"),
            ]
            .map(Field::system_optional),
        )
        .field(Field::datetime("SystemModstamp").system())
}

/// A platform event: published, never queried.
fn order_shipped() -> ObjectSpec {
    ObjectSpec::new("Order_Shipped__e", "e00")
        .label("Order Shipped", "Orders Shipped")
        .off(&[
            "deletable",
            "undeletable",
            "updateable",
            "queryable",
            "retrieveable",
            "layoutable",
        ])
        .off(&[
            "searchable",
            "replicateable",
            "mruEnabled",
            "compactLayoutable",
            "searchLayoutable",
        ])
        .field(Field::string("ReplayId", 1000).system_optional())
        .created()
        .field(
            Field::string("EventUuid", 36)
                .label("Event UUID")
                .system_optional(),
        )
        .field(Field::new("EventSequence", "long").system_optional())
        .fields(
            [
                Field::string("Order_Number__c", 30).required(),
                Field::string("Account_Key__c", 36),
                Field::datetime("Shipped_At__c").required(),
                Field::double("Parcels__c", 4, 0),
                Field::currency("Value__c", 16, 2),
                Field::boolean("Cold_Chain__c"),
                Field::text_area("Note__c", 131_072),
                Field::string("Carrier__c", 40),
            ]
            .map(Field::create_only),
        )
}
