//! Every way to log in, and that no secret is shown.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use sf_runtime::auth::{Login, LoginHost, TokenSource, WebLogin, Why};

use super::Org;
use crate::{Answer, Workspace};

const ACCOUNT: [&str; 2] = ["--objects", "Account"];

/// Fetches, which must go well and show nothing of these.
#[track_caller]
fn fetches(org: &Org, workspace: &Workspace, command: Command, secrets: &[&str]) {
    let answer = Answer::of(command);
    for secret in secrets {
        assert!(!format!("{}{}", answer.out, answer.err).contains(secret));
    }
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    assert!(workspace.path("salesforce/Account.json").exists());
    assert!(org.api_calls() > 0);
}

#[test]
fn by_jwt() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let key = org.org.jwt_key_pem().expect("a key").to_owned();
    workspace.write("server.key", &key);
    let mut command = workspace.fetch_without_login(&ACCOUNT);
    command
        .env("SF_LOGIN_URL", org.org.url())
        .env("SF_CLIENT_ID", org.org.client_id())
        .env("SF_USERNAME", org.org.username())
        .env("SF_JWT_KEY", key.replace('\n', "\\n"));
    fetches(&org, &workspace, command, &[&key]);
    let arguments = [
        "--login-url",
        org.org.url(),
        "--client-id",
        org.org.client_id(),
        "--username",
        org.org.username(),
        "--jwt-key-file",
        "server.key",
        "--full",
    ];
    let command = workspace.fetch_without_login(&arguments);
    fetches(&org, &workspace, command, &[&key]);
    assert_eq!(org.org.calls().tokens, 0, "counted anew after each fetch");
}

#[test]
fn by_client_credentials() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let secret = org.org.client_secret();
    workspace.write("secret", &format!("{secret}\n"));
    let settings = format!(
        "[fetch]\nlogin-url = \"{}\"\nclient-id = \"{}\"\nclient-secret-file = \"secret\"\n",
        org.org.url(),
        org.org.client_id()
    );
    fs::create_dir(workspace.path("salesforce")).expect("a folder");
    workspace.write("salesforce/sf.toml", &settings);
    fetches(
        &org,
        &workspace,
        workspace.fetch_without_login(&ACCOUNT),
        &[secret],
    );
    // The environment goes before settings.
    let mut command = workspace.fetch_without_login(&["--full"]);
    command.env("SF_CLIENT_SECRET", "SECRET-of-another");
    let refused = Answer::of(command);
    assert_eq!(refused.code, 2);
    refused.says(&["login: 127.0.0.1 says invalid_client"]);
    assert!(!refused.err.contains("SECRET-of-another"));
}

#[test]
fn by_refresh_token() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let token = org.runtime.block_on(refresh_token(&org));
    let mut command = workspace.fetch_without_login(&ACCOUNT);
    command
        .env("SF_LOGIN_URL", org.org.url())
        .env("SF_CLIENT_ID", org.org.client_id())
        .env("SF_CLIENT_SECRET", org.org.client_secret())
        .env("SF_REFRESH_TOKEN", &token);
    fetches(
        &org,
        &workspace,
        command,
        &[&token, org.org.client_secret()],
    );
    org.org.expire_refresh_tokens();
    let mut command = workspace.fetch_without_login(&["--full"]);
    command
        .env("SF_LOGIN_URL", org.org.url())
        .env("SF_CLIENT_ID", org.org.client_id())
        .env("SF_REFRESH_TOKEN", &token);
    let refused = Answer::of(command);
    assert_eq!(refused.code, 2);
    refused.says(&["expired access/refresh token", "log in again"]);
    assert!(!refused.err.contains(&token));
}

