//! The compound value of address fields.
//!
//! Must not know: the component fields (`BillingCity`), which are what is written.

use serde::{Deserialize, Serialize};

use super::location::Location;

/// What an `address` field reads as. It is never written; its components are.
///
/// The codes are there when the org has state and country picklists. Keys that are not known are
/// passed over, and those that are missing read as `None`.
///
/// ```
/// use sf_runtime::types::Address;
///
/// let address: Address = serde_json::from_str(
///     r#"{"street":"1 Market St","city":"San Francisco","countryCode":"US","state":null,"new":1}"#,
/// )?;
/// assert_eq!(address.city.as_deref(), Some("San Francisco"));
/// assert_eq!(address.country_code.as_deref(), Some("US"));
/// assert_eq!(address.state, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Address {
    /// Street, which may hold several lines.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province, as text.
    pub state: Option<String>,
    /// Code of the state, where the org has state picklists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_code: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, as text.
    pub country: Option<String>,
    /// Code of the country, where the org has country picklists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Degrees north, once the address is geocoded.
    pub latitude: Option<f64>,
    /// Degrees east, once the address is geocoded.
    pub longitude: Option<f64>,
    /// How exact the two are: `Address`, `Street`, `Zip`, `City`, ...
    pub geocode_accuracy: Option<String>,
}

impl Address {
    /// Where it is, if the org has geocoded it.
    pub fn location(&self) -> Option<Location> {
        Some(Location {
            latitude: self.latitude?,
            longitude: self.longitude?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_a_round_trip() {
        let json = concat!(
            r#"{"street":"1 Market St\r\nFloor 2","city":"San Francisco","state":"California","#,
            r#""stateCode":"CA","postalCode":"94105","country":"United States","#,
            r#""countryCode":"US","latitude":37.793819,"longitude":-122.394837,"#,
            r#""geocodeAccuracy":"Address"}"#
        );
        let address: Address = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&address).unwrap(), json);
        let location = address.location().unwrap();
        assert_eq!(
            (location.latitude, location.longitude),
            (37.793819, -122.394837)
        );
    }

    #[test]
    fn what_is_missing_null_or_new_is_no_error() {
        let nulls = r#"{"city":null,"stateCode":null,"latitude":null,"attributes":{"type":"x"}}"#;
        for json in ["{}", nulls] {
            let address: Address = serde_json::from_str(json).unwrap();
            assert_eq!(address, Address::default());
            assert_eq!(address.location(), None);
        }
        let json = serde_json::to_string(&Address::default()).unwrap();
        assert!(json.contains(r#""postalCode":null"#));
        assert!(!json.contains("countryCode") && !json.contains("stateCode"));
    }
}
