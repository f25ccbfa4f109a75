use super::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::types) enum Sport {
    Golf,
    Wine,
    Chess,
}

impl PicklistValue for Sport {
    const FIELD: &'static str = "Account.Interests__c";
    const ENTRIES: &'static [PicklistEntry] = &[
        PicklistEntry {
            value: "Golf",
            label: "Golfing",
        },
        PicklistEntry {
            value: "Wine",
            label: "Wining",
        },
        PicklistEntry {
            value: "Chess/Go",
            label: "Board",
        },
    ];
    const ALL: &'static [Self] = &[Self::Golf, Self::Wine, Self::Chess];

    fn index(self) -> usize {
        self as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Green,
    Cellar,
}

impl PicklistValue for Place {
    const FIELD: &'static str = "Account.Place__c";
    const ENTRIES: &'static [PicklistEntry] = &[
        PicklistEntry {
            value: "Green",
            label: "Green",
        },
        PicklistEntry {
            value: "Cellar",
            label: "Cellar",
        },
    ];
    const ALL: &'static [Self] = &[Self::Green, Self::Cellar];

    fn index(self) -> usize {
        self as usize
    }
}

impl DependentPicklist for Place {
    type Controller = Sport;
    // One row short, as for a value that describe gives no `validFor`.
    const VALID_FOR: &'static [&'static [u16]] = &[&[0, 2]];
}

#[test]
fn values_and_positions_agree() {
    for (at, value) in Sport::ALL.iter().enumerate() {
        assert_eq!(value.index(), at);
        assert_eq!(Sport::from_index(at), Some(*value));
        assert_eq!(Sport::from_value(value.value()), Some(*value));
    }
    assert_eq!(Sport::from_index(3), None);
    assert_eq!(Sport::from_value("golf"), None);
    assert_eq!(Sport::Chess.label(), "Board");
}

#[test]
fn unknown_values_are_kept() {
    let other: Picklist<Sport> = serde_json::from_str("\"Grün ☂\"").unwrap();
    assert_eq!((other.value(), other.known()), ("Grün ☂", None));
    assert_eq!(other.label(), "Grün ☂");
    assert_eq!(serde_json::to_string(&other).unwrap(), "\"Grün ☂\"");
    assert_eq!(format!("{other:?} {other}"), "Other(\"Grün ☂\") Grün ☂");
    assert!(serde_json::from_str::<Picklist<Sport>>("3").is_err());
}

#[test]
fn known_values_are_normalised() {
    let golf = Picklist::from(Sport::Golf);
    assert!(matches!(
        Picklist::other("Golf"),
        Picklist::Known(Sport::Golf)
    ));
    assert_eq!(golf, Sport::Golf);
    assert_eq!(golf, Picklist::Other("Golf".into()));
    assert_ne!(golf, Sport::Wine);
    assert_eq!(
        Picklist::<Sport>::Other("Golf".into()).known(),
        Some(Sport::Golf)
    );
    let set = std::collections::HashSet::from([golf.clone(), Picklist::Other("Golf".into())]);
    assert_eq!(set.len(), 1);
    assert_eq!(format!("{golf:?}"), "Known(\"Golf\")");
}

#[test]
fn dependent_values_follow_their_controller() {
    assert!(Place::Green.is_valid_for(Sport::Chess));
    assert!(!Place::Green.is_valid_for(Sport::Wine));
    assert!(!Place::Cellar.is_valid_for(Sport::Wine));
    assert_eq!(
        Place::valid_values(Sport::Golf).collect::<Vec<_>>(),
        [Place::Green]
    );
    assert_eq!(Place::valid_values(Sport::Wine).count(), 0);
    assert_eq!(
        [false, true].map(ControllingValue::controlling_index),
        [0, 1]
    );
}