async fn refresh_token(org: &Org) -> String {
    use secrecy::ExposeSecret;

    let told = Arc::new(Mutex::new(String::new()));
    let keep = Arc::clone(&told);
    let host: LoginHost = org.org.url().parse().expect("a host");
    let web = WebLogin::new(host, org.org.client_id(), "http://localhost:1717/callback")
        .expect("a login")
        .on_refresh_token(move |token| {
            token
                .expose_secret()
                .clone_into(&mut keep.lock().expect("a lock"));
        });
    let authorization = web.start().expect("a start");
    let asked = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
        .get(authorization.url().clone())
        .send()
        .await
        .expect("an answer");
    let back = asked.headers()["location"].to_str().expect("text");
    let code = authorization.answered(back).expect("a code");
    let login = Login::new().expect("a login");
    code.token(&login, Why::First).await.expect("a token");
    let token = told.lock().expect("a lock").clone();
    assert!(!token.is_empty());
    token
}

#[test]
fn by_browser() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let arguments = [
        &ACCOUNT[..],
        &[
            "--auth",
            "browser",
            "--login-url",
            org.org.url(),
            "--client-id",
            org.org.client_id(),
        ],
        &["--redirect-uri", "http://localhost:0/callback"],
    ];
    let mut child = workspace
        .fetch_without_login(&arguments.concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut line = || said.next().expect("a line").expect("UTF-8");
    assert_eq!(line(), "Open this in a browser:");
    // The browser, which follows the org's answer back to the command.
    let url = line();
    let page = org.runtime.block_on(reqwest::get(&url)).expect("an answer");
    assert!(page.status().is_success());
    assert!(child.wait().expect("it ends").success());
    assert!(workspace.path("salesforce/Account.json").exists());
}

#[test]
fn by_sfdx_auth_url() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let token = org.runtime.block_on(refresh_token(&org));
    let host = org.org.url().trim_start_matches("http://");
    let (id, secret) = (org.org.client_id(), org.org.client_secret());
    let url = format!("force://{id}:{secret}:{token}@{host}");
    let secrets = [&url, &token, secret];
    let mut command = workspace.fetch_without_login(&ACCOUNT);
    command.env("SFDX_AUTH_URL", &url);
    fetches(&org, &workspace, command, &secrets);
    workspace.write("url", &format!("{url}\n"));
    let command = workspace.fetch_without_login(&["--sfdx-auth-url-file", "url", "--full"]);
    fetches(&org, &workspace, command, &secrets);
    fs::write(
        workspace.path("salesforce/sf.toml"),
        "[fetch]\nsfdx-auth-url-file = \"url\"\n",
    )
    .expect("settings");
    fetches(
        &org,
        &workspace,
        workspace.fetch_without_login(&["--full"]),
        &secrets,
    );
    org.org.expire_refresh_tokens();
    let refused = Answer::of(workspace.fetch_without_login(&["--full"]));
    assert_eq!(refused.code, 2);
    refused.says(&["login: 127.0.0.1 says invalid_grant", "log in again"]);
    assert!(!refused.err.contains(&token));
    workspace.write("url", "force://SECRET");
    let answer = Answer::of(workspace.fetch_without_login(&["--full"]));
    answer.says(&["login by sfdx-auth-url: the SFDX auth URL has no host"]);
    assert!(!answer.err.contains("SECRET"));
}

#[test]
fn by_token() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let (token, url) = (org.org.access_token(), org.org.url());
    workspace.write("token", &format!("{token}\n"));
    let mut command = workspace.fetch_without_login(&ACCOUNT);
    command
        .env("SF_ACCESS_TOKEN_FILE", "token")
        .env("SF_INSTANCE_URL", url);
    fetches(&org, &workspace, command, &[token]);
    let arguments = [
        "--full",
        "--access-token-file",
        "token",
        "--instance-url",
        url,
    ];
    let command = workspace.fetch_without_login(&arguments);
    fetches(&org, &workspace, command, &[token]);
    let settings = format!("[fetch]\ninstance-url = \"{url}\"\naccess-token-file = \"token\"\n");
    fs::write(workspace.path("salesforce/sf.toml"), settings).expect("settings");
    let command = workspace.fetch_without_login(&["--full"]);
    fetches(&org, &workspace, command, &[token]);
}

