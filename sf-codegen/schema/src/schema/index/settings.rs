//! What the macros must know besides the objects: where the bindings are and what they hold.

use super::IndexError;
use super::record::{Reader, Writer, quote};
use crate::schema::Name;

const KIND: &str = "settings";
const BINDINGS: &str = "b";
const UNBOUND: &str = "u";
const MARKER: &str = "m";
const LINT: &str = "l";
const API_VERSION: &str = "v";

/// What belongs to the whole of an index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The Rust path of the bindings' module, such as `crate::org`.
    pub bindings: String,
    /// API names of the objects that have no bindings.
    pub unbound: Vec<String>,
    /// Objects without bindings that have a type for their ids in the bindings.
    pub markers: Vec<Name>,
    /// Lints that are not warnings: the lint's name, and `off`, `warn` or `error`.
    pub lints: Vec<(String, String)>,
    /// The API version of the describes, such as 66; none where they do not tell.
    pub api_version: Option<u32>,
}

/// The text of the settings. The order of what they hold does not matter.
#[inline]
pub fn write_settings(settings: &Settings) -> String {
    let mut writer = Writer::new(KIND);
    writer.record(BINDINGS).text(&settings.bindings).end();
    let mut unbound: Vec<&String> = settings.unbound.iter().collect();
    unbound.sort();
    for api in unbound {
        writer.record(UNBOUND).text(api).end();
    }
    let mut markers: Vec<&Name> = settings.markers.iter().collect();
    markers.sort();
    for name in markers {
        writer.record(MARKER).name(name).end();
    }
    let mut lints: Vec<&(String, String)> = settings.lints.iter().collect();
    lints.sort();
    for (lint, level) in lints {
        writer.record(LINT).text(lint).text(level).end();
    }
    if let Some(version) = settings.api_version {
        writer.record(API_VERSION).number(version).end();
    }
    writer.finish()
}

/// Reads what [`write_settings`] wrote.
///
/// # Errors
/// The text is of another version, holds no settings, or is damaged.
///
/// ```
/// use sf_schema::schema::index::{Settings, read_settings, write_settings};
///
/// let settings = Settings { bindings: "crate::org".to_owned(), ..Settings::default() };
/// assert_eq!(read_settings(&write_settings(&settings))?, settings);
/// # Ok::<(), sf_schema::schema::index::IndexError>(())
/// ```
pub fn read_settings(text: &str) -> Result<Settings, IndexError> {
    let mut reader = Reader::open(text, KIND)?;
    let mut settings = Settings::default();
    while let Some((tag, mut columns)) = reader.next()? {
        match tag {
            BINDINGS => settings.bindings = columns.text(),
            UNBOUND => settings.unbound.push(columns.text()),
            MARKER => settings.markers.push(columns.name()),
            LINT => settings.lints.push((columns.text(), columns.text())),
            API_VERSION => settings.api_version = Some(columns.number()),
            _ => return Err(columns.error(format!("unknown record {}", quote(tag)))),
        }
        columns.end()?;
    }
    Ok(settings)
}

impl Settings {
    /// The Rust name of the type that stands for this object's ids in the bindings, if the object
    /// has no more there than that.
    pub fn marker(&self, api: &str) -> Option<&str> {
        let mut markers = self.markers.iter();
        let marker = markers.find(|name| name.api.eq_ignore_ascii_case(api))?;
        Some(&marker.rust)
    }

    /// Whether this object of the index has no bindings.
    pub fn is_unbound(&self, api: &str) -> bool {
        let mut unbound = self.unbound.iter();
        unbound.any(|name| name.eq_ignore_ascii_case(api))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::index::VERSION;

    #[test]
    fn settings_survive_a_round_trip() {
        let settings = Settings {
            bindings: "my_org::bindings".to_owned(),
            unbound: vec!["Asset".to_owned(), "Übung\t__c".to_owned()],
            markers: vec![Name::new("Asset", "Asset"), Name::new("Type", "Type_")],
            lints: vec![("apex-only".to_owned(), "off".to_owned())],
            api_version: Some(58),
        };
        let text = write_settings(&settings);
        assert_eq!(read_settings(&text), Ok(settings.clone()));
        assert_eq!(settings.marker("TYPE"), Some("Type_"));
        assert!(settings.is_unbound("asset") && !settings.is_unbound("Account"));

        let mut other = settings;
        other.unbound.reverse();
        other.markers.reverse();
        assert_eq!(write_settings(&other), text, "whatever the order");
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let whole = format!("sf-schema-index {VERSION} settings\nb\tx\nend\n");
        assert!(read_settings(&whole).is_ok());
        for (part, other) in [
            (whole.as_str(), ""),
            (" settings", " list"),
            (&VERSION.to_string(), "1"),
            ("end\n", ""),
            ("b\tx", "z\tx"),
            ("b\tx", "b\tx\ty"),
            ("b\tx", "v\tx"),
        ] {
            let text = whole.replacen(part, other, 1);
            assert!(read_settings(&text).is_err(), "{text:?}");
        }
    }
}
