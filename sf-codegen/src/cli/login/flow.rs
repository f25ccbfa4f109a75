//! Which way to log in, as far as nobody names it: the one that there is something for.

use std::fmt;

use clap::ValueEnum;
use sf_codegen::config::FetchConfig;
use sf_codegen::{Error, Problem};

use super::Arguments;
use super::setting::variable;

/// The variable that names the flow.
const AUTH: &str = "SF_AUTH";

/// How to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Flow {
    /// As the sf tool is logged in
    SfCli,
    /// An access token
    Token,
    /// An auth URL of the sf tool
    SfdxAuthUrl,
    /// A key that signs for the user
    Jwt,
    /// A refresh token
    RefreshToken,
    /// The app's own user
    ClientCredentials,
    /// In a browser on this machine
    Browser,
    /// For tests alone; never chosen unless it is named
    UsernamePassword,
}

impl Arguments {
    /// The flow that is named, or else the one that there is something for.
    pub(super) fn flow(&self, settings: &FetchConfig) -> Result<Flow, Error> {
        let flow = self.chosen(settings)?;
        let password = [
            (self.password_file.is_some(), "--password-file"),
            (self.security_token_file.is_some(), "--security-token-file"),
        ];
        let given = password.into_iter().find(|(is_given, _)| *is_given);
        match given {
            Some((_, argument)) if flow != Flow::UsernamePassword => Err(only_named(argument)),
            _ => Ok(flow),
        }
    }

    fn chosen(&self, settings: &FetchConfig) -> Result<Flow, Error> {
        if let Some(flow) = self.auth {
            return Ok(flow);
        }
        // What is on the command line is meant.
        let said = [
            (self.org.is_some(), Flow::SfCli),
            (self.access_token_file.is_some(), Flow::Token),
            (self.sfdx_auth_url_file.is_some(), Flow::SfdxAuthUrl),
            (self.jwt_key_file.is_some(), Flow::Jwt),
            (self.refresh_token_file.is_some(), Flow::RefreshToken),
        ];
        let said: Vec<Flow> = there(said);
        match said.as_slice() {
            [flow] => return Ok(*flow),
            [] => {}
            several => return Err(ambiguous(several)),
        }
        let configured = match variable(AUTH)? {
            Some(name) => Some(named(&name, AUTH)?),
            None => {
                let name = settings.auth.as_deref();
                name.map(|name| named(name, "auth in sf.toml"))
                    .transpose()?
            }
        };
        // A secret of the app is a part of several flows, and is one by itself.
        let takes_secret = configured.is_some_and(Flow::takes_client_secret);
        if self.client_secret_file.is_some() && !takes_secret {
            return Ok(Flow::ClientCredentials);
        }
        if let Some(flow) = configured {
            return Ok(flow);
        }
        let found: Vec<Flow> = there([
            (self.access_token(settings).is_there(), Flow::Token),
            (self.sfdx_auth_url(settings).is_there(), Flow::SfdxAuthUrl),
            (self.jwt_key(settings).is_there(), Flow::Jwt),
            (self.refresh_token(settings).is_there(), Flow::RefreshToken),
            (self.org(settings).get()?.is_some(), Flow::SfCli),
        ]);
        match found.as_slice() {
            [flow] => Ok(*flow),
            [] if self.client_secret(settings).is_there() => Ok(Flow::ClientCredentials),
            [] if self.password(settings).is_there() => {
                Err(only_named(self.password(settings).variable))
            }
            [] => Err(Problem::new("nothing says who logs in to the org")
                .help(
                    "name an org that the sf tool is logged in to with --org ALIAS, or see \
                     `sf-codegen fetch --help` for the other ways",
                )
                .into()),
            several => Err(ambiguous(several)),
        }
    }
}

impl Flow {
    /// Whether a secret of the app goes with something else.
    fn takes_client_secret(self) -> bool {
        matches!(
            self,
            Self::RefreshToken | Self::ClientCredentials | Self::Browser | Self::UsernamePassword
        )
    }
}

/// By the name of the argument.
impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_possible_value() {
            Some(value) => f.write_str(value.get_name()),
            None => Ok(()),
        }
    }
}

/// The flow of this name, which is said there.
fn named(name: &str, said: &str) -> Result<Flow, Error> {
    Flow::from_str(name, false).map_err(|_| {
        let all: Vec<String> = Flow::value_variants()
            .iter()
            .map(ToString::to_string)
            .collect();
        Problem::new(format!("{name:?} is no way to log in, as {said} has it"))
            .help(format!("it is one of {}", all.join(", ")))
            .into()
    })
}

/// Passwords are for tests, so that there is one says nothing.
fn only_named(what: &str) -> Error {
    Problem::new(format!(
        "{what} is for the login by username-password, which is for tests and never chosen by itself"
    ))
    .help("name it with --auth username-password or SF_AUTH, or choose another way to log in")
    .into()
}

fn there<const N: usize>(flows: [(bool, Flow); N]) -> Vec<Flow> {
    let there = flows.into_iter().filter(|(is_there, _)| *is_there);
    there.map(|(_, flow)| flow).collect()
}

fn ambiguous(flows: &[Flow]) -> Error {
    let flows: Vec<String> = flows.iter().map(ToString::to_string).collect();
    Problem::new(format!(
        "there are several ways to log in: {}",
        flows.join(", ")
    ))
    .help("choose one with --auth or SF_AUTH")
    .into()
}
