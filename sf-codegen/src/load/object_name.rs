//! Which object names are refused: the name becomes a file name.

/// Why this name cannot be used, or none where it can.
///
/// An org's API names are ASCII letters, digits and underscores. A snapshot may come from anywhere,
/// though, and a name that leads out of a folder would be written there.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("the describe has no `name`")
    } else if name.starts_with('.') {
        Some("the object's name begins with a dot")
    } else if name.contains(['/', '\\', ':']) {
        Some("the object's name holds a path")
    } else if name.contains(char::is_control) {
        Some("the object's name holds a control character")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn names_that_are_no_file_name_are_refused() {
        for name in [
            "", ".", "..", "../x", ".git", "a/b", "/a", "a\\b", "C:x", "a\0", "a\nb", "\u{1b}",
        ] {
            assert!(fault(name).is_some(), "{name:?}");
        }
        for name in ["Account", "ns__Foo__c", "Café", "r#type", "a.b"] {
            assert_eq!(fault(name), None, "{name:?}");
        }
    }
}
