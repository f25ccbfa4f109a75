//! The name of an object's file in a snapshot.

use sf_schema::schema::index;

/// Longer names are cut and get a hash instead of their end: Windows paths are short.
const LONGEST: usize = 100;

/// The name of the file that holds the object `api`: the API name as it is, wherever that is safe on
/// every file system.
///
/// ```
/// use sf_codegen::snapshot::file_name;
///
/// assert_eq!(file_name("acme__Invoice__c"), "acme__Invoice__c.json");
/// assert_eq!(file_name("../é"), "%2e%2e%2f%c3%a9.json");
/// ```
pub fn file_name(api: &str) -> String {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let escaped = index::file_name(api);
    let escaped = escaped.strip_suffix(".sobject").unwrap_or(&escaped);
    // Windows keeps some names for devices: those the index escapes too.
    let is_plain = api.len() <= LONGEST
        && api.starts_with(|first: char| first.is_ascii_alphanumeric())
        && api.bytes().all(is_word)
        && !escaped.starts_with('%');
    let stem = match escaped.strip_prefix('_') {
        _ if is_plain => api.to_owned(),
        // A file whose name begins with an underscore is no describe.
        Some(rest) => format!("%5f{rest}"),
        None => escaped.to_owned(),
    };
    format!("{stem}.json")
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn api_names_stay_as_they_are_and_others_are_escaped() {
        for (api, file) in [
            ("Account", "Account.json"),
            ("Product2", "Product2.json"),
            ("CON", "%63on.json"),
            ("_snapshot", "%5fsnapshot.json"),
            (".git", "%2egit.json"),
            ("a b", "a%20b.json"),
        ] {
            assert_eq!(file_name(api), file, "{api}");
        }
        assert!(file_name(&"a".repeat(300)).len() < 120);
    }
}
