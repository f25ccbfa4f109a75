//! The fake org, in a process of its own so that its work is told apart from the client's.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sf_fake_org::FakeOrg;
use sf_runtime::Client;
use sf_runtime::auth::FixedToken;

use super::clock;

/// The argument with which this program is the org.
pub(super) const SERVE: &str = "--serve";

/// When the describes last changed: long before any fetch.
const DESCRIBED_AT: i64 = 1_767_225_600;

/// A running org, which ends with this value.
pub(super) struct Org {
    child: Child,
    /// The org runs for as long as this is open.
    _open: ChildStdin,
    door: Door,
}

/// A way to the org.
#[derive(Serialize, Deserialize)]
struct Door {
    url: String,
    access_token: String,
}

/// Starts the org of these describes.
pub(super) fn start(describes: &Path) -> Result<Org, Box<dyn Error>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(SERVE)
        .arg(describes)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut introduction = String::new();
    let output = child.stdout.take().ok_or("the org says nothing")?;
    BufReader::new(output).read_line(&mut introduction)?;
    Ok(Org {
        door: serde_json::from_str(&introduction)?,
        _open: child.stdin.take().ok_or("the org hears nothing")?,
        child,
    })
}

/// Is the org, until standard input ends.
pub(super) fn serve(describes: &Path) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let org = FakeOrg::builder()
            .schema_dir(describes)
            .described_at(DESCRIBED_AT)
            .api_limit(u64::MAX)
            .start()
            .await?;
        let door = Door {
            url: org.url().to_owned(),
            access_token: org.access_token().to_owned(),
        };
        println!("{}", serde_json::to_string(&door)?);
        tokio::task::spawn_blocking(|| std::io::stdin().lines().count()).await?;
        Ok(())
    })
}

impl Org {
    pub(super) fn url(&self) -> &str {
        &self.door.url
    }

    pub(super) fn token(&self) -> &str {
        &self.door.access_token
    }

    /// A client of which nothing is connected yet.
    pub(super) fn client(&self) -> Result<Client, Box<dyn Error>> {
        let auth = FixedToken::new(self.token(), self.url())?;
        Ok(Client::builder().auth(auth).build()?)
    }

    /// CPU time that the org has spent.
    pub(super) fn spent(&self) -> Duration {
        clock::process(self.child.id())
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
