//! Generating, from describe files to source files.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use sf_codegen::Builder;
use sf_codegen::load::{self, SourceFile};

use crate::clock;
use crate::report::{Bar, Report, seconds};
use crate::scratch::{self, Workspace};

const OBJECTS: usize = 1_000;
const FIELDS: usize = 66;
const ROUNDS: usize = 5;

/// 1,000 objects against their typed parse. Ours reads the files as well, and writes the schema
/// index beside the code, which comes out laid out for people.
pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let folder = scratch::folder("generate");
    let mut outs = Outs::new(in_memory().unwrap_or(folder.join("outs")))?;
    let describes = folder.join("describes");
    scratch::describes(&describes, objects(OBJECTS, FIELDS))?;
    let files = load::read(&describes)?;
    let size: usize = files.iter().map(|file| file.text().len()).sum();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    report.note(format!(
        "{OBJECTS} objects in {} MB of JSON, {cores} cores; wall time",
        size / 1_000_000
    ));
    let [ours, alone, one, read] = clock::medians(
        ROUNDS,
        [
            &mut || generate(&describes, &outs.next()),
            &mut || parse(&files, cores),
            &mut || parse(&files, 1),
            &mut || {
                let (time, files) = clock::time(clock::wall, || load::read(&describes));
                files?;
                Ok::<_, Box<dyn Error>>(time)
            },
        ],
    )?;
    for (rival, time, bar) in [
        ("parse on one core", one, Bar::AtMost(3.0)),
        ("parse on all cores", alone, Bar::None),
        ("read, and parse on all cores", alone + read, Bar::None),
    ] {
        report.row(
            format!("files to files / {rival}"),
            seconds(ours),
            seconds(time),
            ours / time,
            bar,
        );
    }
    Ok(())
}

/// A second run that finds nothing changed, in an unoptimised program as a build script is one.
pub(super) fn rebuild(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut workspace = Workspace::new("rebuild")?;
    let describes = workspace.root().join("describes");
    scratch::describes(&describes, objects(50, 60))?;
    workspace.add(
        "script",
        &scratch::dependency("sf-codegen", ""),
        "//! What a build script does.

fn main() -> Result<(), sf_codegen::Error> {
    let mut paths = std::env::args_os().skip(1).map(std::path::PathBuf::from);
    let (describes, out) = (paths.next().unwrap_or_default(), paths.next().unwrap_or_default());
    sf_codegen::Builder::new(describes).out_dir(out).build()
}
",
    )?;
    workspace.cargo("script", &["build"])?;
    let mut outs = Outs::new(workspace.root().join("outs"))?;
    let (mut wall, mut cpu) = ([vec![], vec![]], [vec![], vec![]]);
    for _ in 0..ROUNDS {
        let out = outs.next();
        for run in 0..2 {
            let mut script = workspace.program("debug", "script");
            script.args([&describes, &out]);
            let (time, spent) = clock::time(clock::wall, || scratch::run(&mut script));
            wall[run].push(time.as_secs_f64());
            cpu[run].push(spent?.as_secs_f64());
        }
    }
    for (clock, times) in [("wall", wall), ("CPU", cpu)] {
        let [first, second] = times.map(clock::median);
        report.row(
            format!("no change, 50 x 60, dev: {clock} / first run"),
            seconds(second),
            seconds(first),
            second / first,
            Bar::AtMost(0.1),
        );
    }
    Ok(())
}

/// A folder in memory, where the system has one: what is measured is the generator, and ext4 takes
/// its time over a new file soon after others were removed.
fn in_memory() -> Option<PathBuf> {
    let memory = Path::new("/dev/shm");
    memory.is_dir().then(|| memory.join("sf-bench"))
}

/// Folders to write into, a new one each time; all of them are removed with the value.
struct Outs {
    folder: PathBuf,
    count: usize,
}

impl Outs {
    fn new(folder: PathBuf) -> Result<Self, Box<dyn Error>> {
        scratch::anew(&folder)?;
        Ok(Self { folder, count: 0 })
    }

    fn next(&mut self) -> PathBuf {
        self.count += 1;
        self.folder.join(self.count.to_string())
    }
}

impl Drop for Outs {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn objects(count: usize, fields: usize) -> impl Iterator<Item = (String, usize)> {
    (1..=count).map(move |n| (format!("Deal_{n}__c"), fields))
}

fn generate(describes: &Path, out: &Path) -> Result<Duration, Box<dyn Error>> {
    let builder = Builder::new(describes).out_dir(out);
    let (time, changes) = clock::time(clock::wall, || builder.generate());
    changes?;
    Ok(time)
}

/// The typed parse of all files, on so many threads.
fn parse(files: &[SourceFile], threads: usize) -> Result<Duration, Box<dyn Error>> {
    let share = files.len().div_ceil(threads);
    let (time, parsed) = clock::time(clock::wall, || {
        thread::scope(|scope| {
            let workers: Vec<_> = files
                .chunks(share)
                .map(|files| {
                    scope.spawn(move || {
                        // Each describe is dropped when it was parsed, as when it is lowered.
                        files
                            .iter()
                            .map(|file| load::parse(file).map(|describes| describes.len()))
                            .sum::<Result<usize, _>>()
                    })
                })
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join())
                .collect::<Vec<_>>()
        })
    });
    let mut count = 0;
    for worker in parsed {
        count += worker.map_err(|_| "a thread of the parse panicked")??;
    }
    if count == files.len() {
        Ok(time)
    } else {
        Err(format!("{count} of {} files were parsed", files.len()).into())
    }
}
