//! The binds of a query that is in order.

use super::super::check;
use super::{child, field, lookup, object, schema};
use crate::schema::FieldType;
use crate::soql::check::CheckOptions;
use crate::soql::{Options, parse};

#[test]
fn binds_are_in_the_order_of_the_text() {
    let place = field("Place__c", FieldType::Location);
    let mut account = object("Account", [place.clone()]);
    account.children = vec![child("Contacts", "Contact", "AccountId")];
    let contact = object("Contact", [place, lookup("AccountId", &["Account"])]);
    let schema = schema([account, contact]);
    for text in [
        "SELECT Id, (SELECT Id FROM Contacts WHERE Name = :a \
         ORDER BY DISTANCE(Place__c, GEOLOCATION(:b, :c), 'mi') LIMIT :d OFFSET :e) FROM Account \
         WHERE DISTANCE(Place__c, GEOLOCATION(:f, :g), 'km') < :h \
         AND Id IN (SELECT AccountId FROM Contact WHERE Name IN (:i, :j)) AND Name = :k \
         ORDER BY DISTANCE(Place__c, GEOLOCATION(:l, :m), 'mi') LIMIT :n OFFSET :o",
        "SELECT Name, COUNT(Id) FROM Contact WHERE Name LIKE :a GROUP BY Name \
         HAVING COUNT(Id) > :b AND MAX(AccountId) != :c ORDER BY Name LIMIT :d",
    ] {
        let query = parse(text, &Options { binds: true });
        let query = query.into_result().expect("the query parses");
        let checked = check(&query, &schema, &CheckOptions::default());
        assert_eq!(checked.findings, []);
        let binds = checked.resolution.expect("the query is in order").binds;
        let found: Vec<usize> = binds.iter().map(|bound| bound.bind.span.start).collect();
        let written: Vec<usize> = text.match_indices(':').map(|(at, _)| at + 1).collect();
        assert_eq!(found, written, "{text}");
    }
}
