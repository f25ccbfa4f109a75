//! Which differences touch a use of the bindings.

use sf_schema::Object;
use sf_schema::schema::{Field, ObjectFlags};

use super::super::About;
use super::{Given, Operation, Place, Used};
use crate::diff::{Change, Class, Difference};

impl Used<'_> {
    /// The differences that touch the use, by their numbers.
    pub(in super::super) fn touched_by(self, about: &About<'_>, object: &Object) -> Vec<usize> {
        let api = &object.name.api;
        let touched = |number: (usize, &Difference)| self.is_touched(number.1).then_some(number.0);
        match self.field() {
            None if matches!(self, Used::Draft) => undrafted(about, object),
            Some(field) => about.of(api, &field.name.api).filter_map(touched).collect(),
            // What is demanded on create is said of fields.
            None if matches!(self, Used::Demands) => {
                about.of_whole(api).filter_map(touched).collect()
            }
            None => about.of(api, "").filter_map(touched).collect(),
        }
    }

    fn field(&self) -> Option<&Field> {
        match self {
            Used::Upsert(field)
            | Used::Reference(field)
            | Used::Get(field)
            | Used::GetParent(field)
            | Used::Set(field, ..)
            | Used::Required(field, _)
            | Used::Named(field)
            | Used::Item(field)
            | Used::Marker(field, _)
            | Used::Value(field, _) => Some(field),
            _ => None,
        }
    }

    fn is_touched(self, difference: &Difference) -> bool {
        let change = difference.change;
        let is_breaking = difference.class == Class::Breaking;
        let is_part = |text: &str| {
            let part = difference.part.as_deref();
            part.is_some_and(|part| part.eq_ignore_ascii_case(text))
        };
        // What is gone, or of another kind, touches every use of it.
        let is_other = matches!(
            change,
            Change::FieldRemoved | Change::Type | Change::Deprecated | Change::ReferenceTo
        );
        match self {
            Used::Type => matches!(change, Change::ObjectRemoved | Change::Deprecated),
            Used::Module => change == Change::ObjectRemoved,
            // Said of the object as a whole.
            Used::Draft => false,
            Used::Done(flag) => change == Change::OperationLost && is_part(flag),
            Used::Create => change == Change::OperationLost && is_part("createable"),
            Used::Demands => is_breaking && matches!(change, Change::Required | Change::FieldAdded),
            Used::Update => change == Change::OperationLost && is_part("updateable"),
            Used::Upsert(_) | Used::Reference(_) => is_other || change == Change::ExternalId,
            Used::Get(_) => {
                is_other
                    || matches!(change, Change::Formula | Change::Spelling)
                    || change == Change::Nullable && !is_breaking
            }
            Used::GetParent(_) => is_other || change == Change::RelationshipName,
            Used::GetChildren(child) => {
                let name = child.name.as_ref();
                let is_change = matches!(change, Change::ChildRemoved | Change::ChildName);
                is_change && name.is_some_and(|name| is_part(&name.api))
            }
            Used::Set(_, operation, given) => {
                let create = operation != Operation::Update;
                let update = operation != Operation::Create;
                is_other
                    || change == Change::Createable && is_breaking && create
                    || change == Change::Updateable && is_breaking && update
                    || change == Change::Nullable && is_breaking && given == Given::Null
                    || is_refused(difference, given)
            }
            Used::Required(_, given) => {
                is_other
                    || is_refused(difference, given)
                    || change == Change::Createable && is_breaking
                    || change == Change::Required && !is_breaking
            }
            Used::Named(_) => matches!(change, Change::FieldRemoved | Change::Deprecated),
            Used::Item(_) => is_other,
            Used::Marker(_, place) => {
                is_other
                    || change == Change::Filterable && place == Place::Where
                    || change == Change::Sortable && place == Place::OrderBy
            }
            Used::Value(_, value) => {
                let is_gone = matches!(
                    change,
                    Change::ValueRemoved | Change::ValueDeactivated | Change::ValidFor
                );
                is_gone && is_part(value)
            }
            Used::RecordType(name) => change == Change::RecordTypeRemoved && is_part(name),
        }
    }
}

/// The differences that touch an upsert as a whole, by their numbers: it may create a record, for which
/// something is demanded that it does not set, or the object takes no such call any more.
pub(in super::super) fn upserted(about: &About<'_>, object: &Object, set: &[&Field]) -> Vec<usize> {
    let is_set = |difference: &Difference| {
        let field = difference.field.as_deref().unwrap_or_default();
        set.iter()
            .any(|set| set.name.api.eq_ignore_ascii_case(field))
    };
    let all = about.of_whole(&object.name.api);
    let touched = all.filter(|(_, difference)| match difference.change {
        Change::OperationLost => {
            let part = difference.part.as_deref().unwrap_or_default();
            matches!(part, "createable" | "updateable")
        }
        _ => Used::Demands.is_touched(difference) && !is_set(difference),
    });
    touched.map(|(number, _)| number).collect()
}

/// The differences by which nothing can be written any more, so that there are no drafts.
fn undrafted(about: &About<'_>, object: &Object) -> Vec<usize> {
    let mut left = 0;
    let mut lost = Vec::new();
    for (flag, name) in [
        (ObjectFlags::CREATEABLE, "createable"),
        (ObjectFlags::UPDATEABLE, "updateable"),
    ] {
        let used = Used::Done(name).touched_by(about, object);
        left += usize::from(object.flags.contains(flag) && used.is_empty());
        lost.extend(used);
    }
    match left {
        0 => lost,
        _ => Vec::new(),
    }
}

/// Whether values that were taken can be refused.
fn is_refused(difference: &Difference, given: Given) -> bool {
    // What is listed is taken as before; a value that went is said of itself.
    let is_listed = given == Given::Listed && difference.change == Change::Restricted;
    difference.class == Class::Breaking
        && !is_listed
        && matches!(
            difference.change,
            Change::Length
                | Change::Precision
                | Change::Scale
                | Change::Unique
                | Change::Restricted
                | Change::Controller
        )
}
