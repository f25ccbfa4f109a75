//! What a manifest with a merge conflict still tells: which objects the snapshot is of.

use super::{Manifest, Selection};

/// The arguments of `fetch` that select what both sides of the conflict do. Patterns that a shell could
/// take for something else are not named.
pub(super) fn arguments(text: &str) -> String {
    let selections = [Side::Ours, Side::Theirs].map(|side| selection(text, side));
    let mut all = Selection::default();
    for one in selections.into_iter().flatten() {
        all.objects.extend(one.objects);
        all.exclude.extend(one.exclude);
        all.with_parents = all.with_parents.max(one.with_parents);
    }
    let mut patterns = all.objects.iter().chain(&all.exclude);
    if all.objects.is_empty() || !patterns.all(|pattern| is_plain(pattern)) {
        return "--objects Account,Contact,...".to_owned();
    }
    let mut arguments = format!("--objects {}", list(all.objects));
    if !all.exclude.is_empty() {
        arguments.push_str(&format!(" --exclude {}", list(all.exclude)));
    }
    if all.with_parents > 0 {
        arguments.push_str(&format!(" --with-parents={}", all.with_parents));
    }
    arguments
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ours,
    Theirs,
}

/// The selection as one side has it.
fn selection(text: &str, wanted: Side) -> Option<Selection> {
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
    serde_json::from_str::<Manifest>(&kept).ok()?.selection
}

fn is_plain(pattern: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_*?".contains(c);
    !pattern.is_empty() && pattern.chars().all(is_part)
}

/// Each once, in quotes where a shell would look for files.
fn list(mut patterns: Vec<String>) -> String {
    patterns.sort();
    patterns.dedup();
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
