//! The fake org on the command line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sf_fake_org::FakeOrg;

/// A local Salesforce org that enforces the describes of a snapshot.
#[derive(Parser)]
#[command(name = "sf-fake-org")]
struct Arguments {
    /// The folder of the snapshot: describe JSON files
    #[arg(long, value_name = "DIR")]
    schema: PathBuf,
    /// The port on 127.0.0.1; 0 takes one that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What tokens, secrets and probabilities are made from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sf-fake-org: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let org = FakeOrg::builder()
        .schema_dir(arguments.schema)
        .port(arguments.port)
        .seed(arguments.seed)
        .log(true)
        .start()
        .await?;
    // Before anybody can know that there is something to stop.
    let stopped = stopped()?;
    let folder = private_folder()?;
    let key = folder.path().join("jwt-key.pem");
    std::fs::write(&key, org.jwt_key_pem()?)?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", org.introduction(&key))?;
    out.flush()?;
    stopped.await;
    Ok(())
}

/// A new folder that nobody else can look into. It goes when the org stops.
fn private_folder() -> std::io::Result<tempfile::TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("sf-fake-org-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        folder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    folder.tempdir()
}

/// Listens for SIGINT and SIGTERM from now on, and ends with the first.
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
