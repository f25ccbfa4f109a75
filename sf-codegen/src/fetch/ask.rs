//! Describes of objects, 25 a call.

use std::collections::BTreeSet;

use futures_util::stream::{self, Stream, StreamExt};
use sf_runtime::Client;
use sf_runtime::describe::SObjectDescribe;
use sf_runtime::rest::{DescribeIf, Described};

use super::failure::problem;
use crate::load::{self, SourceFile};
use crate::{Error, Problem, snapshot};

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

/// Asks for all of these, in calls of which some are under way at once; the answers come in any order.
pub(super) fn all(
    client: &Client,
    asks: Vec<DescribeIf>,
) -> impl Stream<Item = Result<Vec<Answered>, sf_runtime::Error>> + '_ {
    let chunks: Vec<Vec<DescribeIf>> = asks.chunks(PARTS).map(<[DescribeIf]>::to_vec).collect();
    stream::iter(chunks)
        .map(move |asks| ask(client, asks))
        .buffer_unordered(AT_ONCE)
}

/// Asks for describes, and reads them on a thread where that keeps nobody waiting.
async fn ask(client: &Client, asks: Vec<DescribeIf>) -> Result<Vec<Answered>, sf_runtime::Error> {
    let described = client.describe_each(&asks).await?;
    let read = move || {
        let answered = asks.into_iter().zip(described);
        let answered = answered.map(|(ask, described)| {
            let answer = answer(&ask.object, described);
            (ask.object.into_owned(), answer)
        });
        answered.collect()
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

fn answer(api: &str, described: Result<Described, sf_runtime::Error>) -> Result<Answer, Refused> {
    let failed = |problem: Problem| Refused::Failed(Box::new(problem));
    let body =
        match described {
            Ok(Described::Now(body)) => body,
            Ok(Described::Same) => return Ok(Answer::Same),
            Ok(Described::Missing(error)) => {
                return Err(Refused::Missing(Box::new(problem(&error).object(api).help(
                "let the user's profile or permission set see the object, leave it out with \
                 --exclude, or go without it with --allow-missing",
            ))));
            }
            Err(error) => return Err(failed(problem(&error).object(api))),
        };
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
