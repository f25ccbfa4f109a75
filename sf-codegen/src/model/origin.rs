//! What a snapshot is of.

use crate::digest::Digest;
use crate::snapshot::Manifest;

/// What a snapshot is of, as far as its manifest tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The API version of the describes, as in `66.0`.
    pub api_version: Option<String>,
    /// The org's id in 18 characters.
    pub org_id: Option<String>,
    /// A time after which anything must have changed that is not as in the snapshot, by the org's
    /// clock.
    pub as_of: Option<String>,
    /// Whether the model is of other orgs as well.
    pub several_orgs: bool,
}

impl Origin {
    /// Takes what the manifest tells.
    pub(super) fn of(&mut self, manifest: &Manifest) {
        self.api_version.clone_from(&manifest.api_version);
        self.org_id.clone_from(&manifest.org_id);
        self.as_of.clone_from(&manifest.as_of);
    }

    /// Stands for this and what the digest stands for.
    pub(super) fn digest(&self, of: u64) -> u64 {
        let mut digest = Digest::new();
        digest.add(&of.to_le_bytes());
        digest.add(format!("{self:?}").as_bytes());
        digest.finish()
    }
}
