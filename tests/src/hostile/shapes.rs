//! Bodies of odd shape: missing keys, impossible numbers, unknown types, dangling references.

use serde_json::{Value, json};

use super::Named;
use crate::describe::{FieldSpec as Field, ObjectSpec, RecordTypeSpec};

pub(super) fn objects() -> Vec<Named> {
    vec![
        ("shapes-wide", wide()),
        ("shapes-numbers", numbers()),
        ("shapes-types", types()),
        ("shapes-references", references()),
        ("shapes-compounds", compounds()),
        ("shapes-writability", writability()),
        ("shapes-old-version", old_version()),
        ("shapes-record-types", record_types()),
        ("shapes-no-labels", no_labels()),
        (
            "shapes-no-id",
            ObjectSpec::new("No_Id__c", "h0B").record_name(80),
        ),
        ("shapes-two-names", two_names()),
    ]
}

fn wide() -> ObjectSpec {
    let fields = (1..900).map(|n| match n % 6 {
        0 => Field::picklist(format!("Pick_{n}__c"), ["A", "B"]),
        1 => Field::double(format!("Number_{n}__c"), 18, 2),
        2 => Field::reference(
            format!("Parent_{n}__c"),
            &["Account"],
            &format!("Parent_{n}__r"),
        ),
        3 => Field::date(format!("Day_{n}__c")),
        4 => Field::boolean(format!("Flag_{n}__c")),
        _ => Field::string(format!("Text_{n}__c"), 80).required(),
    });
    ObjectSpec::new("Wide__c", "h0C").id().fields(fields)
}

fn numbers() -> ObjectSpec {
    ObjectSpec::new("Numbers__c", "h0D").id().fields([
        Field::double("Negative_Precision__c", -1, 0),
        Field::double("Negative_Scale__c", 18, -3),
        Field::double("Scale_Above_Precision__c", 3, 9),
        Field::double("Nothing__c", 0, 0),
        Field::double("Huge__c", i32::MAX, i32::MAX),
        Field::currency("Tiny__c", 1, 1),
        Field::percent("Negative__c", i32::MIN, i32::MIN),
        Field::int("Zero_Digits__c", 0),
        Field::new("Negative_Digits__c", "int").set("digits", -9),
        Field::int("Many_Digits__c", 400),
        Field::string("Length_0__c", 0),
        Field::string("Length_1__c", 1),
        Field::string("Length_Max__c", 2_147_483_647).set("byteLength", 2_147_483_647),
        Field::text_area("Area_0__c", 0),
        Field::picklist("Pick_0__c", ["Longer than that"]).length(0),
        Field::new("Id_15__c", "id").length(15),
    ])
}

fn types() -> ObjectSpec {
    let kinds = [
        " ",
        "json",
        "vector",
        "STRING",
        "String",
        "Id",
        "junctionIdList",
        "type with spaces",
        "type\"quote",
        "*/",
        "類型",
        "Option",
        "self",
        "int64",
        "calculated",
        "masterrecord",
    ];
    let fields = kinds
        .into_iter()
        .enumerate()
        .map(|(n, kind)| Field::new(format!("Kind_{n}__c"), kind));
    ObjectSpec::new("Types__c", "h0E")
        .id()
        .fields(fields)
        .fields([
            Field::new("Required_Unknown__c", "hologram").required(),
            Field::new("Key_Unknown__c", "hologram")
                .external_id()
                .unique(),
            Field::new("Any__c", "anyType").required(),
            Field::new("Body_A__c", "base64").required(),
            Field::new("Body_B__c", "base64"),
            Field::boolean("Nillable_Flag__c")
                .set("nillable", true)
                .set("defaultedOnCreate", false),
            Field::boolean("Required_Flag__c").set("defaultedOnCreate", false),
            Field::string("Odd_Extra__c", 80)
                .set("extraTypeInfo", "*/ new info")
                .set("soapType", "urn:\"odd\"")
                .set("defaultValue", json!({ "value": null }))
                .set("aKeyFromTheFuture", json!({ "nested": [1, 2.5, "x"] })),
            Field::int("Default_Number__c", 8).set("defaultValue", 42),
            Field::boolean("Key_Flag__c").external_id(),
            Field::picklist("Key_Pick__c", ["A", "B"])
                .external_id()
                .unique(),
            Field::date("Key_Date__c").external_id(),
        ])
}

