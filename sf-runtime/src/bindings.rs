//! The macros around generated code: the one that brings it in, and those that generated code calls
//! for what is the same in every object, or is not there without a feature.

/// Brings the bindings that a build script made into the crate, as a module.
///
/// The build script calls `sf_codegen::Builder::build`, which writes into `OUT_DIR`. With
/// `Builder::out_dir` they are elsewhere, and the macro takes that folder as well: a literal, or
/// `concat!` and `env!` of literals.
///
/// ```text
/// // In a crate with a build script:
/// sf_runtime::include_sobjects!(pub mod org);
/// sf_runtime::include_sobjects!(pub mod sandbox, concat!(env!("OUT_DIR"), "/sandbox"));
/// ```
#[macro_export]
macro_rules! include_sobjects {
    ($(#[$attribute:meta])* $visibility:vis mod $name:ident) => {
        $crate::include_sobjects!(
            $(#[$attribute])* $visibility mod $name, ::core::env!("OUT_DIR")
        );
    };
    ($(#[$attribute:meta])* $visibility:vis mod $name:ident, $($folder:tt)+) => {
        $(#[$attribute])*
        #[allow(
            dead_code,
            deprecated,
            missing_copy_implementations,
            missing_debug_implementations,
            missing_docs,
            non_camel_case_types,
            non_snake_case,
            non_upper_case_globals,
            unreachable_pub,
            unused,
            unused_qualifications,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction,
            rustdoc::all
        )]
        $visibility mod $name {
            ::core::include!(::core::concat!($($folder)+, "/sobjects/mod.rs"));
        }
    };
}

/// The traits of an object's type.
#[doc(hidden)]
#[macro_export]
macro_rules! __sobject {
    ($object:ident) => {
        $crate::__select!($object);

        impl $crate::__private::SObject for $object {
            const API_NAME: &'static str = __TABLE.api;
            const KEY_PREFIX: ::core::option::Option<&'static str> = __TABLE.key_prefix;
        }

        impl $crate::__private::Described for $object {
            const TABLE: &'static $crate::__private::Table = &__TABLE;

            #[inline]
            fn record(&self) -> &$crate::__private::Record {
                &self.0
            }

            #[inline]
            fn from_record(record: $crate::__private::Record) -> Self {
                Self(record)
            }
        }

        impl ::core::fmt::Debug for $object {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl $crate::__private::serde::Serialize for $object {
            #[inline]
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $object {
            #[inline]
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::Record::deserialize(&__TABLE, deserializer).map(Self)
            }
        }
    };
}

/// How records are asked for. Without the feature `client` there is nobody to ask.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    ($object:ident) => {};
}

/// How records are asked for.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    ($object:ident) => {
        impl $crate::__private::Records for $object {
            type Object = $object;
        }

        impl $object {
            /// A query for these columns of all records, from the constants in `fields`:
            /// filters, an order and a limit can be added.
            #[allow(dead_code, unreachable_pub)]
            #[inline]
            pub fn select(columns: impl $crate::query::Columns<$object>) -> $crate::Query<$object> {
                $crate::Query::select(columns)
            }
        }
    };
}

/// What an object was made of. Without the feature `verify` nobody asks.
#[cfg(not(feature = "verify"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __compiled_in {
    ($object:ident, $all_fields:literal, $schema:literal) => {};
}

/// What an object was made of.
#[cfg(feature = "verify")]
#[doc(hidden)]
#[macro_export]
macro_rules! __compiled_in {
    ($object:ident, $all_fields:literal, $schema:literal) => {
        impl $crate::__private::Compiled for $object {
            const COMPILED_IN: $crate::__private::CompiledIn = $crate::__private::CompiledIn::new(
                __TABLE.api,
                $all_fields,
                $schema,
                super::__SNAPSHOT,
            );
        }
    };
}

/// What all objects were made of. Without the feature `verify` nobody asks.
#[cfg(not(feature = "verify"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __snapshot {
    ($($fact:ident: $value:expr),* $(,)?) => {};
}

/// What all objects were made of.
#[cfg(feature = "verify")]
#[doc(hidden)]
#[macro_export]
macro_rules! __snapshot {
    ($($fact:ident: $value:expr),* $(,)?) => {
        const __SNAPSHOT: $crate::__private::Snapshot = $crate::__private::Snapshot {
            $($fact: $value),*
        };
    };
}

/// The traits of a picklist's enum, which derived would cost the compiler several times as much.
#[doc(hidden)]
#[macro_export]
macro_rules! __picklist {
    ($picklist:ident) => {
        impl ::core::marker::Copy for $picklist {}

        impl ::core::clone::Clone for $picklist {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::cmp::Eq for $picklist {}

        impl ::core::cmp::PartialEq for $picklist {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                *self as usize == *other as usize
            }
        }

        impl ::core::hash::Hash for $picklist {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hasher::write_usize(state, *self as usize)
            }
        }

        impl ::core::fmt::Debug for $picklist {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_picklist(*self, f)
            }
        }
    };
}

/// What every `Draft` has besides its setters.
#[doc(hidden)]
#[macro_export]
macro_rules! __draft {
    ($object:ident) => {
        $crate::__send!($object);

        impl<O: $crate::__private::Operation> $crate::__private::IntoDraft<O> for Draft<O> {
            type Object = $object;

            #[inline]
            fn into_draft(self) -> $crate::__private::Draft<O> {
                self.0
            }
        }

        impl<O: $crate::__private::Operation> Draft<O> {
            /// Checks lengths, digits and picklist values against describe, before any call.
            ///
            /// # Errors
            /// All values that the org would refuse, by field.
            #[inline]
            pub fn check(&self) -> ::core::result::Result<(), $crate::__private::Invalid> {
                self.0.check()
            }

            /// Whether no field is set.
            #[inline]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// The draft without its object's type, as calls take it.
            #[inline]
            pub fn into_inner(self) -> $crate::__private::Draft<O> {
                self.0
            }
        }

        impl<O: $crate::__private::Operation> $crate::__private::serde::Serialize for Draft<O> {
            #[inline]
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serde::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}

/// How a draft is sent. Without the feature `client` there is nobody to send it.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __send {
    ($object:ident) => {};
}

/// How a draft is sent.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __send {
    ($object:ident) => {
        impl<O: $crate::__private::Write> Draft<O> {
            /// Checks the values against describe and sends them to the org.
            ///
            /// # Errors
            /// See [`sf_runtime::Error`](::sf_runtime::Error).
            #[inline]
            pub fn send(
                self,
                client: &$crate::Client,
            ) -> $crate::__private::Sending<'_, O::Output<$object>> {
                $crate::__private::send_draft(self.0, client)
            }
        }

        impl<O: $crate::__private::Write> $crate::Call for Draft<O> {
            type Output = O::Output<$object>;

            #[inline]
            fn request(&self) -> ::core::result::Result<$crate::call::Request, $crate::Error> {
                O::request(&self.0)
            }

            #[inline]
            fn decode(
                response: $crate::call::Response,
            ) -> ::core::result::Result<Self::Output, $crate::Error> {
                O::decode(response)
            }
        }
    };
}
