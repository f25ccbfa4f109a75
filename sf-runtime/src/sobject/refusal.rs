//! Traits that say why a field cannot be written.
//!
//! Generated code has a method for a read-only field too, but it asks for one of these traits,
//! which nobody implements. A user who calls it is told the reason, in `cargo check` and in the
//! editor. (An assertion in a constant would only show in a full build.)

use super::{Create, Update};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident: $message:literal, $note:literal;)*) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "`{F}` cannot be written here",
            note = $note
        )]
        pub trait $name<F> {}
    )*};
}

refusals! {
    /// An operation that may write the record's id: none.
    IdField: "`{F}` is read-only: the record's id",
        "the org assigns the id of a record; `update` takes it as its argument";
    /// An operation that may write a field that the org keeps itself: none.
    SystemField: "`{F}` is read-only: a system field",
        "Salesforce maintains this field itself (describe: neither createable nor updateable)";
    /// An operation that may write a formula: none.
    FormulaField: "`{F}` is read-only: a formula",
        "the org computes this field from a formula: write the fields that the formula reads";
    /// An operation that may write a roll-up summary: none.
    RollUpField: "`{F}` is read-only: a roll-up summary",
        "the org computes this field from the child records";
    /// An operation that may write an auto-number: none.
    AutoNumberField: "`{F}` is read-only: an auto-number",
        "the org counts this field up when a record is created";
    /// An operation that may write a compound value: none.
    CompoundField: "`{F}` is read-only: a compound value, write its components",
        "write the components, such as `billing_street` and `billing_city` for `BillingAddress`";
    /// An operation that may write a field that the user of the snapshot may not edit: none.
    NoPermissionField:
        "`{F}` is read-only: the user of the snapshot has no permission to edit it",
        "describe says neither createable nor updateable: check the user's field-level security, \
         then take the describe again";
    /// An operation that may write a field that is set once: [`Create`].
    CreateOnlyField:
        "`{F}` is create-only: it is set when the record is created and not after",
        "describe says createable but not updateable: set it in `create`";
    /// An operation that may write a field that only an update may set: [`Update`].
    UpdateOnlyField: "`{F}` is update-only: it cannot be set when the record is created",
        "describe says updateable but not createable: create the record, then update it";
}

impl<F> CreateOnlyField<F> for Create {}
impl<F> UpdateOnlyField<F> for Update {}
