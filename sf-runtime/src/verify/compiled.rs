//! What bindings say of themselves: generated code fills it in.

use crate::types::SObject;

/// An object whose bindings say what they were made of: what generated code implements, with the
/// feature `verify`.
pub trait Compiled: SObject {
    /// What it was made of.
    const COMPILED_IN: CompiledIn;
}

/// What an object's bindings were made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct CompiledIn {
    /// What is compared, as a text of `sf_schema`'s index.
    pub(super) schema: &'static str,
    /// Whether no field was left out.
    pub(super) all_fields: bool,
    pub(super) api: &'static str,
    pub(super) snapshot: Snapshot,
}

/// What a snapshot is of, as far as its manifest tells. For generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub struct Snapshot {
    /// The API version of the describes.
    pub api_version: Option<&'static str>,
    /// The org's id.
    pub org_id: Option<&'static str>,
    /// A time after which anything must have changed that is not as in the snapshot.
    pub as_of: Option<&'static str>,
    /// Whether the bindings are of other orgs as well.
    pub several_orgs: bool,
}

impl CompiledIn {
    /// What the bindings of this object were made of.
    pub const fn of<T: Compiled>() -> Self {
        T::COMPILED_IN
    }

    /// For generated code.
    #[doc(hidden)]
    pub const fn new(
        api: &'static str,
        all_fields: bool,
        schema: &'static str,
        snapshot: Snapshot,
    ) -> Self {
        Self {
            schema,
            all_fields,
            api,
            snapshot,
        }
    }

    /// API name of the object.
    pub const fn api_name(&self) -> &'static str {
        self.api
    }

    /// The API version that the org is asked in, as in `66.0`; none where the snapshot does not tell,
    /// and the client's own is taken.
    pub const fn api_version(&self) -> Option<&'static str> {
        self.snapshot.api_version
    }

    /// The id of the org of the snapshot, where that tells.
    pub const fn org_id(&self) -> Option<&'static str> {
        self.snapshot.org_id
    }
}
