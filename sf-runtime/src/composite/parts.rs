//! The parts of a composite, and how they are written.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::call::{Body, Call, CallInfo, Path, Request, Safety};
use crate::client::Client;
use crate::error::Error;

use super::handle::Handle;
use super::reference::Nonce;
use super::screen::Screen;

/// What was added to a composite.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) nonce: Nonce,
    requests: Vec<Result<Request, Error>>,
}

/// Parts as they are sent, and what is known of each to read its answer.
pub(super) struct Plan {
    known: Known,
    wires: Vec<Wire>,
    resources: Vec<Resource>,
    safety: Safety,
}

/// What is known of the parts that were sent.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) nonce: Nonce,
    pub(super) parts: Vec<KnownPart>,
}

/// What is known of a part that was sent.
#[derive(Debug, Clone)]
pub(super) struct KnownPart {
    pub(super) info: CallInfo,
    /// The parts that it refers to.
    pub(super) parents: Vec<usize>,
    /// Whether it writes many records, so that its answer tells of each.
    pub(super) writes_many: bool,
}

/// A part on the wire.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wire {
    method: String,
    url: String,
    reference_id: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    http_headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
}

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    Records,
    Query,
    Collection,
    Other,
}

impl Parts {
    pub(super) fn new() -> Self {
        Self {
            nonce: Nonce::new(),
            requests: Vec::new(),
        }
    }

    pub(super) fn add<C: Call>(&mut self, call: &C) -> Handle<C::Output> {
        let place = self.requests.len();
        self.requests.push(call.request());
        Handle {
            nonce: self.nonce,
            place,
            decode: C::decode,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.requests.len()
    }

    /// Writes the parts, of which each must be one that `allows` takes.
    pub(super) fn plan(
        self,
        client: &Client,
        mut allows: impl FnMut(&Request) -> Result<Resource, String>,
    ) -> Result<Plan, Error> {
        let root = client.api_version().root();
        let mut plan = Plan {
            known: Known {
                nonce: self.nonce,
                parts: Vec::with_capacity(self.requests.len()),
            },
            wires: Vec::with_capacity(self.requests.len()),
            resources: Vec::with_capacity(self.requests.len()),
            safety: Safety::Read,
        };
        for (place, request) in self.requests.into_iter().enumerate() {
            let request = request?;
            let info = request.info();
            let resource = allows(&request)
                .map_err(|why| Error::request(format!("part {place} ({info}): {why}")))?;
            let mut screen = Screen {
                nonce: self.nonce,
                place,
                info,
                parts: Vec::new(),
            };
            let url = self.nonce.decode_own(&request.path_below(&root));
            screen.url(&url)?;
            let body = match request.body() {
                Body::Json(bytes) => {
                    screen.body(bytes)?;
                    Some(raw(bytes).map_err(|error| {
                        Error::request(format!(
                            "part {place} ({info}): its body is not JSON: {error}"
                        ))
                    })?)
                }
                _ => None,
            };
            let parents = screen.parts;
            let is_read = request.safety() == Safety::Read;
            plan.known.parts.push(KnownPart {
                info: info.clone(),
                parents,
                writes_many: resource == Resource::Collection && !is_read,
            });
            let inherited = client.call_headers(is_read);
            plan.wires.push(Wire {
                method: info.method.as_str().to_owned(),
                url,
                reference_id: self.nonce.reference(place),
                http_headers: headers(inherited, request.headers(), place, info)?,
                body,
            });
            plan.resources.push(resource);
            plan.safety = worse(plan.safety, request.safety_as_part());
        }
        Ok(plan)
    }
}

impl Plan {
    pub(super) fn is_empty(&self) -> bool {
        self.wires.is_empty()
    }

    pub(super) fn wires(&self) -> &[Wire] {
        &self.wires
    }

    pub(super) fn known(&self) -> &Known {
        &self.known
    }

    pub(super) fn safety(&self) -> Safety {
        self.safety
    }

    /// How many parts are queries or calls of many records.
    pub(super) fn wide(&self) -> usize {
        let wide =
            |resource: &&Resource| matches!(resource, Resource::Query | Resource::Collection);
        self.resources.iter().filter(wide).count()
    }
}

/// The safety of two parts in one call.
pub(super) fn worse(one: Safety, other: Safety) -> Safety {
    match (one, other) {
        (Safety::Read, Safety::Read) => Safety::Read,
        (Safety::Read | Safety::Idempotent, Safety::Read | Safety::Idempotent) => {
            Safety::Idempotent
        }
        _ => Safety::Write,
    }
}

/// Whether the request can be a part of a composite.
pub(super) fn allow_composite(request: &Request) -> Result<Resource, String> {
    match allow_any(request)? {
        Resource::Other => Err(
            "a composite takes records, queries and calls of many records, and no other resource: \
             send it by itself, or in a batch"
                .to_owned(),
        ),
        resource => Ok(resource),
    }
}

/// Whether the request can be a part of a larger call at all, and what it is for.
pub(super) fn allow_any(request: &Request) -> Result<Resource, String> {
    let Path::Data(path) = request.path() else {
        return Err(
            "only resources below /services/data can be parts: send it by itself".to_owned(),
        );
    };
    let methods = [
        Method::GET,
        Method::POST,
        Method::PATCH,
        Method::PUT,
        Method::DELETE,
    ];
    if !methods.contains(request.method()) {
        return Err("the org takes no such method in a part: send it by itself".to_owned());
    }
    if !matches!(request.body(), Body::Empty | Body::Json(_)) {
        return Err("a file cannot be a part: send it by itself".to_owned());
    }
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let first = segments.next().unwrap_or_default();
    let second = segments.next();
    match (first, second) {
        ("sobjects", _) => Ok(Resource::Records),
        ("query" | "queryAll", _) => Ok(Resource::Query),
        ("composite", Some("sobjects")) => Ok(Resource::Collection),
        ("composite", _) => {
            Err("a composite, graph, tree or batch cannot be a part of another".to_owned())
        }
        _ => Ok(Resource::Other),
    }
}

/// The headers of a part: those of its call, and those of the client's handle, which parts do not
/// inherit from the whole.
fn headers<'a>(
    inherited: impl Iterator<Item = (&'a HeaderName, &'a HeaderValue)>,
    own: &'a HeaderMap,
    place: usize,
    info: &CallInfo,
) -> Result<BTreeMap<String, String>, Error> {
    let mut headers = BTreeMap::new();
    for (name, value) in inherited.chain(own) {
        if matches!(name.as_str(), "accept" | "authorization" | "content-type") {
            return Err(Error::request(format!(
                "part {place} ({info}): a part cannot have a header {name} of its own: send it by \
                 itself"
            )));
        }
        let value = value.to_str().map_err(|_| {
            Error::request(format!(
                "part {place} ({info}): the header {name} is not ASCII"
            ))
        })?;
        headers.insert(name.as_str().to_owned(), value.to_owned());
    }
    Ok(headers)
}

pub(super) fn raw(json: &[u8]) -> Result<Box<RawValue>, serde_json::Error> {
    serde_json::from_slice(json)
}
