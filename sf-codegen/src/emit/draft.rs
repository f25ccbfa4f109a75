//! The write side: entry points, the required fields, and one draft type for all operations.

use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags, ObjectFlags, Operation, Refusal};

use super::code::{Code, Docs, Ident, Literal, Part, put};
use super::fields::Shape;
use super::{Context, Ty, docs};

/// `create`, `update`, and for each external ID `upsert_by_…` and `ref_by_…`.
pub(super) fn entry_points(context: &Context<'_>, object: &Object, code: &mut Code) {
    let own = Ident(&object.name.rust);
    if creates(object) {
        let demands = required(object).next().is_some();
        put!(
            code,
            "\n    /// A new record, with the fields that the org demands.\n    pub fn create(",
            if demands { "required: Required" } else { "" },
            ") -> Draft<__rt::Create> {\n        Draft(__rt::Draft::new(&__TABLE, __rt::Target::New))"
        );
        for field in required(object) {
            let name = Ident(&field.name.rust);
            put!(code, "\n            .", name, "(required.", name, ")");
        }
        put!(code, "\n    }\n");
    }
    if updates(object) {
        put!(
            code,
            "\n    /// A change to the record of this id.\n    pub fn update(id: impl __rt::RecordKey<",
            own,
            ">) -> Draft<__rt::Update> {\n        \
             Draft(__rt::Draft::new(&__TABLE, __rt::RecordKey::into_target(id)))\n    }\n"
        );
    }
    for field in object.external_ids() {
        let (api, kind) = (
            Literal(&field.name.api),
            context.kind(field, &Shape::of(field)),
        );
        let key = Bound {
            form: "__rt::Filled<",
            kind,
            marker: &field.marker,
        };
        if creates(object) && updates(object) {
            let about = [format!(
                "Creates or updates the record whose {} is `key`",
                docs::code(&field.name.api)
            )];
            put!(
                code,
                "\n",
                Docs("    ", &about),
                "    pub fn upsert_by_",
                Ident(&field.name.rust)
            );
            let parameters = [Parameter::Key(key)].into_iter();
            code.list("    ", "(", parameters, ") -> Draft<__rt::Upsert> {\n");
            put!(
                code,
                "        let key = __rt::Target::external_id(",
                api,
                ", __rt::IntoField::into_field(key));\n        \
                 Draft(__rt::Draft::new(&__TABLE, key))\n    }\n"
            );
        }
        let about = [format!(
            "Names the record whose {} is `key`, where its id could stand in a lookup",
            docs::code(&field.name.api)
        )];
        put!(
            code,
            "\n",
            Docs("    ", &about),
            "    pub fn ref_by_",
            Ident(&field.name.rust)
        );
        let parameters = [Parameter::Key(key)].into_iter();
        code.list("    ", "(", parameters, ParentOf(own));
        put!(
            code,
            "        __rt::ParentRef::new(",
            api,
            ", __rt::IntoField::into_field(key))\n    }\n"
        );
    }
}

/// The `Required` struct and the `Draft` type with its setters.
pub(super) fn draft(context: &Context<'_>, object: &Object, code: &mut Code) {
    if !creates(object) && !updates(object) {
        return;
    }
    required_struct(context, object, code);
    put!(
        code,
        "\n/// What will be written to a record: only the fields that are set.\n\
         #[derive(Clone, Debug, PartialEq)]\n\
         #[must_use = \"nothing is written until the draft is sent\"]\n\
         pub struct Draft<O: __rt::Operation>(__rt::Draft<O>);\n\n\
         impl<O: __rt::Operation> Draft<O> {"
    );
    for (place, field) in object.fields.iter().enumerate() {
        put!(code, "\n");
        match access(object, field) {
            Access::Always => setter(context, place, field, None, code),
            Access::Bounded(by) => setter(context, place, field, Some(by), code),
            Access::Never(by) => put!(
                code,
                "    #[doc(hidden)]\n    pub fn ",
                Ident(&field.name.rust),
                "<V>(self, _: V) -> Self\n",
                Where(by, &field.marker),
                "        self\n    }\n"
            ),
        }
    }
    let own = Ident(&object.name.rust);
    put!(code, "}\n\n::sf_runtime::__draft!(", own, ");\n");
}

