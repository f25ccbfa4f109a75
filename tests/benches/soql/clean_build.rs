//! What `sf-derive` adds to a clean build of a program that has serde's derive already.

use std::error::Error;
use std::fs;
use std::time::Duration;

use crate::clock;
use crate::report::{Bar, Report, seconds};
use crate::scratch::{self, Workspace};

const ROUNDS: usize = 3;

pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut workspace = Workspace::new("derive")?;
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
    let with = format!("{serde}{}", scratch::dependency("sf-derive", ""));
    let source = "#[derive(serde::Deserialize)]\npub struct Row {\n    pub name: String,\n}\n\
                  fn main() {}\n";
    workspace.add("without", serde, source)?;
    workspace.add("with", &with, source)?;
    let clean = |name: &str| -> Result<Duration, Box<dyn Error>> {
        let target = workspace.root().join("target");
        if target.exists() {
            fs::remove_dir_all(target)?;
        }
        workspace.cargo(name, &["check"])
    };
    // Whatever has to be fetched is here by now.
    clean("with")?;
    let [with, without] =
        clock::medians(ROUNDS, [&mut || clean("with"), &mut || clean("without")])?;
    // The bar is an absolute one, so the rival is a second.
    report.row(
        "sf-derive on top of serde's derive, clean: CPU",
        seconds(with - without),
        "1 s",
        with - without,
        Bar::AtMost(3.0),
    );
    report.note(format!(
        "{} with it, {} without",
        seconds(with),
        seconds(without)
    ));
    Ok(())
}
