//! Objects that the fixture org does not have.

use super::{child, field, findings, lookup, object, schema, scope};
use crate::schema::{FieldFlags, FieldType, Object, ObjectFlags, Schema};

fn rare() -> Schema {
    let mut account = object("Account", [lookup("OwnerId", &["User"])]);
    account.children = (0..25)
        .map(|i| child(&format!("Children{i}"), "Child__c", &format!("Parent{i}")))
        .collect();
    account.scopes = vec![scope("everything"), scope("scopingRule")];
    let mut old = object("Old__c", []);
    old.flags |= ObjectFlags::DEPRECATED_AND_HIDDEN;
    let article = object("Help__kav", [field("PublishStatus", FieldType::Picklist)]);
    let indirect = object("Order__x", [lookup("NowhereId", &[])]);
    let any = |api: &str, kind: &str| field(api, FieldType::Other(kind.to_owned()));
    let future = object("Future__c", [any("Shape__c", "shape")]);
    let banned = ["Attachment", "ContentDocumentLink", "AccountTag"]
        .map(|api| object(api, [lookup("ParentId", &["Account"])]));
    let link = |api: &str, fields: &[&str]| -> Object {
        let fields = fields.iter().map(|api| lookup(api, &["Account"]));
        object(api, fields)
    };
    schema(
        [
            account,
            old,
            article,
            indirect,
            future,
            object("Child__c", []),
            object("User", []),
            link("Vote", &["ParentId"]),
            link("OauthToken", &["UserId"]),
        ]
        .into_iter()
        .chain(banned),
    )
}

/// Each query has the findings that begin like this, and no other.
fn assert_found(cases: &[(&str, &[&str])]) {
    let schema = rare();
    for (text, expected) in cases {
        let found = findings(&schema, text);
        assert_eq!(found.len(), expected.len(), "{text}\n{found:#?}");
        for (found, expected) in found.iter().zip(*expected) {
            assert!(found.starts_with(expected), "{text}\n{found}");
        }
    }
}

#[test]
fn semi_joins_on_objects_that_cannot_be_asked() {
    let malformed = "error[MALFORMED_QUERY]";
    let no = |api: &str| format!("{malformed}: {api} cannot be the object of a semi-join");
    assert_found(&[
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Attachment)",
            &[&no("Attachment")],
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM AccountTag)",
            &[&no("AccountTag")],
        ),
        (
            "SELECT Id FROM Account WHERE Id IN \
             (SELECT ParentId FROM ContentDocumentLink WHERE Id = '06AD000000IqhSL')",
            &[&no("ContentDocumentLink")],
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Vote WHERE ParentId != NULL)",
            &["warning[missing-filter]: the org queries Vote only with a filter"],
        ),
    ]);
}

#[test]
fn objects_with_rules_of_their_own() {
    assert_found(&[
        (
            "SELECT Id FROM Vote WHERE ParentId = '001D000000IqhSL'",
            &[],
        ),
        ("SELECT Id FROM Vote WHERE ParentId IN :ids", &[]),
        (
            "SELECT Id FROM Vote",
            &["warning[missing-filter]: the org queries Vote only with a filter"],
        ),
        (
            "SELECT COUNT_DISTINCT(UserId) FROM OauthToken",
            &["warning[doubtful]: field `UserId` of OauthToken is known not to take"],
        ),
        ("SELECT COUNT(UserId) FROM OauthToken", &[]),
        (
            "SELECT Id FROM Old__c",
            &["warning[deprecated]: object Old__c is deprecated and hidden"],
        ),
    ]);
}

#[test]
fn data_categories() {
    let three = "A AT a AND B AT b AND C AT c";
    assert_found(&[
        (
            &format!("SELECT Id FROM Help__kav WITH DATA CATEGORY {three}"),
            &[],
        ),
        (
            &format!("SELECT Id FROM Help__kav WITH DATA CATEGORY {three} AND D AT d"),
            &["error[MALFORMED_QUERY]: WITH DATA CATEGORY joins at most 3"],
        ),
        (
            "SELECT Id FROM Help__kav WITH DATA CATEGORY A AT a AND a BELOW b",
            &["error[MALFORMED_QUERY]: the category group `a` is there twice"],
        ),
    ]);
}

#[test]
fn scopes_where_there_are_scoping_rules() {
    assert_found(&[
        ("SELECT Id FROM Account USING SCOPE scopingrule", &[]),
        (
            "SELECT Id FROM Old__c USING SCOPE whatever",
            &["warning[deprecated]"],
        ),
        (
            "SELECT Id FROM Account USING SCOPE My_Rule",
            &["warning[doubtful]: Account has no scope `My_Rule` (unless it is a scoping rule"],
        ),
    ]);
}

#[test]
fn many_children() {
    let children = |count: usize| {
        let children = (0..count).map(|i| format!(", (SELECT Id FROM Children{i})"));
        format!("SELECT Id{} FROM Account", children.collect::<String>())
    };
    assert_found(&[
        (&children(20), &[]),
        (
            &children(21),
            &["error[MALFORMED_QUERY]: the query has 21 sub-queries, and the org takes 20"],
        ),
    ]);
}

#[test]
fn lookups_to_nowhere() {
    assert_found(&[
        ("SELECT NowhereId FROM Order__x", &[]),
        (
            "SELECT Nowhere.Name FROM Order__x",
            &["error[INVALID_FIELD]: describe names no object to which `NowhereId` leads"],
        ),
        (
            "SELECT TYPEOF Nowhere WHEN Account THEN Name END FROM Order__x",
            &["error[INVALID_FIELD]: describe names no object to which `NowhereId` leads"],
        ),
    ]);
}

/// A type of a later API version is not known: nothing is said of what it takes.
#[test]
fn types_that_are_not_known() {
    assert_found(&[
        (
            "SELECT Shape__c FROM Future__c WHERE Shape__c = 5 OR Shape__c LIKE 'x'",
            &[],
        ),
        (
            "SELECT Id FROM Future__c WHERE Shape__c INCLUDES ('x') OR Shape__c > TRUE",
            &[],
        ),
        (
            "SELECT SUM(Shape__c), FORMAT(MAX(Shape__c)) FROM Future__c",
            &[],
        ),
        (
            "SELECT FORMAT(Shape__c), toLabel(Shape__c) label FROM Future__c",
            &[],
        ),
        (
            "SELECT Id FROM Future__c WHERE DISTANCE(Shape__c, GEOLOCATION(1, 2), 'km') < 5",
            &[],
        ),
    ]);
}

/// Describes of early API versions do not say what is aggregatable.
#[test]
fn flags_that_describe_did_not_have() {
    let without = |api: &str, data: FieldType| {
        let mut field = field(api, data);
        field.flags = FieldFlags::FILTERABLE | FieldFlags::GROUPABLE;
        field
    };
    let mut old = object(
        "Old__c",
        [
            without("Amount__c", FieldType::Currency),
            without("Done__c", FieldType::Boolean),
        ],
    );
    for field in &mut old.fields {
        field.flags = FieldFlags::FILTERABLE | FieldFlags::GROUPABLE;
    }
    let schema = schema([old]);
    let text = "SELECT COUNT(Id), SUM(Amount__c), MAX(Name) FROM Old__c";
    assert_eq!(findings(&schema, text), [""; 0]);
    let found = findings(&schema, "SELECT MAX(Done__c), SUM(Name) FROM Old__c");
    assert_eq!(found.len(), 2, "{found:?}");
}