fn setter(
    context: &Context<'_>,
    place: usize,
    field: &Field,
    by: Option<&'static str>,
    code: &mut Code,
) {
    let bound = Bound {
        form: if field.is(FieldFlags::NILLABLE) {
            "__rt::Nillable<"
        } else {
            "__rt::Filled<"
        },
        kind: context.kind(field, &Shape::of(field)),
        marker: &field.marker,
    };
    put!(
        code,
        Docs("    ", &[setter_docs(field)]),
        "    #[inline]\n    pub fn ",
        Ident(&field.name.rust)
    );
    let parameters = [Parameter::Draft, Parameter::Value(bound)].into_iter();
    match by {
        None => code.list("    ", "(", parameters, ") -> Self {\n"),
        Some(by) => {
            code.list("    ", "(", parameters, ") -> Self\n");
            put!(code, Where(by, &field.marker));
        }
    }
    put!(
        code,
        "        Draft(self.0.set(",
        place,
        ", __rt::IntoField::into_field(value)))\n    }\n"
    );
}

/// The parameters of `IntoField` for a field.
#[derive(Clone, Copy)]
struct Bound<'a> {
    form: &'static str,
    kind: Ty<'a>,
    marker: &'a str,
}

impl Part for Bound<'_> {
    fn write(&self, code: &mut Code) {
        put!(
            code,
            self.form,
            self.kind,
            ">, fields::",
            Ident(self.marker)
        );
    }
}

/// The clause that asks the operation for a reason, and the brace after it.
struct Where<'a>(&'static str, &'a str);

impl Part for Where<'_> {
    fn write(&self, code: &mut Code) {
        put!(
            code,
            "    where\n        O: __rt::",
            self.0,
            "<fields::",
            Ident(self.1),
            ">,\n    {\n"
        );
    }
}

/// A parameter of a method that takes a value.
#[derive(Clone, Copy)]
enum Parameter<'a> {
    Draft,
    Value(Bound<'a>),
    Key(Bound<'a>),
}

impl Part for Parameter<'_> {
    fn write(&self, code: &mut Code) {
        match self {
            Parameter::Draft => put!(code, "self"),
            Parameter::Value(bound) => put!(code, "value: impl __rt::IntoField<", bound, ">"),
            Parameter::Key(bound) => put!(code, "key: impl __rt::IntoField<", bound, ">"),
        }
    }
}

/// What stands behind the parameter of a method that names a parent.
struct ParentOf<'a>(Ident<'a>);

impl Part for ParentOf<'_> {
    fn write(&self, code: &mut Code) {
        put!(code, ") -> __rt::ParentRef<", self.0, "> {\n");
    }
}

/// Which operations may write a field.
enum Access {
    Always,
    Bounded(&'static str),
    Never(&'static str),
}

fn access(object: &Object, field: &Field) -> Access {
    let refusals = [Operation::Create, Operation::Update].map(|operation| field.refusal(operation));
    match refusals {
        [None, None] => Access::Always,
        [None, Some(_)] if !updates(object) => Access::Always,
        [Some(_), None] if !creates(object) => Access::Always,
        [None, Some(refusal)] | [Some(refusal), None] => Access::Bounded(reason(refusal)),
        [Some(refusal), Some(_)] => Access::Never(reason(refusal)),
    }
}

/// The trait of the runtime that says why.
fn reason(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Id => "IdField",
        Refusal::System => "SystemField",
        Refusal::Formula => "FormulaField",
        Refusal::RollUp => "RollUpField",
        Refusal::AutoNumber => "AutoNumberField",
        Refusal::Compound => "CompoundField",
        Refusal::CreateOnly => "CreateOnlyField",
        Refusal::UpdateOnly => "UpdateOnlyField",
        _ => "NoPermissionField",
    }
}

fn required_struct(context: &Context<'_>, object: &Object, code: &mut Code) {
    if !creates(object) || required(object).next().is_none() {
        return;
    }
    put!(
        code,
        "\n/// The fields that the org demands of a new record.\n\
         #[derive(Clone, Debug, PartialEq)]\npub struct Required {\n"
    );
    for field in required(object) {
        put!(
            code,
            Docs("    ", &docs::field(field)),
            "    pub ",
            Ident(&field.name.rust),
            ": ",
            context.owned(field, &Shape::of(field)),
            ",\n"
        );
    }
    put!(code, "}\n");
}

fn setter_docs(field: &Field) -> String {
    let label = docs::plain(&field.label);
    let api = docs::code(&field.name.api);
    if label.is_empty() {
        format!("Sets {api}")
    } else {
        format!("Sets {label} ({api})")
    }
}

fn required(object: &Object) -> impl Iterator<Item = &Field> {
    object
        .fields
        .iter()
        .filter(|field| field.is_required_on_create())
}

fn creates(object: &Object) -> bool {
    object.flags.contains(ObjectFlags::CREATEABLE)
}

fn updates(object: &Object) -> bool {
    object.flags.contains(ObjectFlags::UPDATEABLE)
}
