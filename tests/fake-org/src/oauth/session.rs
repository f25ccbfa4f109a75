//! Who may log in, and what sessions, refresh tokens and authorization codes are good.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::{self, Millis};
use crate::org::ORG_ID;

/// What a client logs in with.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) security_token: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

impl Credentials {
    pub(crate) fn new(random: &mut fastrand::Rng) -> Self {
        Self {
            client_id: format!("3MVG9{}", secret(random, 80)),
            client_secret: secret(random, 64).to_uppercase(),
            username: "ada@northgate.example".to_owned(),
            password: secret(random, 12),
            security_token: secret(random, 24),
        }
    }

    /// Password and security token, one after the other, as a login from anywhere gives them.
    pub(crate) fn accepts(&self, username: &str, password: &str) -> bool {
        username == self.username
            && password.strip_prefix(&self.password) == Some(&self.security_token)
    }
}

/// What an access token stands for.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) scope: String,
    pub(crate) issued: Millis,
}

/// What an authorization code stands for.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<String>,
    pub(super) scope: String,
}

/// Everything issued so far.
pub(crate) struct Sessions(Mutex<State>);

struct State {
    random: fastrand::Rng,
    access: HashMap<String, Session>,
    /// The scope that each was given for.
    refresh: HashMap<String, String>,
    codes: HashMap<String, Grant>,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions(..)")
    }
}

impl Sessions {
    pub(crate) fn new(random: fastrand::Rng) -> Self {
        Self(Mutex::new(State {
            random,
            access: HashMap::new(),
            refresh: HashMap::new(),
            codes: HashMap::new(),
        }))
    }

    /// A new access token: the org's id, an exclamation mark, a secret.
    pub(crate) fn issue(&self, scope: &str) -> String {
        self.change(|state| {
            let secret = secret(&mut state.random, 88);
            let (start, end) = secret.split_at(44);
            let token = format!("{}!AQ{start}.{end}", &ORG_ID[..15]);
            let session = Session {
                scope: scope.to_owned(),
                issued: clock::now(),
            };
            state.access.insert(token.clone(), session);
            token
        })
    }

    pub(super) fn issue_refresh(&self, scope: &str) -> String {
        self.change(|state| {
            let token = format!("5Aep861{}", secret(&mut state.random, 80));
            state.refresh.insert(token.clone(), scope.to_owned());
            token
        })
    }

    pub(super) fn issue_code(&self, grant: Grant) -> String {
        self.change(|state| {
            let code = format!("aPrx{}", secret(&mut state.random, 60));
            state.codes.insert(code.clone(), grant);
            code
        })
    }

    /// An authorization code is good once.
    pub(super) fn take_code(&self, code: &str) -> Option<Grant> {
        self.change(|state| state.codes.remove(code))
    }

    pub(crate) fn find(&self, token: &str) -> Option<Session> {
        self.change(|state| state.access.get(token).cloned())
    }

    /// The scope of a refresh token; none where it is no good.
    pub(super) fn refresh_scope(&self, token: &str) -> Option<String> {
        self.change(|state| state.refresh.get(token).cloned())
    }

    /// Ends an access token, or a refresh token with every access token. Says whether there was one.
    pub(super) fn revoke(&self, token: &str) -> bool {
        self.change(|state| {
            if state.refresh.remove(token).is_some() {
                state.access.clear();
                return true;
            }
            state.access.remove(token).is_some()
        })
    }

    /// Ends every access token; refresh tokens stay good.
    pub(crate) fn expire(&self) {
        self.change(|state| state.access.clear());
    }

    /// Ends every refresh token.
    pub(crate) fn expire_refresh(&self) {
        self.change(|state| state.refresh.clear());
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn secret(random: &mut fastrand::Rng, length: usize) -> String {
    (0..length).map(|_| random.alphanumeric()).collect()
}
