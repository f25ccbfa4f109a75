//! What the tests share: describe bodies written by us, and the bindings of the fixture org.

pub mod describe;
pub mod hostile;
pub mod org;
pub mod peers;

sf_runtime::include_sobjects!(
    /// What `build.rs` made of `fixtures/org`.
    pub mod bindings
);
