//! The value that clears a field.
//!
//! Must not know: which fields may be cleared (their setters do).

use serde::ser::{Serialize, Serializer};

/// Clears a field: sent as JSON `null`. Only the setters of nillable fields take it.
///
/// ```
/// use sf_runtime::types::Null;
///
/// assert_eq!(serde_json::to_string(&Null)?, "null");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Null;

impl Serialize for Null {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