/// For tests alone: it is never chosen, and says so.
#[test]
fn by_username_and_password() {
    const WARNING: &str = "warning: a login by password is for tests: newer orgs block it, and \
                           multi-factor authentication rules it out\n";
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let (password, token) = (org.org.password(), org.org.security_token());
    let secrets = [password, token, org.org.client_secret()];
    #[track_caller]
    fn warns(org: &Org, command: Command, secrets: &[&str]) {
        let answer = Answer::of(command);
        for secret in secrets {
            assert!(!format!("{}{}", answer.out, answer.err).contains(secret));
        }
        assert_eq!((answer.code, answer.err.as_str()), (0, WARNING));
        assert!(org.api_calls() > 0);
    }

    // By the environment, but for the flow.
    let with_variables = |arguments: &[&str]| {
        let mut command = workspace.fetch_without_login(arguments);
        command
            .env("SF_LOGIN_URL", org.org.url())
            .env("SF_CLIENT_ID", org.org.client_id())
            .env("SF_USERNAME", org.org.username())
            .env("SF_PASSWORD", password)
            .env("SF_SECURITY_TOKEN", token);
        command
    };
    let with_secret = |arguments: &[&str]| {
        let mut command = with_variables(arguments);
        command.env("SF_CLIENT_SECRET", org.org.client_secret());
        command
    };
    let named = [&ACCOUNT[..], &["--auth", "username-password"]].concat();
    warns(&org, with_secret(&named), &secrets);
    assert!(workspace.path("salesforce/Account.json").exists());
    let mut by_environment = with_secret(&["--full"]);
    by_environment.env("SF_AUTH", "username-password");
    warns(&org, by_environment, &secrets);
    // What can be a login by something else is that.
    fetches(&org, &workspace, with_secret(&["--full"]), &secrets);
    let unnamed = Answer::of(with_variables(&["--full"]));
    assert_eq!(unnamed.code, 2);
    unnamed.says(&["SF_PASSWORD is for", "--auth username-password"]);

    // By arguments that name files.
    workspace.write("password", &format!("{password}\n"));
    workspace.write("token", token);
    workspace.write("secret", org.org.client_secret());
    let files = [
        &["--login-url", org.org.url(), "--client-id"][..],
        &[org.org.client_id(), "--username", org.org.username()],
        &["--client-secret-file", "secret", "--password-file"],
        &["password", "--security-token-file", "token", "--full"],
    ]
    .concat();
    let by_files = [&files[..], &["--auth", "username-password"]].concat();
    warns(&org, workspace.fetch_without_login(&by_files), &secrets);
    let unnamed = Answer::of(workspace.fetch_without_login(&files));
    assert_eq!(unnamed.code, 2);
    unnamed.says(&["--password-file is for", "--auth username-password"]);

    // By sf.toml.
    let settings = format!(
        "[fetch]\nauth = \"username-password\"\nlogin-url = \"{}\"\nclient-id = \"{}\"\n\
         username = \"{}\"\nclient-secret-file = \"secret\"\npassword-file = \"password\"\n\
         security-token-file = \"token\"\n",
        org.org.url(),
        org.org.client_id(),
        org.org.username()
    );
    fs::write(workspace.path("salesforce/sf.toml"), &settings).expect("settings");
    let command = || workspace.fetch_without_login(&["--full", "--client-secret-file", "secret"]);
    warns(&org, command(), &secrets);
    // Without the token it is not the password.
    let without = settings.replace("security-token-file = \"token\"\n", "");
    fs::write(workspace.path("salesforce/sf.toml"), without).expect("settings");
    let refused = Answer::of(command());
    assert_eq!(refused.code, 2);
    refused.says(&["login: 127.0.0.1 says invalid_grant"]);
    assert!(!refused.err.contains(password), "{}", refused.err);
}

