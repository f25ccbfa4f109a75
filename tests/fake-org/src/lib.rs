//! A local org that enforces the describes of a snapshot, for tests of Salesforce clients.
//!
//! Give it the folder that `sf-codegen fetch` wrote, and it is an org with those objects: it refuses
//! what describe forbids, in the words, status codes and body shapes of the API, and it can be told
//! to fail. It listens on 127.0.0.1 only and keeps its records in memory.
//!
//! # In a test
//!
//! ```
//! # use sf_fake_org::{FakeOrg, Fault, FaultKind};
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! # let snapshot = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/org");
//! let org = FakeOrg::builder().schema_dir(snapshot).start().await?;
//!
//! // Records can be there before the test begins, system fields and all.
//! let id = org.insert(
//!     "Account",
//!     &serde_json::json!({"Name": "Acme", "CreatedDate": "2020-02-03T04:05:06.000Z"}),
//! )?;
//!
//! let http = reqwest::Client::new();
//! let url = format!("{}/services/data/v66.0/sobjects/Account/{id}", org.url());
//! let answer = http.get(&url).bearer_auth(org.access_token()).send().await?;
//! assert_eq!(answer.headers()["Sforce-Limit-Info"], "api-usage=1/15000");
//! let record: serde_json::Value = serde_json::from_str(&answer.text().await?)?;
//! assert_eq!(record["CreatedDate"], "2020-02-03T04:05:06.000+0000");
//!
//! // The next call finds the org too busy.
//! org.faults().add(Fault::new(FaultKind::ServiceUnavailable { retry_after: Some(1) }));
//! let answer = http.get(&url).bearer_auth(org.access_token()).send().await?;
//! assert_eq!(answer.status(), 503);
//!
//! assert_eq!(org.calls().count("GET /sobjects/{object}/{id}"), 2);
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
//! ```
//!
//! # From other languages
//!
//! ```console
//! $ sf-fake-org --schema salesforce --port 0
//! {"url":"http://127.0.0.1:41675","access_token":"00D...","client_id":"3MVG9...",...}
//! ```
//!
//! The first line says all that a client needs to log in by any flow: client credentials, JWT bearer
//! (`jwt_key` is the path of the key), username and password, authorization code with PKCE (approved
//! at once), refresh token, and the SOAP call `login`. Then every call is a line on stderr.
//!
//! A snapshot leaves out what is not of the org but of a user: by one, every active record type is
//! available, and none is given to a record that names none. Raw describes tell both.
//!
//! # Admin routes
//!
//! No token is wanted; they are reached from this machine alone, and not by pages of a browser on it:
//! a call with an `Origin`, or with a `Host` other than this machine's, is refused with 403.
//!
//! | route | what it does |
//! |---|---|
//! | `POST /__admin/faults` | adds a [`Fault`], or a list: `{"kind": "cut_after", "method": "POST", "path": "/sobjects", "times": 2, "after": 0, "probability": 1.0}`; `"times": null` has no end |
//! | `GET /__admin/faults`, `DELETE` | the faults that wait; takes them back |
//! | `GET /__admin/calls`, `DELETE` | the [`Calls`] counted; counts anew |
//! | `GET /__admin/requests` | the last requests, secrets hidden |
//! | `POST /__admin/records/Account` | puts a record in as [`FakeOrg::insert`] does; answers its id |
//! | `POST /__admin/expire` | ends every access token |
//! | `POST /__admin/expire_query_locators` | forgets every query that has more pages |
//!
//! # What it keeps to
//!
//! - Object and field permissions, required fields, lengths in characters, digits, restricted
//!   picklists, JSON types, references, external IDs, unique fields, defaults, auto-numbers.
//! - Formulas and roll-ups are null: it computes none of them. Sharing, triggers, validation rules,
//!   duplicate rules and dependent picklists are not there either.
//! - SOQL is checked by `sf-schema`, as `soql!` is when a crate compiles: what has an error there is
//!   refused here, with the org's code and, where they are known, in the org's words; everything else
//!   is answered. Data categories and currencies alone change nothing. The org's days are those of
//!   UTC, its weeks begin on Sunday, its fiscal years in January. SOSL looks for words in text fields.
//! - Ids of objects outside the snapshot are believed.
//! - Composites, graphs, trees and batches go through the same code as single calls, references,
//!   limits and rollbacks included. What the API does not document of them is marked in the source.
//! - Deleted records stay in the recycle bin; details go with their master, lookups are emptied.

mod api;
mod calls;
mod clock;
mod error;
mod fake_org;
mod faults;
mod id;
mod json;
mod oauth;
mod org;
mod query;
mod read;
mod schema;
mod search;
mod server;
mod store;
mod value;
mod write;

pub use calls::{Calls, SeenRequest};
pub use error::Error;
pub use fake_org::{Builder, FakeOrg};
pub use faults::{Fault, FaultKind, Faults};
