//! What is refused, and in which words.

use serde_json::json;

use super::{org, refused_for};

const WSDL: &str = "Please reference your WSDL or the describe call for the appropriate names.";

#[tokio::test]
async fn the_place_is_shown() {
    let client = org().await;
    client.query("SELECT Id, Foo FROM Account").await.refused(
        400,
        "INVALID_FIELD",
        &format!(
            "\nSELECT Id, Foo FROM Account\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. {WSDL}"
        ),
    );
    client.query("SELECT Xyzzy FROM Xyzzy").await.refused(
        400,
        "INVALID_TYPE",
        &format!(
            "\nSELECT Xyzzy FROM Xyzzy\n                  ^\nERROR at Row:1:Column:19\nsObject type 'Xyzzy' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. {WSDL}"
        ),
    );
    client.query("\n\nSELECT Id,\nFROM Account").await.refused(
        400,
        "MALFORMED_QUERY",
        "\nFROM Account\n^\nERROR at Row:2:Column:1\nunexpected token: 'FROM'",
    );
}

#[tokio::test]
async fn a_query_has_so_many_child_relationships() {
    let client = org().await;
    let children = ["(SELECT Id FROM Contacts)"; 21].join(", ");
    let reply = client
        .query(&format!("SELECT Id, {children} FROM Account"))
        .await;
    assert_eq!(reply.status, 400);
    assert!(
        reply
            .text
            .contains("the query has 21 sub-queries, and the org takes 20"),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn each_for_its_reason() {
    let client = org().await;
    for (soql, code, reason) in [
        (
            "SELECT Bogus.Name FROM Account",
            "INVALID_FIELD",
            "Didn't understand relationship 'Bogus' in field path.",
        ),
        (
            "SELECT OwnerId.Name FROM Account",
            "INVALID_FIELD",
            "Didn't understand relationship 'OwnerId' in field path.",
        ),
        (
            "SELECT Id, (SELECT Id FROM Contact) FROM Account",
            "INVALID_TYPE",
            "Didn't understand relationship 'Contact' in FROM part of query call.",
        ),
        (
            "SELECT What.Amount FROM Task",
            "INVALID_FIELD",
            "No such column 'Amount' on entity 'Name'.",
        ),
        (
            "SELECT Id FROM Account WHERE Description = 'x'",
            "INVALID_FIELD",
            "field 'Description' can not be filtered in a query call",
        ),
        (
            "SELECT Id FROM Account WHERE BillingAddress = null",
            "INVALID_FIELD",
            "field 'BillingAddress' can not be filtered in a query call",
        ),
        (
            "SELECT Id FROM Account ORDER BY Description",
            "MALFORMED_QUERY",
            "field 'Description' can not be sorted in a query call",
        ),
        (
            "SELECT Id FROM Account ORDER BY Interests__c",
            "MALFORMED_QUERY",
            "field 'Interests__c' can not be sorted in a query call",
        ),
        (
            "SELECT AnnualRevenue FROM Account GROUP BY AnnualRevenue",
            "MALFORMED_QUERY",
            "field 'AnnualRevenue' can not be grouped in a query call",
        ),
        (
            "SELECT SUM(Name) FROM Account",
            "MALFORMED_QUERY",
            "field Name does not support aggregate operator SUM",
        ),
        (
            "SELECT MAX(IsDeleted) FROM Account",
            "MALFORMED_QUERY",
            "field IsDeleted does not support aggregate operator MAX",
        ),
        (
            "SELECT Id FROM Account WHERE NumberOfEmployees = '5'",
            "INVALID_FIELD",
            "value of filter criterion for field 'NumberOfEmployees' must be of type int and should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE AnnualRevenue > 'x'",
            "INVALID_FIELD",
            "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE CreatedDate > 2020-01-01",
            "INVALID_FIELD",
            "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE Next_Review__c > 2020-01-01T00:00:00Z",
            "INVALID_FIELD",
            "value of filter criterion for field 'Next_Review__c' must be of type date and should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE IsDeleted = 'true'",
            "INVALID_FIELD",
            "value of filter criterion for field 'IsDeleted' must be of type boolean and should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE Name = 5",
            "INVALID_FIELD",
            "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE Id LIKE '001%'",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on id field",
        ),
        (
            "SELECT Id FROM Account WHERE Interests__c LIKE 'G%'",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on multipicklist field",
        ),
        (
            "SELECT Id FROM Account WHERE Industry INCLUDES ('x')",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on picklist field",
        ),
        (
            "SELECT Id FROM Account WHERE Id = 'x'",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid ID field: x",
        ),
        (
            "SELECT Id, Name, ID FROM Account",
            "INVALID_FIELD",
            "duplicate field selected: Id",
        ),
        (
            "SELECT Id, FIELDS(STANDARD) FROM Account",
            "INVALID_FIELD",
            "duplicate field selected: Id",
        ),
        (
            "SELECT FORMAT(AnnualRevenue), AnnualRevenue FROM Account",
            "INVALID_FIELD",
            "duplicate field selected: AnnualRevenue",
        ),
        (
            "SELECT Name n FROM Account",
            "MALFORMED_QUERY",
            "only aggregate expressions use field aliasing",
        ),
        (
            "SELECT Name, COUNT(Id) FROM Account",
            "MALFORMED_QUERY",
            "Field must be grouped or aggregated: Name",
        ),
        (
            "SELECT Name FROM Account GROUP BY Industry",
            "MALFORMED_QUERY",
            "Field must be grouped or aggregated: Name",
        ),
        (
            "SELECT Industry, MAX(Industry) FROM Account GROUP BY Industry",
            "MALFORMED_QUERY",
            "Grouped field should not be aggregated: Industry",
        ),
        (
            "SELECT Industry FROM Account GROUP BY Industry, industry",
            "MALFORMED_QUERY",
            "duplicate grouping expression: Industry",
        ),
        (
            "SELECT Industry FROM Account GROUP BY Industry ORDER BY Name",
            "MALFORMED_QUERY",
            "Ordered field must be grouped or aggregated: Name",
        ),
        (
            "SELECT COUNT(Id) FROM Account LIMIT 5",
            "MALFORMED_QUERY",
            "Non-grouped query that uses overall aggregate functions cannot also use LIMIT",
        ),
        (
            "SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account",
            "MALFORMED_QUERY",
            "only root queries support aggregate expressions",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) OR Name = 'x'",
            "MALFORMED_QUERY",
            "Semi join sub-selects are not allowed with the 'OR' operator",
        ),
        (
            "SELECT Id FROM Account WHERE Name = 'y' AND (Id IN (SELECT AccountId FROM Contact) OR Name = 'x')",
            "MALFORMED_QUERY",
            "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE AccountId IN (SELECT AccountId FROM Case))",
            "MALFORMED_QUERY",
            "Nesting of semi join sub-selects is not supported",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)",
            "MALFORMED_QUERY",
            "The inner and outer selects should not be on the same object type",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)",
            "MALFORMED_QUERY",
            "semi join sub-selects can only query id fields, cannot use: 'name'",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT Account.Id FROM Contact)",
            "MALFORMED_QUERY",
            "The inner select field cannot have more than one level of relationships",
        ),
        (
            "SELECT Id FROM Contact WHERE Account.Id IN (SELECT AccountId FROM Case)",
            "MALFORMED_QUERY",
            "The left operand cannot have more than one level of relationships",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Contact)",
            "MALFORMED_QUERY",
            "The selected field 'Id' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT WhatId FROM Task)",
            "MALFORMED_QUERY",
            "Entity 'Task' is not supported for semi join inner selects",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 1)",
            "MALFORMED_QUERY",
            "missing value at 'LIMIT'",
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Case) AND Id IN (SELECT AccountId FROM Opportunity)",
            "MALFORMED_QUERY",
            "Maximum 2 semi join sub-selects are allowed",
        ),
        (
            "SELECT Id FROM Account OFFSET 2001",
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Maximum SOQL offset allowed is 2000",
        ),
        (
            "SELECT Id FROM Account WHERE Name = :name",
            "MALFORMED_QUERY",
            "Bind variables only allowed in Apex code",
        ),
        (
            "SELECT Id FROM Account USING SCOPE team",
            "INVALID_QUERY_SCOPE",
            "Invalid filter scope: team",
        ),
        (
            "SELECT Id FROM Account WHERE Name = 'x' AND Id = '1' OR Fax = null",
            "MALFORMED_QUERY",
            "unexpected token: 'OR'",
        ),
        (
            "SELECT Owner.Manager.Manager.Manager.Manager.Manager.Name FROM Account",
            "MALFORMED_QUERY",
            "the path has 6 lookups, and the org follows 5",
        ),
        (
            "SELECT Name FROM Account ORDER BY Name FOR UPDATE",
            "MALFORMED_QUERY",
            "Explicit ORDER BY not allowed when locking rows (Id order is implied)",
        ),
        (
            "SELECT FIELDS(CUSTOM) FROM Group LIMIT 5",
            "MALFORMED_QUERY",
            "'FIELDS(...)' expansion function must result in at least one field being selected.",
        ),
        (
            "SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)",
            "MALFORMED_QUERY",
            "The left operand field in the where expression for outer query should be an id field, cannot use: 'Name'",
        ),
        ("", "MALFORMED_QUERY", "unexpected token: '<EOF>'"),
    ] {
        refused_for(&client, soql, code, reason).await;
    }
    client
        .query("SELECT FIELDS(ALL) FROM Account")
        .await
        .refused(
            400,
            "MALFORMED_QUERY",
            "The SOQL FIELDS function must have a LIMIT of at most 200",
        );
}

