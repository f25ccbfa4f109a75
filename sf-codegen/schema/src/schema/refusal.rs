//! Why a field may not be written, as far as describe tells.

use std::fmt;

use super::{Field, FieldFlags, FieldType};

/// What is done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// A new record.
    Create,
    /// A change to a record known by id.
    Update,
    /// Create or update, by external ID: a field must allow both.
    Upsert,
}

/// Why a write to a field is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Refusal {
    /// The record's id, which the org assigns.
    Id,
    /// Kept by the org: audit fields and the like.
    System,
    /// A formula (`calculated`).
    Formula,
    /// A roll-up summary (`calculated` without a formula).
    RollUp,
    /// An auto-number.
    AutoNumber,
    /// A compound value; its components are written.
    Compound,
    /// Describe says neither createable nor updateable, and nothing says why: field-level security,
    /// or a package that keeps the field.
    NoPermission,
    /// Set once, on create.
    CreateOnly,
    /// Taken by an update, not by a create.
    UpdateOnly,
}

impl Refusal {
    /// Every reason, in order.
    pub const ALL: &'static [Refusal] = &[
        Refusal::Id,
        Refusal::System,
        Refusal::Formula,
        Refusal::RollUp,
        Refusal::AutoNumber,
        Refusal::Compound,
        Refusal::NoPermission,
        Refusal::CreateOnly,
        Refusal::UpdateOnly,
    ];
}

impl fmt::Display for Refusal {
    /// What stands behind "`Field` is …".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Id => "read-only: the record's id",
            Refusal::System => "read-only: a system field",
            Refusal::Formula => "read-only: a formula",
            Refusal::RollUp => "read-only: a roll-up summary",
            Refusal::AutoNumber => "read-only: an auto-number",
            Refusal::Compound => "read-only: a compound value, write its components",
            Refusal::NoPermission => {
                "read-only: the user of the snapshot has no permission to edit it"
            }
            Refusal::CreateOnly => {
                "create-only: it is set when the record is created and not after"
            }
            Refusal::UpdateOnly => "update-only: it cannot be set when the record is created",
        })
    }
}

impl Field {
    /// Why `operation` may not set this field, or none where it may.
    ///
    /// The rule is `createable` and `updateable`, each on its own; an upsert wants both.
    pub fn refusal(&self, operation: Operation) -> Option<Refusal> {
        let create = self.is(FieldFlags::CREATEABLE);
        let update = self.is(FieldFlags::UPDATEABLE);
        match (create, update, operation) {
            (true, true, _)
            | (true, false, Operation::Create)
            | (false, true, Operation::Update) => None,
            (true, false, _) => Some(Refusal::CreateOnly),
            (false, true, _) => Some(Refusal::UpdateOnly),
            (false, false, _) => Some(self.read_only_reason()),
        }
    }

    fn read_only_reason(&self) -> Refusal {
        if self.data == FieldType::Id {
            Refusal::Id
        } else if self.is(FieldFlags::AUTO_NUMBER) {
            Refusal::AutoNumber
        } else if self.is(FieldFlags::CALCULATED) {
            // Describe gives a roll-up summary no formula.
            if self.formula.is_some() {
                Refusal::Formula
            } else {
                Refusal::RollUp
            }
        } else if matches!(self.data, FieldType::Address | FieldType::Location)
            || self.compound.as_deref() == Some(self.name.api.as_str())
            || self.extra_type_info.as_deref() == Some("personname")
        {
            Refusal::Compound
        } else if self.is(FieldFlags::CUSTOM) || self.is(FieldFlags::PERMISSIONABLE) {
            Refusal::NoPermission
        } else {
            Refusal::System
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Name;

    const OPERATIONS: [Operation; 3] = [Operation::Create, Operation::Update, Operation::Upsert];

    #[test]
    fn each_operation_has_its_flag() {
        use Refusal::{CreateOnly, System, UpdateOnly};
        let create = FieldFlags::CREATEABLE;
        let update = FieldFlags::UPDATEABLE;
        for (flags, expected) in [
            (create | update, [None, None, None]),
            (create, [None, Some(CreateOnly), Some(CreateOnly)]),
            (update, [Some(UpdateOnly), None, Some(UpdateOnly)]),
            (FieldFlags::none(), [Some(System); 3]),
        ] {
            let field = Field {
                flags,
                ..Field::default()
            };
            assert_eq!(
                OPERATIONS.map(|op| field.refusal(op)),
                expected,
                "{flags:?}"
            );
        }
    }

    #[test]
    fn a_read_only_field_says_why() {
        let field = |data, flags| Field {
            name: Name::new("F__c", "f__c"),
            data,
            flags,
            ..Field::default()
        };
        let text = |flags| field(FieldType::String, flags);
        let formula = Some("Amount * 2".to_owned());
        let calculated = FieldFlags::CALCULATED | FieldFlags::CUSTOM;
        for (field, expected) in [
            (field(FieldType::Id, FieldFlags::ID_LOOKUP), Refusal::Id),
            (
                text(FieldFlags::AUTO_NUMBER | FieldFlags::CUSTOM),
                Refusal::AutoNumber,
            ),
            (
                Field {
                    formula: formula.clone(),
                    ..text(calculated)
                },
                Refusal::Formula,
            ),
            (text(calculated), Refusal::RollUp),
            (
                field(FieldType::Address, FieldFlags::none()),
                Refusal::Compound,
            ),
            (
                field(FieldType::Location, FieldFlags::CUSTOM),
                Refusal::Compound,
            ),
            (
                Field {
                    compound: Some("F__c".to_owned()),
                    ..text(FieldFlags::none())
                },
                Refusal::Compound,
            ),
            (
                Field {
                    extra_type_info: Some("personname".to_owned()),
                    ..text(FieldFlags::none())
                },
                Refusal::Compound,
            ),
            (
                Field {
                    compound: Some("MailingAddress".to_owned()),
                    ..text(FieldFlags::PERMISSIONABLE)
                },
                Refusal::NoPermission,
            ),
            (text(FieldFlags::CUSTOM), Refusal::NoPermission),
            (text(FieldFlags::PERMISSIONABLE), Refusal::NoPermission),
            (
                field(FieldType::DateTime, FieldFlags::NILLABLE),
                Refusal::System,
            ),
        ] {
            for operation in OPERATIONS {
                assert_eq!(field.refusal(operation), Some(expected), "{field:?}");
            }
        }
    }

    #[test]
    fn every_reason_is_listed_once_and_speaks_for_itself() {
        for (i, refusal) in Refusal::ALL.iter().enumerate() {
            let later = Refusal::ALL.get(i + 1..).unwrap_or_default();
            assert!(later.iter().all(|other| other > refusal));
            assert!(later.iter().all(|o| o.to_string() != refusal.to_string()));
        }
        assert_eq!(Refusal::System.to_string(), "read-only: a system field");
    }
}
