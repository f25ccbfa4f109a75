//! What a Rust identifier is, and how a name is made one without a change of form.

use std::fmt::Write as _;

use super::kind::Scope;
use super::reserved;

/// Names longer than this are cut and get a hash.
pub(super) const LONGEST: usize = 200;

/// Keywords of all editions that no identifier can be, strict and reserved.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether `name` is an identifier in ASCII that needs no `r#`, in any edition.
pub fn is_identifier(name: &str) -> bool {
    let bytes = name.as_bytes();
    !bytes.is_empty()
        && !bytes[0].is_ascii_digit()
        && name != "_"
        && bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || *b == b'_')
        && !is_keyword(name)
}

/// Makes a name of letters, digits and underscores one that `scope` accepts.
///
/// A leading digit gets an underscore in front, a keyword or reserved name one behind. `api` is
/// what the name stands for; its hash tells long names apart.
pub(super) fn accepted(scope: Scope, mut name: String, api: &str) -> String {
    if name.is_empty() {
        name.push_str("empty");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) || reserved::has_reserved_prefix(scope, &name)
    {
        name.insert(0, '_');
    }
    while name == "_" || is_keyword(&name) || reserved::is_reserved(scope, &name) {
        name.push('_');
    }
    if name.len() > LONGEST {
        name.truncate(LONGEST - 18);
        // Writing to a string does not fail.
        let _ = write!(name, "_x{:016x}", fnv1a(api.as_bytes()));
    }
    name
}

/// FNV-1a, 64 bits: stable for ever, which the standard library's hashes are not.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn is_keyword(name: &str) -> bool {
    // No keyword is longer, and most API names are.
    name.len() <= 8 && KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        for name in [
            "a", "_a", "__c", "__", "A1", "union", "raw", "safe", "auto", "default",
        ] {
            assert!(is_identifier(name), "{name}");
        }
        for name in [
            "", "_", "1a", "a-b", "a b", "é", "日", "type", "Self", "gen", "try", "yield",
        ] {
            assert!(!is_identifier(name), "{name}");
        }
        assert!(KEYWORDS.is_sorted() && KEYWORDS.iter().all(|name| is_keyword(name)));
    }

    #[test]
    fn the_hash_is_fnv() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
