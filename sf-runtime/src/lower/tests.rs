use std::fs;
use std::path::PathBuf;

use sf_schema::schema::{Controller, Field, FieldFlags, FieldType, Operation, Refusal};

use super::*;

fn lowered(text: &str) -> Object {
    lower(&serde_json::from_str(text).unwrap())
}

fn recordings() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/describes")
}

/// A recorded describe, or none where there are no recordings.
fn recorded(file: &str) -> Option<Object> {
    let path = recordings().join(file);
    if !path.exists() {
        println!("skipped: there is no {}", path.display());
        return None;
    }
    Some(lowered(&fs::read_to_string(&path).unwrap()))
}

fn required(object: &Object) -> Vec<&str> {
    let fields = object
        .fields
        .iter()
        .filter(|field| field.is_required_on_create());
    fields.map(|field| field.name.api.as_str()).collect()
}

fn field<'a>(object: &'a Object, name: &str) -> &'a Field {
    object
        .fields
        .iter()
        .find(|field| field.name.api == name)
        .unwrap()
}

#[test]
fn the_order_of_the_answer_does_not_matter() {
    let object = lowered(
        r#"{"name":"A","label":"An A","keyPrefix":"a01","queryable":true,"fields":[
            {"name":"b","type":"string"},{"name":"Z","type":"int","digits":8},
            {"name":"B","type":"string"},{"name":"b","type":"double"}],
          "childRelationships":[
            {"childSObject":"Y","field":"AId","relationshipName":"Ys"},
            {"childSObject":"X","field":"AId","relationshipName":null},
            {"childSObject":"Y","field":"AId","relationshipName":"Ys"},
            {"childSObject":null,"field":"AId"}],
          "recordTypeInfos":[
            {"name":"Two","recordTypeId":"2","active":true},
            {"name":"One","developerName":"First","recordTypeId":"1","master":true}],
          "supportedScopes":[{"name":"mine","label":"Mine"},{"name":"delegated","label":"D"}]}"#,
    );
    let names: Vec<&str> = object.fields.iter().map(|field| &*field.name.api).collect();
    assert_eq!(names, ["B", "Z", "b"]);
    assert_eq!(field(&object, "b").data, FieldType::String);
    assert_eq!(object.children.len(), 2);
    assert_eq!(object.children[0].object, "X");
    assert_eq!(object.children[1].name, Some(Name::new("Ys", "")));
    assert_eq!(object.record_types[0].name.api, "First");
    assert_eq!(object.record_types[1].name.api, "Two");
    assert!(object.record_types[0].master && object.record_types[1].active);
    assert_eq!(object.scopes[0].name, "delegated");
    assert_eq!(object.key_prefix.as_deref(), Some("a01"));
    assert_eq!(object.flags, ObjectFlags::QUERYABLE);
}

#[test]
fn odd_facts_have_their_default() {
    let object = lowered(
        r#"{"name":"A","keyPrefix":"","fields":[
            {"name":"N","type":"double","precision":300,"scale":-1,"inlineHelpText":"",
             "calculated":true,"calculatedFormula":"","relationshipOrder":900},
            {"name":"R","type":"reference","referenceTo":["B","A","B",null],
             "relationshipName":"","relationshipOrder":1},
            {"name":"E","type":"reference"},
            {"name":"S","type":"string","referenceTo":["A"]},
            {"name":"C","type":"combobox","picklistValues":[{"value":"x","active":true}]},
            {"name":"J","type":"json"}]}"#,
    );
    let number = field(&object, "N");
    assert_eq!((number.precision, number.scale), (255, 0));
    assert_eq!(
        (number.help.as_deref(), number.formula.as_deref()),
        (None, Some(""))
    );
    assert_eq!(number.reference, None);
    let reference = field(&object, "R").reference.as_ref().unwrap();
    assert_eq!(
        (&*reference.to, reference.order),
        (&["A".to_owned(), "B".to_owned()][..], Some(1))
    );
    assert_eq!(reference.relationship, None);
    assert!(
        field(&object, "E")
            .reference
            .as_ref()
            .unwrap()
            .to
            .is_empty()
    );
    assert!(field(&object, "S").reference.is_some());
    assert_eq!(field(&object, "C").picklist, None);
    assert_eq!(field(&object, "J").data, FieldType::Other("json".into()));
    assert_eq!(object.key_prefix, None);
}

