//! Bindings whose snapshots tell which org they are of, and when they were taken.

sf_runtime::include_sobjects!(
    /// Of the fake org; of leads some fields.
    pub(crate) mod own,
    concat!(env!("OUT_DIR"), "/own")
);
sf_runtime::include_sobjects!(
    /// Of another org.
    pub(crate) mod foreign,
    concat!(env!("OUT_DIR"), "/foreign")
);
sf_runtime::include_sobjects!(
    /// What both have, the fake org and one without `Account.Fax`, where `Account.Site` cannot be
    /// updated.
    pub(crate) mod every,
    concat!(env!("OUT_DIR"), "/every")
);
sf_runtime::include_sobjects!(
    /// What either has.
    pub(crate) mod any,
    concat!(env!("OUT_DIR"), "/any")
);
