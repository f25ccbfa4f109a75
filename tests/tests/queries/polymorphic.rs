//! Parents that may be of several objects.

use serde_json::json;
use sf_fake_org::FakeOrg;
use sf_runtime::{Id, soql};
use sf_tests::bindings::{Account, User, case, task};

use crate::org::{org, run};

/// A case of a user, and one that waits in a queue.
fn cases(org: &FakeOrg) {
    let queue = json!({"Name": "First level", "Type": "Queue"});
    let queue = org.insert("Group", &queue).unwrap();
    for (subject, owner) in [("mine", org.user_id()), ("nobody's", queue)] {
        let record = json!({"Subject": subject, "OwnerId": owner});
        org.insert("Case", &record).unwrap();
    }
}

#[test]
fn owners_that_are_users_or_queues() {
    run(async {
        let (org, sf) = org().await;
        cases(&org);
        let rows = soql!(
            "SELECT Subject, OwnerId, Owner.Id, Owner.Name, Owner.Type, Owner.IsActive FROM Case
             ORDER BY Subject"
        )
        .fetch_all(&sf)
        .await
        .unwrap();
        let [mine, waiting] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!(mine.subject.as_deref(), Some("mine"));
        assert_eq!(mine.owner.type_.as_deref(), Some("User"));
        assert_eq!(mine.owner.is_active, Some(true));
        assert_eq!(waiting.owner.name.as_deref(), Some("First level"));
        assert_eq!(waiting.owner.type_.as_deref(), Some("Queue"));
        assert_eq!(waiting.owner.is_active, None, "a queue has no such field");
        let owner: &case::OwnerId = &waiting.owner.id;
        assert!(matches!(owner, case::OwnerId::Group(_)), "{owner:?}");
        assert_eq!(owner, &waiting.owner_id);
    });
}

#[test]
fn a_parent_that_no_branch_is_for() {
    run(async {
        let (org, sf) = org().await;
        cases(&org);
        let rows = soql!(
            "SELECT Subject, TYPEOF Owner WHEN User THEN Username END FROM Case ORDER BY Subject"
        )
        .fetch_all(&sf)
        .await
        .unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows[0].owner.is_some());
        assert!(rows[1].owner.is_none(), "{rows:?}");
    });
}

soql!(
    /// A case and who has it.
    struct Owned: "SELECT Subject, TYPEOF Owner WHEN User THEN Username ELSE Name, IsActive END
        FROM Case ORDER BY Subject"
);

#[test]
fn a_parent_of_any_other_type() {
    run(async {
        let (org, sf) = org().await;
        cases(&org);
        let rows = Owned::query().fetch_all(&sf).await.unwrap();
        let [mine, waiting] = &rows[..] else {
            panic!("{rows:?}")
        };
        let OwnedOwner::User(user) = &mine.owner else {
            panic!("{mine:?}")
        };
        assert_eq!(user.username, org.username());
        let OwnedOwner::Other(queue) = &waiting.owner else {
            panic!("{waiting:?}")
        };
        assert_eq!(queue.name.as_deref(), Some("First level"));
        assert_eq!(queue.is_active, None);
    });
}

soql!(
    struct About: "SELECT Subject, TYPEOF What WHEN Account THEN Name, Phone
        WHEN Opportunity THEN Amount ELSE Name END FROM Task ORDER BY Subject"
);

#[test]
fn another_struct_for_each_type_of_a_parent() {
    run(async {
        let (org, sf) = org().await;
        let acme = json!({"Name": "Acme", "Phone": "123"});
        let acme = org.insert("Account", &acme).unwrap();
        let deal = json!({"Name": "Deal", "StageName": "Prospecting", "CloseDate": "2030-01-02",
            "Amount": 10});
        let deal = org.insert("Opportunity", &deal).unwrap();
        let lamp = json!({"Subject": "Lamp"});
        let lamp = org.insert("Case", &lamp).unwrap();
        let whats = [Some(&acme), Some(&deal), Some(&lamp), None];
        for (subject, what) in ["a", "b", "c", "d"].iter().zip(whats) {
            let record = json!({"Subject": subject, "WhatId": what});
            org.insert("Task", &record).unwrap();
        }
        let rows = About::query().fetch_all(&sf).await.unwrap();
        let whats: Vec<_> = rows.iter().map(|row| row.what.as_ref()).collect();
        let [
            Some(AboutWhat::Account(account)),
            Some(AboutWhat::Opportunity(deal)),
            Some(AboutWhat::Other(case)),
            None,
        ] = &whats[..]
        else {
            panic!("{rows:?}")
        };
        assert_eq!(account.name, "Acme");
        assert_eq!(account.phone.as_deref(), Some("123"));
        assert_eq!(deal.amount, Some(10.into()));
        let number = &org.get(&lamp).unwrap()["CaseNumber"];
        assert_eq!(case.name.as_deref(), number.as_str());
    });
}

#[test]
fn two_branches_for_one_object() {
    run(async {
        let (org, sf) = org().await;
        let acme = json!({"Name": "Acme", "Phone": "123"});
        let acme = org.insert("Account", &acme).unwrap();
        let task = json!({"WhatId": acme});
        org.insert("Task", &task).unwrap();
        #[allow(deprecated, reason = "the lint says that one branch would do")]
        let row = soql!(
            "SELECT TYPEOF What WHEN Account THEN Name, Industry WHEN Account THEN Name, Phone END
             FROM Task"
        )
        .fetch_one(&sf)
        .await
        .unwrap();
        // What the org makes of the second is not known, and nothing depends on it.
        assert!(format!("{row:?}").contains("Acme"), "{row:?}");
    });
}

#[test]
fn the_id_behind_a_lookup_is_that_of_the_lookup() {
    run(async {
        let (org, sf) = org().await;
        cases(&org);
        let owner: Id<User> = org.user_id().parse().unwrap();
        let rows = soql!("SELECT Subject FROM Case WHERE Owner.Id = :owner")
            .fetch_all(&sf)
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        let acme = org.insert("Account", &json!({"Name": "Acme"})).unwrap();
        org.insert("Task", &json!({"WhatId": acme})).unwrap();
        let task = soql!("SELECT What.Id FROM Task")
            .fetch_one(&sf)
            .await
            .unwrap();
        let what: task::WhatId = task.what.unwrap().id;
        let acme: Id<Account> = acme.parse().unwrap();
        assert_eq!(what, task::WhatId::Account(acme));
    });
}
