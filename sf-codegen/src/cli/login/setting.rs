//! What a login needs: where each part is looked for, and what is said where it is missing.
//!
//! Secrets come from files and the environment alone, and no message shows one.

use std::env;
use std::fs;
use std::path::Path;

use sf_codegen::config::FetchConfig;
use sf_codegen::{Error, Problem};

use super::Arguments;
use super::flow::Flow;

/// A setting: what its argument, its variable and its key in `sf.toml` are called.
pub(super) struct Setting<'a> {
    pub(super) argument: &'static str,
    pub(super) said: Option<&'a str>,
    pub(super) variable: &'static str,
    pub(super) configured: Option<&'a str>,
}

/// A secret, which an argument and `sf.toml` name the file of.
pub(super) struct Secret<'a> {
    pub(super) argument: &'static str,
    pub(super) file: Option<&'a Path>,
    pub(super) variable: &'static str,
    pub(super) configured: Option<&'a str>,
}

impl Arguments {
    pub(super) fn org<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--org",
            said: self.org.as_deref(),
            variable: "SF_TARGET_ORG",
            configured: settings.org.as_deref(),
        }
    }

    pub(super) fn login_url<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--login-url",
            said: self.login_url.as_deref(),
            variable: "SF_LOGIN_URL",
            configured: settings.login_url.as_deref(),
        }
    }

    pub(super) fn client_id<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--client-id",
            said: self.client_id.as_deref(),
            variable: "SF_CLIENT_ID",
            configured: settings.client_id.as_deref(),
        }
    }

    pub(super) fn username<'a>(&'a self, settings: &'a FetchConfig) -> Setting<'a> {
        Setting {
            argument: "--username",
            said: self.username.as_deref(),
            variable: "SF_USERNAME",
            configured: settings.username.as_deref(),
        }
    }

    pub(super) fn access_token<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--access-token-file",
            file: self.access_token_file.as_deref(),
            variable: "SF_ACCESS_TOKEN",
            configured: settings.access_token_file.as_deref(),
        }
    }

    pub(super) fn sfdx_auth_url<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--sfdx-auth-url-file",
            file: self.sfdx_auth_url_file.as_deref(),
            variable: "SFDX_AUTH_URL",
            configured: settings.sfdx_auth_url_file.as_deref(),
        }
    }

    pub(super) fn jwt_key<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--jwt-key-file",
            file: self.jwt_key_file.as_deref(),
            variable: "SF_JWT_KEY",
            configured: settings.jwt_key_file.as_deref(),
        }
    }

    pub(super) fn refresh_token<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--refresh-token-file",
            file: self.refresh_token_file.as_deref(),
            variable: "SF_REFRESH_TOKEN",
            configured: settings.refresh_token_file.as_deref(),
        }
    }

    pub(super) fn client_secret<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--client-secret-file",
            file: self.client_secret_file.as_deref(),
            variable: "SF_CLIENT_SECRET",
            configured: settings.client_secret_file.as_deref(),
        }
    }

    pub(super) fn password<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--password-file",
            file: self.password_file.as_deref(),
            variable: "SF_PASSWORD",
            configured: settings.password_file.as_deref(),
        }
    }

    pub(super) fn security_token<'a>(&'a self, settings: &'a FetchConfig) -> Secret<'a> {
        Secret {
            argument: "--security-token-file",
            file: self.security_token_file.as_deref(),
            variable: "SF_SECURITY_TOKEN",
            configured: settings.security_token_file.as_deref(),
        }
    }
}

impl Setting<'_> {
    pub(super) fn get(&self) -> Result<Option<String>, Error> {
        if let Some(said) = self.said {
            return Ok(Some(said.to_owned()));
        }
        Ok(variable(self.variable)?.or_else(|| self.configured.map(str::to_owned)))
    }

    /// What is said, which is `what` the flow cannot do without.
    pub(super) fn need(&self, flow: Flow, what: &str) -> Result<String, Error> {
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

    pub(super) fn is_there(&self) -> bool {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        self.file.is_some()
            || is_set(self.variable)
            || is_set(&self.file_variable())
            || self.configured.is_some()
    }

    pub(super) fn get(&self) -> Result<Option<String>, Error> {
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

    pub(super) fn need(&self, flow: Flow) -> Result<String, Error> {
        self.get()?.ok_or_else(|| {
            let (argument, variable) = (self.argument, self.variable);
            Problem::new(format!("login by {flow} needs {variable} or {argument}"))
                .help("secrets are read from the environment or from a file")
                .into()
        })
    }
}

/// What the variable holds; none if it is not set or empty.
pub(super) fn variable(name: &str) -> Result<Option<String>, Error> {
    let Some(value) = env::var_os(name) else {
        return Ok(None);
    };
    let value = value
        .into_string()
        .map_err(|_| Problem::new(format!("the variable {name} is not UTF-8")))?;
    Ok((!value.trim().is_empty()).then(|| value.trim().to_owned()))
}

/// A secret, or a name, out of a file.
fn read_trimmed(path: &Path) -> Result<String, Error> {
    let text =
        fs::read_to_string(path).map_err(|error| Problem::io("cannot read", path, &error))?;
    Ok(text.trim().to_owned())
}
