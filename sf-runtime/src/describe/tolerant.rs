//! Reads what should be a flag, a number, text or a list from whatever JSON stands there.
//!
//! Orgs send `null` for what does not apply, older versions and proxies send a number as text or a
//! flag as `"true"`. None of that may cost a describe: what cannot be converted is the default.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// A type that reads from any JSON value.
pub(super) trait Tolerant<'de>: Sized {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// Reads a [`Tolerant`] type where serde wants a [`Deserialize`] one.
pub(super) struct Read<T>(pub(super) T);

impl<'de, T: Tolerant<'de>> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Read)
    }
}

/// Reads a key as its index in `keys`, looking from `next` on first; none for a key not listed.
pub(super) struct KeyOf<K: 'static> {
    pub(super) keys: &'static [(&'static str, K)],
    pub(super) next: usize,
}

impl<'de, K> DeserializeSeed<'de> for KeyOf<K> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<K> Visitor<'_> for KeyOf<K> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        // Most keys end here. Where the answer leaves keys out, the one sought comes soon after.
        if self.keys.get(self.next).is_some_and(|known| known.0 == key) {
            return Ok(Some(self.next));
        }
        let (before, after) = self.keys.split_at(self.next.min(self.keys.len()));
        let at = |keys: &[(&str, K)]| keys.iter().position(|known| known.0 == key);
        Ok(at(after)
            .map(|index| self.next + index)
            .or_else(|| at(before)))
    }
}

/// A JSON value without structure; lists and objects count as null.
enum Scalar<'de> {
    Null,
    Flag(bool),
    Integer(i64),
    Float(f64),
    Text(Cow<'de, str>),
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Null)
    }
}

impl<'de> Tolerant<'de> for bool {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match from.deserialize_any(ScalarVisitor)? {
            Scalar::Flag(value) => value,
            Scalar::Text(text) => text.trim().eq_ignore_ascii_case("true"),
            Scalar::Integer(value) => value != 0,
            Scalar::Float(_) | Scalar::Null => false,
        })
    }
}

impl<'de> Tolerant<'de> for Option<u32> {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match from.deserialize_any(ScalarVisitor)? {
            Scalar::Integer(value) => count(value),
            Scalar::Float(value) => whole(value),
            Scalar::Text(text) => text.trim().parse().ok().and_then(whole),
            Scalar::Flag(_) | Scalar::Null => None,
        })
    }
}

/// None for a negative number; the largest count where the number is larger.
fn count(value: i64) -> Option<u32> {
    (value >= 0).then(|| u32::try_from(value).unwrap_or(u32::MAX))
}

/// As [`count`]; a fraction is cut off.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> Option<u32> {
    // `as` saturates.
    (value >= 0.0).then_some(value as u32)
}

impl<'de> Tolerant<'de> for u32 {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::<u32>::read(from).map(Option::unwrap_or_default)
    }
}

impl<'de: 'a, 'a> Tolerant<'de> for Option<Cow<'a, str>> {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match from.deserialize_any(ScalarVisitor)? {
            Scalar::Text(text) => Some(text),
            Scalar::Flag(value) => Some(Cow::Owned(value.to_string())),
            Scalar::Integer(value) => Some(Cow::Owned(value.to_string())),
            Scalar::Float(value) => Some(Cow::Owned(value.to_string())),
            Scalar::Null => None,
        })
    }
}

impl<'de: 'a, 'a> Tolerant<'de> for Cow<'a, str> {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::<Cow<'a, str>>::read(from).map(Option::unwrap_or_default)
    }
}

impl<'de> Tolerant<'de> for Value {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from)
    }
}

impl<'de, T: Element<'de>> Tolerant<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor(PhantomData))
    }
}

/// What a list may hold.
pub(super) trait Element<'de>: Sized {
    fn next<A: SeqAccess<'de>>(list: &mut A) -> Result<Option<Self>, A::Error>;
}

impl<'de: 'a, 'a> Element<'de> for Cow<'a, str> {
    fn next<A: SeqAccess<'de>>(list: &mut A) -> Result<Option<Self>, A::Error> {
        Ok(list.next_element::<Read<Self>>()?.map(|text| text.0))
    }
}

/// A list of elements, or nothing where there is no list.
struct ListVisitor<T>(PhantomData<T>);

/// An object, or nothing where there is none.
struct ObjectVisitor<T>(PhantomData<T>);

/// What a visitor answers to the values that are not of its kind.
macro_rules! nothing_else {
    ($nothing:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

impl<'de, T: Element<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    nothing_else!(Vec::new());

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = T::next(&mut list)? {
            all.push(one);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        ScalarVisitor.visit_map(map)?;
        Ok(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    nothing_else!(None);

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        ScalarVisitor.visit_seq(list)?;
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

/// Reads an object that may be null.
pub(super) fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    from.deserialize_any(ObjectVisitor(PhantomData))
}
