//! The name of an object's file. Knows nothing of folders.

/// A longer stem is cut and gets a hash instead of its end: Windows paths are short.
const MAX_STEM: usize = 100;

/// How much of a stem that is too long stays readable.
const READABLE: usize = 60;

/// Names that Windows keeps for devices, whatever the extension.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul"];

/// The name of the file that holds the index of the object `api`.
///
/// The name is safe on every file system. It is the same for every spelling that differs only in
/// the case of ASCII letters, and differs, even where file names ignore case, for all others.
///
/// ```
/// use sf_schema::schema::index::file_name;
///
/// assert_eq!(file_name("Invoice__c"), "invoice__c.sobject");
/// assert_eq!(file_name("../é"), "%2e%2e%2f%c3%a9.sobject");
/// ```
pub fn file_name(api: &str) -> String {
    let mut name = stem(&api.to_ascii_lowercase());
    name.push_str(".sobject");
    name
}

fn stem(api: &str) -> String {
    // No escape is a lone `%`, so nothing else has this name.
    if api.is_empty() {
        return "%".to_owned();
    }
    let escape_first = is_reserved(api);
    let mut stem = String::with_capacity(api.len());
    for (i, byte) in api.bytes().enumerate() {
        if (byte.is_ascii_alphanumeric() || byte == b'_') && !(i == 0 && escape_first) {
            stem.push(char::from(byte));
        } else {
            stem.push_str(&format!("%{byte:02x}"));
        }
    }
    if stem.len() > MAX_STEM {
        // ASCII by now, so every index is a boundary. `%%` is no escape either.
        stem.truncate(READABLE);
        stem.push_str(&format!("%%{:032x}", fnv1a(api.as_bytes())));
    }
    stem
}

fn is_reserved(lower: &str) -> bool {
    let is_port = |device| {
        lower
            .strip_prefix(device)
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    RESERVED.contains(&lower) || is_port("com") || is_port("lpt")
}

/// FNV-1a with 128 bits: stable over versions of Rust, which the standard hasher is not.
fn fnv1a(bytes: &[u8]) -> u128 {
    bytes
        .iter()
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn case_does_not_matter() {
        assert_eq!(file_name("ACCOUNT"), file_name("Account"));
        assert_eq!(file_name("COM1"), file_name("com1"));
    }

    #[test]
    fn device_names_are_escaped() {
        for device in ["CON", "prn", "Aux", "nul", "COM0", "com9", "LPT1"] {
            let name = file_name(device);
            assert!(name.starts_with('%'), "{name}");
        }
        assert_eq!(file_name("com10"), "com10.sobject");
        assert_eq!(file_name("Contact"), "contact.sobject");
        assert_eq!(file_name("comx"), "comx.sobject");
    }

    #[test]
    fn every_name_is_safe_and_its_own() {
        let long = "x".repeat(300);
        let longer = "x".repeat(301);
        let long_escaped = "é".repeat(40);
        let names = [
            "",
            "%",
            "%%",
            ".",
            "..",
            "/",
            "\\",
            "a/b",
            "a\\b",
            "a:b",
            "a b",
            "a.b",
            "a%2fb",
            "a-b",
            "a_b",
            "con",
            "%63on",
            "con.sobject",
            "COM¹",
            "conin$",
            "é",
            "e\u{301}",
            "É",
            "\0",
            "\n",
            "~",
            "$x",
            "-x",
            " x",
            "x ",
            "x.",
            "客户",
            &long,
            &longer,
            &long_escaped,
        ];
        let mut seen = BTreeSet::new();
        for api in names {
            let name = file_name(api);
            assert!(name.len() <= MAX_STEM + ".sobject".len(), "{name}");
            assert!(
                name.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_%.".contains(&b)),
                "{name}"
            );
            assert!(!name.starts_with('.'), "{name}");
            assert!(seen.insert(name.clone()), "{api:?} shares {name}");
        }
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(fnv1a(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,);
        assert_eq!(fnv1a(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
