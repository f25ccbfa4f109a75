//! The identifiers that generated code needs for itself, scope by scope.
//!
//! A list may grow, but each addition renames what had the name until then.

use super::kind::Scope;

/// At the root of the generated code.
const ROOT: &[&str] = &[
    "__SNAPSHOT",
    "__rt",
    "alloc",
    "core",
    "include_sobjects",
    "sf_runtime",
    "sobjects",
    "std",
];

/// In an object's module, where its type stands as well.
const ITEMS: &[&str] = &[
    "Draft",
    "Fields",
    "O",
    "Required",
    "V",
    "__TABLE",
    "__rt",
    "fields",
    "record_types",
];

/// Among the marker types of fields.
const MARKERS: &[&str] = &["__rt"];

/// Among the record types.
const RECORD_TYPES: &[&str] = &["__rt"];

/// Among the methods of records and drafts.
const METHODS: &[&str] = &[
    "as_record",
    "check",
    "clone",
    "create",
    "delete",
    "from_json",
    "from_record",
    "into",
    "into_inner",
    "into_record",
    "is_empty",
    "new",
    "query",
    "record",
    "retrieve",
    "select",
    "send",
    "to_json",
    "update",
    "upsert",
];

/// Beginnings of methods that carry the name of an external ID.
const METHOD_PREFIXES: &[&str] = &["ref_by_", "upsert_by_"];

/// Types that generated code names without a path, so that nothing may shadow them.
const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

/// Whether generated code needs `name` in `scope` for itself.
pub(super) fn is_reserved(scope: Scope, name: &str) -> bool {
    match scope {
        Scope::Root => contains(ROOT, name) || is_reserved(Scope::Items, name),
        Scope::Items => contains(ITEMS, name) || contains(PRIMITIVES, name),
        Scope::Markers => contains(MARKERS, name) || contains(PRIMITIVES, name),
        Scope::RecordTypes => contains(RECORD_TYPES, name) || contains(PRIMITIVES, name),
        // An unknown value is kept outside of the enum.
        Scope::Variants => false,
        Scope::Methods => contains(METHODS, name) || has_reserved_prefix(scope, name),
    }
}

/// Whether `name` is reserved by how it begins, so that nothing appended to it helps.
pub(super) fn has_reserved_prefix(scope: Scope, name: &str) -> bool {
    scope == Scope::Methods && METHOD_PREFIXES.iter().any(|p| name.starts_with(p))
}

fn contains(names: &[&str], name: &str) -> bool {
    // No reserved name is longer, and most API names are.
    name.len() <= 16 && names.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_longer_than_the_shortcut() {
        for list in [ROOT, ITEMS, MARKERS, RECORD_TYPES, METHODS, PRIMITIVES] {
            assert!(list.iter().all(|name| contains(list, name)));
            assert!(list.is_sorted());
        }
    }
}
