//! Fields and parents.

use serde_json::json;
use sf_runtime::query::QueryRow;
use sf_runtime::{Decimal, Error, Id, Page, Query, soql};
use sf_tests::bindings::{Account, account};

use crate::org::{org, run};

#[test]
fn fields_and_parents_are_read_as_their_types() {
    run(async {
        let (org, sf) = org().await;
        let parent = org.insert("Account", &json!({"Name": "Parent"})).unwrap();
        let id = org
            .insert(
                "Account",
                &json!({
                    "Name": "O'Brien & Söhne", "Industry": "Technology", "ParentId": parent,
                    "AnnualRevenue": 125, "NumberOfEmployees": 7,
                }),
            )
            .unwrap();
        let industry = account::Industry::Technology;
        let name = "O'Brien & Söhne".to_owned();
        let rows = soql!(
            "SELECT Id, Name, Industry, AnnualRevenue, NumberOfEmployees, ParentId, Parent.Name,
                    Owner.Name, Owner.Username
             FROM Account WHERE Industry = :industry AND Name = :name"
        )
        .fetch_all(&sf)
        .await
        .unwrap();
        assert_eq!(rows.len(), 1);
        let row = &rows[0];
        let of: Id<Account> = row.id;
        assert_eq!(of.as_str(), id);
        assert_eq!(row.name, name);
        assert_eq!(row.industry.clone().unwrap(), account::Industry::Technology);
        assert_eq!(row.annual_revenue, Some(Decimal::from(125)));
        assert_eq!(row.number_of_employees, Some(7));
        let above: Option<Id<Account>> = row.parent_id;
        assert_eq!(above.unwrap().as_str(), parent);
        assert_eq!(row.parent.as_ref().unwrap().name, "Parent");
        assert!(!row.owner.username.is_empty());
        let _: &String = &row.owner.name;
    });
}

/// The rows of this answer to a query.
fn answered<T: QueryRow>(_: &Query<T>, body: &str) -> Page<T> {
    T::page(body).unwrap()
}

/// A child that is not what describe promises costs neither its parent nor its siblings.
#[test]
fn a_child_that_cannot_be_read_is_an_error_of_its_own() {
    let query = soql!("SELECT Name, (SELECT Id, LastName FROM Contacts) FROM Account");
    let body = r#"{"totalSize":1,"done":true,"records":[{"Name":"Acme","Contacts":
        {"totalSize":3,"done":true,"records":[
            {"Id":"0038W00002conAAQAY","LastName":"Moon"},
            {"attributes":{"type":"Contact"},"Id":"0038W00002conAAQAY","LastName":null},
            {"Id":"0038W00002conAAQAY","LastName":"Ng"}]}}]}"#;
    let accounts = answered(&query, body).all().unwrap();
    assert_eq!(accounts[0].name, "Acme");
    let contacts = &accounts[0].contacts;
    assert_eq!(contacts.len(), 3);
    let read: Vec<&str> = contacts
        .iter()
        .flatten()
        .map(|row| &*row.last_name)
        .collect();
    assert_eq!(read, ["Moon", "Ng"]);
    let error = contacts.iter().nth(1).unwrap().err().unwrap();
    assert_eq!(error.object.as_deref(), Some("Contact"));
    assert_eq!(error.id.unwrap().as_str(), "0038W00002conAAQAY");
    assert_eq!(error.field.as_deref(), Some("LastName"));
}

/// What is wrong with a row is an error of the program that looks at it.
#[test]
fn a_row_that_is_looked_at_is_an_error_by_a_question_mark() {
    let query = soql!("SELECT Name, (SELECT LastName FROM Contacts) FROM Account");
    let body = r#"{"totalSize":1,"done":true,"records":[{"Name":"Acme","Contacts":
        {"totalSize":2,"done":true,"records":[{"LastName":"Moon"},{"LastName":null}]}}]}"#;
    let mut names = Vec::new();
    let mut look = || -> Result<(), Error> {
        for account in &answered(&query, body) {
            for contact in &account?.contacts {
                names.push(contact?.last_name.clone());
            }
        }
        Ok(())
    };
    let said = look().unwrap_err();
    assert!(matches!(&said, Error::Record(error) if error.field.as_deref() == Some("LastName")));
    assert_eq!(names, ["Moon"]);
}
