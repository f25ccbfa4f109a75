//! One field: what sets it apart from the plain one of its type.

use serde_json::{Value, json};

use super::field::FieldSpec;
use super::picklist::{self, PickValue};

impl FieldSpec {
    /// Overwrites any key.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.keys.insert(key.to_owned(), value.into());
        self
    }

    /// Takes a key away, as bodies of old API versions do.
    pub fn without(mut self, key: &str) -> Self {
        self.keys.remove(key);
        self
    }

    /// The label.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.set("label", label.into())
    }

    /// The help text.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.set("inlineHelpText", text.into())
    }

    /// The length in characters; three bytes each at most.
    pub fn length(self, length: u32) -> Self {
        self.set("length", length)
            .set("byteLength", length.saturating_mul(3))
    }

    /// Digits in all, and after the point.
    pub fn number(self, precision: i32, scale: i32) -> Self {
        self.set("precision", precision).set("scale", scale)
    }

    /// What SOQL may do: filter, group, sort, aggregate.
    pub fn query(self, filter: bool, group: bool, sort: bool, aggregate: bool) -> Self {
        self.set("filterable", filter)
            .set("groupable", group)
            .set("sortable", sort)
            .set("aggregatable", aggregate)
    }

    /// Neither create nor update may write it.
    pub fn read_only(self) -> Self {
        self.set("createable", false).set("updateable", false)
    }

    /// Set once, at creation.
    pub fn create_only(self) -> Self {
        self.set("createable", true).set("updateable", false)
    }

    /// Not at creation, only later.
    pub fn update_only(self) -> Self {
        self.set("createable", false).set("updateable", true)
    }

    /// A custom field that the describing user may see and not edit.
    pub fn no_edit_permission(self) -> Self {
        self.read_only().set("permissionable", true)
    }

    /// Filled by the platform, always present, never written.
    pub fn system(self) -> Self {
        self.read_only()
            .set("nillable", false)
            .set("defaultedOnCreate", true)
            .set("permissionable", false)
            .set("searchPrefilterable", false)
    }

    /// Filled by the platform, empty at times, never written.
    pub fn system_optional(self) -> Self {
        let nillable = !matches!(self.text("type"), "boolean");
        self.system()
            .set("nillable", nillable)
            .set("defaultedOnCreate", !nillable)
    }

    /// Must be given on create, must not be cleared.
    pub fn required(self) -> Self {
        self.set("nillable", false).set("permissionable", false)
    }

    /// Never empty, because create fills it when it is not given.
    pub fn defaulted(self) -> Self {
        self.set("nillable", false)
            .set("defaultedOnCreate", true)
            .set("permissionable", false)
            .set("searchPrefilterable", false)
    }

    /// The value that create takes when none is given.
    pub fn default_value(self, value: impl Into<Value>) -> Self {
        let value = value.into();
        let mut field = self.set("defaultedOnCreate", true);
        if let Some(Value::Array(values)) = field.keys.get_mut("picklistValues") {
            for entry in values {
                let chosen = entry["value"] == value;
                entry["defaultValue"] = json!(chosen);
            }
        }
        field.set("defaultValue", value)
    }

    /// The formula that create takes its value from.
    pub fn default_formula(self, formula: &str) -> Self {
        self.set("defaultValueFormula", formula)
            .set("defaultedOnCreate", true)
    }

    /// A formula field.
    pub fn formula(self, formula: impl Into<String>) -> Self {
        let formula = formula.into();
        let text = self.text("type") == "string";
        let field = self
            .read_only()
            .set("calculated", true)
            .set("calculatedFormula", formula)
            .set("defaultedOnCreate", false);
        if text {
            field.length(1300).set("groupable", false)
        } else {
            field
        }
    }

    /// A formula in which an empty number counts as nought.
    pub fn blank_as_zero(self) -> Self {
        self.set("formulaTreatNullNumberAsZero", true)
    }

    /// A roll-up summary: calculated, and describe does not say how.
    pub fn roll_up(self) -> Self {
        self.read_only().set("calculated", true)
    }

    /// An auto-number.
    pub fn auto_number(self) -> Self {
        self.length(30)
            .system()
            .set("autoNumber", true)
            .set("groupable", false)
    }

    /// An external ID: a key for upsert.
    pub fn external_id(self) -> Self {
        self.set("externalId", true).set("idLookup", true)
    }

    /// No two records have the same value; for text, whatever the case.
    pub fn unique(self) -> Self {
        self.set("unique", true)
    }

    /// Unique, and "a" is not "A".
    pub fn case_sensitive(self) -> Self {
        self.set("caseSensitive", true)
    }

    /// The name of the record.
    pub fn name_field(self) -> Self {
        self.set("nameField", true).set("idLookup", true)
    }

    /// A component of the compound field `of`, which need not exist.
    pub fn compound(self, of: impl Into<String>) -> Self {
        self.set("compoundFieldName", of.into())
    }

    /// Shield encryption: the type stays, filters go.
    pub fn encrypted(self) -> Self {
        self.set("encrypted", true)
            .query(false, false, false, false)
    }

    /// Classic encryption: an `encryptedstring` behind a mask.
    pub fn masked(self, mask: &str, mask_type: &str) -> Self {
        self.set("mask", mask).set("maskType", mask_type)
    }

    /// Hidden in new code.
    pub fn deprecated(self) -> Self {
        self.set("deprecatedAndHidden", true)
    }

    /// The picklist's values.
    pub fn values<V: Into<PickValue>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Value> = values.into_iter().map(|v| v.into().to_json()).collect();
        self.set("picklistValues", values)
    }

    /// More values, which are inactive.
    pub fn inactive<'a>(mut self, values: impl IntoIterator<Item = &'a str>) -> Self {
        if let Some(Value::Array(have)) = self.keys.get_mut("picklistValues") {
            have.extend(
                values
                    .into_iter()
                    .map(|v| PickValue::new(v).inactive().to_json()),
            );
        }
        self
    }

    /// Only the values of the list may be written.
    pub fn restricted(self) -> Self {
        self.set("restrictedPicklist", true)
    }

    /// A dependent picklist: each value is offered for those values of the controlling field whose
    /// indices are given (for a checkbox 0 is unchecked, 1 is checked), any other value for none.
    pub fn controlled_by(mut self, controller: &str, valid: &[(&str, &[usize])]) -> Self {
        if let Some(Value::Array(values)) = self.keys.get_mut("picklistValues") {
            for entry in values {
                let indices = valid
                    .iter()
                    .find(|(value, _)| entry["value"] == *value)
                    .map_or(&[][..], |(_, indices)| *indices);
                entry["validFor"] = json!(picklist::valid_for(indices));
            }
        }
        self.set("controllerName", controller)
            .set("dependentPicklist", true)
    }

    /// A lookup to `targets`. More than one makes it polymorphic.
    pub fn lookup(self, targets: &[&str], relationship: &str) -> Self {
        let many = targets.len() > 1;
        self.set("referenceTo", targets.to_vec())
            .set("relationshipName", relationship)
            .set("polymorphicForeignKey", many)
            .set("namePointing", many)
    }

    /// How the parent calls its list of these records.
    pub fn children(mut self, relationship: &str) -> Self {
        self.child_name = Some(relationship.to_owned());
        self
    }

    /// The master of a master-detail pair; `order` 0 is the first of two masters. The detail cannot
    /// be moved to another master.
    pub fn master_detail(self, order: u8) -> Self {
        self.create_only()
            .required()
            .set("cascadeDelete", true)
            .set("relationshipOrder", order)
    }

    /// A detail that may be moved to another master.
    pub fn reparentable(self) -> Self {
        self.set("updateable", true)
    }

    /// A lookup whose parent cannot be deleted while it is used.
    pub fn restrict_delete(self) -> Self {
        self.set("restrictedDelete", true)
    }

    /// A lookup of an external object that holds the parent's unique external ID `field`.
    pub fn indirect_lookup(self, field: &str) -> Self {
        self.set("extraTypeInfo", "indirectlookup")
            .set("referenceTargetField", field)
            .length(255)
    }

    /// A lookup to an external object, which holds that object's external ID.
    pub fn external_lookup(self) -> Self {
        self.set("extraTypeInfo", "externallookup").length(255)
    }

    /// A lookup filter that reads the fields `controlling`.
    pub fn filtered_lookup(self, controlling: &[&str], optional: bool) -> Self {
        let info = json!({
            "controllingFields": controlling,
            "dependent": !controlling.is_empty(),
            "optionalFilter": optional,
        });
        self.set("filteredLookupInfo", info)
    }
}
