//! The exact text of a JSON value, from any serde format.
//!
//! `serde_json` hands out a value's own text when asked for its `RawValue` by name, borrowed where
//! the input is. That is how an 18-digit number keeps its digits. The name is asked of
//! `RawValue` itself, and a format that does not know it (or a later `serde_json` that changed it)
//! is read as plain values instead.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

/// Reads a value as its JSON text.
pub(crate) struct RawText;

impl<'de> DeserializeSeed<'de> for RawText {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(raw_value_name(), self)
    }
}

impl<'de> Visitor<'de> for RawText {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some(first) = map.next_key_seed(BorrowedText)? else {
            return Ok(Cow::Borrowed("{}"));
        };
        if first == raw_value_name() {
            return map.next_value_seed(BorrowedText);
        }
        let mut object = serde_json::Map::new();
        let mut key = first.into_owned();
        loop {
            object.insert(key, map.next_value()?);
            match map.next_key()? {
                Some(next) => key = next,
                None => return Ok(Cow::Owned(serde_json::Value::Object(object).to_string())),
            }
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        let value: serde_json::Value = serde::Deserialize::deserialize(inner)?;
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut array = Vec::new();
        while let Some(value) = seq.next_element::<serde_json::Value>()? {
            array.push(value);
        }
        Ok(Cow::Owned(serde_json::Value::Array(array).to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(serde_json::Value::from(text).to_string()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(if value { "true" } else { "false" }))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(serde_json::Value::from(value).to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        self.visit_newtype_struct(inner)
    }
}

/// Text, borrowed where the input lends it.
struct BorrowedText;

impl<'de> DeserializeSeed<'de> for BorrowedText {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for BorrowedText {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a JSON value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

/// The name under which `RawValue` asks a deserializer for text.
fn raw_value_name() -> &'static str {
    static NAME: OnceLock<&'static str> = OnceLock::new();
    NAME.get_or_init(|| {
        let mut name = "";
        // The probe answers with an error once it has seen the name.
        let _ = <&RawValue as serde::Deserialize>::deserialize(Probe(&mut name));
        name
    })
}

struct Probe<'a>(&'a mut &'static str);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        IntoDeserializer::<Self::Error>::into_deserializer(()).deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = name;
        Err(Error::custom("name noted"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Writes the text of a JSON value as that value.
pub(super) fn serialize<S: serde::Serializer>(
    text: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => serde::Serialize::serialize(raw, serializer),
        Err(_) => serializer.serialize_str(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of<'de, D: Deserializer<'de>>(deserializer: D) -> Cow<'de, str>
    where
        D::Error: fmt::Debug,
    {
        RawText
            .deserialize(deserializer)
            .expect("any value has a text")
    }

    #[test]
    fn text_is_borrowed_from_a_slice_and_exact() {
        for json in [
            "123456789012345678.90",
            "1.0E7",
            r#"{"a" : [1, 2.50]}"#,
            "null",
            r#""a\nb""#,
        ] {
            let mut input = serde_json::Deserializer::from_str(json);
            let text = text_of(&mut input);
            assert_eq!(text, json);
            assert!(matches!(text, Cow::Borrowed(_)), "{json} was copied");
        }
    }

    #[test]
    fn text_is_exact_from_a_reader() {
        let json = "[123456789012345678.90]";
        let mut input = serde_json::Deserializer::from_reader(json.as_bytes());
        assert_eq!(text_of(&mut input), json);
    }

    #[test]
    fn values_of_another_format_are_read_as_values() {
        let value = serde_json::json!({"a": [1, true, null, "x"]});
        assert_eq!(text_of(&value), value.to_string());
        let plain: serde::de::value::U64Deserializer<serde::de::value::Error> =
            7u64.into_deserializer();
        assert_eq!(text_of(plain), "7");
    }
}
