//! What a type parameter says about the object behind it: its API name and its key prefix.
//!
//! Must not know: fields, records, ids.

/// An object of an org, as a type.
///
/// Generated code implements it for each object of the snapshot, and for a marker type for each
/// object that a reference names but the snapshot does not hold.
///
/// ```
/// use sf_runtime::types::{Id, SObject};
///
/// enum Account {}
/// impl SObject for Account {
///     const API_NAME: &'static str = "Account";
///     const KEY_PREFIX: Option<&'static str> = Some("001");
/// }
/// assert!(Id::<Account>::parse("001D000000IqhSL").is_ok());
/// assert!(Id::<Account>::parse("0055f000005mc66").is_err());
/// ```
pub trait SObject: 'static {
    /// The API name: `Account`, `acme__Invoice__c`.
    const API_NAME: &'static str;
    /// The first three characters of the object's ids, where describe tells them.
    const KEY_PREFIX: Option<&'static str>;
}

/// No object in particular: the id of any record is an `Id<AnyObject>`.
#[derive(Debug)]
pub enum AnyObject {}

impl SObject for AnyObject {
    const API_NAME: &'static str = "SObject";
    const KEY_PREFIX: Option<&'static str> = None;
}

/// The key prefix that an id of this object must have in every org, where there is one.
///
/// Only standard objects have one: a custom object (and its history, share or feed) gets its
/// prefix from the org it is created in, so a check against the snapshot's org would refuse the
/// sandbox's and every other org's ids. Standard API names never hold a double underscore.
pub(super) const fn fixed_key_prefix(
    api_name: &str,
    key_prefix: Option<&'static str>,
) -> Option<&'static str> {
    let name = api_name.as_bytes();
    let mut at = 1;
    while at < name.len() {
        if name[at] == b'_' && name[at - 1] == b'_' {
            return None;
        }
        at += 1;
    }
    match key_prefix {
        Some(prefix) if prefix.len() == 3 => Some(prefix),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_standard_objects_have_a_prefix_of_their_own() {
        assert_eq!(fixed_key_prefix("Account", Some("001")), Some("001"));
        assert_eq!(fixed_key_prefix("Account", None), None);
        assert_eq!(fixed_key_prefix("Account", Some("")), None);
        for custom in [
            "Invoice__c",
            "acme__Invoice__c",
            "Ext__x",
            "Log__b",
            "Ping__e",
            "Rate__mdt",
            "Invoice__History",
            "Invoice__Share",
            "FAQ__kav",
        ] {
            assert_eq!(fixed_key_prefix(custom, Some("a00")), None, "{custom}");
        }
    }
}
