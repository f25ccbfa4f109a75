//! Declares a describe type: a struct, a reader that takes its JSON keys in any order, and a writer
//! of those that say something.
//!
//! Derived code would do the same, slower: an org writes the keys of every field in one order, so
//! the reader looks first for the key that stands after the one before. That matters because build
//! scripts run unoptimised.

/// `pub field: Type = "key"` for every key that is kept, in the order of the API (alphabetical).
/// `text` lists the keys that must hold text that is not empty, `present` those that must be there.
macro_rules! keyed {
    (
        $(#[$outer:meta])*
        pub struct $name:ident<$life:lifetime>
        require text($($text:ident)*) present($($present:ident)*)
        {
            $($(#[$doc:meta])* pub $field:ident: $ty:ty = $key:literal,)*
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct $name<$life> {
            $($(#[$doc])* pub $field: $ty,)*
        }

        const _: () = {
            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy)]
            enum Key {
                $($field,)*
            }
            const KEYS: &[(&str, Key)] = &[$(($key, Key::$field)),*];
            /// A bit for each key that must be there.
            const PRESENT: u64 = 0 $(| 1 << Key::$present as u32)*;
            /// A bit for each key that must hold text.
            const TEXT: u64 = 0 $(| 1 << Key::$text as u32)*;
            const { assert!(KEYS.len() <= u64::BITS as usize) };

            impl<'de: $life, $life> serde::Deserialize<'de> for $name<$life> {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    struct Visitor<$life>(std::marker::PhantomData<&$life ()>);

                    impl<'de: $life, $life> serde::de::Visitor<'de> for Visitor<$life> {
                        type Value = $name<$life>;

                        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                            f.write_str(concat!("a JSON object (", stringify!($name), ")"))
                        }

                        fn visit_map<A: serde::de::MapAccess<'de>>(
                            self,
                            mut map: A,
                        ) -> Result<Self::Value, A::Error> {
                            use $crate::describe::tolerant::{KeyOf, Read};

                            let mut value = $name::default();
                            let mut next = 0;
                            let mut seen = 0_u64;
                            while let Some(found) = map.next_key_seed(KeyOf { keys: KEYS, next })? {
                                let Some(index) = found else {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                    continue;
                                };
                                next = index + 1;
                                seen |= 1 << index;
                                match KEYS[index].1 {
                                    $(Key::$field => value.$field = map.next_value::<Read<$ty>>()?.0,)*
                                }
                            }
                            $(if value.$text.is_empty() {
                                return Err(serde::de::Error::missing_field(KEYS[Key::$text as usize].0));
                            })*
                            let absent = PRESENT & !seen;
                            if absent != 0 {
                                let index = absent.trailing_zeros() as usize;
                                return Err(serde::de::Error::missing_field(KEYS[index].0));
                            }
                            Ok(value)
                        }
                    }

                    from.deserialize_map(Visitor(std::marker::PhantomData))
                }
            }

            /// Writes what is read back as the same value: the keys that must hold text, then, by
            /// name, those whose value is not the default.
            impl serde::Serialize for $name<'_> {
                #[allow(clippy::bad_bit_mask, reason = "some types have no such keys")]
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    use serde::ser::SerializeMap;

                    let default = Self::default();
                    let mut map = to.serialize_map(None)?;
                    $(map.serialize_entry(KEYS[Key::$text as usize].0, &self.$text)?;)*
                    $(
                        let bit = 1_u64 << Key::$field as u32;
                        let says = PRESENT & bit != 0 || self.$field != default.$field;
                        if says && TEXT & bit == 0 {
                            map.serialize_entry($key, &self.$field)?;
                        }
                    )*
                    map.end()
                }
            }
        };

        impl<'de: $life, $life> $crate::describe::tolerant::Element<'de> for $name<$life> {
            fn next<A: serde::de::SeqAccess<'de>>(list: &mut A) -> Result<Option<Self>, A::Error> {
                list.next_element()
            }
        }
    };
}