#[test]
fn dependent_picklists_know_their_controller() {
    let dependent = |name: &str, controller: &str| {
        format!(
            r#"{{"name":"{name}","type":"picklist","dependentPicklist":true,
                "controllerName":{controller},"picklistValues":[
                {{"value":"x","label":"x","active":true,"validFor":"gAAA"}},
                {{"value":"y","label":"Y","validFor":"cAAA","defaultValue":true}},
                {{"value":"z","validFor":null}}]}}"#
        )
    };
    let object = lowered(&format!(
        r#"{{"name":"A","fields":[{},{},{},{},{},
            {{"name":"Top","type":"picklist","picklistValues":[{{"value":"0"}},{{"value":"1"}},{{"value":"2"}}]}},
            {{"name":"Box","type":"boolean"}}]}}"#,
        dependent("P", r#""top""#),
        dependent("Q", r#""Box""#),
        dependent("R", r#""Hidden""#),
        dependent("S", "null"),
        dependent("T", r#""P""#),
    ));
    let picklist = |name: &str| field(&object, name).picklist.as_ref().unwrap();
    let valid = |name: &str| -> Vec<Vec<u16>> {
        let values = picklist(name).values.iter();
        values.map(|value| value.valid_for.clone()).collect()
    };
    assert_eq!(
        picklist("P").controller,
        Some(Controller::Picklist("Top".into()))
    );
    // 0x70: the bits 1, 2 and 3, of which the controller has two.
    assert_eq!(valid("P"), [vec![0], vec![1, 2], vec![]]);
    assert_eq!(
        picklist("Q").controller,
        Some(Controller::Checkbox("Box".into()))
    );
    assert_eq!(valid("Q"), [vec![0], vec![1], vec![]]);
    assert_eq!(picklist("R").controller, None);
    assert!(valid("R").iter().all(Vec::is_empty));
    assert_eq!(picklist("S").controller, None);
    assert_eq!(
        picklist("T").controller,
        Some(Controller::Picklist("P".into()))
    );
    let values = &picklist("P").values;
    assert_eq!(
        (&*values[0].label, &*values[1].label, &*values[2].label),
        ("", "Y", "")
    );
    assert!(values[0].active && !values[1].active && values[1].default);
}

#[test]
fn recorded_objects_ask_for_what_the_org_asks_for() {
    for (file, fields) in [
        ("Account.v48.json", &["Name"][..]),
        ("Contact.v59.json", &["LastName"]),
        ("Opportunity.v59.json", &["CloseDate", "Name", "StageName"]),
        ("Account.person-accounts.v59.json", &[]),
    ] {
        if let Some(object) = recorded(file) {
            assert_eq!(required(&object), fields, "{file}");
        }
    }
}

#[test]
fn recorded_fields_say_why_they_are_refused() {
    let Some(account) = recorded("Account.person-accounts.v59.json") else {
        return;
    };
    let refusal = |name| field(&account, name).refusal(Operation::Update);
    assert_eq!(refusal("Id"), Some(Refusal::Id));
    assert_eq!(refusal("CreatedDate"), Some(Refusal::System));
    assert_eq!(refusal("BillingAddress"), Some(Refusal::Compound));
    assert_eq!(refusal("BillingCity"), None);
    let calculated = account
        .fields
        .iter()
        .filter(|field| field.is(FieldFlags::CALCULATED));
    for field in calculated {
        let expected = match field.formula {
            Some(_) => Refusal::Formula,
            None => Refusal::RollUp,
        };
        assert_eq!(
            field.refusal(Operation::Create),
            Some(expected),
            "{}",
            field.name.api
        );
    }
}

#[test]
fn recorded_dependent_picklists_are_decoded() {
    let Some(account) = recorded("Account.dependent-picklists.v53.json") else {
        return;
    };
    let mut seen = Vec::new();
    for field in &account.fields {
        let Some(picklist) = &field.picklist else {
            continue;
        };
        if let Some(Controller::Picklist(controller)) = &picklist.controller {
            let valid: Vec<_> = picklist
                .values
                .iter()
                .map(|value| (&*value.name.api, &*value.valid_for))
                .collect();
            println!("{} depends on {controller}: {valid:?}", field.name.api);
            seen.push(field.name.api.as_str());
        }
    }
    assert!(!seen.is_empty());
}

#[test]
fn every_recorded_describe_lowers() {
    let Ok(entries) = fs::read_dir(recordings()) else {
        println!("skipped: there is no {}", recordings().display());
        return;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    for path in paths.filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let text = fs::read_to_string(&path).unwrap();
        let describe: SObjectDescribe<'_> = serde_json::from_str(&text).unwrap();
        let object = lower(&describe);
        assert_eq!(object.fields.len(), describe.fields.len());
        assert!(object.fields.is_sorted_by(|a, b| a.name.api < b.name.api));
        assert!(object.children.is_sorted());
        assert!(
            object
                .field("Id")
                .is_some_and(|id| id.data == FieldType::Id)
        );
    }
}

#[test]
fn a_multi_select_value_with_a_semicolon_cannot_be_chosen() {
    let values = |kind: &str| {
        let text = format!(
            r#"{{"name":"A","fields":[{{"name":"F","type":"{kind}","picklistValues":[
                {{"value":"a;b","active":true}},{{"value":"c","active":true}}]}}]}}"#
        );
        let object = lowered(&text);
        let picklist = field(&object, "F").picklist.as_ref().unwrap();
        picklist
            .active()
            .map(|value| value.name.api.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(values("picklist"), ["a;b", "c"]);
    assert_eq!(values("multipicklist"), ["c"]);
}