#[cfg(unix)]
#[test]
fn as_the_sf_tool_is_logged_in() {
    use std::os::unix::fs::PermissionsExt;

    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let display = serde_json::json!({"status": 0, "result": {
        "accessToken": org.org.access_token(), "instanceUrl": org.org.url(),
    }});
    let script = format!(
        "#!/bin/sh\n[ \"$1 $2 $3 $4\" = \"org display --target-org my-sandbox\" ] || exit 1\n\
         cat <<'END'\n{display}\nEND\n"
    );
    fs::create_dir(workspace.path("bin")).expect("a folder");
    workspace.write("bin/sf", &script);
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(workspace.path("bin/sf"), executable).expect("permissions");
    let path = format!("{}:/usr/bin:/bin", workspace.path("bin").display());
    let mut command =
        workspace.fetch_without_login(&[&ACCOUNT[..], &["--org", "my-sandbox"]].concat());
    // An argument goes before what else is set.
    command
        .env("PATH", &path)
        .env("SF_ACCESS_TOKEN", "00Dother!SECRET");
    fetches(
        &org,
        &workspace,
        command,
        &[org.org.access_token(), "SECRET"],
    );
    let mut command = workspace.fetch_without_login(&["--full"]);
    command
        .env("PATH", &path)
        .env("SF_TARGET_ORG", "my-sandbox");
    fetches(&org, &workspace, command, &[org.org.access_token()]);
}

#[test]
fn what_is_missing_or_too_much_is_named() {
    let workspace = Workspace::empty();
    let fails = |variables: &[(&str, &str)], arguments: &[&str], parts: &[&str]| {
        let mut command = workspace.fetch_without_login(&[&ACCOUNT[..], arguments].concat());
        let answer = Answer::of({
            command.envs(variables.iter().copied());
            command
        });
        assert_eq!(answer.code, 2, "{}", answer.err);
        answer.says(parts);
        assert!(!answer.err.contains("S3CR3T"), "{}", answer.err);
    };
    fails(
        &[("SF_ACCESS_TOKEN", "00D!S3CR3T"), ("SF_JWT_KEY", "S3CR3T")],
        &[],
        &["several ways to log in: token, jwt", "--auth"],
    );
    fails(
        &[("SF_ACCESS_TOKEN", "00D!S3CR3T")],
        &[],
        &["login by token needs --instance-url or SF_INSTANCE_URL"],
    );
    fails(
        &[],
        &["--auth", "jwt"],
        &["login by jwt needs --username or SF_USERNAME"],
    );
    fails(
        &[("SF_AUTH", "jvt")],
        &[],
        &["\"jvt\" is no way to log in, as SF_AUTH has it", "sf-cli"],
    );
    fails(
        &[("SF_AUTH", "jwt"), ("SF_ACCESS_TOKEN", "00D!S3CR3T")],
        &[],
        &["login by jwt needs --username"],
    );
    fails(
        &[],
        &["--auth", "username-password", "--username", "ada"],
        &["login by username-password needs SF_PASSWORD or --password-file"],
    );
    fails(
        &[
            ("SF_CLIENT_SECRET", "S3CR3T"),
            ("SF_CLIENT_SECRET_FILE", "x"),
        ],
        &[
            "--client-id",
            "3MVG9",
            "--login-url",
            "https://acme.my.salesforce.com",
        ],
        &["SF_CLIENT_SECRET and SF_CLIENT_SECRET_FILE are both set"],
    );
    fails(
        &[("SF_CLIENT_SECRET", "S3CR3T")],
        &[
            "--client-id",
            "3MVG9",
            "--login-url",
            "https://login.salesforce.com",
        ],
        &["does not take client credentials"],
    );
    fails(
        &[],
        &["--access-token-file", "none"],
        &["none", "cannot read"],
    );
    fails(&[], &["--org=-x"], &["is not an alias or username"]);
    // There is no argument for a secret.
    for argument in [
        "--client-secret",
        "--access-token",
        "--password",
        "--security-token",
        "--refresh-token",
    ] {
        fails(&[], &[argument, "x"], &["unexpected argument"]);
    }
}