/// References to nothing, to what the snapshot lacks, and by names that are none.
fn references() -> ObjectSpec {
    let targets = [
        "Not_Here__c",
        "ns__Not_Here__c",
        "not_here",
        "",
        "1x",
        "Self",
        "self",
        "r#type",
        "Ω__c",
        "../evil",
        "A\"B",
        "Null",
        "Two Words",
        "Option",
        "String",
        "*/",
        "名前__c",
        "Foo_Bar__c",
        "FooBar__c",
        "Foo__Bar__c",
    ];
    let single = targets.into_iter().enumerate().map(|(n, target)| {
        Field::reference(format!("To_{n}__c"), &[target], &format!("To_{n}__r"))
    });
    let many: Vec<String> = (0..300).map(|n| format!("Target_{n}__c")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    ObjectSpec::new("References__c", "h0F")
        .id()
        .fields(single)
        .fields([
            Field::reference("To_Nothing__c", &[], "To_Nothing__r"),
            Field::reference("To_Nothing_Required__c", &[], "To_Nothing_Required__r").required(),
            Field::reference("To_Nothing_Poly__c", &[], "Poly__r")
                .set("polymorphicForeignKey", true)
                .set("namePointing", true),
            Field::reference("To_Odd_Ones__c", &targets, "To_Odd_Ones__r"),
            Field::reference(
                "To_Same_Twice__c",
                &["Account", "Account"],
                "To_Same_Twice__r",
            ),
            Field::reference(
                "To_Same_Prefix__c",
                &["Prefix_A__c", "Prefix_B__c"],
                "To_Same_Prefix__r",
            ),
            Field::reference(
                "To_Other_Case__c",
                &["account", "ACCOUNT"],
                "To_Other_Case__r",
            ),
            Field::reference("To_Many__c", &many, "To_Many__r"),
            Field::reference("One_But_Poly__c", &["Account"], "One_But_Poly__r")
                .set("polymorphicForeignKey", true)
                .set("namePointing", true),
            Field::reference("No_Relationship__c", &["Account"], "")
                .set("relationshipName", Value::Null),
            Field::reference("Indirect_Missing__c", &["Account"], "Indirect__r")
                .indirect_lookup("Nobody__c"),
            Field::reference("Third_Master__c", &["Account"], "Third_Master__r").master_detail(9),
            Field::string("Text_With_Target__c", 18).set("referenceTo", json!(["Account"])),
            Field::id().set("name", "Second_Id__c").set("custom", true),
        ])
}

fn compounds() -> ObjectSpec {
    ObjectSpec::new("Compounds__c", "h0G").id().fields([
        Field::string("Part_Of_Nothing__c", 80).compound("Nothing__c"),
        Field::string("Part_Of_Itself__c", 80).compound("Part_Of_Itself__c"),
        Field::string("Part_Of_Text__c", 80).compound("Part_Of_Nothing__c"),
        Field::string("Part_Of_Odd__c", 80).compound("*/ odd"),
        Field::string("Part_Of_Blank__c", 80).compound(""),
        Field::new("Address__c", "address"),
        Field::new("Writable_Address__c", "address")
            .set("createable", true)
            .set("updateable", true),
        Field::new("Place__c", "location"),
        Field::double("Place__Latitude__s", 9, 6).compound("Place__c"),
        Field::double("Place__Latitude__c", 9, 6),
        Field::double("PlaceLatitude__s", 9, 6),
    ])
}

/// Every mix of createable, updateable, nillable, defaulted and calculated, for a text.
fn writability() -> ObjectSpec {
    let fields = (0..32_u8).map(|mix| {
        let on = |bit: u8| mix >> bit & 1 == 1;
        Field::string(format!("Mix_{mix:05b}__c"), 80)
            .set("createable", on(0))
            .set("updateable", on(1))
            .set("nillable", on(2))
            .set("defaultedOnCreate", on(3))
            .set("calculated", on(4))
    });
    ObjectSpec::new("Writability__c", "h0H").id().fields(fields)
}

/// The keys that bodies of old versions lack, left out.
fn old_version() -> ObjectSpec {
    let late = [
        "aggregatable",
        "aiPredictionField",
        "cascadeDelete",
        "compoundFieldName",
        "displayLocationInDecimal",
        "encrypted",
        "extraTypeInfo",
        "filteredLookupInfo",
        "formulaTreatNullNumberAsZero",
        "highScaleNumber",
        "mask",
        "maskType",
        "permissionable",
        "polymorphicForeignKey",
        "queryByDistance",
        "referenceTargetField",
        "restrictedDelete",
        "searchPrefilterable",
    ];
    let old = |field: Field| late.iter().fold(field, |field, key| field.without(key));
    let object = ObjectSpec::new("Old_Version__c", "h0I").fields(
        [
            Field::id(),
            Field::string("Text__c", 80),
            Field::picklist("Pick__c", ["A", "B"]),
            Field::reference("Parent__c", &["Account"], "Parent__r"),
        ]
        .map(old),
    );
    [
        "actionOverrides",
        "associateEntityType",
        "associateParentEntity",
        "compactLayoutable",
        "deepCloneable",
        "defaultImplementation",
        "extendedBy",
        "extendsInterfaces",
        "hasSubtypes",
        "implementedBy",
        "implementsInterfaces",
        "isInterface",
        "isSubtype",
        "listviewable",
        "lookupLayoutable",
        "mruEnabled",
        "namedLayoutInfos",
        "networkScopeFieldName",
        "searchLayoutable",
        "sobjectDescribeOption",
        "supportedScopes",
    ]
    .iter()
    .fold(object, |object, key| object.without(key))
}

fn record_types() -> ObjectSpec {
    let types = [
        "Foo_Bar", "FooBar", "foo_bar", "Foo_Bar", "Self", "1st", "", "名前", "Master", "*/ \"]",
        "None",
    ];
    let infos = (1..)
        .zip(types)
        .map(|(n, name)| RecordTypeSpec::new(name, name, n));
    ObjectSpec::new("Record_Types__c", "h0J")
        .id()
        .record_types(infos.chain([
            RecordTypeSpec::new("", "Missing", 50).without("developerName"),
            RecordTypeSpec::new("", "Null", 51).set("developerName", Value::Null),
            RecordTypeSpec::new("Bad_Id", "Bad Id", 52).set("recordTypeId", "not an id"),
            RecordTypeSpec::new("Twin_Id", "Twin Id", 1),
            RecordTypeSpec::new("Null_Id", "Null Id", 53).set("recordTypeId", Value::Null),
            RecordTypeSpec::new("Null_Name", "", 54).set("name", Value::Null),
            RecordTypeSpec::new("Second_Default", "Second Default", 55).default_mapping(),
            RecordTypeSpec::master().default_mapping(),
            RecordTypeSpec::master(),
        ]))
}

fn no_labels() -> ObjectSpec {
    ObjectSpec::new("No_Labels__c", "h0K")
        .id()
        .record_name(80)
        .record_types([])
        .without("label")
        .without("labelPlural")
        .set("aKeyFromTheFuture", json!([true, null]))
}

/// Two fields that are the record's name, and two keys of each kind.
fn two_names() -> ObjectSpec {
    ObjectSpec::new("Two_Names__c", "h0L").id().fields([
        Field::string("Name", 80).name_field(),
        Field::string("Name__c", 80).name_field(),
        Field::string("Key__c", 80).external_id().unique(),
        Field::string("key__c", 80).external_id().unique(),
        Field::string("Ns__Key__c", 80).external_id(),
        Field::string("Not_Lookup__c", 80)
            .external_id()
            .set("idLookup", false),
        Field::string("Lookup_Only__c", 80).set("idLookup", true),
        Field::string("Read_Only_Key__c", 30)
            .auto_number()
            .external_id()
            .unique(),
        Field::double("Formula_Key__c", 18, 0)
            .formula("1")
            .external_id(),
    ])
}
