//! What a manifest with a merge conflict still tells: which objects the snapshot is of.

use super::{Manifest, Selection};

/// The manifest as both sides of the conflict have it: what both say, and which objects either selects.
/// When the describes were asked for is not said, since they are of both. None where a side is no
/// manifest of this version.
#[cfg(feature = "fetch")]
pub(super) fn settled(text: &str) -> Option<Manifest> {
    let [ours, theirs] = [Side::Ours, Side::Theirs].map(|side| manifest(text, side));
    let (ours, theirs) = (ours?, theirs?);
    if [&ours, &theirs]
        .iter()
        .any(|side| side.format != super::FORMAT)
    {
        return None;
    }
    let same = |one: Option<String>, other: Option<String>| if one == other { one } else { None };
    Some(Manifest {
        api_version: same(ours.api_version, theirs.api_version),
        org_id: same(ours.org_id, theirs.org_id),
        selection: either([ours.selection, theirs.selection]),
        missing: &ours.missing | &theirs.missing,
        ..Manifest::new()
    })
}

/// Whether a side is of a newer format than this version knows.
#[cfg(feature = "fetch")]
pub(super) fn is_newer(text: &str) -> bool {
    let sides = [Side::Ours, Side::Theirs].iter();
    sides
        .filter_map(|side| serde_json::from_str::<super::manifest::Head>(&kept(text, *side)).ok())
        .any(|head| head.format > super::FORMAT)
}

/// The arguments of `fetch` that select what both sides of the conflict do. Patterns that a shell could
/// take for something else are not named.
pub(super) fn arguments(text: &str) -> String {
    let selections =
        [Side::Ours, Side::Theirs].map(|side| manifest(text, side).and_then(|one| one.selection));
    let all = either(selections).unwrap_or_default();
    let mut patterns = all.objects.iter().chain(&all.exclude);
    if all.objects.is_empty() || !patterns.all(|pattern| is_plain(pattern)) {
        return "--objects Account,Contact,...".to_owned();
    }
    let mut arguments = format!("--objects {}", list(&all.objects));
    if !all.exclude.is_empty() {
        arguments.push_str(&format!(" --exclude {}", list(&all.exclude)));
    }
    if all.with_parents > 0 {
        arguments.push_str(&format!(" --with-parents={}", all.with_parents));
    }
    arguments
}

/// What either selects, each name once.
fn either(selections: [Option<Selection>; 2]) -> Option<Selection> {
    let selections = selections.into_iter().flatten();
    let mut all = selections.reduce(|mut all, one| {
        all.objects.extend(one.objects);
        all.exclude.extend(one.exclude);
        all.with_parents = all.with_parents.max(one.with_parents);
        all
    })?;
    for names in [&mut all.objects, &mut all.exclude] {
        names.sort();
        names.dedup();
    }
    Some(all)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ours,
    Theirs,
}

/// The manifest as one side has it.
fn manifest(text: &str, wanted: Side) -> Option<Manifest> {
    serde_json::from_str(&kept(text, wanted)).ok()
}

/// The text of one side.
fn kept(text: &str, wanted: Side) -> String {
    let mut side = None;
    let mut base = false;
    let mut kept = String::new();
    for line in text.lines() {
        match line.get(..7) {
            Some("<<<<<<<") => side = Some(Side::Ours),
            // What both were made from stands between, in one style of git's.
            Some("|||||||") => base = true,
            Some("=======") => (side, base) = (Some(Side::Theirs), false),
            Some(">>>>>>>") => side = None,
            _ if !base && side.is_none_or(|side| side == wanted) => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    kept
}

fn is_plain(pattern: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_*?".contains(c);
    !pattern.is_empty() && pattern.chars().all(is_part)
}

/// In quotes where a shell would look for files.
fn list(patterns: &[String]) -> String {
    let list = patterns.join(",");
    match list.contains(['*', '?']) {
        true => format!("'{list}'"),
        false => list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(objects: &[&str], exclude: &[&str], with_parents: u32) -> String {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let mut manifest = Manifest::new();
        manifest.selection = Some(Selection {
            objects: owned(objects),
            exclude: owned(exclude),
            with_parents,
        });
        manifest.render()
    }

    /// As git leaves a merge of two texts that have nothing in common.
    fn merge(ours: &str, theirs: &str) -> String {
        format!("<<<<<<< HEAD\n{ours}||||||| base\n{{}}\n=======\n{theirs}>>>>>>> other\n")
    }

    #[test]
    fn what_both_sides_select_is_selected() {
        let text = merge(
            &manifest(&["Account", "Lead"], &[], 0),
            &manifest(&["Account", "acme__*"], &["Case"], 2),
        );
        assert_eq!(
            arguments(&text),
            "--objects 'Account,Lead,acme__*' --exclude Case --with-parents=2"
        );
        // A conflict in the time alone.
        let text = manifest(&["Account"], &[], 0).replace(
            "  \"selection\"",
            "<<<<<<< HEAD\n  \"asOf\": \"1\",\n=======\n  \"asOf\": \"2\",\n>>>>>>> other\n  \"selection\"",
        );
        assert_eq!(arguments(&text), "--objects Account");
    }

    #[test]
    fn what_is_not_known_or_not_plain_is_not_named() {
        let placeholder = "--objects Account,Contact,...";
        assert_eq!(arguments("<<<<<<< HEAD\n"), placeholder);
        let evil = manifest(&["$(touch x)"], &[], 0);
        assert_eq!(arguments(&merge(&evil, &evil)), placeholder);
        let evil = manifest(&["Account"], &["' ; x"], 0);
        assert_eq!(arguments(&merge(&evil, &evil)), placeholder);
    }
}
