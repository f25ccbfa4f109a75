//! Who logs in, and how: from arguments, the environment and settings.
//!
//! Arguments go before the environment, the environment before settings. Secrets come from files and
//! the environment alone, and no message shows one.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use sf_codegen::config::FetchConfig;
use sf_codegen::{Error, Problem};
use sf_runtime::auth::{
    AuthError, BrowserLogin, ClientCredentials, FixedToken, JwtBearer, LoginHost, RefreshToken,
    SfCli, SfdxAuthUrl, TokenSource, WebLogin,
};

use super::read_trimmed;

/// Where the browser comes back to, if nothing else is said.
const REDIRECT: &str = "http://localhost:1717/callback";

/// Who logs in, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Login (see --help for the environment)")]
pub(super) struct Arguments {
    /// The org's alias or username in the sf tool
    #[arg(long, value_name = "ALIAS")]
    org: Option<String>,
    /// How to log in, where that is not clear from what is there
    #[arg(long, value_enum, value_name = "FLOW")]
    auth: Option<Flow>,
    /// Where logins are asked for: https://login.salesforce.com, https://test.salesforce.com or the
    /// org's My Domain
    #[arg(long, value_name = "URL")]
    login_url: Option<String>,
    /// The org's own URL, for an access token
    #[arg(long, value_name = "URL")]
    instance_url: Option<String>,
    /// The app's consumer key
    #[arg(long, value_name = "KEY")]
    client_id: Option<String>,
    /// Who logs in by JWT
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Where the browser comes back to [default: http://localhost:1717/callback]
    #[arg(long, value_name = "URL")]
    redirect_uri: Option<String>,
    /// The file of the private key that signs a JWT
    #[arg(long, value_name = "FILE")]
    jwt_key_file: Option<PathBuf>,
    /// The file of the app's consumer secret
    #[arg(long, value_name = "FILE")]
    client_secret_file: Option<PathBuf>,
    /// The file of a refresh token
    #[arg(long, value_name = "FILE")]
    refresh_token_file: Option<PathBuf>,
    /// The file of an SFDX auth URL
    #[arg(long, value_name = "FILE")]
    sfdx_auth_url_file: Option<PathBuf>,
    /// The file of an access token
    #[arg(long, value_name = "FILE")]
    access_token_file: Option<PathBuf>,
}

/// How to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Flow {
    SfCli,
    Token,
    SfdxAuthUrl,
    Jwt,
    RefreshToken,
    ClientCredentials,
    Browser,
}

/// A setting: what its argument, its variable and its key in `sf.toml` are called.
struct Setting<'a> {
    argument: &'static str,
    said: Option<&'a str>,
    variable: &'static str,
    configured: Option<&'a str>,
}

/// A secret, which an argument and `sf.toml` name the file of.
struct Secret<'a> {
    argument: &'static str,
    file: Option<&'a Path>,
    variable: &'static str,
    configured: Option<&'a str>,
}

impl Arguments {
    /// The login that was asked for.
    pub(super) fn source(&self, settings: &FetchConfig) -> Result<Box<dyn TokenSource>, Error> {
        let flow = self.flow(settings)?;
        let login_url = || -> Result<LoginHost, Error> {
            let url = self.login_url(settings).need(
                flow,
                "https://login.salesforce.com for production, https://test.salesforce.com for a \
                 sandbox, or the org's My Domain",
            )?;
            url.parse().map_err(|error| refused(flow, &error))
        };
        let client_id = || {
            self.client_id(settings)
                .need(flow, "the app's consumer key")
        };
        let done = |error: AuthError| refused(flow, &error);
        Ok(match flow {
            Flow::SfCli => {
                let alias = self
                    .org(settings)
                    .need(flow, "the org's alias or username")?;
                Box::new(SfCli::new(alias).map_err(done)?)
            }
            Flow::Token => {
                let token = self.access_token(settings).need(flow)?;
                let url = Setting {
                    argument: "--instance-url",
                    said: self.instance_url.as_deref(),
                    variable: "SF_INSTANCE_URL",
                    configured: settings.instance_url.as_deref(),
                };
                let url = url.need(flow, "the org's own URL")?;
                Box::new(FixedToken::new(token, &url).map_err(done)?)
            }
            Flow::SfdxAuthUrl => {
                let url = self.sfdx_auth_url(settings).need(flow)?;
                Box::new(SfdxAuthUrl::new(url).map_err(done)?)
            }
            Flow::Jwt => {
                let username = Setting {
                    argument: "--username",
                    said: self.username.as_deref(),
                    variable: "SF_USERNAME",
                    configured: settings.username.as_deref(),
                };
                let username = username.need(flow, "who logs in")?;
                // A key in a variable may have `\n` for a line break.
                let key = self.jwt_key(settings).need(flow)?.replace("\\n", "\n");
                let source = JwtBearer::from_pem(login_url()?, client_id()?, username, key);
                let source = source.map_err(done)?;
                let audience =
                    variable("SF_JWT_AUDIENCE")?.or_else(|| settings.jwt_audience.clone());
                match audience {
                    Some(audience) => Box::new(source.audience(&audience).map_err(done)?),
                    None => Box::new(source),
                }
            }
            Flow::RefreshToken => {
                let token = self.refresh_token(settings).need(flow)?;
                let source = RefreshToken::new(login_url()?, client_id()?, token).map_err(done)?;
                match self.client_secret(settings).get()? {
                    Some(secret) => Box::new(source.client_secret(secret)),
                    None => Box::new(source),
                }
            }
            Flow::ClientCredentials => {
                let secret = self.client_secret(settings).need(flow)?;
                let source = ClientCredentials::new(login_url()?, client_id()?, secret);
                Box::new(source.map_err(done)?)
            }
            Flow::Browser => {
                let redirect = self
                    .redirect_uri
                    .as_deref()
                    .or(settings.redirect_uri.as_deref());
                let redirect = redirect.unwrap_or(REDIRECT);
                let web = WebLogin::new(login_url()?, client_id()?, redirect).map_err(done)?;
                let web = match self.client_secret(settings).get()? {
                    Some(secret) => web.client_secret(secret),
                    None => web,
                };
                let show = |url: &_| eprintln!("Open this in a browser:\n{url}");
                Box::new(BrowserLogin::new(web, show).map_err(done)?)
            }
        })
    }

