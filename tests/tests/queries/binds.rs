//! What can be bound, and that a value stays a value.

use serde_json::json;
use sf_runtime::query::{DateLiteral, Like};
use sf_runtime::{Date, Decimal, Id, MultiPicklist, SoqlRow, Timestamp, soql};
use sf_tests::bindings::{Account, account};

use crate::org::{org, run};

/// What people and attackers write.
const HOSTILE: &[&str] = &[
    "O'Brien",
    "x' OR Name != '",
    "\\",
    "\\'",
    "a\nb\tc\r",
    "%_",
    ":name",
    "\"",
    "日本 — é \u{1F980}",
    "' LIMIT 1 --",
];

#[test]
fn a_text_comes_back_as_it_went() {
    run(async {
        let (org, sf) = org().await;
        for name in HOSTILE {
            org.insert("Account", &json!({"Name": name})).unwrap();
        }
        for name in HOSTILE {
            let row = soql!("SELECT Name FROM Account WHERE Name = :name")
                .fetch_one(&sf)
                .await
                .unwrap();
            assert_eq!(row.name, *name);
            let start = Like::starting_with(name);
            let rows = soql!("SELECT Name FROM Account WHERE Name LIKE :start")
                .fetch_all(&sf)
                .await
                .unwrap();
            assert!(
                rows.iter().all(|row| row.name.starts_with(name)),
                "{rows:?}"
            );
            assert!(rows.iter().any(|row| row.name == *name), "{name:?}");
        }
    });
}

#[derive(SoqlRow)]
#[soql(from = "Account", filter = "Name LIKE :pattern", order_by = "Name")]
struct Named {
    name: String,
}

