//! The org behind the server: its schema, records, sessions, faults and counts.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::json;

use crate::api::{self, ApiRequest, ApiResponse, Call, Context, JsonRecord};
use crate::calls::Counter;
use crate::error::Error;
use crate::faults::Faults;
use crate::id::Id;
use crate::oauth::{Credentials, Sessions};
use crate::query::{Ahead, Cursors, Made};
use crate::read;
use crate::schema::{Object, ObjectIx, Schema};
use crate::store::Store;
use crate::write::{self, Mode};

/// The organization's id.
pub(crate) const ORG_ID: &str = "00DFk0000000001MAA";

/// What can be set before the org starts.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    /// Calls a day.
    pub(crate) api_limit: u64,
    /// Rows a query page holds at most, whatever the client asks for.
    pub(crate) query_page_size: usize,
    /// What the token endpoint says instead of the server's own URL.
    pub(crate) instance_url: Option<String>,
    /// When the describes last changed, in seconds since 1970, instead of the start.
    pub(crate) described_at: Option<i64>,
    /// Objects that cannot be described.
    pub(crate) denied: Vec<String>,
}

/// Everything that a request can touch.
#[derive(Debug)]
pub(crate) struct Org {
    pub(crate) schema: Arc<Schema>,
    pub(crate) settings: Settings,
    pub(crate) credentials: Credentials,
    pub(crate) sessions: Sessions,
    pub(crate) faults: Faults,
    pub(crate) calls: Counter,
    pub(crate) cursors: Cursors,
    /// Pages made before they are asked for.
    pub(crate) ahead: Ahead,
    pub(crate) user: Option<Id>,
    /// `http://127.0.0.1:12345`
    pub(crate) url: String,
    /// Never held while something is awaited.
    store: Mutex<Store>,
    random: Mutex<fastrand::Rng>,
}

impl Org {
    pub(crate) fn new(folder: &Path, settings: Settings, url: String) -> Result<Self, Error> {
        let mut schema = Schema::load(folder)?;
        if let Some(seconds) = settings.described_at {
            schema.modified = seconds.saturating_mul(1_000);
        }
        let schema = Arc::new(schema);
        let store = Store::new(schema.clone());
        let mut random = fastrand::Rng::with_seed(settings.seed);
        let credentials = Credentials::new(&mut random);
        let mut org = Self {
            schema,
            credentials,
            sessions: Sessions::new(random.fork()),
            faults: Faults::new(random.fork()),
            calls: Counter::default(),
            cursors: Cursors::default(),
            ahead: Ahead::default(),
            user: None,
            url,
            settings,
            store: Mutex::new(store),
            random: Mutex::new(random),
        };
        org.settle()?;
        Ok(org)
    }

    /// Answers a request of a REST resource.
    pub(crate) fn handle(&self, context: Context, request: &ApiRequest) -> ApiResponse {
        self.make(context, request).response
    }

    /// What [`handle`](Self::handle) answers, and of which state of the records.
    pub(crate) fn make(&self, context: Context, request: &ApiRequest) -> Made {
        let mut store = self.store();
        let revision = store.revision();
        let mut call = Call {
            org: self,
            store: &mut store,
            context,
        };
        Made {
            revision,
            response: api::dispatch(&mut call, request),
        }
    }

    /// Whether the query of a locator is open, and no record was written since this revision.
    pub(crate) fn is_as_it_was(&self, revision: u64, locator: &str) -> bool {
        self.store().revision() == revision && self.cursors.is_open(locator)
    }

