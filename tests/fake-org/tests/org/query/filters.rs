//! WHERE.

use super::org;

/// The names of the accounts that a condition finds.
async fn accounts(client: &crate::client::Client, condition: &str) -> String {
    let soql = format!("SELECT Name FROM Account WHERE {condition} ORDER BY Name");
    client.column(&soql, "Name").await
}

#[tokio::test]
async fn comparisons() {
    let client = org().await;
    for (condition, expected) in [
        ("Name = 'ACME'", "Acme"),
        ("Name != 'acme'", "beta,Gamma 100%"),
        ("Name <> 'acme' AND Name > 'c'", "Gamma 100%"),
        ("Name >= 'BETA'", "beta,Gamma 100%"),
        ("AnnualRevenue = 20", "beta"),
        ("AnnualRevenue > 20.0", "Acme"),
        ("AnnualRevenue <= 1500000", "Acme,beta"),
        ("NumberOfEmployees = 100", "Acme"),
        ("NumberOfEmployees > 99.5", "Acme"),
        // A null is neither less nor more, but it is different.
        ("AnnualRevenue < 5000000", "Acme,beta"),
        ("AnnualRevenue != 20", "Acme,Gamma 100%"),
        ("AnnualRevenue = null", "Gamma 100%"),
        ("AnnualRevenue != null", "Acme,beta"),
        ("Industry NOT IN ('Technology')", "beta,Gamma 100%"),
        ("Industry IN ('technology', null)", "Acme,Gamma 100%"),
        ("Industry = ''", "Gamma 100%"),
        // A checkbox is never null.
        ("Is_Key_Account__c = TRUE", "Acme"),
        ("Is_Key_Account__c = false", "beta,Gamma 100%"),
        ("Is_Key_Account__c = null", "beta,Gamma 100%"),
        ("Is_Key_Account__c != true", "beta,Gamma 100%"),
        ("Name IN ('beta', 'ACME', 'nobody')", "Acme,beta"),
        ("NumberOfEmployees IN (100, 7)", "Acme"),
        (
            "(Name = 'Acme' OR Name = 'beta') AND AnnualRevenue > 30",
            "Acme",
        ),
        ("NOT (Name = 'Acme' OR Name = 'beta')", "Gamma 100%"),
        ("(NOT Name LIKE 'A%') AND Industry != null", "beta"),
    ] {
        assert_eq!(accounts(&client, condition).await, expected, "{condition}");
    }
}

#[tokio::test]
async fn patterns() {
    let client = org().await;
    for (condition, expected) in [
        ("Name LIKE 'ac%'", "Acme"),
        ("Name LIKE '_CME'", "Acme"),
        ("Name LIKE '%a'", "beta"),
        ("Name LIKE '%m%'", "Acme,Gamma 100%"),
        (r"Name LIKE '%100\%'", "Gamma 100%"),
        (r"Name LIKE '%\_%'", ""),
        ("Industry LIKE '%'", "Acme,beta"),
        ("toLabel(Industry) LIKE 'tech%'", "Acme"),
    ] {
        assert_eq!(accounts(&client, condition).await, expected, "{condition}");
    }
}

#[tokio::test]
async fn sets_of_picklist_values() {
    let client = org().await;
    for (condition, expected) in [
        ("Interests__c INCLUDES ('Golf')", "Acme,beta"),
        ("Interests__c INCLUDES ('golf;wine')", "Acme"),
        ("Interests__c INCLUDES ('Golf;Wine', 'Golf')", "Acme,beta"),
        ("Interests__c EXCLUDES ('Wine')", "beta,Gamma 100%"),
        ("Interests__c = 'Wine;Golf'", "Acme"),
        ("Interests__c = 'wine;Golf'", "Acme"),
        ("Interests__c = 'Wine;golf'", "Acme"),
        ("Interests__c != 'Golf'", "Acme,Gamma 100%"),
        ("Interests__c = null", "Gamma 100%"),
    ] {
        assert_eq!(accounts(&client, condition).await, expected, "{condition}");
    }
}

