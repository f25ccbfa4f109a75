//! How the org would go about a query, which is not run.

use serde_json::json;
use sf_runtime::query::{Explain, QueryPlan};
use sf_runtime::{ErrorCode, Soql};
use sf_tests::bindings::{Account, Contact};

use crate::site::site;

#[tokio::test]
async fn a_query_is_explained_by_typed_plans() {
    let site = site().await;
    let account = site.insert::<Account>(json!({"Name": "Acme"}));
    for name in ["A", "B"] {
        site.insert::<Contact>(json!({"LastName": name, "AccountId": account.as_str()}));
    }
    site.insert::<Contact>(json!({"LastName": "C"}));
    let soql =
        Soql::new("SELECT Id FROM Contact WHERE AccountId = :account").bind("account", account);
    let plans = site.sf.explain(soql).await.unwrap();
    let text = format!("SELECT Id FROM Contact WHERE AccountId = '{account}'");
    assert_eq!(plans.source_query.as_deref(), Some(&*text));
    // The one that the org would take comes first.
    let [index, scan] = &plans.plans[..] else {
        panic!("{plans:?}");
    };
    assert_eq!(index.leading_operation_type, "Index");
    assert_eq!(index.fields, ["AccountId"]);
    let numbers = |plan: &QueryPlan| (plan.cardinality, plan.sobject_cardinality);
    assert_eq!(
        (numbers(index), index.sobject_type.as_str()),
        ((2.0, 3.0), "Contact")
    );
    assert_eq!(
        (scan.leading_operation_type.as_str(), numbers(scan)),
        ("TableScan", (2.0, 3.0))
    );
    assert!(
        index.relative_cost > 0.0 && scan.relative_cost > 1.0,
        "{plans:?}"
    );
    assert!(
        index.notes.is_empty() && scan.fields.is_empty(),
        "{plans:?}"
    );
    let [note] = &scan.notes[..] else {
        panic!("{scan:?}");
    };
    assert_eq!(
        (note.table_enum_or_id.as_str(), &*note.fields),
        ("Contact", &["IsDeleted".to_owned()][..])
    );
    assert!(
        note.description.starts_with("Not considering filter"),
        "{note:?}"
    );
}

#[tokio::test]
async fn what_is_no_query_is_refused_as_when_it_is_run() {
    let site = site().await;
    let explained = site
        .sf
        .explain("SELECT Nmae FROM Account")
        .await
        .unwrap_err();
    assert_eq!(explained.code(), Some(&ErrorCode::InvalidField));
    let run = site
        .sf
        .query::<Account>("SELECT Nmae FROM Account")
        .await
        .unwrap_err();
    assert_eq!(explained.to_string(), run.to_string());
    // A value that is not bound is found before anything is sent.
    let unbound = Explain::new("SELECT Id FROM Account WHERE Name = :name");
    site.sf.call(&unbound).await.unwrap_err();
    assert_eq!(site.org.calls().total, 2);
}
