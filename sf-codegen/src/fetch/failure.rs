//! What an org, a login host or the network refused, and what to do about it.

use std::error::Error as _;

use sf_runtime::auth::AuthErrorKind;
use sf_runtime::error::{ErrorCode, TransportErrorKind};

use crate::Problem;

const LIMIT: &str = "the org's API calls of the last 24 hours are used up: wait, or let an \
                     administrator see which programs use them (Setup, System Overview)";
const LOGIN: &str = "log in again: `sf org login web` for --org, a new token for a fixed one";
const RIGHTS: &str = "the user needs the permission API Enabled, and the app one of the scopes api \
                      and full";
const HOST: &str = "this may be no Salesforce org: check the instance URL and the login URL, and \
                    whether a proxy answers in its place";
const NETWORK: &str = "check the network, the proxy, and the host's name in the instance URL or the \
                       login URL";
const VERSION: &str = "the org does not have this API version, or the host is no org: try another \
                       --api-version, and check the instance URL";

/// The problem that an error of the client is, with what to do about it.
pub fn problem(error: &sf_runtime::Error) -> Problem {
    use sf_runtime::Error;

    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !message.contains(&cause_text) {
            message.push_str(": ");
            message.push_str(&cause_text);
        }
        source = cause.source();
    }
    let problem = Problem::new(message);
    if error.is_daily_limit() {
        return problem.help(LIMIT);
    }
    if error.is_unauthorized() {
        return problem.help(LOGIN);
    }
    match error {
        Error::Auth(error) => match error.kind() {
            AuthErrorKind::Transport => problem.help(NETWORK),
            AuthErrorKind::Refused => problem.help(LOGIN),
            AuthErrorKind::Answer => problem.help(HOST),
            AuthErrorKind::Unavailable => problem.help("try again in some minutes"),
            // Its message says what to set.
            _ => problem,
        },
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Connect => problem.help(NETWORK),
            _ => problem.help("check the network and try again"),
        },
        Error::ForeignHost(_) | Error::Decode(_) => problem.help(HOST),
        Error::Shared(inner) => self::problem(inner),
        Error::Api(refused) => {
            let code = refused.errors.first().map(|entry| &entry.code);
            match (refused.status, code) {
                (403, _) | (_, Some(ErrorCode::ApiDisabledForOrg)) => problem.help(RIGHTS),
                (404 | 410, _) => problem.help(VERSION),
                (500.., _) => problem.help("the org failed: try again in some minutes"),
                (_, None) => problem.help(HOST),
                _ => problem,
            }
        }
        _ => problem,
    }
}