#[tokio::test]
async fn dates_and_instants() {
    let client = org().await;
    for (condition, expected) in [
        ("CreatedDate = 2024-02-03T04:05:06Z", "Acme"),
        ("CreatedDate = 2024-02-03T05:05:06.000+0100", "Acme"),
        ("CreatedDate >= 2025-07-01t00:00:00z", "beta,Gamma 100%"),
        (
            "CreatedDate < 2025-12-31T23:59:59.5-00:30",
            "Acme,beta,Gamma 100%",
        ),
        ("Next_Review__c = 2026-03-02", "Acme"),
        (
            "Next_Review__c > 2026-03-01 AND Next_Review__c <= 2026-03-02",
            "Acme",
        ),
        ("Next_Review__c != null", "Acme"),
        ("CALENDAR_YEAR(CreatedDate) = 2025", "beta,Gamma 100%"),
        ("CALENDAR_MONTH(CreatedDate) IN (2, 7)", "Acme,beta"),
        (
            "HOUR_IN_DAY(convertTimezone(CreatedDate)) > 4",
            "Gamma 100%",
        ),
        ("DAY_ONLY(CreatedDate) = 2025-12-31", "Gamma 100%"),
        ("FISCAL_QUARTER(Next_Review__c) = 1", "Acme"),
        ("CreatedDate < TODAY", "Acme,beta,Gamma 100%"),
        ("CreatedDate = LAST_N_DAYS:1", ""),
        ("CreatedDate > LAST_N_YEARS:200", ""),
        (
            "CreatedDate = LAST_N_YEARS:200 OR CreatedDate >= THIS_YEAR",
            "Acme,beta,Gamma 100%",
        ),
    ] {
        assert_eq!(accounts(&client, condition).await, expected, "{condition}");
    }
    // What is made now is of today, whichever day that is.
    client
        .create(
            "Lead",
            &serde_json::json!({"LastName": "New", "Company": "C"}),
        )
        .await;
    for literal in [
        "TODAY",
        "THIS_WEEK",
        "THIS_FISCAL_QUARTER",
        "LAST_N_DAYS:0",
        "LAST_90_DAYS",
        "N_YEARS_AGO:0",
    ] {
        let soql = format!("SELECT COUNT() FROM Lead WHERE CreatedDate = {literal}");
        assert_eq!(client.found(&soql).await["totalSize"], 1, "{literal}");
    }
    for literal in ["YESTERDAY", "NEXT_WEEK", "NEXT_N_DAYS:5", "N_MONTHS_AGO:1"] {
        let soql = format!("SELECT COUNT() FROM Lead WHERE CreatedDate = {literal}");
        assert_eq!(client.found(&soql).await["totalSize"], 0, "{literal}");
    }
}

#[tokio::test]
async fn ids_in_both_lengths() {
    let client = org().await;
    let id = client
        .column("SELECT Id FROM Account WHERE Name = 'beta'", "Id")
        .await;
    for written in [id.clone(), id[..15].to_owned(), id.to_lowercase()] {
        let condition = format!("Id = '{written}'");
        assert_eq!(accounts(&client, &condition).await, "beta", "{written}");
        let condition = format!("Id IN ('{written}', '001000000000000AAA')");
        assert_eq!(accounts(&client, &condition).await, "beta");
    }
    assert_eq!(
        accounts(&client, &format!("Id != '{id}'")).await,
        "Acme,Gamma 100%"
    );
    assert_eq!(
        accounts(&client, &format!("Id NOT IN ('{id}')")).await,
        "Acme,Gamma 100%"
    );
    assert_eq!(
        accounts(&client, "ParentId = null").await,
        "Acme,Gamma 100%"
    );
    assert_eq!(accounts(&client, "ParentId != null").await, "beta");
}

#[tokio::test]
async fn parents() {
    let client = org().await;
    assert_eq!(accounts(&client, "Parent.Name = 'Acme'").await, "beta");
    assert_eq!(
        accounts(&client, "Parent.Name = null").await,
        "Acme,Gamma 100%"
    );
    assert_eq!(
        accounts(&client, "Parent.Name != 'x'").await,
        "Acme,beta,Gamma 100%"
    );
    assert_eq!(
        accounts(&client, "Owner.Profile.Name LIKE 'System%'").await,
        "Acme,beta,Gamma 100%"
    );
    let tasks = |condition: &str| {
        let soql = format!("SELECT Subject FROM Task WHERE {condition} ORDER BY Subject");
        let client = &client;
        async move { client.column(&soql, "Subject").await }
    };
    assert_eq!(tasks("What.Type = 'Account'").await, "Call");
    assert_eq!(
        tasks("What.Type IN ('Opportunity', 'Account')").await,
        "Call,Write"
    );
    assert_eq!(tasks("What.Name = 'deal'").await, "Write");
    assert_eq!(tasks("WhatId = null").await, "Rest");
}

