//! The format as a whole: what it looks like, that it round-trips, and what damage does.

mod damage;
mod golden;
mod round_trip;

use crate::schema::{
    ChildRelationship, Controller, Field, FieldFlags, FieldType, Name, Object, ObjectFlags,
    Picklist, PicklistValue, RecordType, Reference, Scope,
};

/// A small object in which every record and nearly every column occurs.
fn invoice() -> Object {
    let fields = vec![
        Field {
            name: Name::new("Account__c", "account__c"),
            marker: "Account__c".to_owned(),
            label: "Account".to_owned(),
            data: FieldType::Reference,
            flags: FieldFlags::CREATEABLE | FieldFlags::NILLABLE,
            length: 18,
            reference: Some(Reference {
                to: vec!["Account".to_owned(), "Lead".to_owned()],
                relationship: Some(Name::new("Account__r", "account__r")),
                order: Some(0),
                target_field: Some("Ext__c".to_owned()),
                rust: "Account__cId".to_owned(),
            }),
            ..Field::default()
        },
        Field {
            name: Name::new("Hologram__c", "hologram__c"),
            marker: "Hologram__c".to_owned(),
            data: FieldType::Other("hologram".to_owned()),
            help: Some(String::new()),
            compound: Some("Address".to_owned()),
            extra_type_info: Some("personname".to_owned()),
            ..Field::default()
        },
        Field {
            name: Name::new("Status__c", "status__c"),
            marker: "Status__c".to_owned(),
            label: "Status".to_owned(),
            data: FieldType::Picklist,
            flags: FieldFlags::DEPENDENT_PICKLIST,
            length: 255,
            default_formula: Some("\"Open\"".to_owned()),
            picklist: Some(Picklist {
                rust: "Status__c".to_owned(),
                values: vec![
                    PicklistValue {
                        name: Name::new("A/B", "AB"),
                        label: "A or B".to_owned(),
                        active: true,
                        default: true,
                        valid_for: vec![0, 7, 65535],
                    },
                    PicklistValue {
                        name: Name::new("old", ""),
                        ..PicklistValue::default()
                    },
                ],
                controller: Some(Controller::Checkbox("Paid__c".to_owned())),
            }),
            ..Field::default()
        },
        Field {
            name: Name::new("Total__c", "total__c"),
            marker: "Total__c".to_owned(),
            label: "Total".to_owned(),
            data: FieldType::Currency,
            flags: FieldFlags::CALCULATED,
            precision: 18,
            scale: 2,
            formula: Some("IF(\tPaid__c,\r\n  \"\\\",\n  1)".to_owned()),
            ..Field::default()
        },
    ];
    Object {
        name: Name::new("Invoice__c", "Invoice__c"),
        module: "invoice__c".to_owned(),
        label: "Invoice".to_owned(),
        label_plural: "Invoices".to_owned(),
        key_prefix: Some("a01".to_owned()),
        flags: ObjectFlags::CREATEABLE | ObjectFlags::QUERYABLE | ObjectFlags::CUSTOM,
        missing_in: vec!["sandbox".to_owned(), String::new()],
        fields,
        children: vec![
            ChildRelationship {
                object: "Task".to_owned(),
                field: "WhatId".to_owned(),
                ..ChildRelationship::default()
            },
            ChildRelationship {
                name: Some(Name::new("Lines__r", "lines__r")),
                object: "Line__c".to_owned(),
                field: "Invoice__c".to_owned(),
                cascade_delete: true,
                restricted_delete: true,
                deprecated_and_hidden: true,
            },
        ],
        record_types: vec![RecordType {
            name: Name::new("Main", "Main"),
            label: "Main\u{2028}type".to_owned(),
            id: "012000000000000AAA".to_owned(),
            active: true,
            master: true,
        }],
        scopes: vec![Scope {
            name: "mine".to_owned(),
            label: "My invoices".to_owned(),
        }],
    }
}

/// Xorshift: the same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