/// What means something in a pattern is found as itself, and wildcards stand for what is between.
#[test]
fn a_pattern_of_texts_and_wildcards() {
    run(async {
        let (org, sf) = org().await;
        for name in [
            "50% off",
            "50 and off",
            "a_b",
            "axb",
            r"c\d",
            "c/d",
            "e'f",
            "e''f",
            "Ab",
            "A",
        ] {
            org.insert("Account", &json!({"Name": name})).unwrap();
        }
        let like = Like::new;
        let cases: [(Like, &[&str]); 13] = [
            (like().text("50%").any(), &["50% off"]),
            (
                like().text("50").any().text("off"),
                &["50 and off", "50% off"],
            ),
            (like().text("50").one().text(" off"), &["50% off"]),
            (like().text("a_b"), &["a_b"]),
            (like().text("a").one().text("b"), &["a_b", "axb"]),
            (like().any().text(r"\").any(), &[r"c\d"]),
            (like().text("c").one().text("d"), &["c/d", r"c\d"]),
            (like().text(r"c\").one(), &[r"c\d"]),
            (like().text("e'").one(), &["e'f"]),
            (like().text("e").any().text("'f"), &["e''f", "e'f"]),
            (like().one().one(), &["Ab"]),
            (like().one(), &["A"]),
            (like(), &[]),
        ];
        for (pattern, expected) in cases {
            let rows = soql!("SELECT Name FROM Account WHERE Name LIKE :pattern ORDER BY Name")
                .fetch_all(&sf)
                .await
                .unwrap();
            let of_macro: Vec<&str> = rows.iter().map(|row| &*row.name).collect();
            assert_eq!(of_macro, expected);

            let rows = Named::query(pattern.clone()).fetch_all(&sf).await.unwrap();
            let of_row: Vec<&str> = rows.iter().map(|row| &*row.name).collect();
            assert_eq!(of_row, expected);

            let name = account::fields::NAME;
            let rows = Account::select(name)
                .filter(name.like(pattern))
                .order_by(name.asc())
                .fetch_all(&sf)
                .await
                .unwrap();
            let of_filter: Vec<&str> = rows.iter().filter_map(|row| row.name().value()).collect();
            assert_eq!(of_filter, expected);
        }
    });
}

#[test]
fn values_of_every_kind() {
    let id: Id<Account> = "0018W00002conAAQAY".parse().unwrap();
    let other = Some(id);
    let nobody: Option<Id<Account>> = None;
    let names = vec!["A".to_owned(), "B'".to_owned()];
    let since: Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
    let day: Date = "2026-02-03".parse().unwrap();
    let least = Decimal::new(125, 1);
    let is_key = true;
    let both = MultiPicklist::of([account::Interests__c::Golf, account::Interests__c::Wine]);
    let (most, skip) = (10, 5);
    let record = Record { name: "in a field" };
    let query = soql!(
        "SELECT Id FROM Account
         WHERE ParentId = :id AND MasterRecordId = :nobody AND ParentId != :other AND Name IN :names
           AND Name NOT IN ('x', :record.name) AND CreatedDate > :since AND Last_Review__c = :day
           AND AnnualRevenue >= :least AND NumberOfEmployees < :{most * 100}
           AND Is_Key_Account__c = :is_key AND Interests__c INCLUDES (:both, 'Golf')
           AND Industry = :{account::Industry::Energy}
         ORDER BY Name LIMIT :most OFFSET :skip"
    );
    assert_eq!(
        query.soql().text().unwrap(),
        "SELECT Id FROM Account \
         WHERE ParentId = '0018W00002conAAQAY' AND MasterRecordId = null \
         AND ParentId != '0018W00002conAAQAY' AND Name IN ('A', 'B\\'') \
         AND Name NOT IN ('x', 'in a field') AND CreatedDate > 2026-01-02T03:04:05.000Z \
         AND Last_Review__c = 2026-02-03 AND AnnualRevenue >= 12.5 AND NumberOfEmployees < 1000 \
         AND Is_Key_Account__c = true AND Interests__c INCLUDES ('Golf;Wine', 'Golf') \
         AND Industry = 'Energy' ORDER BY Name LIMIT 10 OFFSET 5"
    );
}

struct Record {
    name: &'static str,
}

#[test]
fn binds_of_sub_queries_and_semi_joins() {
    run(async {
        let (org, sf) = org().await;
        for name in ["Acme", "Other"] {
            let account = org.insert("Account", &json!({"Name": name})).unwrap();
            for last in ["Moon", "Sun"] {
                let record = json!({"LastName": format!("{last} {name}"), "AccountId": account});
                org.insert("Contact", &record).unwrap();
            }
        }
        let (moon, name) = (Like::starting_with("Moon"), "Moon Acme");
        let mut rows = soql!(
            "SELECT Name, (SELECT LastName FROM Contacts WHERE LastName LIKE :moon) FROM Account
             WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = :name)"
        )
        .fetch_all(&sf)
        .await
        .unwrap();
        assert_eq!(rows.len(), 1);
        let row = rows.remove(0);
        let contacts = row.contacts.all().unwrap();
        assert_eq!((&*row.name, contacts.len()), ("Acme", 1));
        assert_eq!(contacts[0].last_name, "Moon Acme");
    });
}

#[test]
fn the_number_of_a_date_literal() {
    run(async {
        let (org, sf) = org().await;
        org.insert("Account", &json!({"Name": "Acme"})).unwrap();
        let (days, weeks) = (7_u16, 2);
        let recent = soql!(
            "SELECT Name FROM Account
             WHERE CreatedDate = LAST_N_DAYS::days OR CreatedDate = N_WEEKS_AGO::{weeks - 1}"
        );
        assert!(
            recent
                .soql()
                .text()
                .unwrap()
                .ends_with("WHERE CreatedDate = LAST_N_DAYS:7 OR CreatedDate = N_WEEKS_AGO:1")
        );
        assert_eq!(recent.fetch_all(&sf).await.unwrap().len(), 1);

        let tokens = soql!(SELECT Name FROM Account WHERE CreatedDate > NEXT_N_DAYS::days);
        assert!(
            tokens
                .soql()
                .text()
                .unwrap()
                .ends_with("CreatedDate > NEXT_N_DAYS:7")
        );
        assert!(tokens.fetch_all(&sf).await.unwrap().is_empty());

        let before = -1;
        let negative = soql!("SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS::before");
        let said = negative.soql().text().unwrap_err().to_string();
        assert!(
            said.contains("-1 is bound where a whole number from 0"),
            "{said}"
        );
        let limit = soql!("SELECT Id FROM Account LIMIT :before");
        assert!(limit.soql().text().is_err());
    });
}

/// The org refuses more, so it is not asked.
#[test]
fn an_offset_is_2000_at_most() {
    let text = |rows: u64| {
        let bound = soql!("SELECT Id FROM Account ORDER BY Id OFFSET :rows");
        bound.soql().text().map(|text| text.into_owned())
    };
    assert!(text(2_000).unwrap().ends_with("ORDER BY Id OFFSET 2000"));
    for (rows, said) in [
        (2_001, "an OFFSET of 2001, and the org takes 2000"),
        (u64::MAX, "go on from the last record"),
    ] {
        let refused = text(rows).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    let before = -1;
    let negative = soql!("SELECT Id FROM Account ORDER BY Id OFFSET :before");
    let refused = negative.soql().text().unwrap_err().to_string();
    assert!(refused.contains("-1 is bound"), "{refused}");

    let selected = |rows| Account::select(account::fields::ID).offset(rows);
    assert!(selected(2_000).soql().text().is_ok());
    let refused = selected(2_001).soql().text().unwrap_err().to_string();
    assert!(refused.contains("an OFFSET of 2001"), "{refused}");
}

#[test]
fn a_filter_that_is_made_at_run_time() {
    run(async {
        use account::fields as f;
        use sf_runtime::query::Filter;

        let (org, sf) = org().await;
        for (name, industry) in [("A", "Energy"), ("B", "Media"), ("C", "Energy")] {
            let record = json!({"Name": name, "Industry": industry});
            org.insert("Account", &record).unwrap();
        }
        let mut filter = Filter::<Account>::all();
        filter = filter.and(f::INDUSTRY.eq(account::Industry::Energy));
        filter = filter.and(f::CREATED_DATE.eq(DateLiteral::TODAY));
        let rows = soql!("SELECT Name FROM Account WHERE Name != 'C' ORDER BY Name")
            .filter(filter)
            .fetch_all(&sf)
            .await
            .unwrap();
        let names: Vec<&str> = rows.iter().map(|row| &*row.name).collect();
        assert_eq!(names, ["A"]);
    });
}

/// The rows of a query have structs of their own, which must not stand before the program's.
#[test]
fn a_bind_means_what_the_program_means() {
    struct Row;
    impl Row {
        const NAME: &'static str = "Acme";
    }
    struct OwnerRow(i32);

    let named = soql!("SELECT Id, Owner.Name FROM Account WHERE Name = :{Row::NAME}");
    assert_eq!(
        named.soql().text().unwrap(),
        "SELECT Id, Owner.Name FROM Account WHERE Name = 'Acme'"
    );
    let tokens =
        soql!(SELECT Owner.Name FROM Account WHERE Name = :{Row::NAME} LIMIT :{OwnerRow(3).0});
    assert_eq!(
        tokens.soql().text().unwrap(),
        "SELECT Owner.Name FROM Account WHERE Name = 'Acme' LIMIT 3"
    );
}
