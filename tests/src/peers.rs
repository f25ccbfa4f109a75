//! Programs of others that tests run beside ours, where CI has installed them; see `.ci/run`.

use std::path::{Path, PathBuf};

/// What is at this path in the folder that CI installs peers into, `target/peers`, or in the one
/// that `SF_PEERS` names. Where there is nothing, a line says that it is skipped.
pub fn installed(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SF_PEERS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/peers"),
        PathBuf::from,
    );
    let found = folder.join(path);
    if found.exists() {
        return Some(found);
    }
    println!("skipped: {} is not installed", found.display());
    None
}

/// The program of this name that feeds a peer, in `tests/peers`.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("peers")
        .join(name)
}
