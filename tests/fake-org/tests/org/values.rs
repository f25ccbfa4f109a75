//! What values the fields take, and in what words they are refused.

use serde_json::{Value, json};

use crate::client::Client;

/// Writes a field of an account or another object and reads it back as the text that came.
async fn stored(client: &Client, object: &str, base: &Value, field: &str, json: &str) -> String {
    let mut text = base.to_string();
    text.pop();
    let text = format!("{text},\"{field}\":{json}}}");
    let reply = client
        .send_text("POST", &format!("/sobjects/{object}"), &text)
        .await;
    assert_eq!(reply.status, 201, "{field} {json}: {}", reply.text);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    let reply = client
        .get(&format!("/sobjects/{object}/{id}?fields={field}"))
        .await;
    let (_, rest) = reply.text.split_once(&format!("\"{field}\":")).unwrap();
    rest.rsplit_once(",\"Id\"").unwrap().0.to_owned()
}

#[tokio::test]
async fn values_read_as_the_api_writes_them() {
    let client = Client::start().await;
    let base = json!({"Name": "A"});
    for (field, sent, read) in [
        ("NumberOfEmployees", "100", "100"),
        ("NumberOfEmployees", "\"100\"", "100"),
        ("AnnualRevenue", "100", "100.0"),
        // Digits beyond the scale are cut, not rounded.
        ("AnnualRevenue", "1234.99", "1234.0"),
        (
            "AnnualRevenue",
            "123456789012345678",
            "1.23456789012345678E17",
        ),
        ("AnnualRevenue", "1e7", "1.0E7"),
        ("Discount__c", "-12.349", "-12.34"),
        ("Headquarters__Latitude__s", "54.1234569", "54.123456"),
        ("Last_Review__c", "\"2026-03-02\"", "\"2026-03-02\""),
        ("Interests__c", "\"Wine;Golf\"", "\"Wine;Golf\""),
        ("Interests__c", "\"Fishing\"", "\"Fishing\""),
        ("Industry", "\"Not listed\"", "\"Not listed\""),
        ("Description", "\"\"", "null"),
        (
            "Description",
            "\"\\u00e9\\n\\\"x\\\"\"",
            "\"é\\n\\\"x\\\"\"",
        ),
    ] {
        assert_eq!(
            stored(&client, "Account", &base, field, sent).await,
            read,
            "{field} {sent}"
        );
    }
    let account = client.account().await;
    let base = json!({"Account__c": account, "Start__c": "2026-01-01"});
    for (field, sent, read) in [
        (
            "Kick_Off__c",
            "\"2026-03-02T14:30:00Z\"",
            "\"2026-03-02T14:30:00.000+0000\"",
        ),
        (
            "Kick_Off__c",
            "\"2026-03-02T14:30:00.250+02:00\"",
            "\"2026-03-02T12:30:00.250+0000\"",
        ),
        (
            "Daily_Stand_Up__c",
            "\"09:15:00.000Z\"",
            "\"09:15:00.000Z\"",
        ),
        ("Billable__c", "false", "false"),
    ] {
        assert_eq!(
            stored(&client, "Project__c", &base, field, sent).await,
            read,
            "{field} {sent}"
        );
    }
    let read = stored(
        &client,
        "Contact",
        &json!({"LastName": "L"}),
        "Passport_Number__c",
        "\"C01X0006H\"",
    )
    .await;
    assert_eq!(read, "\"*****006H\"");
}

