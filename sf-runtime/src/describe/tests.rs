use std::borrow::Cow;

use serde_json::json;

use super::*;

fn read(text: &str) -> serde_json::Result<SObjectDescribe<'_>> {
    serde_json::from_str(text)
}

#[test]
fn a_minimal_body_reads() {
    let describe = read(r#"{"fields":[{"type":"id","name":"Id"}],"name":"A"}"#).unwrap();
    assert_eq!(describe.name, "A");
    assert_eq!(describe.fields[0].kind, "id");
    assert!(!describe.fields[0].createable);
    assert_eq!(describe.key_prefix, None);
}

#[test]
fn what_must_be_there_is_asked_for() {
    for (body, missing) in [
        (r#"{"fields":[]}"#, "name"),
        (r#"{"fields":[],"name":null}"#, "name"),
        (r#"{"name":"A"}"#, "fields"),
        (r#"{"name":"A","fields":[{"name":"B"}]}"#, "type"),
        (r#"{"name":"A","fields":[{"type":"id"}]}"#, "name"),
        (
            r#"{"name":"A","fields":[{"type":null,"name":"B"}]}"#,
            "type",
        ),
    ] {
        let error = read(body).unwrap_err().to_string();
        assert!(error.contains(&format!("`{missing}`")), "{body}: {error}");
    }
    assert!(read(r#"{"name":"A","fields":[null]}"#).is_err());
    assert!(read(r#"{"name":"A","fields":[]"#).is_err());
}

#[test]
fn odd_values_become_their_default_or_convert() {
    let text = json!({
        "name": "A", "label": null, "custom": "true", "createable": 1, "queryable": null,
        "keyPrefix": 12, "urls": {"a": [1, {"b": null}]}, "recordTypeInfos": null,
        "supportedScopes": {"not": "a list"}, "implementedBy": ["x"],
        "fields": [{
            "name": "B", "type": "double", "precision": -1, "scale": 2.0, "length": "255",
            "digits": 1e300, "byteLength": 18_446_744_073_709_551_615_u64, "unique": [true],
            "calculated": {"a": 1}, "relationshipOrder": -1, "referenceTo": ["A", null, 3],
            "defaultValue": {"value": null}, "filteredLookupInfo": "none",
            "picklistValues": "none", "nillable": " TRUE ", "sortable": "yes"
        }]
    })
    .to_string();
    let describe = read(&text).unwrap();
    assert_eq!(describe.label, "");
    assert!(describe.custom && describe.createable && !describe.queryable);
    assert_eq!(describe.key_prefix.as_deref(), Some("12"));
    assert_eq!(describe.implemented_by, None);
    assert!(describe.record_type_infos.is_empty() && describe.supported_scopes.is_empty());
    let field = &describe.fields[0];
    assert_eq!((field.precision, field.scale, field.length), (0, 2, 255));
    assert_eq!((field.digits, field.byte_length), (u32::MAX, u32::MAX));
    assert_eq!(field.relationship_order, None);
    assert_eq!(field.reference_to, ["A", "", "3"]);
    assert_eq!(field.default_value, json!({"value": null}));
    assert_eq!(field.filtered_lookup_info, None);
    assert!(field.nillable && !field.sortable && !field.unique && !field.calculated);
    assert!(field.picklist_values.is_empty());
}

#[test]
fn nested_parts_read() {
    let text = json!({
        "name": "A",
        "childRelationships": [{"childSObject": "C", "field": "AId", "relationshipName": null,
            "junctionReferenceTo": ["D"], "cascadeDelete": true}],
        "recordTypeInfos": [{"name": "Master", "recordTypeId": "012", "master": true, "urls": {}}],
        "supportedScopes": [{"name": "mine", "label": "My As"}],
        "fields": [{"name": "B", "type": "picklist",
            "picklistValues": [{"value": "x", "active": true, "validFor": "gAAA"}],
            "filteredLookupInfo": {"controllingFields": ["C"], "dependent": true}}]
    })
    .to_string();
    let describe = read(&text).unwrap();
    let child = &describe.child_relationships[0];
    assert!(child.cascade_delete && child.relationship_name.is_none());
    assert_eq!(child.junction_reference_to, ["D"]);
    assert_eq!(describe.record_type_infos[0].developer_name, None);
    assert!(describe.record_type_infos[0].master);
    assert_eq!(describe.supported_scopes[0].name, "mine");
    let field = &describe.fields[0];
    assert_eq!(field.picklist_values[0].valid_for.as_deref(), Some("gAAA"));
    assert!(
        field
            .filtered_lookup_info
            .as_ref()
            .is_some_and(|info| info.dependent)
    );
}

#[test]
fn text_is_borrowed_unless_it_is_escaped() {
    let text = r#"{"name":"A","label":"a \"b\"","fields":[]}"#;
    let describe = read(text).unwrap();
    assert!(matches!(describe.name, Cow::Borrowed("A")));
    assert!(matches!(describe.label, Cow::Owned(ref label) if label == "a \"b\""));
}

#[test]
fn the_list_of_objects_reads() {
    let text = r#"{"encoding":"UTF-8","maxBatchSize":200,"sobjects":[
        {"name":"Account","keyPrefix":"001","queryable":true,"urls":{}},{"name":"X__mdt"}]}"#;
    let global: GlobalDescribe<'_> = serde_json::from_str(text).unwrap();
    assert_eq!((global.max_batch_size, global.sobjects.len()), (200, 2));
    assert!(global.sobjects[0].queryable);
    assert_eq!(global.sobjects[1].key_prefix, None);
    assert!(serde_json::from_str::<GlobalDescribe<'_>>("{}").is_err());
}

#[test]
fn what_is_written_reads_as_the_same_and_says_no_more_than_it_must() {
    let body = r#"{"fields":[{"type":"double","name":"Size__c","nillable":true,"scale":2,
        "calculatedFormula":"","defaultValue":1.5,"relationshipOrder":0,"label":"Size",
        "filteredLookupInfo":{"dependent":true},"length":0,"inlineHelpText":null,
        "picklistValues":[{"value":"a","active":true,"validFor":"gAAA"}]}],
        "urls":{"sobject":"https://acme.my.salesforce.com/x"},"name":"Thing__c","custom":true}"#;
    let describe = read(body).expect("a describe");
    let written = serde_json::to_string(&describe).expect("it is written");
    assert_eq!(
        written,
        concat!(
            r#"{"name":"Thing__c","custom":true,"fields":[{"name":"Size__c","type":"double","#,
            r#""calculatedFormula":"","defaultValue":1.5,"filteredLookupInfo":{"dependent":true},"#,
            r#""label":"Size","nillable":true,"picklistValues":[{"active":true,"#,
            r#""validFor":"gAAA","value":"a"}],"relationshipOrder":0,"scale":2}]}"#
        )
    );
    assert_eq!(read(&written).expect("a describe"), describe);
    let nothing = read(r#"{"name":"A","fields":[]}"#).expect("a describe");
    let written = serde_json::to_string(&nothing).expect("it is written");
    assert_eq!(written, r#"{"name":"A","fields":[]}"#);
}
