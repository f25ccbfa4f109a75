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
    /// The least API version of this and all other orgs, as a whole number: what queries are checked for.
    pub least_version: Option<u32>,
    /// Whether the model is of other orgs as well.
    pub several_orgs: bool,
}

impl Origin {
    /// Takes what the manifest tells.
    pub(super) fn of(&mut self, manifest: &Manifest) {
        self.api_version.clone_from(&manifest.api_version);
        self.org_id.clone_from(&manifest.org_id);
        self.as_of.clone_from(&manifest.as_of);
        self.and(manifest);
    }

    /// Takes what the manifest of another org tells.
    pub(super) fn and(&mut self, manifest: &Manifest) {
        let versions = self.least_version.into_iter().chain(manifest.version());
        self.least_version = versions.min();
    }

    /// Stands for this and what the digest stands for.
    pub(super) fn digest(&self, of: u64) -> u64 {
        let mut digest = Digest::new();
        digest.add(&of.to_le_bytes());
        digest.add(format!("{self:?}").as_bytes());
        digest.finish()
    }
}
