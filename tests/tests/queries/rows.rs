//! Fields and parents.

use serde_json::json;
use sf_runtime::{Decimal, Id, soql};
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