    /// The flow that is named, or else the one that there is something for.
    fn flow(&self, settings: &FetchConfig) -> Result<Flow, Error> {
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
        if self.client_secret_file.is_some() {
            return Ok(Flow::ClientCredentials);
        }
        if let Some(name) = &settings.auth {
            return Flow::from_str(name, false).map_err(|_| {
                let all: Vec<String> = Flow::value_variants()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                Problem::new(format!("`auth = {name:?}` in sf.toml is no way to log in"))
                    .help(format!("it is one of {}", all.join(", ")))
                    .into()
            });
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
            [] => Err(Problem::new("nothing says who logs in to the org")
                .help(
                    "name an org that the sf tool is logged in to with --org ALIAS, or see \
                     `sf-codegen fetch --help` for the other ways",
                )
                .into()),
            several => Err(ambiguous(several)),
        }
    }

    fn org<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--org",
            said: self.org.as_deref(),
            variable: "SF_TARGET_ORG",
            configured: settings.org.as_deref(),
        }
    }

    fn login_url<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--login-url",
            said: self.login_url.as_deref(),
            variable: "SF_LOGIN_URL",
            configured: settings.login_url.as_deref(),
        }
    }

    fn client_id<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--client-id",
            said: self.client_id.as_deref(),
            variable: "SF_CLIENT_ID",
            configured: settings.client_id.as_deref(),
        }
    }

    fn access_token<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--access-token-file",
            file: self.access_token_file.as_deref(),
            variable: "SF_ACCESS_TOKEN",
            configured: settings.access_token_file.as_deref(),
        }
    }

    fn sfdx_auth_url<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--sfdx-auth-url-file",
            file: self.sfdx_auth_url_file.as_deref(),
            variable: "SFDX_AUTH_URL",
            configured: settings.sfdx_auth_url_file.as_deref(),
        }
    }

    fn jwt_key<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--jwt-key-file",
            file: self.jwt_key_file.as_deref(),
            variable: "SF_JWT_KEY",
            configured: settings.jwt_key_file.as_deref(),
        }
    }

    fn refresh_token<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--refresh-token-file",
            file: self.refresh_token_file.as_deref(),
            variable: "SF_REFRESH_TOKEN",
            configured: settings.refresh_token_file.as_deref(),
        }
    }

    fn client_secret<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--client-secret-file",
            file: self.client_secret_file.as_deref(),
            variable: "SF_CLIENT_SECRET",
            configured: settings.client_secret_file.as_deref(),
        }
    }
}

impl Setting<'_> {
    fn get(&self) -> Result<Option<String>, Error> {
        if let Some(said) = self.said {
            return Ok(Some(said.to_owned()));
        }
        Ok(variable(self.variable)?.or_else(|| self.configured.map(str::to_owned)))
    }

    /// What is said, which is `what` the flow cannot do without.
    fn need(&self, flow: Flow, what: &str) -> Result<String, Error> {
        self.get()?.ok_or_else(|| {
            let (argument, variable) = (self.argument, self.variable);
            Problem::new(format!("login by {flow} needs {argument} or {variable}"))
                .help(format!("set it to {what}"))
                .into()
        })
    }
}

impl Secret<'_> {
    /// The name of the variable that names a file.
    fn file_variable(&self) -> String {
        format!("{}_FILE", self.variable)
    }

    fn is_there(&self) -> bool {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        self.file.is_some()
            || is_set(self.variable)
            || is_set(&self.file_variable())
            || self.configured.is_some()
    }

    fn get(&self) -> Result<Option<String>, Error> {
        if let Some(file) = self.file {
            return read_trimmed(file).map(Some);
        }
        let named = self.file_variable();
        match (variable(self.variable)?, variable(&named)?) {
            (Some(_), Some(_)) => {
                let both = format!("the variables {} and {named} are both set", self.variable);
                Err(Problem::new(both).help("set one of them").into())
            }
            (Some(secret), None) => Ok(Some(secret)),
            (None, Some(file)) => read_trimmed(Path::new(&file)).map(Some),
            (None, None) => self
                .configured
                .map(|file| read_trimmed(Path::new(file)))
                .transpose(),
        }
    }

    fn need(&self, flow: Flow) -> Result<String, Error> {
        self.get()?.ok_or_else(|| {
            let (argument, variable) = (self.argument, self.variable);
            Problem::new(format!("login by {flow} needs {variable} or {argument}"))
                .help("secrets are read from the environment or from a file")
                .into()
        })
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

/// What the variable holds; none if it is not set or empty.
fn variable(name: &str) -> Result<Option<String>, Error> {
    let Some(value) = env::var_os(name) else {
        return Ok(None);
    };
    let value = value
        .into_string()
        .map_err(|_| Problem::new(format!("the variable {name} is not UTF-8")))?;
    Ok((!value.trim().is_empty()).then(|| value.trim().to_owned()))
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
    .help("choose one with --auth")
    .into()
}

fn refused(flow: Flow, error: &AuthError) -> Error {
    Problem::new(format!("login by {flow}: {error}").replace(": login: ", ": ")).into()
}
