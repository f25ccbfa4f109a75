//! What the compiler spends on bindings, and on programs that use them.

use std::error::Error;
use std::fs;
use std::process::Command;

use crate::report::{Bar, Report, seconds};
use crate::scratch::{self, Workspace};
use crate::{apps, clock, derived, record};

const OBJECTS: usize = 20;
const USED: usize = 10;
const FIELDS: usize = 60;
const ROUNDS: usize = 3;
/// The derived program takes a minute to build.
const RELEASE_ROUNDS: usize = 2;

/// 20 objects of 60 fields, and a program that uses 10 of them.
pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let objects: Vec<String> = (1..=OBJECTS).map(|n| format!("Deal_{n}__c")).collect();
    let mut workspace = Workspace::new("compile")?;
    let describes = workspace.root().join("describes");
    scratch::describes(
        &describes,
        objects.iter().map(|name| (name.clone(), FIELDS)),
    )?;
    workspace.add_bindings("bindings", &describes)?;
    let bodies: Vec<_> = objects
        .iter()
        .map(|name| sf_tests::describe::synthetic(name, FIELDS))
        .collect();
    workspace.add(
        "derived",
        &derived::dependencies(),
        &derived::source(&bodies)?,
    )?;
    let used = &objects[..USED];
    let ours = app_dependencies("bindings");
    workspace.add("uses-bindings", &ours, &apps::ours("bindings", used))?;
    let theirs = app_dependencies("derived");
    workspace.add("uses-derived", &theirs, &apps::derived("derived", used))?;

    for name in ["bindings", "derived"] {
        workspace.cargo(name, &["check"])?;
    }
    let [ours, theirs] = clock::medians(
        ROUNDS,
        [
            &mut || workspace.rebuild("bindings", &["check"]),
            &mut || workspace.rebuild("derived", &["check"]),
        ],
    )?;
    report.row(
        format!("check {OBJECTS} x {FIELDS}: CPU / derived serde"),
        seconds(ours),
        seconds(theirs),
        ours / theirs,
        Bar::AtMost(0.14),
    );

    let release = ["build", "--release"];
    for name in ["bindings", "derived"] {
        workspace.cargo(name, &release)?;
    }
    // The first build of a program is timed as well: it must also be built to be run.
    let [ours, theirs] = clock::medians(
        RELEASE_ROUNDS,
        [
            &mut || workspace.rebuild("uses-bindings", &release),
            &mut || workspace.rebuild("uses-derived", &release),
        ],
    )?;
    report.row(
        format!("release program over {USED}: CPU / derived serde"),
        seconds(ours),
        seconds(theirs),
        ours / theirs,
        Bar::AtMost(0.10),
    );

    let page = workspace.root().join("page.json");
    fs::write(&page, record::page("Deal_1__c", 100))?;
    for name in ["uses-bindings", "uses-derived"] {
        scratch::run(workspace.program("release", name).arg(&page))?;
    }
    let size = |name| Ok::<_, std::io::Error>(fs::metadata(program_path(&workspace, name))?.len());
    let (ours, theirs) = (size("uses-bindings")?, size("uses-derived")?);
    report.row(
        "release program: size / derived serde",
        format!("{} KB", ours / 1_000),
        format!("{} KB", theirs / 1_000),
        ours as f64 / theirs as f64,
        Bar::None,
    );
    Ok(())
}

/// One object of 800 fields, its bindings and a program that reads it.
pub(super) fn wide(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut workspace = Workspace::new("wide")?;
    let describes = workspace.root().join("describes");
    scratch::describes(&describes, [("Wide__c".to_owned(), 800)])?;
    workspace.add_bindings("bindings", &describes)?;
    let app = apps::wide("bindings", "Wide__c");
    workspace.add("uses-bindings", &app_dependencies("bindings"), &app)?;

    let release = ["build", "--release"];
    workspace.cargo("uses-bindings", &release)?;
    let [bindings, program] = clock::medians(
        ROUNDS,
        [&mut || workspace.rebuild("bindings", &release), &mut || {
            workspace.rebuild("uses-bindings", &release)
        }],
    )?;
    let page = workspace.root().join("page.json");
    fs::write(&page, record::page("Wide__c", 100))?;
    scratch::run(workspace.program("release", "uses-bindings").arg(&page))?;
    // The bar is an absolute one, so the rival is a second.
    report.row(
        "release, 1 x 800, bindings and program: CPU",
        seconds(bindings + program),
        "1 s",
        bindings + program,
        Bar::AtMost(5.0),
    );
    report.note(format!(
        "{} for the bindings, {} for the program; the derived one takes minutes and is not built",
        seconds(bindings),
        seconds(program)
    ));
    Ok(())
}

fn app_dependencies(bindings: &str) -> String {
    format!(
        "{bindings} = {{ path = \"../{bindings}\" }}\nserde = \"1\"\nserde_json = \"1\"\n{}",
        scratch::runtime()
    )
}

fn program_path(workspace: &Workspace, name: &str) -> std::path::PathBuf {
    let program: Command = workspace.program("release", name);
    program.get_program().into()
}
