//! Refusals that are not the checker's: of what it only warns of, and of what describe names and the
//! snapshot does not have, which the checker calls that and the org does not know.

use super::{org, refused_for};

#[tokio::test]
async fn what_the_checker_only_warns_of() {
    let client = org().await;
    for (soql, code, reason) in [
        (
            "SELECT Id FROM Account ALL ROWS",
            "MALFORMED_QUERY",
            "unexpected token: 'ALL'",
        ),
        (
            "SELECT Id FROM Account WHERE Next_Review__c = 2020-13-45",
            "MALFORMED_QUERY",
            "Invalid date: 2020-13-45",
        ),
        (
            "SELECT Id FROM Account LIMIT -1",
            "MALFORMED_QUERY",
            "SOQL limit must be a non-negative value",
        ),
        (
            "SELECT Id FROM Account OFFSET -1",
            "MALFORMED_QUERY",
            "SOQL offset must be a non-negative value",
        ),
        (
            "SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T24:00:00Z",
            "MALFORMED_QUERY",
            "Invalid dateTime: 2020-01-01T24:00:00Z",
        ),
        (
            "SELECT Industry, COUNT(Id) Industry FROM Account GROUP BY Industry",
            "MALFORMED_QUERY",
            "duplicate alias: Industry",
        ),
        (
            "SELECT Id FROM Account ORDER BY COUNT(Id)",
            "MALFORMED_QUERY",
            "Aggregate expressions are not allowed here: COUNT(Id)",
        ),
        (
            "SELECT Industry, (SELECT Id FROM Contacts) FROM Account GROUP BY Industry",
            "MALFORMED_QUERY",
            "Grouped queries select grouped fields and aggregates only",
        ),
    ] {
        refused_for(&client, soql, code, reason).await;
    }
}

#[tokio::test]
async fn what_the_snapshot_does_not_have() {
    let client = org().await;
    for (soql, code, reason) in [
        (
            "SELECT Id FROM Contract",
            "INVALID_TYPE",
            "sObject type 'Contract' is not supported.",
        ),
        (
            "SELECT Id, (SELECT Id FROM Assets) FROM Account",
            "INVALID_TYPE",
            "Didn't understand relationship 'Assets' in FROM part of query call.",
        ),
        (
            "SELECT TYPEOF What WHEN Solution THEN Id END FROM Task",
            "INVALID_TYPE",
            "sObject type 'Solution' is not supported.",
        ),
        (
            "SELECT UserRole.Name FROM User",
            "INVALID_FIELD",
            "Didn't understand relationship 'UserRole' in field path.",
        ),
    ] {
        refused_for(&client, soql, code, reason).await;
    }
}
