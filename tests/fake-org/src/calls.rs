//! Counts the calls and keeps the last requests, so that a test can say what an API costs.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, Method};
use serde::Serialize;

/// How many requests are remembered.
const REMEMBERED: usize = 10_000;

/// What clients asked for so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Calls {
    /// Requests that count against the API limit: everything below a version that came with a valid
    /// token.
    pub api: u64,
    /// Requests of tokens, by whichever flow, SOAP login included.
    pub tokens: u64,
    /// Access tokens that a request below `/services/data` was answered 401 with: each once, however
    /// many requests it was refused to.
    pub refused_tokens: u64,
    /// Every request but those of `/__admin`.
    pub total: u64,
    /// How often each route was asked for: `POST /sobjects/{object}`. Below a version, the version
    /// is left out; elsewhere the path is whole.
    pub by_route: BTreeMap<String, u64>,
}

impl Calls {
    /// How often a route was asked for, such as `GET /sobjects/{object}/{id}`.
    pub fn count(&self, route: &str) -> u64 {
        self.by_route.get(route).copied().unwrap_or_default()
    }
}

/// A request that was seen. Secrets are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SeenRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, with its query where that is of a REST resource.
    pub path: String,
    /// The headers, names in lower case. `authorization` and `cookie` show that they were there and
    /// not what they said.
    pub headers: Vec<(String, String)>,
}

impl SeenRequest {
    /// The first value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Counts as requests come.
#[derive(Debug, Default)]
pub(crate) struct Counter(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    calls: Calls,
    seen: VecDeque<SeenRequest>,
    /// Hashes of the tokens that were refused: a token itself would show in `Debug`.
    refused: HashSet<u64>,
}

impl Counter {
    /// Notes a request as it arrives.
    pub(crate) fn see(&self, method: &Method, path: &str, headers: &HeaderMap) {
        let hidden = |name: &str| matches!(name, "authorization" | "cookie");
        let seen = SeenRequest {
            method: method.to_string(),
            // Codes and tokens can stand in the queries of logins.
            path: match path.split_once('?') {
                Some((login, _)) if !login.starts_with("/services/data/") => login.to_owned(),
                _ => path.to_owned(),
            },
            headers: headers
                .iter()
                .map(|(name, value)| {
                    let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    let text = if hidden(name.as_str()) {
                        "(hidden)".to_owned()
                    } else {
                        text
                    };
                    (name.as_str().to_owned(), text)
                })
                .collect(),
        };
        self.change(|state| {
            state.calls.total += 1;
            state.seen.push_back(seen);
            if state.seen.len() > REMEMBERED {
                state.seen.pop_front();
            }
        });
    }

    /// Notes the route of a request.
    pub(crate) fn route(&self, method: &Method, template: &str) {
        let route = format!("{method} {template}");
        self.change(|state| *state.calls.by_route.entry(route).or_default() += 1);
    }

    pub(crate) fn token(&self) {
        self.change(|state| state.calls.tokens += 1);
    }

    /// Notes the token of a request that is answered 401.
    pub(crate) fn refuse(&self, token: &str) {
        let mut hasher = DefaultHasher::new();
        token.hash(&mut hasher);
        let hash = hasher.finish();
        self.change(|state| state.calls.refused_tokens += u64::from(state.refused.insert(hash)));
    }

    /// Counts a call against the limit and says how many there were.
    pub(crate) fn api(&self) -> u64 {
        self.change(|state| {
            state.calls.api += 1;
            state.calls.api
        })
    }

    pub(crate) fn api_usage(&self) -> u64 {
        self.change(|state| state.calls.api)
    }

    pub(crate) fn calls(&self) -> Calls {
        self.change(|state| state.calls.clone())
    }

    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        self.change(|state| state.seen.iter().cloned().collect())
    }

    pub(crate) fn reset(&self) {
        self.change(|state| *state = State::default());
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