    /// Runs something on the records. While it runs no request is answered.
    pub(crate) fn with_store<T>(&self, run: impl FnOnce(&mut Call<'_>) -> T) -> T {
        let mut store = self.store();
        let mut call = Call {
            org: self,
            store: &mut store,
            context: Context {
                user: self.user,
                ..Context::default()
            },
        };
        run(&mut call)
    }

    /// Puts a record in that no client may have to be able to write.
    pub(crate) fn seed(&self, object: &str, json: &serde_json::Value) -> Result<Id, Error> {
        let refused = |code: &str, message: String| Error::Record {
            object: object.to_owned(),
            code: code.to_owned(),
            message,
        };
        let index = self
            .schema
            .find(object)
            .ok_or_else(|| refused("NOT_FOUND", "the snapshot has no such object".to_owned()))?;
        let text = json.to_string();
        self.with_store(|call| {
            let record: JsonRecord<'_> = api::parse(&text)?;
            write::create(call, index, &record, &text, Mode::Seed)
        })
        .map_err(|error| refused(error.code, error.message))
    }

    /// A record as it is stored, unless it is deleted.
    pub(crate) fn get(&self, id: &str) -> Option<serde_json::Value> {
        let id = Id::parse(id)?;
        self.with_store(|call| {
            let (object, row) = call.store.locate(id)?;
            let row = call.store.table(object).row(row);
            (!row.deleted).then(|| read::whole(self.schema.object(object), row))
        })
    }

    pub(crate) fn records(&self, object: &str) -> Vec<serde_json::Value> {
        let Some(index) = self.schema.find(object) else {
            return Vec::new();
        };
        let store = self.store();
        let live = store.table(index).rows().filter(|(_, row)| !row.deleted);
        live.map(|(_, row)| read::whole(self.schema.object(index), row))
            .collect()
    }

    pub(crate) fn count(&self, object: &str) -> usize {
        let Some(index) = self.schema.find(object) else {
            return 0;
        };
        self.store().table(index).live_count()
    }

    pub(crate) fn random_uuid(&self) -> String {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let bits = random.u128(..);
        // Version 4, variant 1.
        let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let text = format!("{bits:032x}");
        let parts = [
            &text[..8],
            &text[8..12],
            &text[12..16],
            &text[16..20],
            &text[20..],
        ];
        parts.join("-")
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        // A panic elsewhere has been reported already; what its call had done so far is taken back.
        self.store.lock().unwrap_or_else(|poisoned| {
            let mut store = poisoned.into_inner();
            store.recover();
            self.store.clear_poison();
            store
        })
    }

    /// The records that every org has: the user who calls, the profile, the record types.
    fn settle(&mut self) -> Result<(), Error> {
        let profile = match self.schema.find("Profile") {
            Some(index) => {
                let json = only(
                    self.schema.object(index),
                    json!({"Name": "System Administrator"}),
                );
                Some(self.seed("Profile", &json)?)
            }
            None => None,
        };
        if let Some(index) = self.schema.find("User") {
            let user = json!({
                "Username": self.credentials.username,
                "FirstName": "Ada",
                "LastName": "Integration",
                "Email": self.credentials.username,
                "Alias": "ada",
                "CommunityNickname": "ada.integration",
                "TimeZoneSidKey": "Europe/Berlin",
                "LocaleSidKey": "en_US",
                "EmailEncodingKey": "UTF-8",
                "LanguageLocaleKey": "en_US",
                "IsActive": true,
                "ProfileId": profile.map(|id| id.to_string()),
            });
            let json = only(self.schema.object(index), user);
            self.user = Some(self.seed("User", &json)?);
        }
        if self.user.is_none() {
            self.user = Id::parse("005Fk0000000001");
        }
        self.record_types()
    }

    fn record_types(&self) -> Result<(), Error> {
        let Some(table) = self.schema.find("RecordType") else {
            return Ok(());
        };
        for index in 0..self.schema.len() {
            for kind in &self.object(index).record_types {
                if kind.master {
                    continue;
                }
                let json = json!({
                    "Id": kind.id.as_str(),
                    "Name": kind.name,
                    "DeveloperName": kind.developer_name,
                    "SobjectType": self.object(index).name,
                    "IsActive": kind.active,
                });
                self.seed("RecordType", &only(self.schema.object(table), json))?;
            }
        }
        Ok(())
    }

    fn object(&self, index: ObjectIx) -> &Object {
        self.schema.object(index)
    }
}

/// The keys that the object has fields for.
fn only(object: &Object, json: serde_json::Value) -> serde_json::Value {
    match json {
        serde_json::Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, value)| object.find(name).is_some() && !value.is_null())
            .collect(),
        other => other,
    }
}
