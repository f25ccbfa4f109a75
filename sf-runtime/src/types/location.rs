//! The compound value of geolocation fields.
//!
//! Must not know: the component fields (`Loc__Latitude__s`), which are what is written.

use serde::{Deserialize, Serialize};

/// A point on the earth, in degrees: what a `location` field reads as. It is never written; its
/// components are.
///
/// ```
/// use sf_runtime::types::Location;
///
/// let here: Location = serde_json::from_str(r#"{"latitude":37.7,"longitude":-122.4}"#)?;
/// assert_eq!(here, Location { latitude: 37.7, longitude: -122.4 });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Needs serde_json's `float_roundtrip`: without it the last digit of these changes.
    #[test]
    fn no_digit_of_a_coordinate_changes() {
        let mut seed = 1_u64;
        for _ in 0..1_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let degrees = (seed >> 11) as f64 / (1_u64 << 53) as f64 * 180.0;
            let json = format!(r#"{{"latitude":{degrees:?},"longitude":{:?}}}"#, -degrees);
            let read: Location = serde_json::from_str(&json).unwrap();
            assert_eq!(read.latitude, degrees);
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
    }
}
