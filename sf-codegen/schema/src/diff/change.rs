//! The kinds of differences.

macro_rules! changes {
    ($($(#[$doc:meta])* $change:ident = $name:literal,)*) => {
        /// What kind of difference it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Change {
            $($(#[$doc])* $change,)*
        }

        impl Change {
            /// Every kind.
            pub const ALL: &'static [Change] = &[$(Change::$change),*];

            /// The name, in lower case with hyphens; stable.
            pub fn name(self) -> &'static str {
                match self {
                    $(Change::$change => $name,)*
                }
            }
        }
    };
}

changes! {
    /// An object is gone.
    ObjectRemoved = "object-removed",
    /// An object is new.
    ObjectAdded = "object-added",
    /// Records of an object cannot be created, updated, deleted or queried any more.
    OperationLost = "operation-lost",
    /// They can now.
    OperationGained = "operation-gained",
    /// The first characters of an object's ids are other ones.
    KeyPrefix = "key-prefix",
    /// An object or field is, or is no longer, `deprecatedAndHidden`.
    Deprecated = "deprecated",
    /// A name is spelled with other capitals.
    Spelling = "spelling",
    /// A field is gone.
    FieldRemoved = "field-removed",
    /// A field is new.
    FieldAdded = "field-added",
    /// A field has another type.
    Type = "type",
    /// A text may be longer or shorter.
    Length = "length",
    /// A number may have more or fewer digits.
    Precision = "precision",
    /// A number may have more or fewer digits after the point.
    Scale = "scale",
    /// A field may be null, or no longer.
    // Not `Nillable`: rustc would then write that type of drafts with its whole path in messages.
    Nullable = "nillable",
    /// A field may be set on create, or no longer.
    Createable = "createable",
    /// A field may be set on update, or no longer.
    Updateable = "updateable",
    /// A field must be given on create, or need not any more.
    Required = "required-on-create",
    /// WHERE takes a field, or no longer.
    Filterable = "filterable",
    /// ORDER BY takes a field, or no longer.
    Sortable = "sortable",
    /// GROUP BY takes a field, or no longer.
    Groupable = "groupable",
    /// Aggregate functions take a field, or no longer.
    Aggregatable = "aggregatable",
    /// DISTANCE takes a field, or no longer.
    Distance = "distance",
    /// Records can be upserted by a field, or no longer.
    ExternalId = "external-id",
    /// Records can be found by a field that is no external ID, or no longer.
    IdLookup = "id-lookup",
    /// No two records may have the same value, or they may again.
    Unique = "unique",
    /// Values that differ by case only are different, or no longer.
    CaseSensitive = "case-sensitive",
    /// A record that is created without a field has another value in it.
    Default = "default",
    /// A field is computed in another way, or is a formula now.
    Formula = "formula",
    /// A value of a picklist is gone.
    ValueRemoved = "picklist-value-removed",
    /// A value of a picklist may not be chosen any more.
    ValueDeactivated = "picklist-value-deactivated",
    /// A value of a picklist is new, or may be chosen again.
    ValueAdded = "picklist-value-added",
    /// A picklist takes listed values only, or any.
    Restricted = "restricted-picklist",
    /// Which field decides the values of a picklist.
    Controller = "controlling-field",
    /// Which values a controlling value allows.
    ValidFor = "dependent-values",
    /// A lookup leads to other objects.
    ReferenceTo = "reference-targets",
    /// A lookup has another relationship name.
    RelationshipName = "relationship-name",
    /// A lookup is a master-detail field, or deletes with its parent, or no longer.
    MasterDetail = "master-detail",
    /// An indirect lookup matches another field of its parent.
    ReferenceTargetField = "reference-target-field",
    /// A child relationship cannot be queried any more.
    ChildRemoved = "child-relationship-removed",
    /// A child relationship is new.
    ChildAdded = "child-relationship-added",
    /// A child relationship has another name.
    ChildName = "child-relationship-name",
    /// Children keep their parent from being deleted, or no longer.
    RestrictedDelete = "restricted-delete",
    /// A record type is gone or inactive.
    RecordTypeRemoved = "record-type-removed",
    /// A record type is new or active again.
    RecordTypeAdded = "record-type-added",
    /// USING SCOPE does not take a scope any more.
    ScopeRemoved = "scope-removed",
    /// USING SCOPE takes a new scope.
    ScopeAdded = "scope-added",
}

impl Change {
    /// The kind of this name.
    ///
    /// ```
    /// use sf_schema::diff::Change;
    ///
    /// assert_eq!(Change::from_name("field-removed"), Some(Change::FieldRemoved));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|change| change.name() == name)
    }
}
