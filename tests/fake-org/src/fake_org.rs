//! What tests hold: a running org.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::calls::{Calls, SeenRequest};
use crate::error::Error;
use crate::faults::Faults;
use crate::oauth;
use crate::org::{Org, Settings};
use crate::server;

/// A fake org that runs until it is dropped.
#[derive(Debug)]
pub struct FakeOrg {
    org: Arc<Org>,
    access_token: String,
    server: JoinHandle<()>,
}

/// Sets up a [`FakeOrg`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    schema_dir: Option<PathBuf>,
    port: u16,
    log: bool,
    settings: Settings,
}

impl Builder {
    /// The folder of the snapshot: describe JSON, one object a file, a list of them, or an answer of
    /// `/composite/batch` as it came. Files whose names begin with an underscore are left out.
    pub fn schema_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.schema_dir = Some(folder.into());
        self
    }

    /// The port on 127.0.0.1. 0, the default, takes one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What secrets, tokens and probabilities are made from. The same seed gives the same.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// How many API calls the org takes before `403 REQUEST_LIMIT_EXCEEDED`. 15,000 by default.
    pub fn api_limit(mut self, calls: u64) -> Self {
        self.settings.api_limit = calls;
        self
    }

    /// How many rows a page of a query holds at most, whatever the client asks for. 2,000 by
    /// default; smaller pages make a test of paging cheap.
    pub fn query_page_size(mut self, rows: usize) -> Self {
        self.settings.query_page_size = rows.max(1);
        self
    }

    /// When the describes last changed, in seconds since 1970; when the org starts if not said.
    pub fn described_at(mut self, seconds: i64) -> Self {
        self.settings.described_at = Some(seconds);
        self
    }

    /// Objects that the user sees in the list of objects and may not describe.
    pub fn deny_describe<S: Into<String>>(mut self, objects: impl IntoIterator<Item = S>) -> Self {
        let objects = objects.into_iter().map(Into::into);
        self.settings.denied.extend(objects);
        self
    }

    /// What the token endpoint gives as `instance_url`, instead of the server's own.
    pub fn instance_url(mut self, url: impl Into<String>) -> Self {
        self.settings.instance_url = Some(url.into());
        self
    }

    /// Writes one line a call to stderr: method, path, status, milliseconds.
    pub fn log(mut self, log: bool) -> Self {
        self.log = log;
        self
    }

    /// Starts the server on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// When the snapshot cannot be read, or the port cannot be listened on.
    pub async fn start(self) -> Result<FakeOrg, Error> {
        let listener = TcpListener::bind(("127.0.0.1", self.port))
            .await
            .map_err(Error::Listen)?;
        let address = listener.local_addr().map_err(Error::Listen)?;
        let folder = self
            .schema_dir
            .unwrap_or_else(|| PathBuf::from("salesforce"));
        let org = Arc::new(Org::new(
            &folder,
            self.settings,
            format!("http://{address}"),
        )?);
        let access_token = org.sessions.issue("api web refresh_token");
        let serving = server::serve(listener, org.clone(), self.log);
        let server = tokio::spawn(async {
            serving.await;
        });
        Ok(FakeOrg {
            org,
            access_token,
            server,
        })
    }
}

impl FakeOrg {
    /// Sets up an org.
    pub fn builder() -> Builder {
        Builder {
            schema_dir: None,
            port: 0,
            log: false,
            settings: Settings {
                seed: 1,
                api_limit: 15_000,
                query_page_size: 2_000,
                instance_url: None,
                described_at: None,
                denied: Vec::new(),
            },
        }
    }

    /// `http://127.0.0.1:` and the port, for logins and API calls.
    pub fn url(&self) -> &str {
        &self.org.url
    }

    /// A token that is good from the start, until tokens are expired.
    pub fn access_token(&self) -> &str {
        &self.access_token
    }

    /// The consumer key of the one connected app.
    pub fn client_id(&self) -> &str {
        &self.org.credentials.client_id
    }

    /// The consumer secret.
    pub fn client_secret(&self) -> &str {
        &self.org.credentials.client_secret
    }

    /// The one user who can log in.
    pub fn username(&self) -> &str {
        &self.org.credentials.username
    }

    /// The user's password. A login gives it with the security token right behind.
    pub fn password(&self) -> &str {
        &self.org.credentials.password
    }

    /// The user's security token.
    pub fn security_token(&self) -> &str {
        &self.org.credentials.security_token
    }

    /// The id of that user.
    pub fn user_id(&self) -> String {
        self.org.user.map_or_else(String::new, |id| id.to_string())
    }

    /// The RSA key that the connected app trusts for JWT bearer, PKCS#8 in PEM. It is made when it
    /// is first asked for, once a process.
    ///
    /// # Errors
    ///
    /// When no key can be made.
    pub fn jwt_key_pem(&self) -> Result<&str, Error> {
        oauth::jwt_key().map(|key| key.pem.as_str())
    }

    /// All that a client needs to log in, as the program prints it; `jwt_key` is where the caller
    /// has put the key of [`jwt_key_pem`](Self::jwt_key_pem).
    pub fn introduction(&self, jwt_key: &Path) -> serde_json::Value {
        serde_json::json!({
            "url": self.url(),
            "access_token": self.access_token(),
            "client_id": self.client_id(),
            "client_secret": self.client_secret(),
            "username": self.username(),
            "password": self.password(),
            "security_token": self.security_token(),
            "jwt_key": jwt_key,
        })
    }

    /// Makes calls fail.
    pub fn faults(&self) -> &Faults {
        &self.org.faults
    }

    /// Ends every access token now. Logins and refresh tokens stay good.
    pub fn expire_tokens(&self) {
        self.org.sessions.expire();
    }

    /// Ends every refresh token now, so that only a new login helps.
    pub fn expire_refresh_tokens(&self) {
        self.org.sessions.expire_refresh();
    }

    /// Forgets every query that has more pages: their locators are invalid from now on.
    pub fn expire_query_locators(&self) {
        self.org.cursors.expire();
    }

    /// What clients have asked for so far.
    pub fn calls(&self) -> Calls {
        self.org.calls.calls()
    }

    /// The last 10,000 requests, oldest first, without those of `/__admin`.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.org.calls.requests()
    }

    /// Starts counting anew.
    pub fn reset_calls(&self) {
        self.org.calls.reset();
    }

    /// Puts a record in, whatever a client may write: read-only and system fields are taken, and
    /// required ones may be missing. Values are still checked against their fields. Answers the id,
    /// which is the record's own `Id` where it has one.
    ///
    /// # Errors
    ///
    /// When the object or a field is unknown, or a value does not fit its field.
    pub fn insert(&self, object: &str, record: &serde_json::Value) -> Result<String, Error> {
        self.org.seed(object, record).map(|id| id.to_string())
    }

    /// A record as it is stored, with all its fields; none where it is deleted or was never there.
    pub fn get(&self, id: &str) -> Option<serde_json::Value> {
        self.org.get(id)
    }

    /// Every record of an object that is not deleted, with all its fields, oldest first; none where
    /// the snapshot has no such object.
    pub fn records(&self, object: &str) -> Vec<serde_json::Value> {
        self.org.records(object)
    }

    /// How many records of an object there are that are not deleted.
    pub fn count(&self, object: &str) -> usize {
        self.org.count(object)
    }
}

impl Drop for FakeOrg {
    fn drop(&mut self) {
        self.server.abort();
    }
}
