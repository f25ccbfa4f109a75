//! What is written is read back as it was, whatever the texts hold.

use super::super::{Entry, file_name, read_list, read_object, write_list, write_object};
use super::{Random, invoice};
use crate::schema::{
    ChildRelationship, Controller, Field, FieldFlags, FieldType, Name, Object, ObjectFlags,
    Picklist, PicklistValue, RecordType, Reference, Scope,
};

const HOSTILE: &[&str] = &[
    "",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\\",
    "\\e",
    "\\t",
    "\\u{85}",
    "\0",
    "\u{7f}\u{85}\u{2028}\u{2029}\u{b}\u{c}",
    "end",
    "\nend\n",
    "?string",
    "string",
    "STRING",
    "*/ \"#\" //! {}",
    "trailing\t\t",
    " Café 客户 🎉 \u{202e}\u{feff}",
    "\\",
    "a\\",
];

fn text(random: &mut Random) -> String {
    let mut text = (*random.pick(HOSTILE)).to_owned();
    if random.flip() {
        text += *random.pick(HOSTILE);
    }
    text
}

fn optional(random: &mut Random) -> Option<String> {
    random.flip().then(|| text(random))
}

fn name(random: &mut Random) -> Name {
    Name::new(text(random), text(random))
}

fn list<T>(random: &mut Random, mut item: impl FnMut(&mut Random) -> T) -> Vec<T> {
    (0..random.below(4)).map(|_| item(random)).collect()
}

fn flags<T: Copy>(random: &mut Random, all: &[(T, char)], join: impl Fn(T, T) -> T, none: T) -> T {
    let chosen = all.iter().filter(|_| random.flip());
    chosen.fold(none, |set, (flag, _)| join(set, *flag))
}

fn field(random: &mut Random) -> Field {
    let data = match random.below(4) {
        0 => FieldType::Other(text(random)),
        1 => FieldType::AnyType,
        2 => FieldType::DataCategoryGroupReference,
        _ => FieldType::String,
    };
    let reference = |random: &mut Random| Reference {
        to: list(random, text),
        relationship: random.flip().then(|| name(random)),
        order: random.flip().then(|| random.below(256) as u8),
        target_field: optional(random),
        rust: text(random),
    };
    let picklist = |random: &mut Random| Picklist {
        rust: text(random),
        values: list(random, |random| PicklistValue {
            name: name(random),
            label: text(random),
            active: random.flip(),
            default: random.flip(),
            valid_for: list(random, |random| random.below(65536) as u16),
        }),
        controller: match random.below(3) {
            0 => None,
            1 => Some(Controller::Picklist(text(random))),
            _ => Some(Controller::Checkbox(text(random))),
        },
    };
    Field {
        name: name(random),
        marker: text(random),
        label: text(random),
        help: optional(random),
        formula: optional(random),
        default_formula: optional(random),
        data,
        flags: flags(
            random,
            FieldFlags::LETTERS,
            |a, b| a | b,
            FieldFlags::none(),
        ),
        length: random.below(usize::MAX) as u32,
        precision: random.below(256) as u8,
        scale: random.below(256) as u8,
        digits: random.below(256) as u8,
        compound: optional(random),
        extra_type_info: optional(random),
        reference: random.flip().then(|| reference(random)),
        picklist: random.flip().then(|| picklist(random)),
        missing_in: list(random, text),
    }
}

fn object(random: &mut Random) -> Object {
    Object {
        name: name(random),
        module: text(random),
        label: text(random),
        label_plural: text(random),
        key_prefix: optional(random),
        flags: flags(
            random,
            ObjectFlags::LETTERS,
            |a, b| a | b,
            ObjectFlags::none(),
        ),
        fields: list(random, field),
        children: list(random, |random| ChildRelationship {
            name: random.flip().then(|| name(random)),
            object: text(random),
            field: text(random),
            cascade_delete: random.flip(),
            restricted_delete: random.flip(),
            deprecated_and_hidden: random.flip(),
        }),
        record_types: list(random, |random| RecordType {
            name: name(random),
            label: text(random),
            id: text(random),
            active: random.flip(),
            master: random.flip(),
        }),
        scopes: list(random, |random| Scope {
            name: text(random),
            label: text(random),
        }),
        missing_in: list(random, text),
    }
}

#[test]
fn random_objects() {
    let mut random = Random(0x5f5f_6368);
    for _ in 0..2000 {
        let object = object(&mut random);
        let text = write_object(&object);
        assert_eq!(read_object(&text).as_ref(), Ok(&object), "{text}");
        assert_eq!(write_object(&object.clone()), text);
    }
}

#[test]
fn nothing_is_an_object_too() {
    let object = Object::default();
    assert_eq!(read_object(&write_object(&object)), Ok(object));
}

#[test]
fn every_character_stays_on_its_line() {
    for c in (0..=0x11_ffff).filter_map(char::from_u32) {
        // Past the first plane nothing is special; one in a hundred will do.
        if u32::from(c) > 0xffff && u32::from(c) % 97 != 0 {
            continue;
        }
        let object = Object {
            label: format!("a{c}"),
            label_plural: format!("{c}b"),
            ..Object::default()
        };
        let text = write_object(&object);
        assert_eq!(text.lines().count(), 3);
        assert!(
            text.chars()
                .all(|c| !c.is_control() || c == '\t' || c == '\n')
        );
        assert_eq!(read_object(&text), Ok(object));
    }
}

#[test]
fn line_ends_of_a_checkout() {
    let text = write_object(&invoice()).replace('\n', "\r\n");
    assert_eq!(read_object(&text), Ok(invoice()));
}

#[test]
fn lists() {
    let mut random = Random(7);
    let mut entries: Vec<Entry> = ["b", "A", "a_", "\t", "", "Ω", "Z\n", "é\\"]
        .iter()
        .map(|api| Entry {
            api: (*api).to_owned(),
            rust: text(&mut random),
            module: text(&mut random),
            key_prefix: optional(&mut random),
            file: file_name(api),
            flags: ObjectFlags::CUSTOM,
        })
        .collect();
    let written = write_list(&entries, []);
    let list = read_list(&written).expect("a list");
    for entry in &entries {
        assert_eq!(list.entry(&entry.api), Some(entry));
        assert_eq!(list.entry(&entry.api.to_ascii_uppercase()), Some(entry));
    }
    assert_eq!(list.entry("c"), None);
    entries.reverse();
    assert_eq!(write_list(&entries, []), written);
    assert_eq!(write_list(list.entries(), []), written);
}