#[tokio::test]
async fn the_old_depth_of_children() {
    let client = org().await;
    let soql = "SELECT Id, (SELECT Id, (SELECT Id FROM Contacts) FROM ChildAccounts) FROM Account";
    let path = format!(
        "/services/data/v57.0/query/?{}",
        super::parameter("q", soql)
    );
    let reply = client.get(&path).await;
    let message = reply.json()[0]["message"].as_str().unwrap().to_owned();
    assert!(message.ends_with("cannot query aggregate relationships more than 1 level away from the root entity object."), "{message}");
    assert_eq!(client.query(soql).await.status, 200);
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let client = org().await;
    let reply = client
        .send("POST", "/query/?q=SELECT+Id+FROM+Account", &json!({}))
        .await;
    assert_eq!(reply.status, 405);
}

#[tokio::test]
async fn hostile_queries_are_answered() {
    let client = org().await;
    for soql in [
        "(".repeat(5_000),
        "SELECT Id FROM X WHERE ".to_owned() + &"(".repeat(5_000),
    ] {
        let reply = client.query(&soql).await;
        assert_eq!(
            (reply.status, &reply.json()[0]["errorCode"]),
            (400, &json!("MALFORMED_QUERY"))
        );
    }
}

#[tokio::test]
async fn the_deepest_query_is_answered() {
    let client = org().await;
    let nested = |depth: usize| {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        format!("SELECT Name FROM Account WHERE {open}Name = 'Acme'{close}")
    };
    assert_eq!(client.column(&nested(100), "Name").await, "Acme");
    assert_eq!(client.query(&nested(101)).await.status, 400);
}

#[tokio::test]
async fn data_categories_are_of_articles() {
    let client = org().await;
    let reply = client
        .query("SELECT Id FROM Account WITH DATA CATEGORY Geo__c AT x__c")
        .await;
    assert_eq!(reply.json()[0]["errorCode"], "MALFORMED_QUERY");
    assert_eq!(
        client
            .query("SELECT Id FROM Account WITH SECURITY_ENFORCED")
            .await
            .status,
        200
    );
}
