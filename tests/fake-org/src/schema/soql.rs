//! The objects as `sf-schema` checks queries against them.
//!
//! What the snapshot lacks the org does not have: a relationship that leads to none of its objects
//! is not there, so a query that follows it is refused as one that misspells it.
//!
//! Must not know: queries, records, HTTP.

use sf_schema::schema::{
    ChildRelationship, Field as Checked, FieldFlags, FieldType as Type, Name, ObjectFlags,
    Reference, Scope,
};
use sf_schema::soql::check::{Lookup, Objects};

use super::{Field, FieldType, Object, Schema};

/// The object of which all targets of a polymorphic lookup have the fields.
const NAME: &str = "Name";

/// Its fields, for a snapshot without it. [R]
const NAME_FIELDS: [&str; 15] = [
    "Id",
    "Name",
    "FirstName",
    "LastName",
    "Type",
    "Email",
    "Phone",
    "Title",
    "Username",
    "UserRoleId",
    "Alias",
    "IsActive",
    "ProfileId",
    "RecordTypeId",
    "MiddleName",
];

/// The objects that have most of them.
const NAMED: [&str; 3] = ["User", "Contact", "Lead"];

impl Objects for Schema {
    fn lookup(&self, api: &str) -> Lookup<'_> {
        match self.checked.object(api) {
            Some(object) => Lookup::Found(object),
            None => Lookup::Unknown,
        }
    }

    fn names(&self) -> Vec<&str> {
        self.checked.names()
    }
}

impl Schema {
    /// What the checker looks at. The objects are linked by now.
    pub(super) fn lower(&self) -> sf_schema::Schema {
        let objects = self.objects().iter().map(|object| self.object_of(object));
        let name = self.find(NAME).is_none().then(|| self.name_object());
        // No two have one name: that was refused when they were read.
        sf_schema::Schema::new(objects.chain(name)).unwrap_or_default()
    }

    /// A field of `Name`, as its describe has it or as some object does that a lookup may lead to. The
    /// check takes what is of another object where describe leaves open whether a lookup is polymorphic.
    pub(crate) fn name_field(&self, is: impl Fn(&Field) -> bool) -> Option<&Field> {
        fn fields(object: &Object) -> impl Iterator<Item = &Field> {
            object.fields().map(|(_, field)| field)
        }
        let any = || {
            self.objects()
                .iter()
                .flat_map(fields)
                .find(|field| is(field))
        };
        if let Some(index) = self.find(NAME) {
            let named = fields(self.object(index)).find(|field| is(field));
            return named.or_else(any);
        }
        let first = NAMED.iter().filter_map(|name| self.find(name));
        let first = first.map(|index| self.object(index));
        let mut all = first.chain(self.objects()).flat_map(fields);
        all.find(|field| NAME_FIELDS.contains(&field.name.as_str()) && is(field))
            .or_else(any)
    }

    fn object_of(&self, object: &Object) -> sf_schema::Object {
        let children = object.children.iter().map(|child| {
            let of = self.object(child.object);
            ChildRelationship {
                name: child.name.as_deref().map(|name| Name::new(name, "")),
                object: of.name.clone(),
                field: of.field(child.field).name.clone(),
                ..ChildRelationship::default()
            }
        });
        let prefix = object.key_prefix.as_ref();
        sf_schema::Object {
            name: Name::new(&object.name, ""),
            key_prefix: prefix.map(|prefix| String::from_utf8_lossy(prefix).into_owned()),
            flags: ObjectFlags::none().with(ObjectFlags::QUERYABLE, object.queryable),
            fields: object
                .fields()
                .map(|(_, field)| self.field_of(field))
                .collect(),
            children: children.collect(),
            scopes: object
                .scopes
                .iter()
                .map(|name| Scope {
                    name: name.clone(),
                    ..Scope::default()
                })
                .collect(),
            ..sf_schema::Object::default()
        }
    }

    fn field_of(&self, field: &Field) -> Checked {
        let is_reference = field.type_name == "reference" || !field.reference_to.is_empty();
        let leads_somewhere = field.reference_to.iter().any(|to| self.find(to).is_some());
        let relationship = field.relationship.as_deref().filter(|_| leads_somewhere);
        let reference = is_reference.then(|| Reference {
            to: field.reference_to.clone(),
            relationship: relationship.map(|name| Name::new(name, "")),
            ..Reference::default()
        });
        // Lookups to and from other systems hold ids of theirs.
        let is_outside = is_reference && field.kind == FieldType::Text;
        let flags = [
            (FieldFlags::NILLABLE, field.nillable),
            (FieldFlags::CUSTOM, field.custom),
            (FieldFlags::FILTERABLE, field.query.filterable),
            (FieldFlags::SORTABLE, field.query.sortable),
            (FieldFlags::GROUPABLE, field.query.groupable),
            (FieldFlags::AGGREGATABLE, field.query.aggregatable),
            (FieldFlags::NAME_POINTING, field.polymorphic),
            (FieldFlags::POLYMORPHIC, field.polymorphic_key),
        ];
        Checked {
            name: Name::new(&field.name, ""),
            data: Type::from_name(&field.type_name),
            flags: flags
                .into_iter()
                .fold(FieldFlags::none(), |all, (flag, on)| all.with(flag, on)),
            length: u32::try_from(field.length).unwrap_or(u32::MAX),
            compound: field.compound.clone(),
            extra_type_info: is_outside.then(|| "externallookup".to_owned()),
            reference,
            ..Checked::default()
        }
    }

    fn name_object(&self) -> sf_schema::Object {
        let fields = NAME_FIELDS.iter().filter_map(|name| {
            let field = self.name_field(|field| field.name == *name)?;
            Some(self.field_of(field))
        });
        // The name of the object itself is a field of `Name` alone.
        let kind = Checked {
            name: Name::new("Type", ""),
            flags: FieldFlags::FILTERABLE | FieldFlags::SORTABLE | FieldFlags::GROUPABLE,
            ..Checked::default()
        };
        sf_schema::Object {
            name: Name::new(NAME, ""),
            fields: fields
                .filter(|field| field.name.api != kind.name.api)
                .chain([kind.clone()])
                .collect(),
            ..sf_schema::Object::default()
        }
    }
}
