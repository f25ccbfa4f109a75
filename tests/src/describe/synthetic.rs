//! Objects of any size with a realistic mix of fields, for benchmarks and property tests.

use serde_json::Value;

use super::field::FieldSpec;
use super::object::ObjectSpec;
use super::parts::address_fields;

/// Out of 25 fields: 5 strings, 3 picklists, 3 numbers, 2 checkboxes, 2 dates, 3 references, and
/// the rest one each. The order spreads them, so that any length has about the same mix.
const MIX: [&str; 25] = [
    "string",
    "picklist",
    "currency",
    "boolean",
    "reference",
    "string",
    "date",
    "textarea",
    "string",
    "double",
    "picklist",
    "phone",
    "reference",
    "string",
    "boolean",
    "datetime",
    "email",
    "percent",
    "string",
    "reference",
    "url",
    "picklist",
    "longarea",
    "text",
    "code",
];

/// An object named `name` with about `fields` fields, the system fields and an address included:
/// about 34 at least, however few are asked for. The same arguments give the same object.
pub fn synthetic(name: &str, fields: usize) -> Value {
    let special = [
        FieldSpec::multi_picklist("Topics__c", (1..=8).map(|n| format!("Topic {n}"))).restricted(),
        FieldSpec::double("Score__c", 18, 2)
            .formula("IF(ISBLANK(Amount_3__c), 0, Amount_3__c / 100)")
            .help("A hundredth of the amount."),
        FieldSpec::currency("Total__c", 18, 2).roll_up(),
        FieldSpec::string("Number__c", 30).auto_number(),
        FieldSpec::string("External_Id__c", 64)
            .external_id()
            .unique(),
    ];
    let base = ObjectSpec::custom(name, "a9Z")
        .viewed()
        .fields(special)
        .fields(address_fields("Billing", true));
    let have = base.field_specs().len();
    let more = (1..=fields.saturating_sub(have)).map(|n| mixed(n, MIX[(n - 1) % MIX.len()]));
    base.fields(more).to_json()
}

fn mixed(n: usize, kind: &str) -> FieldSpec {
    match kind {
        "string" => {
            let length = [40, 80, 120, 255][n % 4];
            FieldSpec::string(format!("Text_{n}__c"), length)
                .help(format!("What the team calls text {n}."))
        }
        "text" => FieldSpec::string(format!("Note_{n}__c"), 255),
        "code" => FieldSpec::string(format!("Code_{n}__c"), 18).required(),
        "picklist" => {
            let values = (1..=10).map(|v| format!("Choice {n}-{v}"));
            let field = FieldSpec::picklist(format!("Choice_{n}__c"), values);
            if n.is_multiple_of(2) {
                field.restricted()
            } else {
                field
            }
        }
        "currency" => FieldSpec::currency(format!("Amount_{n}__c"), 18, 2),
        "double" => FieldSpec::double(format!("Count_{n}__c"), 9, 0),
        "percent" => FieldSpec::percent(format!("Share_{n}__c"), 5, 2),
        "boolean" => FieldSpec::boolean(format!("Is_Flag_{n}__c")),
        "date" => FieldSpec::date(format!("Day_{n}__c")),
        "datetime" => FieldSpec::datetime(format!("Moment_{n}__c")),
        "phone" => FieldSpec::phone(format!("Phone_{n}__c")),
        "email" => FieldSpec::email(format!("Email_{n}__c")),
        "url" => FieldSpec::url(format!("Link_{n}__c")),
        "textarea" => FieldSpec::text_area(format!("Comment_{n}__c"), 255),
        "longarea" => FieldSpec::text_area(format!("Story_{n}__c"), 32_768),
        _ => {
            let target = ["Account", "Contact", "User", "Opportunity"][n % 4];
            FieldSpec::reference(
                format!("Parent_{n}__c"),
                &[target],
                &format!("Parent_{n}__r"),
            )
        }
    }
}
