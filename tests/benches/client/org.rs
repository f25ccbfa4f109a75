//! The fake org, in a process of its own so that its work is not taken for the client's.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use serde::{Deserialize, Serialize};
use sf_fake_org::FakeOrg;
use sf_runtime::Client;
use sf_runtime::auth::FixedToken;

use super::replay;

/// The argument with which this program is the org.
pub(super) const SERVE: &str = "--serve";
/// How many accounts the org has.
pub(super) const RECORDS: usize = 200_000;

/// A running org, which ends with this value.
pub(super) struct Org {
    child: Child,
    /// The org runs for as long as this is open.
    _open: ChildStdin,
    /// The org itself.
    pub(super) itself: Door,
    /// The org's answers to queries, kept after the first time.
    pub(super) kept: Door,
}

/// A way to the org.
#[derive(Serialize, Deserialize)]
pub(super) struct Door {
    url: String,
    access_token: String,
}

/// Starts the org and waits until it has its records.
pub(super) fn start() -> Result<Org, Box<dyn Error>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(SERVE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut introduction = String::new();
    let output = child.stdout.take().ok_or("the org says nothing")?;
    BufReader::new(output).read_line(&mut introduction)?;
    let [itself, kept] = serde_json::from_str(&introduction)?;
    let open = child.stdin.take().ok_or("the org hears nothing")?;
    Ok(Org {
        child,
        _open: open,
        itself,
        kept,
    })
}

/// Is the org, until standard input ends.
pub(super) async fn serve() -> Result<(), Box<dyn Error>> {
    let org = FakeOrg::builder()
        .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
        .api_limit(u64::MAX)
        .start()
        .await?;
    for number in 0..RECORDS {
        org.insert("Account", &account(number))?;
    }
    let door = |url: &str| Door {
        url: url.to_owned(),
        access_token: org.access_token().to_owned(),
    };
    let doors = [door(org.url()), door(&replay::before(org.url()).await?)];
    println!("{}", serde_json::to_string(&doors)?);
    tokio::task::spawn_blocking(|| std::io::stdin().lines().count()).await?;
    Ok(())
}

fn account(number: usize) -> serde_json::Value {
    serde_json::json!({
        "Name": format!("Account number {number}"),
        "AccountNumber": format!("A-{number:08}"),
        "Industry": (["Technology", "Banking", "Energy"])[number % 3],
        "AnnualRevenue": number * 1_000,
        "NumberOfEmployees": number % 5_000,
        "Website": format!("https://account-{number}.example"),
        "Phone": "+49 30 555 0100",
        "BillingCity": "Berlin",
        "BillingStreet": number.is_multiple_of(2).then(|| format!("Street {number}")),
    })
}

impl Door {
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn token(&self) -> &str {
        &self.access_token
    }

    /// Address and token as JSON, for clients in other languages.
    pub(super) fn introduction(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    pub(super) fn client(&self) -> Result<Client, Box<dyn Error>> {
        let auth = FixedToken::new(self.token(), self.url())?;
        Ok(Client::builder().auth(auth).build()?)
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