#[tokio::test]
async fn owners() {
    let client = org().await;
    let group = |name: &str, kind: &str| {
        client.put("Group", serde_json::json!({"Name": name, "Type": kind}))
    };
    for owner in [
        group("Support", "Queue"),
        group("All", "Regular"),
        client.org.user_id(),
    ] {
        client.put(
            "Case",
            serde_json::json!({"OwnerId": owner, "Subject": "Help"}),
        );
    }
    for (condition, expected) in [
        ("Owner.Type = 'Queue'", "Support"),
        ("Owner.Type = 'Group'", "All"),
        (
            "Owner.Type = 'User' AND Owner.IsActive = TRUE",
            "Ada Integration",
        ),
        ("Owner.Type IN ('Queue', 'User')", "Ada Integration,Support"),
        ("Owner.Username = NULL", "All,Support"),
    ] {
        let soql = format!(
            "SELECT Owner.Name, Owner.Type FROM Case WHERE {condition} ORDER BY Owner.Name"
        );
        let found = client.found(&soql).await;
        let owners = found["records"].as_array().unwrap().iter();
        let names: Vec<_> = owners
            .map(|case| case["Owner"]["Name"].as_str().unwrap())
            .collect();
        assert_eq!(names.join(","), expected, "{condition}");
    }
    let kinds = "SELECT Owner.Type, COUNT(Id) n FROM Case GROUP BY Owner.Type ORDER BY Owner.Type";
    assert_eq!(client.column(kinds, "Type").await, "Group,Queue,User");
    let queue = client
        .found("SELECT Owner.Type FROM Case WHERE Owner.Name = 'Support'")
        .await;
    assert_eq!(queue["records"][0]["Owner"]["Type"], "Queue");
}

#[tokio::test]
async fn semi_joins() {
    let client = org().await;
    for (condition, expected) in [
        ("Id IN (SELECT AccountId FROM Opportunity)", "Acme,beta"),
        (
            "Id NOT IN (SELECT AccountId FROM Opportunity)",
            "Gamma 100%",
        ),
        (
            "Id IN (SELECT AccountId FROM Opportunity WHERE Amount > 200)",
            "Acme",
        ),
        (
            "(Id IN (SELECT AccountId FROM Contact)) AND Name LIKE 'A%'",
            "Acme",
        ),
        (
            "Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Opportunity o WHERE o.StageName = 'Closed Won')",
            "Acme",
        ),
    ] {
        assert_eq!(accounts(&client, condition).await, expected, "{condition}");
    }
    let soql = "SELECT FirstName FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Name = 'Acme') ORDER BY FirstName";
    assert_eq!(client.column(soql, "FirstName").await, "Adam,Zoe");
}

#[tokio::test]
async fn scopes() {
    let client = org().await;
    let stranger = client.put(
        "User",
        serde_json::json!({"LastName": "Other", "Username": "o@x.y"}),
    );
    client.put(
        "Account",
        serde_json::json!({"Name": "Theirs", "OwnerId": stranger}),
    );
    let names = |scope: &str| {
        let soql = format!(
            "SELECT Name FROM Account USING SCOPE {scope} WHERE Name LIKE '%e%' ORDER BY Name"
        );
        let client = &client;
        async move { client.column(&soql, "Name").await }
    };
    assert_eq!(names("mine").await, "Acme,beta");
    assert_eq!(names("Everything").await, "Acme,beta,Theirs");
}

/// A scope is one of those that describe lists.
#[tokio::test]
async fn scopes_are_those_of_the_object() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| {
        let path = std::path::Path::new(crate::client::SNAPSHOT).join(name);
        serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    for name in ["Account.json", "User.json", "Profile.json"] {
        let mut describe = read(name);
        for scope in ["team", "mine_and_my_groups"] {
            let scopes = describe["supportedScopes"].as_array_mut().unwrap();
            scopes.push(serde_json::json!({"name": scope, "label": scope}));
        }
        std::fs::write(folder.path().join(name), describe.to_string()).unwrap();
    }
    let builder = sf_fake_org::FakeOrg::builder().schema_dir(folder.path());
    let client = crate::client::Client::of(builder).await;
    let stranger = client.put(
        "User",
        serde_json::json!({"LastName": "Other", "Username": "o@x.y"}),
    );
    client.put("Account", serde_json::json!({"Name": "Mine"}));
    client.put(
        "Account",
        serde_json::json!({"Name": "Theirs", "OwnerId": stranger}),
    );
    for (scope, expected) in [
        ("mine", "Mine"),
        ("MINE_and_my_groups", "Mine"),
        ("team", "Mine,Theirs"),
        ("everything", "Mine,Theirs"),
    ] {
        let soql = format!("SELECT Name FROM Account USING SCOPE {scope} ORDER BY Name");
        assert_eq!(client.column(&soql, "Name").await, expected, "{scope}");
    }
    let reply = client
        .query("SELECT Id FROM Account USING SCOPE delegated")
        .await;
    assert_eq!(reply.json()[0]["errorCode"], "INVALID_QUERY_SCOPE");
}
