//! `attributes`, which the org puts into every record and which says next to nothing.

use super::Table;
use super::shape::Shape;
use super::value::Repr;

/// The id of a record, if it was selected.
pub(super) fn id_of<'a>(shape: &Shape, values: &'a [Repr]) -> Option<&'a [u8; 18]> {
    let place = shape.position(shape.table.index_of("Id")?)?;
    match values.get(place)? {
        Repr::Id(id) => Some(id),
        _ => None,
    }
}

/// `{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001…"}` says nothing that the
/// table and the id do not, the API version aside; anything else is kept as it is.
pub(super) fn attributes_repr(table: &Table, text: &str, id: Option<&[u8; 18]>) -> Repr {
    let version = || {
        let rest = text.strip_prefix("{\"type\":\"")?.strip_prefix(table.api)?;
        let rest = rest.strip_prefix("\",\"url\":\"/services/data/v")?;
        let (version, rest) = rest.split_once('/')?;
        let rest = rest.strip_prefix("sobjects/")?.strip_prefix(table.api)?;
        let found = rest.strip_prefix('/')?.strip_suffix("\"}")?;
        (found.as_bytes() == id?).then(|| parse_version(version))?
    };
    match version() {
        Some(tenths) => Repr::Attributes(tenths),
        None if text == "null" => Repr::Null,
        None => Repr::Json(text.into()),
    }
}

/// The API version that `tenths` stands for, such as `66.0`.
pub(super) fn format_version(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The inverse of [`format_version`], for exactly what that writes.
fn parse_version(version: &str) -> Option<u16> {
    let (major, minor) = version.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = minor.len() == 1 && (major.len() == 1 || !major.starts_with('0'));
    if !canonical || !digits(major) || !digits(minor) {
        return None;
    }
    let tenths = major.parse::<u16>().ok()?.checked_mul(10)?;
    tenths.checked_add(minor.parse().ok()?)
}
