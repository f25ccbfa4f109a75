//! A side that is a live org: which objects it is asked for, by whom, and in which version.
//!
//! The objects are those of the other side, so what a snapshot leaves out is no difference. Nothing is
//! written.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use sf_codegen::fetch::{Described, LiveOrg, problem};
use sf_codegen::orgs::Namespaces;
use sf_codegen::{Error, Problem};
use sf_runtime::client::ApiVersion;

use super::compared::Cost;
use super::side::{Side, Spec};
use crate::cli::live::{Bar, wait_for};
use crate::cli::login;

/// How a live org is asked.
#[derive(Debug, Args)]
pub(in crate::cli) struct Asking {
    /// The API version in which a live org is asked; that of the snapshot, or 66.0, if not given
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Ask for every describe, also where the org says that it has not changed: another user than the
    /// one who fetched may see less
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    pub(in crate::cli) login: login::Arguments,
}

impl Asking {
    /// What is said by an argument, the login apart.
    pub(in crate::cli) fn given(&self) -> Option<&'static str> {
        match (self.full, &self.api_version) {
            (true, _) => Some("--full"),
            (false, Some(_)) => Some("--api-version"),
            (false, None) => None,
        }
    }
}

/// What asking needs besides.
#[derive(Clone, Copy)]
pub(super) struct With<'a> {
    pub(super) asking: &'a Asking,
    pub(super) config: Option<&'a Path>,
    /// What the namespaces of NEW are in OLD.
    pub(super) namespaces: &'a Namespaces,
    pub(super) is_quiet: bool,
}

impl With<'_> {
    /// The org as OLD, by the objects of NEW.
    pub(super) fn as_old(self, spec: Spec<'_>, snapshot: &Side) -> Result<(Side, Cost), Error> {
        self.one(spec, snapshot, &Namespaces::default())
    }

    /// The org as NEW, by the objects of OLD.
    pub(super) fn as_new(self, spec: Spec<'_>, snapshot: &Side) -> Result<(Side, Cost), Error> {
        let (org, cost) = self.one(spec, snapshot, self.namespaces)?;
        Ok((org.with_namespaces(self.namespaces)?, cost))
    }

    fn one(
        self,
        spec: Spec<'_>,
        snapshot: &Side,
        namespaces: &Namespaces,
    ) -> Result<(Side, Cost), Error> {
        let settings = snapshot.login_settings(self.config)?;
        let manifest = snapshot.manifest()?;
        let recorded = manifest.as_ref();
        let recorded = recorded.and_then(|manifest| manifest.api_version.as_ref());
        let version = self.version(recorded.or(settings.api_version.as_ref()))?;
        let objects = snapshot.schema.objects();
        let objects = objects.map(|object| object.name.api.as_str());
        let described = || {
            let login = self.login(spec)?;
            let client = login.client(&settings, version)?;
            let bar = Bar::new(self.is_quiet);
            wait_for(async {
                // An org of other namespaces is another org.
                let is_asked_all = self.asking.full || !namespaces.is_empty();
                let known = manifest.as_ref().filter(|_| !is_asked_all);
                let known = known.map(|manifest| (manifest, snapshot.files()));
                let org = LiveOrg::list(&client, known).await?;
                let org = org.with_namespaces(namespaces);
                org.describe(objects, &|done, all| bar.show(done, all))
                    .await
            })
        };
        let described = described().map_err(|error| spec.blamed(error))?;
        let recorded = manifest.as_ref().and_then(|known| known.org_id.clone());
        let is_other = |id: &String| described.org_id.as_ref().is_some_and(|now| now != id);
        // Who gives it other namespaces knows that it is.
        let other_org = recorded.filter(|id| namespaces.is_empty() && is_other(id));
        let (side, cost) = side(described, None)?;
        Ok((side, Cost { other_org, ..cost }))
    }

    /// Two orgs as they are now, by these names and patterns.
    pub(super) fn two(
        self,
        old: Spec<'_>,
        new: Spec<'_>,
        patterns: &[String],
    ) -> Result<(Side, Side, Vec<Cost>), Error> {
        let settings = login::settings(Path::new(""), self.config)?;
        let patterns = match patterns {
            [] => &settings.objects,
            given => given,
        };
        if patterns.is_empty() {
            return Err(
                Problem::new("nothing says which objects of the two orgs to compare")
                    .help("name them, as in `--objects Account,acme__*`")
                    .into(),
            );
        }
        let version = self.version(settings.api_version.as_ref())?;
        let client = |spec: Spec<'_>| -> Result<_, Error> {
            let client = self.login(spec)?.client(&settings, version);
            client.map_err(|error| spec.blamed(error))
        };
        let clients = (client(old)?, client(new)?);
        let bar = Bar::new(self.is_quiet);
        let (before, after) = wait_for(async {
            let blame_old = |error| old.blamed(error);
            let blame_new = |error| new.blamed(error);
            let one = LiveOrg::list(&clients.0, None).await.map_err(blame_old)?;
            let other = LiveOrg::list(&clients.1, None).await.map_err(blame_new)?;
            let other = other.with_namespaces(self.namespaces);
            let objects = selected(&one, &other, patterns)?;
            let show = |done, all| bar.show(done, all);
            let before = one.describe(&objects, &show).await.map_err(blame_old)?;
            let after = other.describe(&objects, &show).await.map_err(blame_new)?;
            Ok((before, after))
        })?;
        let (old, first) = side(before, Some(old))?;
        let (new, second) = side(after, Some(new))?;
        let new = new.with_namespaces(self.namespaces)?;
        Ok((old, new, vec![first, second]))
    }

    fn version(self, known: Option<&String>) -> Result<ApiVersion, Error> {
        match self.asking.api_version.as_ref().or(known) {
            Some(said) => Ok(said.parse().map_err(|error| problem(&error))?),
            None => Ok(ApiVersion::default()),
        }
    }

    fn login(self, spec: Spec<'_>) -> Result<login::Arguments, Error> {
        match spec {
            Spec::Org(alias) if !alias.is_empty() => Ok(login::Arguments::of(alias)),
            _ => Ok(self.asking.login.clone()),
        }
    }
}

/// The objects that either org has.
fn selected(
    one: &LiveOrg<'_>,
    other: &LiveOrg<'_>,
    patterns: &[String],
) -> Result<Vec<String>, Error> {
    let mut selected = BTreeMap::new();
    let mut problems = Vec::new();
    for pattern in patterns {
        let matching = [one.matching(pattern), other.matching(pattern)].concat();
        if matching.is_empty() {
            problems.push(
                Problem::new(format!("neither org has an object `{pattern}`"))
                    .help("correct it or leave it out; the user may also have no access to it"),
            );
        }
        let named = matching.into_iter();
        selected.extend(named.map(|name| (name.to_lowercase(), name.to_owned())));
    }
    Error::check(problems)?;
    Ok(selected.into_values().collect())
}

fn side(described: Described, of: Option<Spec<'_>>) -> Result<(Side, Cost), Error> {
    let cost = Cost {
        of: of.map(|spec| spec.to_string()),
        calls: described.calls,
        usage: described.usage,
        other_org: None,
    };
    Ok((Side::of_org(described.files)?, cost))
}
