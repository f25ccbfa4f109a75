//! Binds in the query of child rows, which are arguments of the whole query.

use serde_json::json;
use sf_runtime::{Decimal, Page, SoqlRow};

use crate::org::{org, run};

/// `:start` is the child's too, and one argument.
#[derive(SoqlRow, Debug)]
#[soql(from = "Account", filter = "Name LIKE :start", order_by = "Name")]
struct Company {
    name: String,
    #[soql(binds(min, start))]
    opportunities: Vec<Deal>,
    #[soql("DISTANCE(BillingAddress, GEOLOCATION(:latitude, 8), 'km') far")]
    far: Option<f64>,
    #[soql("Contacts", binds(least, names))]
    people: Page<Person>,
}

#[derive(SoqlRow, Debug)]
#[soql(
    from = "Opportunity",
    filter = "Amount > :min AND (Name LIKE :start OR Amount > :min)",
    order_by = "Name"
)]
struct Deal {
    name: String,
    amount: Option<Decimal>,
}

#[derive(SoqlRow, Debug)]
#[soql(from = "Contact", filter = "LastName IN :names")]
struct Person {
    last_name: String,
    #[soql(binds(least))]
    cases: Vec<Problem>,
}

#[derive(SoqlRow, Debug)]
#[soql(from = "Case", limit = ":least")]
struct Problem {
    subject: Option<String>,
}

#[derive(SoqlRow, Debug)]
#[soql(from = "Account", filter = "Name = :name")]
struct Whole {
    #[soql("Contacts", binds(least, names))]
    people: Vec<Person>,
}

#[test]
fn the_binds_of_child_rows_are_arguments_of_the_whole() {
    run(async {
        let (org, sf) = org().await;
        let insert = |object: &str, record| org.insert(object, &record).unwrap();
        let acme = insert("Account", json!({"Name": "Acme"}));
        insert("Account", json!({"Name": "Other"}));
        for (name, amount) in [("Acme 1", 50), ("Acme 2", 500), ("Small", 1)] {
            insert(
                "Opportunity",
                json!({"Name": name, "Amount": amount, "StageName": "Prospecting",
                    "CloseDate": "2030-01-02", "AccountId": acme}),
            );
        }
        let ng = insert("Contact", json!({"LastName": "Ng", "AccountId": acme}));
        insert("Contact", json!({"LastName": "Boss", "AccountId": acme}));
        for subject in ["A", "B"] {
            insert("Case", json!({"Subject": subject, "ContactId": ng}));
        }

        // In the order of the text: the children of each field, then the row's own.
        let (min, start, latitude, least, names) = (Decimal::from(40), "Acme%", 47.5, 1, ["Ng"]);
        let query = Company::query(min, start, latitude, least, names);
        assert_eq!(
            query.soql().text().unwrap(),
            "SELECT Name, (SELECT Name, Amount FROM Opportunities WHERE Amount > 40 AND \
             (Name LIKE 'Acme%' OR Amount > 40) ORDER BY Name), DISTANCE(BillingAddress, \
             GEOLOCATION(47.5, 8), 'km') far, (SELECT LastName, (SELECT Subject FROM Cases LIMIT 1) \
             FROM Contacts WHERE LastName IN ('Ng')) FROM Account WHERE Name LIKE 'Acme%' \
             ORDER BY Name"
        );
        let rows = query.fetch_all(&sf).await.unwrap();
        let [company] = rows.as_slice() else {
            panic!("{rows:?}");
        };
        assert_eq!((&*company.name, company.far), ("Acme", None));
        let deals: Vec<_> = company
            .opportunities
            .iter()
            .map(|deal| (&*deal.name, deal.amount))
            .collect();
        let amount = |amount: i64| Some(Decimal::from(amount));
        assert_eq!(deals, [("Acme 1", amount(50)), ("Acme 2", amount(500))]);
        let people: Vec<_> = company
            .people
            .records
            .iter()
            .map(|person| person.as_ref().unwrap())
            .map(|person| (&*person.last_name, person.cases.len()))
            .collect();
        assert_eq!(people, [("Ng", 1)]);

        // The rows of a child can be asked for alone.
        let deals = Deal::query(Decimal::from(100), "Acme%");
        assert_eq!(deals.fetch_one(&sf).await.unwrap().name, "Acme 2");
        let whole = Whole::query(2, &names, "Acme")
            .fetch_one(&sf)
            .await
            .unwrap();
        assert_eq!(whole.people[0].cases[1].subject.as_deref(), Some("B"));
    });
}
