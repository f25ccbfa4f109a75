//! Describes of objects, 25 a call.

use std::collections::BTreeSet;

use futures_util::stream::{self, Stream, StreamExt};
use jiff::Timestamp;
use sf_runtime::call::Modified;
use sf_runtime::composite::{Composite, Handle};
use sf_runtime::describe::SObjectDescribe;
use sf_runtime::error::ErrorCode;
use sf_runtime::rest::{DescribeBody, DescribeObject};
use sf_runtime::{Call, Client};

use super::failure::problem;
use crate::load::{self, SourceFile};
use crate::{Error, Problem, snapshot};

/// An object that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) api: String,
    /// Only if it has changed since.
    pub(super) since: Option<Timestamp>,
}

/// What the org says of an object.
pub(super) enum Answer {
    /// It has not changed.
    Same,
    /// What it is now.
    Changed {
        /// As a snapshot has it.
        text: String,
        /// API names of the objects that its lookups lead to.
        targets: BTreeSet<String>,
    },
}

/// Why there is no answer.
pub(super) enum Refused {
    /// The user may not describe the object, or there is none.
    Missing(Box<Problem>),
    /// Anything else.
    Failed(Box<Problem>),
}

/// The name of an object, and what came of it.
pub(super) type Answered = (String, Result<Answer, Refused>);

/// Describes a call: parts that a composite may have.
const PARTS: usize = 25;

/// Calls under way at once.
const AT_ONCE: usize = 4;

/// The part of a composite that an object is.
enum Part {
    Always(Handle<DescribeBody>),
    IfModified(Handle<Modified<DescribeBody>>),
}

/// Asks for all of these, in calls of which some are under way at once; the answers come in any order.
pub(super) fn all(
    client: &Client,
    asks: Vec<Ask>,
) -> impl Stream<Item = Result<Vec<Answered>, sf_runtime::Error>> + '_ {
    let chunks: Vec<Vec<Ask>> = asks.chunks(PARTS).map(<[Ask]>::to_vec).collect();
    stream::iter(chunks)
        .map(move |asks| ask(client, asks))
        .buffer_unordered(AT_ONCE)
}

/// Asks for describes, and reads them on a thread where that keeps nobody waiting.
async fn ask(client: &Client, asks: Vec<Ask>) -> Result<Vec<Answered>, sf_runtime::Error> {
    let mut composite = Composite::new();
    let parts: Vec<(String, Part)> = asks
        .into_iter()
        .map(|ask| {
            let call = DescribeObject::new(ask.api.clone());
            let part = match ask.since {
                None => Part::Always(composite.add(call)),
                Some(since) => Part::IfModified(composite.add(call.if_modified_since(since))),
            };
            (ask.api, part)
        })
        .collect();
    let done = composite.send(client).await?;
    let answers: Vec<(String, Result<Option<DescribeBody>, sf_runtime::Error>)> = parts
        .into_iter()
        .map(|(api, part)| {
            let body = match part {
                Part::Always(handle) => done.get(&handle).map(Some),
                Part::IfModified(handle) => done.get(&handle).map(Modified::value),
            };
            (api, body)
        })
        .collect();
    drop(done);
    let read = move || {
        let read = |(api, body): (String, Result<_, _>)| {
            let answer = answer(&api, body);
            (api, answer)
        };
        answers.into_iter().map(read).collect()
    };
    match tokio::task::spawn_blocking(read).await {
        Ok(read) => Ok(read),
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shut down, and nobody waits any more.
            Err(_) => Ok(Vec::new()),
        },
    }
}

/// Whether the org has no such object, or hides it from the user. The status does not tell: 403 also
/// stands for limits, and for an API that is closed to the user.
fn is_missing(error: &sf_runtime::Error) -> bool {
    let is_about_object = error.code().is_some_and(|code| {
        matches!(
            code,
            ErrorCode::FunctionalityNotEnabled
                | ErrorCode::InsufficientAccess
                | ErrorCode::InsufficientAccessOrReadonly
                | ErrorCode::InvalidType
                | ErrorCode::NotFound
        )
    });
    is_about_object || error.api().is_some_and(|error| error.status == 404)
}

fn answer(
    api: &str,
    body: Result<Option<DescribeBody>, sf_runtime::Error>,
) -> Result<Answer, Refused> {
    let body = match body {
        Ok(Some(body)) => body,
        Ok(None) => return Ok(Answer::Same),
        Err(error) => {
            let said = problem(&error).object(api);
            return Err(if is_missing(&error) {
                Refused::Missing(Box::new(said.help(
                    "let the user's profile or permission set see the object, leave it out with \
                     --exclude, or go without it with --allow-missing",
                )))
            } else {
                Refused::Failed(Box::new(said))
            });
        }
    };
    let failed = |problem: Problem| Refused::Failed(Box::new(problem));
    let describe = load::sound(body.text()).ok_or_else(|| failed(wrong(api, body.text())))?;
    if describe.name != api {
        let other = format!("the org answered with the describe of {}", describe.name);
        return Err(failed(Problem::new(other).object(api)));
    }
    let targets = targets(&describe);
    match snapshot::render(describe) {
        Ok(text) => Ok(Answer::Changed { text, targets }),
        Err(_) => Err(failed(
            Problem::new("the describe cannot be written").object(api),
        )),
    }
}

/// What is wrong with an answer that is no describe.
fn wrong(api: &str, answer: &str) -> Problem {
    let file = SourceFile::new(format!("sobjects/{api}/describe"), answer.into());
    let problems = load::parse(&file).err().map(Error::into_problems);
    let first = problems.into_iter().flatten().next();
    first.unwrap_or_else(|| Problem::new("the org answered with something else").object(api))
}

/// API names of the objects that the lookups of a snapshot's object lead to.
pub(super) fn targets_of(text: &str) -> BTreeSet<String> {
    serde_json::from_str(text).map_or_else(|_| BTreeSet::new(), |describe| targets(&describe))
}

fn targets(describe: &SObjectDescribe<'_>) -> BTreeSet<String> {
    let targets = describe.fields.iter().flat_map(|field| &field.reference_to);
    targets.map(ToString::to_string).collect()
}
