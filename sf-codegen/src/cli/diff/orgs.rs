//! Sides that `[orgs]` in `sf.toml` makes: an org that it names, or all of them brought together as for
//! bindings.

use std::collections::HashMap;
use std::path::Path;

use sf_codegen::config::{ModeConfig, OrgsConfig};
use sf_codegen::model::Snapshot;
use sf_codegen::revision::Revision;
use sf_codegen::{Config, Error, Problem};
use sf_schema::diagnostic::nearest;

use super::side::{Origin, Side};
use crate::cli::login;

/// What `orgs:` stands for.
enum Meant {
    /// The org of the snapshot.
    This,
    /// Another one.
    Other,
    /// All of them.
    Together(ModeConfig),
}

impl Side {
    /// `orgs:NAME`, as the settings of the snapshot in this folder have it.
    ///
    /// # Errors
    /// There is no `[orgs]`, or nothing of this name in it; or the snapshot cannot be read.
    pub(super) fn of_orgs(name: &str, home: &Path, config: Option<&Path>) -> Result<Self, Error> {
        let settings = login::config(home, config)?;
        let Some(orgs) = settings.orgs else {
            return Err(Problem::new(format!(
                "`orgs:{name}` needs the settings that name several orgs, [orgs] in sf.toml, and {} has none",
                home.display()
            ))
            .help("name the snapshot that has them with --schema, or the settings with --config")
            .into());
        };
        let mut side = match meant(name, &orgs)? {
            Meant::This => Self::on_disk(home)?,
            Meant::Together(mode) => {
                let over = Config {
                    orgs: Some(OrgsConfig { mode, ..orgs }),
                    ..Config::default()
                };
                Self::together(Snapshot::read(home, config, over)?, home)?
            }
            Meant::Other => {
                let snapshot = Snapshot::read(home, config, Config::default())?;
                let path = snapshot.org_path(name).unwrap_or(home);
                let namespaces = orgs.others.get(name).map(|org| org.namespaces.clone());
                let namespaces = namespaces.unwrap_or_default().into_iter().collect();
                Self::on_disk(path)?.with_namespaces(&namespaces)?
            }
        };
        side.home = Some(home.to_owned());
        Ok(side)
    }

    /// A folder or `REV:path` with the other orgs of its own settings. Where these have none it is as
    /// [`read`](Self::read) has it.
    pub(super) fn merged(spec: &str) -> Result<Self, Error> {
        let path = Path::new(spec);
        match Revision::parse(spec) {
            Some(revision) if !path.exists() => Self::merged_revision(spec, &revision),
            _ if login::config(path, None)?.orgs.is_some() => {
                Self::together(Snapshot::read(path, None, Config::default())?, path)
            }
            _ => Self::read(spec),
        }
    }

    fn merged_revision(spec: &str, revision: &Revision<'_>) -> Result<Self, Error> {
        let side = Self::read(spec)?;
        let Some(orgs) = super::side::settings(revision)?.orgs else {
            return Ok(side);
        };
        let read = |path: &Path| {
            let beside = revision.beside(path)?;
            Ok(Self::read(&beside)?.files().to_vec())
        };
        let snapshot = Snapshot::of(side.files().to_vec()).with_orgs(orgs, read)?;
        Self::of_several(snapshot, Origin::Revision(spec.to_owned()))
    }

    fn together(snapshot: Snapshot, home: &Path) -> Result<Self, Error> {
        Self::of_several(snapshot, Origin::Path(home.to_owned()))
    }

    fn of_several(snapshot: Snapshot, origin: Origin) -> Result<Self, Error> {
        Ok(Self {
            schema: snapshot.schema()?,
            is_merged: true,
            origin,
            snapshot,
            in_files: HashMap::new(),
            home: None,
        })
    }
}

/// What the name means. An org could be called as a mode is, which is not guessed at.
fn meant(name: &str, orgs: &OrgsConfig) -> Result<Meant, Error> {
    let is_org = name == orgs.name || orgs.others.contains_key(name);
    let mode = match name {
        "" => Some(orgs.mode),
        "intersection" => Some(ModeConfig::Intersection),
        "union" => Some(ModeConfig::Union),
        _ => None,
    };
    match mode {
        Some(_) if is_org => Err(Problem::new(format!(
            "`orgs:{name}` can be the org of this name, and all orgs together"
        ))
        .help("call the org something else in [orgs] of sf.toml")
        .into()),
        Some(mode) => Ok(Meant::Together(mode)),
        None if name == orgs.name => Ok(Meant::This),
        None if is_org => Ok(Meant::Other),
        None => {
            let names = || orgs.others.keys().map(String::as_str).chain([&*orgs.name]);
            let problem = Problem::new(format!("[orgs] in sf.toml names no org `{name}`"));
            let help = match nearest(name, names()) {
                Some(near) => {
                    format!("did you mean `orgs:{near}`? A live org is written org:{name}")
                }
                None => format!(
                    "there is {}, and intersection and union of them; a live org is written org:{name}",
                    names().collect::<Vec<_>>().join(", ")
                ),
            };
            Err(problem.help(help).into())
        }
    }
}
