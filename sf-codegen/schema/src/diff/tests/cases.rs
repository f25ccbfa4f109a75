//! Each kind of difference: what is done to the object, and what is said of it.

use crate::schema::{Field, FieldFlags as F, FieldType, ObjectFlags};
use crate::{Name, Object};

use super::{at, field, reference, value, values, without};
use crate::diff::Change;

/// The kind of change, what is done to the object, and everything that is said of it.
pub(super) type Case = (Change, fn(&mut Object), &'static [&'static str]);

/// Each there and back: the second list is what is said when the change is taken back.
pub(super) const CASES: &[(Case, &[&str])] = &[
    (
        (
            Change::OperationLost,
            |o| o.flags = ObjectFlags::QUERYABLE,
            &["breaking: Account: records cannot be created any more"],
        ),
        &["compatible: Account: records can be created now"],
    ),
    (
        (
            Change::KeyPrefix,
            |o| o.key_prefix = Some("a01".to_owned()),
            &[
                "risky: Account: ids begin with `a01` now, they began with `001`: ids that were kept lead nowhere",
            ],
        ),
        &[
            "risky: Account: ids begin with `001` now, they began with `a01`: ids that were kept lead nowhere",
        ],
    ),
    (
        (
            Change::Deprecated,
            |o| o.flags |= ObjectFlags::DEPRECATED_AND_HIDDEN,
            &["risky: Account: the object is deprecated and hidden: it can go with any release"],
        ),
        &["compatible: Account: the object is no longer deprecated and hidden"],
    ),
    (
        (
            Change::Deprecated,
            |o| at(o, "Text__c").flags |= F::DEPRECATED_AND_HIDDEN,
            &[
                "risky: Account.Text__c: the field is deprecated and hidden: it can go with any release",
            ],
        ),
        &["compatible: Account.Text__c: the field is no longer deprecated and hidden"],
    ),
    (
        (
            Change::Spelling,
            |o| at(o, "Text__c").name.api = "TEXT__c".to_owned(),
            &["risky: Account.TEXT__c: it was spelled `Text__c`: answers have the new spelling"],
        ),
        &["risky: Account.Text__c: it was spelled `TEXT__c`: answers have the new spelling"],
    ),
    (
        (
            Change::FieldRemoved,
            |o| o.fields.retain(|f| f.name.api != "Text__c"),
            &["breaking: Account.Text__c: the field is gone"],
        ),
        &["compatible: Account.Text__c: the field is new"],
    ),
    (
        (
            Change::FieldAdded,
            |o| {
                o.fields.push(Field {
                    flags: F::CREATEABLE,
                    ..field("New__c", FieldType::Date)
                })
            },
            &[
                "breaking: Account.New__c: the field is new, and no record can be created without it",
            ],
        ),
        &["breaking: Account.New__c: the field is gone"],
    ),
    (
        (
            Change::Type,
            |o| at(o, "Text__c").data = FieldType::Double,
            &[
                "breaking: Account.Text__c: the type is double now, it was string: values are of another kind",
            ],
        ),
        &[
            "breaking: Account.Text__c: the type is string now, it was double: values are of another kind",
        ],
    ),
    (
        (
            Change::Type,
            |o| at(o, "Text__c").data = FieldType::Email,
            &[
                "breaking: Account.Text__c: the type is email now, it was string: what is not an address is refused",
            ],
        ),
        &[
            "risky: Account.Text__c: the type is string now, it was email: values are of the same kind, \
           the org treats them in another way",
        ],
    ),
    // What fits in counts also where the type is another one.
    (
        (
            Change::Type,
            |o| {
                let text = at(o, "Text__c");
                text.data = FieldType::Phone;
                text.length = 40;
            },
            &[
                "risky: Account.Text__c: the type is phone now, it was string: values are of the same kind, \
             the org treats them in another way",
                "breaking: Account.Text__c: the length is 40 now, it was 80: longer values are refused",
            ],
        ),
        &[
            "risky: Account.Text__c: the type is string now, it was phone: values are of the same kind, \
           the org treats them in another way",
            "compatible: Account.Text__c: the length is 80 now, it was 40",
        ],
    ),
    (
        (
            Change::Type,
            |o| {
                let number = at(o, "Number__c");
                number.data = FieldType::Percent;
                number.precision = 16;
            },
            &[
                "risky: Account.Number__c: the type is percent now, it was currency: values are of the same kind, \
             the org treats them in another way",
                "breaking: Account.Number__c: the number of digits before the point is 14 now, it was 16: \
             larger numbers are refused",
            ],
        ),
        &[
            "risky: Account.Number__c: the type is currency now, it was percent: values are of the same kind, \
             the org treats them in another way",
            "compatible: Account.Number__c: the number of digits before the point is 16 now, it was 14",
        ],
    ),
    (
        (
            Change::Length,
            |o| at(o, "Text__c").length = 40,
            &[
                "breaking: Account.Text__c: the length is 40 now, it was 80: longer values are refused",
            ],
        ),
        &["compatible: Account.Text__c: the length is 80 now, it was 40"],
    ),
    (
        (
            Change::Precision,
            |o| at(o, "Number__c").precision = 16,
            &[
                "breaking: Account.Number__c: the number of digits before the point is 14 now, it was 16: \
             larger numbers are refused",
            ],
        ),
        &[
            "compatible: Account.Number__c: the number of digits before the point is 16 now, it was 14",
        ],
    ),
    (
        (
            Change::Precision,
            |o| at(o, "Int__c").digits = 3,
            &[
                "breaking: Account.Int__c: the number of digits is 3 now, it was 8: larger numbers are refused",
            ],
        ),
        &["compatible: Account.Int__c: the number of digits is 8 now, it was 3"],
    ),
    (
        (
            Change::Scale,
            |o| {
                let n = at(o, "Number__c");
                n.precision = 17;
                n.scale = 1;
            },
            &[
                "breaking: Account.Number__c: the number of digits after the point is 1 now, it was 2: \
             numbers that have more are refused or rounded",
            ],
        ),
        &["compatible: Account.Number__c: the number of digits after the point is 2 now, it was 1"],
    ),
    (
        // Nobody writes a formula, so nothing is refused.
        (
            Change::Scale,
            |o| {
                let n = at(o, "Formula__c");
                n.precision = 4;
                n.scale = 4;
            },
            &[
                "compatible: Account.Formula__c: the number of digits after the point is 4 now, it was 0",
            ],
        ),
        &["risky: Account.Formula__c: the number of digits after the point is 0 now, it was 4"],
    ),
    (
        (
            Change::Nullable,
            |o| {
                let t = at(o, "Text__c");
                t.flags = without(t.flags | F::DEFAULTED_ON_CREATE, F::NILLABLE);
            },
            &[
                "breaking: Account.Text__c: null is refused now",
                "risky: Account.Text__c: it has a default now: a record that is created without it has a value",
            ],
        ),
        &[
            "risky: Account.Text__c: it can be null now: rows have an Option where they had a value",
            "risky: Account.Text__c: it has no default any more: a record that is created without it has no value",
        ],
    ),
    (
        (
            Change::Required,
            |o| {
                let t = at(o, "Text__c");
                t.flags = without(t.flags, F::NILLABLE);
            },
            &[
                "breaking: Account.Text__c: no record can be created without it now",
                "breaking: Account.Text__c: null is refused now",
            ],
        ),
        &[
            "risky: Account.Text__c: a record can be created without it now: `Required` of the bindings has it no more",
            "risky: Account.Text__c: it can be null now: rows have an Option where they had a value",
        ],
    ),
    (
        (
            Change::Createable,
            |o| {
                let t = at(o, "Text__c");
                t.flags = without(t.flags, F::CREATEABLE);
            },
            &["breaking: Account.Text__c: it cannot be set on create any more"],
        ),
        &["compatible: Account.Text__c: it can be set on create now"],
    ),
    (
        (
            Change::Updateable,
            |o| {
                let t = at(o, "Text__c");
                t.flags = without(t.flags, F::UPDATEABLE);
            },
            &["breaking: Account.Text__c: it cannot be set on update any more"],
        ),
        &["compatible: Account.Text__c: it can be set on update now"],
    ),
    (
        (
            Change::Filterable,
            |o| {
                let t = at(o, "Text__c");
                t.flags = without(t.flags, F::FILTERABLE);
            },
            &["breaking: Account.Text__c: it cannot be filtered any more"],
        ),
        &["compatible: Account.Text__c: it can be filtered now"],
    ),
    (
        (
            Change::Sortable,
            |o| {
                let t = at(o, "Text__c");
                t.flags = without(t.flags, F::SORTABLE);
            },
            &["breaking: Account.Text__c: it cannot be sorted any more"],
        ),
        &["compatible: Account.Text__c: it can be sorted now"],
    ),
    (
        (
            Change::Groupable,
            |o| at(o, "Text__c").flags |= F::GROUPABLE,
            &["compatible: Account.Text__c: it can be grouped now"],
        ),
        &["breaking: Account.Text__c: it cannot be grouped any more"],
    ),
    (
        (
            Change::Aggregatable,
            |o| at(o, "Text__c").flags |= F::AGGREGATABLE,
            &["compatible: Account.Text__c: it can be aggregated now"],
        ),
        &["breaking: Account.Text__c: it cannot be aggregated any more"],
    ),
    (
        (
            Change::Distance,
            |o| at(o, "Text__c").flags |= F::QUERY_BY_DISTANCE,
            &["compatible: Account.Text__c: it can be asked for by distance now"],
        ),
        &["breaking: Account.Text__c: it cannot be asked for by distance any more"],
    ),
    (
        (
            Change::ExternalId,
            |o| at(o, "Text__c").flags |= F::EXTERNAL_ID | F::ID_LOOKUP,
            &["compatible: Account.Text__c: it is an external ID now"],
        ),
        &[
            "breaking: Account.Text__c: it is no external ID any more: records cannot be upserted or \
           referred to by it",
        ],
    ),
    (
        (
            Change::IdLookup,
            |o| at(o, "Text__c").flags |= F::ID_LOOKUP,
            &["compatible: Account.Text__c: records can be upserted by it now"],
        ),
        &["breaking: Account.Text__c: records cannot be upserted by it any more"],
    ),
    (
        (
            Change::Unique,
            |o| at(o, "Text__c").flags |= F::UNIQUE,
            &[
                "breaking: Account.Text__c: it is unique now: a value that another record has is refused",
            ],
        ),
        &["risky: Account.Text__c: it is not unique any more: several records can have one value"],
    ),
    (
        (
            Change::CaseSensitive,
            |o| at(o, "Text__c").flags |= F::CASE_SENSITIVE,
            &["risky: Account.Text__c: case counts now when values are compared"],
        ),
        &["risky: Account.Text__c: case does not count any more when values are compared"],
    ),
    (
        (
            Change::Default,
            |o| at(o, "Text__c").default_formula = Some("\"x\"".to_owned()),
            &[
                "risky: Account.Text__c: it has a default now: a record that is created without it has a value",
            ],
        ),
        &[
            "risky: Account.Text__c: it has no default any more: a record that is created without it has no value",
        ],
    ),
    (
        (
            Change::Default,
            |o| at(o, "Text__c").flags |= F::DEFAULTED_ON_CREATE,
            &[
                "risky: Account.Text__c: it has a default now: a record that is created without it has a value",
            ],
        ),
        &[
            "risky: Account.Text__c: it has no default any more: a record that is created without it has no value",
        ],
    ),
    (
        (
            Change::Default,
            |o| {
                let text = at(o, "Pick__c");
                text.default_formula = Some("\"x\"".to_owned());
                values(o, "Pick__c")[0].default = true;
            },
            &[
                "risky: Account.Pick__c: it has a default now: a record that is created without it has a value",
            ],
        ),
        &[
            "risky: Account.Pick__c: it has no default any more: a record that is created without it has no value",
        ],
    ),
    (
        (
            Change::Formula,
            |o| at(o, "Formula__c").formula = Some("2".to_owned()),
            &["risky: Account.Formula__c: it is computed in another way"],
        ),
        &["risky: Account.Formula__c: it is computed in another way"],
    ),
    (
        (
            Change::Formula,
            |o| {
                let t = at(o, "Text__c");
                t.flags = F::CALCULATED | F::NILLABLE | F::FILTERABLE | F::SORTABLE;
                t.formula = Some(String::new());
            },
            &[
                "breaking: Account.Text__c: it cannot be set on create any more: it is a formula",
                "breaking: Account.Text__c: it cannot be set on update any more: it is a formula",
                "risky: Account.Text__c: the org computes it now",
            ],
        ),
        &[
            "compatible: Account.Text__c: it can be set on create now",
            "compatible: Account.Text__c: it can be set on update now",
            "risky: Account.Text__c: the org does not compute it any more",
        ],
    ),
    (
        (
            Change::ValueRemoved,
            |o| {
                values(o, "Pick__c").pop();
            },
            &["risky: Account.Pick__c: the value `Old` is gone: the bindings have it no more"],
        ),
        &[
            "risky: Account.Pick__c: the value `Old` is new: it is unknown to bindings that were made before",
        ],
    ),
    (
        (
            Change::ValueDeactivated,
            |o| values(o, "Pick__c")[2].active = false,
            &[
                "risky: Account.Pick__c: the value `Old` is not active any more: the bindings have it no more",
            ],
        ),
        &[
            "risky: Account.Pick__c: the value `Old` is active again: it is unknown to bindings that were made before",
        ],
    ),
    (
        // Of a restricted picklist the org refuses what is not listed.
        (
            Change::ValueAdded,
            |o| {
                at(o, "Pick__c").flags |= F::RESTRICTED_PICKLIST;
                values(o, "Pick__c").push(value("New", &[]));
            },
            &[
                "breaking: Account.Pick__c: the picklist is restricted now: values that are not listed are refused",
                "risky: Account.Pick__c: the value `New` is new: it is unknown to bindings that were made before",
            ],
        ),
        &[
            "compatible: Account.Pick__c: the picklist is not restricted any more",
            "risky: Account.Pick__c: the value `New` is gone: the bindings have it no more",
        ],
    ),
    (
        (
            Change::Restricted,
            |o| at(o, "Pick__c").flags |= F::RESTRICTED_PICKLIST,
            &[
                "breaking: Account.Pick__c: the picklist is restricted now: values that are not listed are refused",
            ],
        ),
        &["compatible: Account.Pick__c: the picklist is not restricted any more"],
    ),
    (
        (
            Change::Controller,
            |o| {
                at(o, "Depends__c")
                    .picklist
                    .as_mut()
                    .expect("one")
                    .controller = None
            },
            &[
                "risky: Account.Depends__c: `Pick__c` does not decide any more which values are valid",
            ],
        ),
        &["risky: Account.Depends__c: `Pick__c` decides now which values are valid"],
    ),
    (
        (
            Change::ValidFor,
            |o| values(o, "Depends__c")[1].valid_for = vec![1],
            &["risky: Account.Depends__c: `Fire` is not valid any more for `Hot`"],
        ),
        &["compatible: Account.Depends__c: `Fire` is valid now for `Hot`"],
    ),
    (
        (
            Change::ReferenceTo,
            |o| reference(o).to.push("Queue".to_owned()),
            &[
                "breaking: Account.Keeper__c: it leads to Queue now: ids are of several kinds, and a path ends at `Name`",
            ],
        ),
        &["breaking: Account.Keeper__c: it does not lead to Queue any more: ids are of one kind"],
    ),
    (
        (
            Change::ReferenceTo,
            |o| reference(o).to = vec!["Group".to_owned()],
            &[
                "breaking: Account.Keeper__c: it does not lead to User any more and leads to Group now: \
             ids and paths to it are refused",
            ],
        ),
        &[
            "breaking: Account.Keeper__c: it does not lead to Group any more and leads to User now: \
           ids and paths to it are refused",
        ],
    ),
    (
        (
            Change::RelationshipName,
            |o| reference(o).relationship = Some(Name::new("Warden__r", "")),
            &[
                "breaking: Account.Keeper__c: the relationship is `Warden__r` now, it was `Keeper__r`",
            ],
        ),
        &["breaking: Account.Keeper__c: the relationship is `Keeper__r` now, it was `Warden__r`"],
    ),
    (
        (
            Change::RelationshipName,
            |o| reference(o).relationship = None,
            &[
                "breaking: Account.Keeper__c: the relationship `Keeper__r` is gone: no query reaches the parent",
            ],
        ),
        &["compatible: Account.Keeper__c: queries reach the parent by `Keeper__r` now"],
    ),
    (
        (
            Change::MasterDetail,
            |o| reference(o).order = Some(0),
            &[
                "risky: Account.Keeper__c: it is a master-detail field now: the parent decides who sees and deletes",
            ],
        ),
        &["risky: Account.Keeper__c: it is a plain lookup now, no master-detail field"],
    ),
    (
        (
            Change::MasterDetail,
            |o| at(o, "Keeper__c").flags |= F::CASCADE_DELETE,
            &["risky: Account.Keeper__c: the record is deleted with its parent now"],
        ),
        &["risky: Account.Keeper__c: the record is not deleted with its parent any more"],
    ),
    (
        (
            Change::ReferenceTargetField,
            |o| reference(o).target_field = Some("Ext__c".to_owned()),
            &["breaking: Account.Keeper__c: the parent is found by its `Ext__c` now"],
        ),
        &["breaking: Account.Keeper__c: the parent is not found by a field of its own any more"],
    ),
    (
        (
            Change::ChildRemoved,
            |o| {
                o.children.remove(1);
            },
            &["breaking: Account: the child relationship `Cases` (Case.AccountId) is gone"],
        ),
        &["compatible: Account: the child relationship `Cases` (Case.AccountId) is new"],
    ),
    (
        (
            Change::ChildAdded,
            |o| o.children[2].name = Some(Name::new("Votes", "")),
            &["compatible: Account: the child relationship `Votes` (Vote.ParentId) is new"],
        ),
        &["breaking: Account: the child relationship `Votes` (Vote.ParentId) is gone"],
    ),
    (
        (
            Change::ChildName,
            |o| o.children[0].name = Some(Name::new("People", "")),
            &["breaking: Account: the child relationship `Contacts` is `People` now"],
        ),
        &["breaking: Account: the child relationship `People` is `Contacts` now"],
    ),
    (
        (
            Change::RestrictedDelete,
            |o| o.children[0].restricted_delete = true,
            &[
                "breaking: Account: a record cannot be deleted any more while one of Contact refers to it (AccountId)",
            ],
        ),
        &[
            "compatible: Account: a record can be deleted now while one of Contact refers to it (AccountId)",
        ],
    ),
    (
        (
            Change::RecordTypeRemoved,
            |o| {
                o.record_types.pop();
            },
            &["breaking: Account: the record type `Person` is gone"],
        ),
        &["compatible: Account: the record type `Person` is new"],
    ),
    (
        (
            Change::RecordTypeRemoved,
            |o| o.record_types[0].active = false,
            &["breaking: Account: the record type `Business` is not active any more"],
        ),
        &["compatible: Account: the record type `Business` is active again"],
    ),
    (
        (
            Change::ScopeRemoved,
            |o| o.scopes.clear(),
            &["breaking: Account: USING SCOPE mine is refused now"],
        ),
        &["compatible: Account: USING SCOPE mine is taken now"],
    ),
];
