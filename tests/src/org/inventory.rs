//! Data that lives elsewhere or comes with a package: invoices, stock levels, readings.

use crate::describe::{FieldSpec as Field, ObjectSpec};

pub(super) fn objects() -> Vec<ObjectSpec> {
    vec![invoice(), stock_level(), warehouse(), reading()]
}

/// An object of the managed package `acme`, with one field that the org added.
fn invoice() -> ObjectSpec {
    ObjectSpec::custom("acme__Invoice__c", "a0A")
        .label("Invoice", "Invoices")
        .fields([
            Field::reference("acme__Account__c", &["Account"], "acme__Account__r")
                .required()
                .children("acme__Invoices__r"),
            Field::reference(
                "acme__Opportunity__c",
                &["Opportunity"],
                "acme__Opportunity__r",
            )
            .children("acme__Invoices__r"),
            Field::string("acme__Number__c", 30).auto_number(),
            Field::string("acme__Key__c", 32).external_id().unique(),
            Field::date("acme__Issued__c").default_formula("TODAY()"),
            Field::date("acme__Due__c").formula("acme__Issued__c + 30"),
            Field::currency("acme__Net__c", 16, 2).required(),
            Field::percent("acme__Tax_Rate__c", 5, 2).default_formula("0.19"),
            Field::currency("acme__Total__c", 18, 2)
                .formula("acme__Net__c * (1 + acme__Tax_Rate__c)")
                .blank_as_zero()
                .help("Net and tax."),
            Field::picklist("acme__Status__c", ["Draft", "Sent", "Paid", "Void"])
                .restricted()
                .default_value("Draft"),
            Field::boolean("acme__Dunning_Stop__c"),
            Field::text_area("acme__Remarks__c", 1000),
            Field::reference(
                "acme__Reverses__c",
                &["acme__Invoice__c"],
                "acme__Reverses__r",
            )
            .create_only()
            .children("acme__Reversals__r"),
            Field::string("Cost_Center__c", 10).help("Ours, not the package's."),
            Field::picklist("acme__Legacy_Code__c", ["X", "Y"])
                .deprecated()
                .read_only(),
        ])
}

fn external(name: &str, prefix: &str) -> ObjectSpec {
    ObjectSpec::new(name, prefix)
        .off(&["undeletable", "triggerable", "replicateable", "mruEnabled"])
        .id()
        .fields([
            Field::string("ExternalId", 255)
                .label("External ID")
                .required()
                .unique()
                .set("idLookup", true),
            Field::url("DisplayUrl").length(1000).label("Display URL"),
        ])
}

/// An external object: the account is found by its external ID, the warehouse by its own.
fn stock_level() -> ObjectSpec {
    external("Stock_Level__x", "x00")
        .label("Stock Level", "Stock Levels")
        .fields([
            Field::reference("Warehouse__c", &["Warehouse__x"], "Warehouse__r")
                .external_lookup()
                .children("Stock_Levels__r"),
            Field::reference("Holder__c", &["Account"], "Holder__r")
                .indirect_lookup("External_Id__c")
                .children("Stock_Levels__r"),
            Field::reference("Product__c", &["Product2"], "Product__r").children("Stock_Levels__r"),
            Field::string("Sku__c", 40).label("SKU"),
            Field::double("On_Hand__c", 18, 0),
            Field::double("Reserved__c", 18, 0),
            Field::double("Reorder_At__c", 18, 4).set("highScaleNumber", true),
            Field::datetime("Counted_At__c"),
            Field::boolean("Blocked__c"),
            Field::text_area("Remark__c", 255),
        ])
}

fn warehouse() -> ObjectSpec {
    external("Warehouse__x", "x01")
        .label("Warehouse", "Warehouses")
        .fields([
            Field::string("Code__c", 8),
            Field::string("City__c", 80),
            Field::double("Volume__c", 12, 3),
        ])
}

/// A big object: what its index says is required and set once; no triggers, no layouts.
fn reading() -> ObjectSpec {
    let key = |field: Field| field.create_only().required();
    ObjectSpec::new("Reading__b", "z01")
        .label("Reading", "Readings")
        .off(&[
            "deletable",
            "undeletable",
            "updateable",
            "layoutable",
            "searchable",
            "triggerable",
        ])
        .off(&[
            "compactLayoutable",
            "mruEnabled",
            "replicateable",
            "searchLayoutable",
        ])
        .id()
        .fields([
            key(Field::string("Logger_Serial__c", 32)),
            key(Field::datetime("Taken_At__c")),
            key(Field::reference("Account__c", &["Account"], "Account__r")),
            Field::double("Celsius__c", 6, 2).create_only(),
            Field::double("Humidity__c", 5, 2).create_only(),
            Field::string("Firmware__c", 20).create_only(),
            Field::text_area("Raw__c", 4000).create_only(),
        ])
        .created()
}
