//! Traits that say why a field cannot be written.
//!
//! Generated code has a method for a read-only field too, but it asks for one of these traits,
//! which nobody implements. A user who calls it is told the reason, in `cargo check` and in the
//! editor. (An assertion in a constant would only show in a full build.)

use super::{Create, Update};

/// An operation that may write the record's id.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: the record's id",
    label = "`{F}` cannot be written here",
    note = "the org assigns the id of a record; `update` and `delete` take it as their argument"
)]
pub trait IdField<F> {}

/// An operation that may write a field that the org keeps itself.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: a system field",
    label = "`{F}` cannot be written here",
    note = "Salesforce maintains this field itself (describe: neither createable nor updateable)"
)]
pub trait SystemField<F> {}

/// An operation that may write a formula.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: a formula",
    label = "`{F}` cannot be written here",
    note = "the org computes this field from a formula: write the fields that the formula reads"
)]
pub trait FormulaField<F> {}

/// An operation that may write a roll-up summary.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: a roll-up summary",
    label = "`{F}` cannot be written here",
    note = "the org computes this field from the child records"
)]
pub trait RollUpField<F> {}

/// An operation that may write an auto-number.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: an auto-number",
    label = "`{F}` cannot be written here",
    note = "the org counts this field up when a record is created"
)]
pub trait AutoNumberField<F> {}

/// An operation that may write a compound value.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: a compound value, write its components",
    label = "`{F}` cannot be written here",
    note = "write the components, such as `billing_street` and `billing_city` for `BillingAddress`"
)]
pub trait CompoundField<F> {}

/// An operation that may write a field that the user of the snapshot may not edit.
#[diagnostic::on_unimplemented(
    message = "`{F}` is read-only: the user of the snapshot has no permission to edit it",
    label = "`{F}` cannot be written here",
    note = "describe says neither createable nor updateable: check the user's field-level security, then fetch the snapshot again"
)]
pub trait NoPermissionField<F> {}

/// An operation that may write a field that is set once, on create.
#[diagnostic::on_unimplemented(
    message = "`{F}` is create-only: it is set when the record is created and not after",
    label = "`{F}` cannot be written here",
    note = "describe says createable but not updateable: set it in `create`"
)]
pub trait CreateOnlyField<F> {}

impl<F> CreateOnlyField<F> for Create {}

/// An operation that may write a field that only an update may set.
#[diagnostic::on_unimplemented(
    message = "`{F}` is update-only: it cannot be set when the record is created",
    label = "`{F}` cannot be written here",
    note = "describe says updateable but not createable: create the record, then update it"
)]
pub trait UpdateOnlyField<F> {}

impl<F> UpdateOnlyField<F> for Update {}
