//! Groups of fields that several objects have: addresses and the names of people.

use super::field::FieldSpec;
use super::picklist::PickValue;

/// How exact a geocode is.
const ACCURACY: [&str; 11] = [
    "Address",
    "NearAddress",
    "Block",
    "Street",
    "ExtendedZip",
    "Zip",
    "Neighborhood",
    "City",
    "County",
    "State",
    "Unknown",
];

const COUNTRIES: [(&str, &str); 5] = [
    ("CA", "Canada"),
    ("DE", "Germany"),
    ("FR", "France"),
    ("NL", "Netherlands"),
    ("US", "United States"),
];

/// A state, its label and the place of its country in the list.
const STATES: [(&str, &str, usize); 9] = [
    ("BC", "British Columbia", 0),
    ("ON", "Ontario", 0),
    ("QC", "Quebec", 0),
    ("BE", "Berlin", 1),
    ("BY", "Bavaria", 1),
    ("CA", "California", 4),
    ("NY", "New York", 4),
    ("TX", "Texas", 4),
    ("WA", "Washington", 4),
];

/// The address `{prefix}Address` and its components; with `codes`, also the state and the country
/// as picklists.
pub fn address_fields(prefix: &str, codes: bool) -> Vec<FieldSpec> {
    let name = |part: &str| format!("{prefix}{part}");
    let address = name("Address");
    let mut fields = vec![
        FieldSpec::text_area(name("Street"), 255),
        FieldSpec::string(name("City"), 40),
        FieldSpec::string(name("State"), 80).label(format!("{prefix} State/Province")),
        FieldSpec::string(name("PostalCode"), 20).label(format!("{prefix} Zip/Postal Code")),
        FieldSpec::string(name("Country"), 80),
    ];
    if codes {
        let states = STATES.map(|(code, label, country)| {
            PickValue::from((code, label)).valid_for(super::valid_for(&[country]))
        });
        fields.push(
            FieldSpec::picklist(name("StateCode"), states)
                .length(10)
                .label(format!("{prefix} State/Province Code"))
                .restricted()
                .set("controllerName", name("CountryCode"))
                .set("dependentPicklist", true),
        );
        fields.push(
            FieldSpec::picklist(name("CountryCode"), COUNTRIES)
                .length(10)
                .restricted(),
        );
    }
    fields.extend([
        FieldSpec::double(name("Latitude"), 18, 15),
        FieldSpec::double(name("Longitude"), 18, 15),
        FieldSpec::picklist(name("GeocodeAccuracy"), ACCURACY)
            .length(40)
            .restricted(),
    ]);
    fields = fields
        .into_iter()
        .map(|field| field.compound(address.as_str()))
        .collect();
    fields.push(FieldSpec::new(address, "address"));
    fields
}

/// The compound `Name` of a person and its components; `LastName` is required.
pub fn person_name_fields() -> Vec<FieldSpec> {
    let part = |field: FieldSpec| {
        field
            .compound("Name")
            .set("extraTypeInfo", "personname")
            .set("permissionable", false)
    };
    vec![
        part(FieldSpec::string("LastName", 80).required()),
        part(FieldSpec::string("FirstName", 40)),
        part(salutation()),
        FieldSpec::string("Name", 121)
            .label("Full Name")
            .read_only()
            .required()
            .name_field()
            .set("idLookup", false)
            .set("extraTypeInfo", "personname"),
    ]
}

/// How a person is addressed.
fn salutation() -> FieldSpec {
    FieldSpec::picklist("Salutation", ["Mr.", "Ms.", "Mx.", "Dr.", "Prof."]).length(40)
}
