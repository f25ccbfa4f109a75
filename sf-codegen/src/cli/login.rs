//! Who logs in, and how: from arguments, the environment and settings.
//!
//! Arguments go before the environment, the environment before settings. Secrets come from files and
//! the environment alone, and no message shows one. These modules must not know what the org is asked.

mod flow;
mod setting;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use sf_codegen::config::{Config, FetchConfig};
use sf_codegen::fetch::problem;
use sf_codegen::model::CONFIG_FILE;
use sf_codegen::{Error, Problem};
use sf_runtime::Client;
use sf_runtime::auth::{
    AuthError, BrowserLogin, ClientCredentials, FixedToken, JwtBearer, LoginHost, RefreshToken,
    SfCli, SfdxAuthUrl, TokenSource, UsernamePassword, WebLogin,
};
use sf_runtime::client::ApiVersion;

use flow::Flow;
use setting::{Setting, variable};

/// How to log in, for the long help of a command.
pub(super) const HELP: &str = "\
Who logs in is said by arguments, else by the environment, else by [fetch] in sf.toml. Secrets are
read from files or from the environment, never from arguments:

  --org ALIAS, or SF_TARGET_ORG         as the sf tool is logged in
  SF_ACCESS_TOKEN                       with --instance-url or SF_INSTANCE_URL
  SFDX_AUTH_URL                         as `sf org auth show-sfdx-auth-url` shows it
  SF_JWT_KEY_FILE or SF_JWT_KEY         with SF_LOGIN_URL, SF_CLIENT_ID, SF_USERNAME
  SF_REFRESH_TOKEN                      with SF_LOGIN_URL, SF_CLIENT_ID, maybe SF_CLIENT_SECRET
  SF_CLIENT_SECRET                      with SF_LOGIN_URL (a My Domain), SF_CLIENT_ID
  --auth browser, or SF_AUTH=browser    with SF_LOGIN_URL, SF_CLIENT_ID
  --auth username-password, or SF_AUTH  for tests alone: with SF_LOGIN_URL, SF_CLIENT_ID,
                                        SF_CLIENT_SECRET, SF_USERNAME, SF_PASSWORD, maybe
                                        SF_SECURITY_TOKEN

Each variable that names a secret may have _FILE at its end and name the file that holds it.";

/// Where the browser comes back to, if nothing else is said.
const REDIRECT: &str = "http://localhost:1717/callback";

/// Who logs in, and how.
#[derive(Debug, Clone, Default, Args)]
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
    /// Who logs in, by JWT or password
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
    /// The file of the user's password, for --auth username-password
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The file of the security token that goes with the password
    #[arg(long, value_name = "FILE")]
    security_token_file: Option<PathBuf>,
}

impl Arguments {
    /// The org of this alias or username in the sf tool.
    pub(super) fn of(alias: &str) -> Self {
        Self {
            org: Some(alias.to_owned()),
            ..Self::default()
        }
    }

    /// Whether any is given.
    pub(super) fn is_given(&self) -> bool {
        let Self {
            org,
            auth,
            login_url,
            instance_url,
            client_id,
            username,
            redirect_uri,
            jwt_key_file,
            client_secret_file,
            refresh_token_file,
            sfdx_auth_url_file,
            access_token_file,
            password_file,
            security_token_file,
        } = self;
        let texts = [
            org,
            login_url,
            instance_url,
            client_id,
            username,
            redirect_uri,
        ];
        let files = [
            jwt_key_file,
            client_secret_file,
            refresh_token_file,
            sfdx_auth_url_file,
            access_token_file,
            password_file,
            security_token_file,
        ];
        auth.is_some()
            || texts.into_iter().any(Option::is_some)
            || files.into_iter().any(Option::is_some)
    }

    /// A client of the org, which has not logged in yet.
    pub(super) fn client(
        &self,
        settings: &FetchConfig,
        version: ApiVersion,
    ) -> Result<Client, Error> {
        Client::builder()
            .auth(self.source(settings)?)
            .api_version(version)
            .client_name("sf-codegen")
            .build()
            .map_err(|error| problem(&error).into())
    }

    /// The login that was asked for.
    fn source(&self, settings: &FetchConfig) -> Result<Box<dyn TokenSource>, Error> {
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
                let username = self.username(settings).need(flow, "who logs in")?;
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
            Flow::UsernamePassword => {
                let username = self.username(settings).need(flow, "who logs in")?;
                let password = self.password(settings).need(flow)?;
                let secret = self.client_secret(settings).need(flow)?;
                let (host, id) = (login_url()?, client_id()?);
                let source = UsernamePassword::for_tests(host, id, secret, username, password);
                let source = source.map_err(done)?;
                let source = match self.security_token(settings).get()? {
                    Some(token) => source.security_token(token),
                    None => source,
                };
                eprintln!(
                    "warning: a login by password is for tests: newer orgs block it, and \
                     multi-factor authentication rules it out"
                );
                Box::new(source)
            }
        })
    }
}

/// `[fetch]` of the [settings](config).
pub(super) fn settings(snapshot: &Path, file: Option<&Path>) -> Result<FetchConfig, Error> {
    Ok(config(snapshot, file)?.fetch)
}

/// The settings in this file, or else in the snapshot's folder, if there are any.
pub(super) fn config(snapshot: &Path, file: Option<&Path>) -> Result<Config, Error> {
    let own = snapshot.join(CONFIG_FILE);
    let path = match file {
        Some(path) => path,
        None if own.exists() => &own,
        None => return Ok(Config::default()),
    };
    let text = fs::read_to_string(path).map_err(|error| {
        let problem = Problem::io("cannot read", path, &error);
        problem.help("it must be a file of UTF-8 text")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Config::parse(path, text)
}

fn refused(flow: Flow, error: &AuthError) -> Error {
    Problem::new(format!("login by {flow}: {error}").replace(": login: ", ": ")).into()
}
