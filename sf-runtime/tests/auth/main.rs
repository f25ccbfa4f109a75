//! Logins against a host that checks what it is sent and answers as Salesforce does.

#[cfg(feature = "browser-login")]
mod browser;
mod clock;
mod grants;
#[cfg(feature = "jwt")]
mod jwt;
mod retries;
mod secrets;
mod server;
mod sessions;
#[cfg(all(feature = "sf-cli", unix))]
mod sf_cli;
mod trace;
