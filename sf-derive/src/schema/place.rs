//! Where the index is: the folder that `SF_SCHEMA_DIR` names, the crate's own snapshot, the output
//! of its build script.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use sf_schema::schema::index::LIST_FILE;

/// Names a folder that is an index, or holds one.
pub(super) const VARIABLE: &str = "SF_SCHEMA_DIR";
/// The name of the folder of an index, in a snapshot and in the output of a build script.
const INDEX: &str = "sobjects.index";
/// The folder of a crate's own snapshot.
const SNAPSHOT: &str = "salesforce";

/// There is no index in any of the places.
#[derive(Debug)]
pub(crate) struct Missing {
    /// The folder that was named, where one was.
    named: Option<PathBuf>,
    snapshot: Option<PathBuf>,
    output: Option<PathBuf>,
}

/// What the environment says, so that the order can be tested.
struct Environment {
    named: Option<PathBuf>,
    crate_folder: Option<PathBuf>,
    output: Option<PathBuf>,
}

/// The folder of the index.
pub(super) fn find() -> Result<PathBuf, Missing> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
    let found = search(Environment {
        named: variable(VARIABLE).map(PathBuf::from),
        crate_folder: variable("CARGO_MANIFEST_DIR").map(PathBuf::from),
        output: variable("OUT_DIR").map(PathBuf::from),
    })?;
    // The compiler is told of the files, and takes a relative path as one from the source file.
    Ok(std::path::absolute(&found).unwrap_or(found))
}

fn search(environment: Environment) -> Result<PathBuf, Missing> {
    let is_index = |folder: &Path| folder.join(LIST_FILE).is_file();
    // A relative path is one from the crate, wherever the compiler was started.
    let root = environment.crate_folder.unwrap_or_default();
    if let Some(named) = environment.named {
        let named = root.join(named);
        let inside = named.join(INDEX);
        return if is_index(&named) {
            Ok(named)
        } else if is_index(&inside) {
            Ok(inside)
        } else {
            Err(Missing {
                named: Some(named),
                snapshot: None,
                output: None,
            })
        };
    }
    let snapshot = root.join(SNAPSHOT).join(INDEX);
    let output = environment.output.map(|output| output.join(INDEX));
    if is_index(&snapshot) {
        return Ok(snapshot);
    }
    match output {
        Some(output) if is_index(&output) => Ok(output),
        output => Err(Missing {
            named: None,
            snapshot: Some(snapshot),
            output,
        }),
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(named) = &self.named {
            return write!(
                f,
                "{VARIABLE} names {}, and there is no schema index in it\n   \
                 = help: write one there with `sf-codegen generate --schema SNAPSHOT --out src/org --index {}`, \
                 or unset {VARIABLE}",
                named.display(),
                named.display()
            );
        }
        f.write_str("no schema index, so no query can be checked; looked for it in")?;
        write!(f, "\n   1. {VARIABLE}: not set")?;
        if let Some(snapshot) = &self.snapshot {
            write!(f, "\n   2. {}: not there", snapshot.display())?;
        }
        match &self.output {
            Some(output) => write!(
                f,
                "\n   3. {}: not there; the build script does not write it",
                output.display()
            )?,
            None => f.write_str("\n   3. OUT_DIR: not set; the crate has no build script")?,
        }
        f.write_str(
            "\n   = help: call `sf_codegen::Builder::new(\"salesforce\").build()?` in build.rs, or, \
             where bindings are committed, run `sf-codegen generate --schema salesforce --out src/org \
             --index`",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder of the test's own, with an index at each of these places.
    fn folder(name: &str, indexes: &[&str]) -> PathBuf {
        let root = env::temp_dir().join(format!("sf-derive-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).expect("a folder");
        for index in indexes {
            let index = root.join(index);
            fs::create_dir_all(&index).expect("a folder");
            fs::write(index.join(LIST_FILE), "").expect("a file");
        }
        root
    }

    fn found(root: &Path, named: Option<&str>) -> Result<PathBuf, String> {
        let found = search(Environment {
            named: named.map(PathBuf::from),
            crate_folder: Some(root.to_owned()),
            output: Some(root.join("out")),
        });
        let _ = fs::remove_dir_all(root);
        found
            .map(|found| found.strip_prefix(root).expect("below").to_owned())
            .map_err(|missing| missing.to_string())
    }

    const OUTPUT: &str = "out/sobjects.index";
    const OWN: &str = "salesforce/sobjects.index";

    #[test]
    fn the_named_folder_goes_before_the_snapshot_and_that_before_the_output() {
        let all = [OUTPUT, OWN, "named", "other/sobjects.index"];
        let is = |place: &str| Ok(PathBuf::from(place));
        assert_eq!(found(&folder("a", &all), Some("named")), is("named"));
        assert_eq!(
            found(&folder("b", &all), Some("other")),
            is("other/sobjects.index")
        );
        assert_eq!(found(&folder("c", &all), None), is(OWN));
        assert_eq!(found(&folder("d", &[OUTPUT]), None), is(OUTPUT));
    }

    #[test]
    fn a_named_folder_without_an_index_is_an_error() {
        let said = found(&folder("e", &[OUTPUT, OWN]), Some("nowhere")).expect_err("none there");
        assert!(said.starts_with("SF_SCHEMA_DIR names "), "{said}");
        assert!(said.contains("--index"), "{said}");
    }

    #[test]
    fn the_error_names_every_place_and_what_to_do() {
        let said = found(&folder("f", &[]), None).expect_err("none there");
        for part in [
            "SF_SCHEMA_DIR: not set",
            "salesforce/sobjects.index: not there",
            "out/sobjects.index: not there",
            "Builder::new(\"salesforce\").build()?",
            "sf-codegen generate --schema salesforce --out src/org --index",
        ] {
            assert!(said.contains(part), "no {part:?} in {said}");
        }
    }
}
