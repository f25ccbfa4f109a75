//! Reads of what nobody changes: all of it comes, or nothing and why.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::Value;
use sf_runtime::search::{Scope, Search};
use sf_runtime::{Client, Query};
use sf_tests::bindings::Lead;

use super::super::{PAGE, leads};
use super::{Does, Oracle, Task, failed, said};

/// The object that is described, a small one.
const DESCRIBED: &str = "Warehouse__x";

/// How the org describes it.
static DESCRIBE: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/org/Warehouse__x.json"
    ));
    serde_json::from_str(text).unwrap()
});

impl Task {
    /// A query of three pages: each row once, up to the page that does not come.
    pub(super) async fn pages(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let (pages, fate) = oracle.pages();
        let query = Query::<Lead>::new("SELECT Id FROM Lead").batch_size(PAGE);
        let mut rows = query.stream(sf);
        let mut found = Vec::new();
        let mut said = Ok(());
        while let Some(row) = rows.next().await {
            match row {
                Ok(row) => found.push(row.id().value().unwrap()),
                Err(error) => said = Err(failed(&error)),
            }
        }
        self.compare(name, fate, said);
        let expected = leads().min(pages as usize * usize::from(PAGE));
        assert_eq!(found.len(), expected, "{name}: {pages} pages");
        let different: HashSet<_> = found.iter().map(|id| id.as_str()).collect();
        assert_eq!(different.len(), expected, "{name}");
    }

    /// One lead, by the number that is its name: by SOSL or by parameters.
    pub(super) async fn search(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let fate = oracle.alone(Does::Nothing, true);
        // A shorter number would be a part of others.
        let wanted = self.random.usize(100..leads()).to_string();
        let search = Search::find(&*wanted).in_fields(Scope::Name);
        let search = search.returning::<Lead>(["LastName"]);
        let found = match self.random.bool() {
            true => sf.search(&search).await,
            false => sf.call(&search.by_parameters()).await,
        };
        self.compare(name, fate, said(&found));
        if let Ok(found) = found {
            let found: Vec<Lead> = found.of().map(Result::unwrap).collect();
            let names: Vec<_> = found.iter().map(|lead| lead.last_name().value()).collect();
            assert_eq!(names, [Some(&*wanted)], "{name}");
        }
    }

    /// An object, whole.
    pub(super) async fn describe(&mut self, sf: &Client, name: &str, oracle: &mut Oracle<'_>) {
        let fate = oracle.alone(Does::Nothing, true);
        let found = sf.describe(DESCRIBED).await;
        self.compare(name, fate, said(&found));
        if let Ok(found) = found {
            assert_eq!(found.read().unwrap().name, DESCRIBED, "{name}");
            let body: Value = serde_json::from_str(found.text()).unwrap();
            assert_eq!(body, *DESCRIBE, "{name}");
        }
    }
}