#[tokio::test]
async fn values_that_are_refused() {
    let client = Client::start().await;
    let long = "é".repeat(256);
    let base = json!({"Name": "A"});
    let picklist = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST";
    for (field, value, code, message) in [
        (
            "Name",
            json!(long),
            "STRING_TOO_LONG",
            format!("Account Name: data value too large: {long} (max length=255)"),
        ),
        (
            "Tier__c",
            json!("Bronze"),
            picklist,
            "Tier: bad value for restricted picklist field: Bronze".to_owned(),
        ),
        (
            "Name",
            json!(" \t"),
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [Name]".to_owned(),
        ),
        // There, but no longer active.
        (
            "Tier__c",
            json!("Trial"),
            picklist,
            "Tier: bad value for restricted picklist field: Trial".to_owned(),
        ),
        (
            "Billing_Email_Ext__c",
            json!("nobody"),
            "INVALID_EMAIL_ADDRESS",
            "Billing Email: invalid email address: nobody".to_owned(),
        ),
        (
            "Discount__c",
            json!(1000),
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Discount: value outside of valid range on numeric field: 1000".to_owned(),
        ),
        (
            "NumberOfEmployees",
            json!(3_000_000_000_u64),
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Employees: value outside of valid range on numeric field: 3000000000".to_owned(),
        ),
        (
            "AnnualRevenue",
            json!("abc"),
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            "Annual Revenue: value not of required type: abc".to_owned(),
        ),
        (
            "AnnualRevenue",
            json!("1_000"),
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            "Annual Revenue: value not of required type: 1_000".to_owned(),
        ),
        (
            "ParentId",
            json!("abc"),
            "MALFORMED_ID",
            "Parent Account ID: id value of incorrect type: abc".to_owned(),
        ),
    ] {
        let mut record = base.clone();
        record[field] = value;
        let reply = client.send("POST", "/sobjects/Account", &record).await;
        assert_eq!(reply.refused(400, code, &message), json!([field]));
    }
    let fits = json!({"Name": "é".repeat(255)});
    assert_eq!(
        client.send("POST", "/sobjects/Account", &fits).await.status,
        201
    );
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &json!({"LastName": "L", "Languages__c": "English;Latin"}),
        )
        .await;
    reply.refused(
        400,
        picklist,
        "Languages: bad value for restricted picklist field: Latin",
    );
}

#[tokio::test]
async fn json_of_another_type_is_a_parser_error() {
    let client = Client::start().await;
    for (text, message) in [
        (
            r#"{"Name":5}"#,
            "Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 or request may be missing a required field at [line:1, column:9]",
        ),
        (
            "{\"Name\":\"A\",\n \"Last_Review__c\":\"yesterday\"}",
            "Cannot deserialize instance of date from VALUE_STRING value yesterday or request may be missing a required field at [line:2, column:19]",
        ),
        (
            r#"{"Name":"A","NumberOfEmployees":1.5}"#,
            "Cannot deserialize instance of int from VALUE_NUMBER_FLOAT value 1.5 or request may be missing a required field at [line:1, column:33]",
        ),
    ] {
        let reply = client.send_text("POST", "/sobjects/Account", text).await;
        reply.refused(400, "JSON_PARSER_ERROR", message);
    }
    for (field, value) in [
        ("Kick_Off__c", json!("2026-03-02T14:30:00+0000")),
        ("Kick_Off__c", json!("2026-03-02")),
        ("Billable__c", json!("true")),
        ("Billable__c", json!("")),
        ("Billable__c", json!(1)),
        ("Daily_Stand_Up__c", json!("9:15")),
        ("End__c", json!("2026-02-30")),
        ("Project_Code__c", json!({"a": 1})),
    ] {
        let mut record = json!({"Account__c": "001000000000001", "Start__c": "2026-01-01"});
        record.as_object_mut().unwrap().remove("Account__c");
        record[field] = value.clone();
        let reply = client.send("POST", "/sobjects/Project__c", &record).await;
        assert_eq!(
            reply.json()[0]["errorCode"],
            "JSON_PARSER_ERROR",
            "{field} {value}: {}",
            reply.text
        );
    }
    assert_eq!(
        client.org.count("Account") + client.org.count("Project__c"),
        0
    );
}

#[tokio::test]
async fn unique_values() {
    let client = Client::start().await;
    let first = client
        .create("Account", &json!({"Name": "A", "External_Id__c": "ext-1"}))
        .await;
    let message = format!(
        "duplicate value found: External_Id__c duplicates value on record with id: {first}"
    );
    let again = json!({"Name": "B", "External_Id__c": "EXT-1"});
    let reply = client.send("POST", "/sobjects/Account", &again).await;
    assert_eq!(reply.refused(400, "DUPLICATE_VALUE", &message), json!([]));
    // A record may keep its own value, and give it up by being deleted.
    let path = format!("/sobjects/Account/{first}");
    assert_eq!(
        client
            .send("PATCH", &path, &json!({"External_Id__c": "ext-1"}))
            .await
            .status,
        204
    );
    client.delete(&path).await;
    client.create("Account", &again).await;
    // This one minds the case.
    client
        .create("Contact", &json!({"LastName": "L", "Badge_Code__c": "b"}))
        .await;
    client
        .create("Contact", &json!({"LastName": "L", "Badge_Code__c": "B"}))
        .await;
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &json!({"LastName": "L", "Badge_Code__c": "b"}),
        )
        .await;
    assert_eq!(reply.json()[0]["errorCode"], "DUPLICATE_VALUE");
}
