//! Comparing two snapshots, and finding what of a program that touches.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use sf_codegen::Config;
use sf_codegen::diff::diff;
use sf_codegen::impact::impact;
use sf_codegen::load;
use sf_codegen::model::Snapshot;
use sf_codegen::source::Sources;

use crate::clock;
use crate::report::{Bar, Report, seconds};
use crate::scratch;

const OBJECTS: usize = 1_000;
const FIELDS: usize = 66;
/// So many objects have a field that the new snapshot has under another name.
const CHANGED: usize = 50;
const FILES: usize = 500;
const ROUNDS: usize = 5;

/// Two snapshots of 1,000 objects and 500 files of Rust, against what it takes to read and parse
/// those files: the describes as their types, the sources by syn, on all cores as well.
pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let folder = scratch::folder("drift");
    let [old, new, sources] = ["old", "new", "src"].map(|name| folder.join(name));
    scratch::anew(&folder)?;
    let objects = || (1..=OBJECTS).map(|n| (format!("Deal_{n}__c"), FIELDS));
    scratch::describes(&old, objects())?;
    scratch::describes(&new, objects())?;
    for n in 1..=CHANGED {
        let path = new.join(format!("Deal_{n}__c.json"));
        let text = fs::read_to_string(&path)?;
        fs::write(&path, text.replace("\"Text_1__c\"", "\"Text_One__c\""))?;
    }
    fs::create_dir(&sources)?;
    let mut lines = 0;
    for n in 0..FILES {
        let text = program(n);
        lines += text.lines().count();
        fs::write(sources.join(format!("part_{n}.rs")), text)?;
    }
    report.note(format!(
        "2 x {OBJECTS} objects, {FILES} files of {lines} lines in all; wall time"
    ));
    let mut touched = 0;
    let [ours, sequential, parallel] = clock::medians(
        ROUNDS,
        [
            &mut || {
                let (time, touches) = clock::time(clock::wall, || compare(&old, &new, &sources));
                touched = touches?;
                Ok::<Duration, Box<dyn Error>>(time)
            },
            &mut || read_and_parse(&[&old, &new], &sources, 1),
            &mut || {
                let cores = thread::available_parallelism().map_or(1, usize::from);
                read_and_parse(&[&old, &new], &sources, cores)
            },
        ],
    )?;
    if touched == 0 {
        return Err("nothing was touched".into());
    }
    report.note(format!("{touched} places are touched"));
    for (rival, time, bar) in [
        ("read and parse on all cores", parallel, Bar::AtMost(2.0)),
        ("read and parse on one core", sequential, Bar::None),
    ] {
        report.row(
            format!("diff and impact / {rival}"),
            seconds(ours),
            seconds(time),
            ours / time,
            bar,
        );
    }
    Ok(())
}

/// A file of an application: queries and drafts of several objects, and lines of other things.
fn program(number: usize) -> String {
    let mut text = String::from("//! A part of an application.\n\nuse crate::org::*;\n");
    for n in 0..8 {
        let object = (number * 8 + n) % OBJECTS + 1;
        let _ = write!(
            text,
            r#"
/// Works on the deals of region {n}.
pub async fn region_{n}(sf: &Client, since: Timestamp) -> Result<Vec<String>, Error> {{
    let rows = soql!("SELECT Id, Name, Text_1__c, Amount_3__c, Owner.Name FROM Deal_{object}__c WHERE LastModifiedDate > :since ORDER BY Name")
        .fetch_all(sf)
        .await?;
    let mut names = Vec::with_capacity(rows.len());
    for row in rows {{
        if row.amount_3__c.is_some_and(|amount| amount > Decimal::from(1_000 * {n})) {{
            names.push(format!("{{}} of {{}}", row.name, row.owner.name));
        }}
    }}
    for (place, name) in names.iter().enumerate() {{
        tracing::debug!(place, name, "a deal of region {n}");
    }}
    let id = "a9Z000000000001".parse()?;
    Deal_{object}__c::update(id).text_1__c("seen").amount_3__c(Decimal::from(5)).send(sf).await?;
    match names.len() {{
        0 => Err(Error::nothing("region {n}")),
        1..=10 => Ok(names),
        _ => Ok(names.into_iter().take(10).collect()),
    }}
}}
"#
        );
    }
    text
}

/// How many places are touched.
fn compare(old: &Path, new: &Path, sources: &Path) -> Result<usize, Box<dyn Error>> {
    let old = Snapshot::read(old, None, Config::default())?.named_schema()?;
    let new = Snapshot::of(load::read(new)?).schema()?;
    let found = diff(&old, &new);
    let sources = Sources::read(&[sources.to_owned()])?;
    Ok(impact(&found, &old, &sources, "crate::org").len())
}

/// Reads and parses all files, on so many threads.
fn read_and_parse(
    snapshots: &[&Path],
    sources: &Path,
    threads: usize,
) -> Result<Duration, Box<dyn Error>> {
    let listed = fs::read_dir(sources)?;
    let paths: Vec<PathBuf> = listed
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    let (time, done) = clock::time(clock::wall, || -> Result<bool, Box<dyn Error>> {
        let mut all_parsed = true;
        for snapshot in snapshots {
            let files = load::read(snapshot)?;
            let parse = |file: &_| load::parse(file).is_ok();
            all_parsed &= on_threads(&files, threads, parse);
        }
        let parse = |path: &PathBuf| {
            let text = fs::read_to_string(path);
            text.is_ok_and(|text| syn::parse_file(&text).is_ok())
        };
        Ok(all_parsed && on_threads(&paths, threads, parse))
    });
    match done? {
        true => Ok(time),
        false => Err("a file was not parsed".into()),
    }
}

/// Whether all of it was done.
fn on_threads<T: Sync>(items: &[T], threads: usize, work: impl Fn(&T) -> bool + Sync) -> bool {
    let share = items.len().div_ceil(threads);
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(share)
            .map(|items| scope.spawn(move || items.iter().all(work)))
            .collect();
        workers
            .into_iter()
            .all(|worker| worker.join().unwrap_or(false))
    })
}
