//! Picklists whose values make no names, or the same one.

use serde_json::Value;

use super::Named;
use crate::describe::{FieldSpec as Field, ObjectSpec, PickValue};

/// Values by the name of the field that has them.
const VALUES: &[(&str, &[&str])] = &[
    (
        "Blank__c",
        &["", " ", "  ", "\t", "\u{a0}", "\u{3000}", "\u{200b}"],
    ),
    (
        "Signs__c",
        &[
            "+1", "-1", "1", "01", "1.0", "+", "-", "--", "*", "%", "100%", "=", "<", ">", "<=",
            ">=",
        ],
    ),
    (
        "Joined__c",
        &[
            "A/B", "A B", "A-B", "AB", "A_B", "a b", "A  B", "A&B", "A+B", "A.B", "A, B", "A_B_",
            "_A_B", "aB", "Ab",
        ],
    ),
    (
        "Accents__c",
        &[
            "Caf\u{e9}",
            "Cafe\u{301}",
            "Cafe",
            "café",
            "CAFÉ",
            "Café au lait",
        ],
    ),
    (
        "Scripts__c",
        &[
            "東京",
            "大阪",
            "서울",
            "Москва",
            "Αθήνα",
            "ירושלים",
            "القاهرة",
            "👍",
            "👍🏽",
            "🇩🇪",
            "½",
            "²",
            "№",
        ],
    ),
    (
        "Words__c",
        &[
            "Self", "self", "SELF", "crate", "Crate", "super", "fn", "type", "Type", "None",
            "Some", "Ok", "Err", "Other", "other", "Known", "Unknown", "Null", "null", "true",
            "false", "Default", "String", "Vec", "_", "__", "as_str", "label", "ALL", "All", "all",
            "new", "from_str",
        ],
    ),
    (
        "Syntax__c",
        &[
            "a;b",
            ";",
            "\"",
            "'",
            "\"quoted\"",
            "\\",
            "\\n",
            "\\u{41}",
            "a\nb",
            "a\r\nb",
            "a\rb",
            "a\tb",
            "a\0b",
            "*/",
            "/*",
            "//",
            "///",
            "#",
            "\"#",
            "r#\"x\"#",
            "{}",
            "{0}",
            "}",
            "${x}",
            "#[doc]",
            "]",
            "`",
            "```",
            "<b>bold</b>",
            "[Vec]",
            "&amp;",
            "'; DROP",
            "\u{202e}",
            "\u{2066}x",
            "\u{2028}",
            "\u{feff}",
            "\u{fffd}",
        ],
    ),
    (
        "Case__c",
        &["Open", "open", "OPEN", "oPEN", "Closed", "closed"],
    ),
    ("Twice__c", &["Red", "Red", "Green", "Red"]),
    (
        "Digits__c",
        &[
            "1st",
            "1ST",
            "2nd",
            "3",
            "42",
            "4 2",
            "2026",
            "2026-01-01",
            "9 to 5",
            "0x1F",
            "1e5",
        ],
    ),
    (
        "Others__c",
        &[
            "Other",
            "Other (please say)",
            "Other_",
            "OTHER",
            "Unknown",
            "Unknown(String)",
        ],
    ),
    ("One__c", &["Only"]),
    ("One_Blank__c", &[""]),
];

pub(super) fn objects() -> Vec<Named> {
    vec![
        ("picklists", values()),
        ("picklists-dependent", dependent()),
    ]
}

fn values() -> ObjectSpec {
    let mut object = ObjectSpec::new("Picklists__c", "h02").id();
    for (name, values) in VALUES {
        let own = |kind: &str| {
            Field::new(format!("{kind}_{name}"), "picklist").values(values.iter().copied())
        };
        object = object
            .field(own("Open"))
            .field(own("Closed").restricted())
            .field(own("Many").set("type", "multipicklist").restricted());
    }
    let nothing: [&str; 0] = [];
    let thousand: Vec<String> = (0..1000).map(|n| format!("Value {n:04}")).collect();
    object.fields([
        Field::picklist("Thousand__c", thousand).restricted(),
        Field::picklist("All_Inactive__c", nothing)
            .inactive(["Was", "Has Been", "Gone"])
            .restricted(),
        Field::picklist("Empty__c", nothing),
        Field::picklist("Empty_Restricted__c", nothing).restricted(),
        Field::multi_picklist("Empty_Many__c", nothing).restricted(),
        Field::picklist("Inactive_Twin__c", ["Red", "Blue"]).inactive(["Red", "blue"]),
        Field::picklist("Required_Empty__c", nothing)
            .restricted()
            .required(),
        Field::picklist(
            "Long_Value__c",
            ["x".repeat(255), "x ".repeat(127), "界".repeat(255)],
        ),
        Field::picklist(
            "Labels__c",
            [
                PickValue::new("Same").label("One label"),
                PickValue::new("Other").label("One label"),
                PickValue::new("No Label").label(Value::Null),
                PickValue::new("Blank Label").label(""),
                PickValue::new("Bad Label").label("*/ #[doc] \"# \u{202e} ``` [Vec]\r\nnext\rline"),
            ],
        ),
        Field::new("Combo__c", "combobox").values(["Self", "", "A/B"]),
        // Types that have no values of their own, with values.
        Field::string("Text_With_Values__c", 80).values(["A", "B"]),
        Field::boolean("Flag_With_Values__c").values(["true", "false"]),
    ])
}

fn dependent() -> ObjectSpec {
    let bad = |valid_for: Value| PickValue::new(format!("For {valid_for}")).valid_for(valid_for);
    let control = |name: &str, controller: Value| {
        Field::picklist(
            name,
            [
                PickValue::new("A").valid_for("gAAA"),
                PickValue::new("B").valid_for("QAAA"),
            ],
        )
        .set("dependentPicklist", true)
        .set("controllerName", controller)
    };
    ObjectSpec::new("Dependent__c", "h03").id().fields([
        Field::picklist("Controller__c", ["One", "Two", "Three"]),
        control("No_Controller__c", Value::Null),
        control("Missing_Controller__c", Value::from("Nobody__c")),
        control("Empty_Controller__c", Value::from("")),
        control("Self_Controlled__c", Value::from("Self_Controlled__c")),
        control("Loop_A__c", Value::from("Loop_B__c")),
        control("Loop_B__c", Value::from("Loop_A__c")),
        control("Other_Case__c", Value::from("controller__C")),
        control("By_Text__c", Value::from("Text__c")),
        control("Not_Dependent__c", Value::from("Controller__c")).set("dependentPicklist", false),
        Field::string("Text__c", 80),
        Field::picklist(
            "Bad_Bits__c",
            [
                "gA==",
                "gAAA",
                "g",
                "",
                "====",
                "not base64!",
                "gAAA\n",
                "gAA",
                "/////w==",
                "_-_-",
                "界",
            ]
            .map(|text| bad(Value::from(text))),
        )
        .set("dependentPicklist", true)
        .set("controllerName", "Controller__c"),
        Field::picklist("Null_Bits__c", [bad(Value::Null)])
            .set("dependentPicklist", true)
            .set("controllerName", "Controller__c"),
        Field::picklist(
            "Many_Bits__c",
            [PickValue::new("All").valid_for("/".repeat(4000))],
        )
        .set("dependentPicklist", true)
        .set("controllerName", "Controller__c"),
    ])
}
