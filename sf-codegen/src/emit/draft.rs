//! The write side: entry points, the required fields, and one draft type for all operations.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags, ObjectFlags, Operation, Refusal};

use super::fields::{Shape, placed};
use super::{Context, docs, ident, number, text};

/// `create`, `update`, and for each external ID `upsert_by_…` and `ref_by_…`.
pub(super) fn entry_points(context: &Context<'_>, object: &Object) -> TokenStream {
    let own = ident(&object.name.rust);
    let mut tokens = TokenStream::new();
    if creates(object) {
        let required: Vec<_> = required(object).collect();
        let parameter = (!required.is_empty()).then(|| quote!(required: Required));
        let sets = required.iter().map(|(place, field)| {
            let name = ident(&field.name.rust);
            let place = number(*place);
            let bound = bound(context, field);
            quote!(.set(#place, __rt::IntoField::<#bound>::into_field(required.#name)))
        });
        tokens.extend(quote! {
            /// A new record, with the fields that the org demands.
            pub fn create(#parameter) -> Draft<__rt::Create> {
                Draft(__rt::Draft::new(&__TABLE, __rt::Target::New)#(#sets)*)
            }
        });
    }
    if updates(object) {
        tokens.extend(quote! {
            /// A change to the record of this id.
            pub fn update(id: __rt::Id<#own>) -> Draft<__rt::Update> {
                Draft(__rt::Draft::new(&__TABLE, __rt::Target::Id(id.erase())))
            }
        });
    }
    for field in object.external_ids() {
        let api = text(&field.name.api);
        let shape = Shape::of(field);
        let kind = context.kind(field, &shape);
        let marker = ident(&field.marker);
        let key = quote!(impl __rt::IntoField<__rt::Filled<#kind>, fields::#marker>);
        if creates(object) && updates(object) {
            let name = ident(&format!("upsert_by_{}", field.name.rust));
            let docs = context.docs(&[format!(
                "Creates or updates the record whose {} is `key`",
                docs::code(&field.name.api)
            )]);
            tokens.extend(quote! {
                #docs
                pub fn #name(key: #key) -> Draft<__rt::Upsert> {
                    Draft(__rt::Draft::new(&__TABLE, __rt::Target::external_id(#api, __rt::IntoField::into_field(key))))
                }
            });
        }
        let name = ident(&format!("ref_by_{}", field.name.rust));
        let docs = context.docs(&[format!(
            "Names the record whose {} is `key`, where its id could stand in a lookup",
            docs::code(&field.name.api)
        )]);
        tokens.extend(quote! {
            #docs
            pub fn #name(key: #key) -> __rt::ParentRef<#own> {
                __rt::ParentRef::new(#api, __rt::IntoField::into_field(key))
            }
        });
    }
    tokens
}

/// The `Required` struct and the `Draft` type with its setters.
pub(super) fn draft(context: &Context<'_>, object: &Object) -> TokenStream {
    if !creates(object) && !updates(object) {
        return TokenStream::new();
    }
    let required = required_struct(context, object);
    let setters = placed(object).map(|(place, field)| {
        let name = ident(&field.name.rust);
        match access(object, field) {
            Access::Always => {
                let bound = bound(context, field);
                let docs = setter_docs(context, field);
                quote! {
                    #docs
                    #[inline]
                    pub fn #name(self, value: impl __rt::IntoField<#bound>) -> Self {
                        Draft(self.0.set(#place, __rt::IntoField::into_field(value)))
                    }
                }
            }
            Access::Bounded(by) => {
                let bound = bound(context, field);
                let docs = setter_docs(context, field);
                let marker = ident(&field.marker);
                quote! {
                    #docs
                    #[inline]
                    pub fn #name(self, value: impl __rt::IntoField<#bound>) -> Self
                    where
                        O: __rt::#by<fields::#marker>,
                    {
                        Draft(self.0.set(#place, __rt::IntoField::into_field(value)))
                    }
                }
            }
            Access::Never(by) => {
                let marker = ident(&field.marker);
                quote! {
                    #[doc(hidden)]
                    pub fn #name<V>(self, _: V) -> Self
                    where
                        O: __rt::#by<fields::#marker>,
                    {
                        self
                    }
                }
            }
        }
    });
    quote! {
        #required

        /// What will be written to a record: only the fields that are set.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Draft<O: __rt::Operation>(__rt::Draft<O>);

        impl<O: __rt::Operation> Draft<O> {
            #(#setters)*
        }

        ::sf_runtime::__draft!();
    }
}

/// Which operations may write a field.
enum Access {
    Always,
    Bounded(Ident),
    Never(Ident),
}

fn access(object: &Object, field: &Field) -> Access {
    let refusals = [Operation::Create, Operation::Update].map(|operation| field.refusal(operation));
    match refusals {
        [None, None] => Access::Always,
        [None, Some(_)] if !updates(object) => Access::Always,
        [Some(_), None] if !creates(object) => Access::Always,
        [None, Some(refusal)] | [Some(refusal), None] => Access::Bounded(ident(reason(refusal))),
        [Some(refusal), Some(_)] => Access::Never(ident(reason(refusal))),
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

fn required_struct(context: &Context<'_>, object: &Object) -> TokenStream {
    if !creates(object) {
        return TokenStream::new();
    }
    let fields: Vec<_> = required(object)
        .map(|(_, field)| {
            let docs = context.docs(&docs::field(field));
            let name = ident(&field.name.rust);
            let ty = context.owned(field, &Shape::of(field));
            quote! {
                #docs
                pub #name: #ty,
            }
        })
        .collect();
    if fields.is_empty() {
        return TokenStream::new();
    }
    quote! {
        /// The fields that the org demands of a new record.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Required {
            #(#fields)*
        }
    }
}

fn setter_docs(context: &Context<'_>, field: &Field) -> TokenStream {
    let label = docs::plain(&field.label);
    let api = docs::code(&field.name.api);
    context.docs(&[if label.is_empty() {
        format!("Sets {api}")
    } else {
        format!("Sets {label} ({api})")
    }])
}

/// The parameters of `IntoField` for a field.
fn bound(context: &Context<'_>, field: &Field) -> TokenStream {
    let kind = context.kind(field, &Shape::of(field));
    let marker = ident(&field.marker);
    if field.is(FieldFlags::NILLABLE) {
        quote!(__rt::Nillable<#kind>, fields::#marker)
    } else {
        quote!(__rt::Filled<#kind>, fields::#marker)
    }
}

fn required(object: &Object) -> impl Iterator<Item = (usize, &Field)> {
    object
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.is_required_on_create())
}

fn creates(object: &Object) -> bool {
    object.flags.contains(ObjectFlags::CREATEABLE)
}

fn updates(object: &Object) -> bool {
    object.flags.contains(ObjectFlags::UPDATEABLE)
}
