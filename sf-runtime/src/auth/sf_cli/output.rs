//! What the `sf` tool prints. Errors quote its own message at most, never its output.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::auth::error::quoted;
use crate::auth::{AuthError, AuthErrorKind};

/// What stands in place of a secret (verified in plugin-org 6).
const REDACTED: &str = "[REDACTED]";

/// What `sf org display` says.
pub(super) struct Display {
    pub(super) instance_url: String,
    /// None where the tool does not show it.
    pub(super) access_token: Option<SecretString>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DisplayResult {
    instance_url: String,
    #[serde(default)]
    access_token: Option<SecretString>,
}

/// What `sf org auth show-access-token` says: an object \[GH\], or the token alone \[M\].
#[derive(Deserialize)]
#[serde(untagged)]
enum TokenResult {
    Bare(SecretString),
    #[serde(rename_all = "camelCase")]
    Object {
        #[serde(alias = "access_token", alias = "token")]
        access_token: SecretString,
    },
}

#[derive(Deserialize)]
struct Outcome<T> {
    result: T,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default)]
    name: String,
    message: String,
}

/// Reads what `sf org display` printed.
pub(super) fn display(output: &[u8], org: &str) -> Result<Display, AuthError> {
    let DisplayResult {
        instance_url,
        access_token,
    } = read(output, org, "sf org display")?;
    Ok(Display {
        instance_url,
        access_token: access_token.filter(is_shown),
    })
}

/// Reads what `sf org auth show-access-token` printed.
pub(super) fn access_token(output: &[u8], org: &str) -> Result<SecretString, AuthError> {
    let token = match read(output, org, "sf org auth show-access-token")? {
        TokenResult::Bare(token)
        | TokenResult::Object {
            access_token: token,
        } => token,
    };
    if is_shown(&token) {
        return Ok(token);
    }
    Err(AuthError::new(
        AuthErrorKind::Answer,
        "`sf` does not show the token: update the Salesforce CLI with `sf update`",
    ))
}

fn is_shown(token: &SecretString) -> bool {
    let token = token.expose_secret();
    !token.is_empty() && !token.starts_with(REDACTED)
}

fn read<T: DeserializeOwned>(output: &[u8], org: &str, command: &str) -> Result<T, AuthError> {
    // A wrapper of the tool may print before the JSON.
    let start = output.iter().position(|&byte| byte == b'{');
    let json = start
        .and_then(|start| output.get(start..))
        .unwrap_or(output);
    // The errors of the parser could quote a token, and are left out.
    if let Ok(Outcome { result }) = serde_json::from_slice(json) {
        return Ok(result);
    }
    let Ok(Failure { name, message }) = serde_json::from_slice(json) else {
        return Err(AuthError::new(
            AuthErrorKind::Answer,
            format!("`{command}` did not print what it promises: update it with `sf update`"),
        ));
    };
    let said = if name.is_empty() {
        quoted(&message)
    } else {
        quoted(&format!("{name}: {message}"))
    };
    let failed = AuthError::new(
        AuthErrorKind::Refused,
        format!("`{command}` failed: {said}"),
    );
    Err(if is_unknown_command(&name, &message) {
        failed.advise("update the Salesforce CLI with `sf update`")
    } else {
        failed.advise(&format!(
            "log in with `sf org login web --alias {org}`; `sf org list` shows the orgs there are"
        ))
    })
}

fn is_unknown_command(name: &str, message: &str) -> bool {
    name.contains("CommandNotFound") || message.contains("is not a sf command")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "00D000000000001!AQEA.SECRET";

    fn shown(output: &str) -> Option<String> {
        let display = display(output.as_bytes(), "dev").expect(output);
        assert_eq!(display.instance_url, "https://acme.my.salesforce.com");
        display
            .access_token
            .map(|token| token.expose_secret().to_owned())
    }

    #[test]
    fn a_token_is_taken_where_it_is_shown() {
        let output = |token: &str| {
            format!(
                r#"{{"status":0,"result":{{"id":"00D000000000001EAA","accessToken":{token},
                   "instanceUrl":"https://acme.my.salesforce.com","username":"a@b.c"}},"warnings":[]}}"#
            )
        };
        assert_eq!(
            shown(&output(&format!("{TOKEN:?}"))).as_deref(),
            Some(TOKEN)
        );
        let redacted = r#""[REDACTED] Use 'sf org auth show-access-token' to view""#;
        assert_eq!(shown(&output(redacted)), None);
        assert_eq!(shown(&output("null")), None);
        assert_eq!(shown(&output("\"\"")), None);
        assert_eq!(shown(&format!("a banner\n{}", output("null"))), None);
    }

    #[test]
    fn a_token_is_read_in_each_form() {
        for result in [
            format!("{TOKEN:?}"),
            format!(r#"{{"accessToken":{TOKEN:?},"username":"a@b.c"}}"#),
            format!(r#"{{"access_token":{TOKEN:?}}}"#),
            format!(r#"{{"token":{TOKEN:?}}}"#),
        ] {
            let output = format!(r#"{{"status":0,"result":{result}}}"#);
            let token = access_token(output.as_bytes(), "dev").expect("a token");
            assert_eq!(token.expose_secret(), TOKEN);
        }
        let redacted = br#"{"status":0,"result":"[REDACTED]"}"#;
        assert!(access_token(redacted, "dev").is_err());
    }

    #[test]
    fn a_failure_says_what_to_do() {
        let unknown = br#"{"status":1,"name":"NoAuthInfoFound",
            "message":"No authorization information found for dev.","exitCode":1}"#;
        let error = display(unknown, "dev").err().expect("refused");
        assert_eq!(error.kind(), AuthErrorKind::Refused);
        let text = error.to_string();
        assert!(text.contains("NoAuthInfoFound"), "{text}");
        assert!(text.contains("sf org login web --alias dev"), "{text}");
        let old = br#"{"status":1,"name":"CommandNotFoundError","message":"no such command"}"#;
        let error = access_token(old, "dev").expect_err("refused");
        assert!(error.to_string().contains("sf update"), "{error}");
    }

    #[test]
    fn no_output_of_the_tool_is_quoted() {
        for output in [
            TOKEN.to_owned(),
            format!(r#"{{"status":0,"result":{{"accessToken":{TOKEN:?}}}}}"#),
            format!(r#"{{"status":0,"result":{{"accessToken":{TOKEN:?},"instanceUrl":1}}}}"#),
            format!(r#"{{"status":1,"name":"X","message":"bad token {TOKEN}"}}"#),
            String::new(),
        ] {
            let error = display(output.as_bytes(), "dev").err().expect("refused");
            assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
        }
    }
}
