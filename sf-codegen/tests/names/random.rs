//! Names for any input: unique identifiers in any order, and none changes when others come.

use std::collections::{BTreeMap, BTreeSet};

use sf_codegen::names::{Assigned, NamesLock, Renames, assign, is_identifier};
use sf_schema::schema::{ChildRelationship, Field, Picklist, PicklistValue, RecordType, Reference};
use sf_schema::{Name, Object};

/// A small generator of numbers that are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// A name out of pieces that collide often.
    fn text(&mut self) -> String {
        const PIECES: &[&str] = &[
            "Foo",
            "foo",
            "FOO",
            "Bar",
            "bar",
            "_",
            "__",
            "__c",
            "1",
            "-",
            "+",
            " ",
            "/",
            "é",
            "e\u{301}",
            "e",
            "日",
            "🙂",
            "type",
            "Self",
            "self",
            "Upsert_By_",
            "x",
            "_x",
            "\t",
            "=",
            "\\",
            "Required",
            "Unknown",
            "delete",
            "gen",
            "try",
            "crate",
            "_mod",
            "fields",
            "U65E5",
            "\u{0}",
            "'",
            "str",
        ];
        match self.below(40) {
            0 => char::from_u32(self.below(0x3000) as u32)
                .into_iter()
                .collect(),
            1 => "Long".repeat(40 + self.below(30)),
            2 => String::new(),
            _ => (0..=self.below(3))
                .map(|_| PIECES[self.below(PIECES.len())])
                .collect(),
        }
    }

    fn name(&mut self) -> Name {
        Name::new(self.text(), "")
    }

    /// Different texts, at most so many.
    fn texts(&mut self, count: usize) -> Vec<String> {
        let texts: BTreeSet<String> = (0..count).map(|_| self.text()).collect();
        let mut texts: Vec<String> = texts.into_iter().collect();
        self.shuffle(&mut texts);
        texts
    }

    fn values(&mut self, count: usize) -> Vec<PicklistValue> {
        let texts = self.texts(count).into_iter();
        texts
            .map(|api| PicklistValue {
                name: Name::new(api, ""),
                active: self.below(6) > 0,
                ..PicklistValue::default()
            })
            .collect()
    }

    fn field(&mut self, api: String) -> Field {
        let mut field = Field {
            name: Name::new(api, ""),
            ..Field::default()
        };
        match self.below(4) {
            0 => {
                let count = self.below(20);
                field.picklist = Some(Picklist {
                    values: self.values(count),
                    ..Picklist::default()
                });
            }
            1 => {
                field.reference = Some(Reference {
                    to: vec![String::new(); self.below(3)],
                    relationship: Some(self.name()),
                    ..Reference::default()
                });
            }
            _ => {}
        }
        field
    }

    fn object(&mut self, api: String) -> Object {
        let mut object = Object {
            name: Name::new(api, ""),
            ..Object::default()
        };
        self.grow(&mut object, 30);
        object
    }

    /// Adds what is not there yet.
    fn grow(&mut self, object: &mut Object, count: usize) {
        for api in self.texts(count) {
            if object.fields.iter().all(|field| field.name.api != api) {
                let field = self.field(api);
                object.fields.push(field);
            }
        }
        for _ in 0..count / 3 {
            let name = Some(self.name());
            // Of equal relationships the first by object has the name, so newcomers come last.
            let last = format!("Z{:04}", object.children.len());
            object.children.push(ChildRelationship {
                name,
                object: last.clone(),
                ..ChildRelationship::default()
            });
            object.record_types.push(RecordType {
                name: self.name(),
                label: last,
                ..RecordType::default()
            });
        }
    }

    fn org(&mut self) -> Vec<Object> {
        let names = self.texts(12).into_iter();
        names.map(|api| self.object(api)).collect()
    }

    fn shuffle_all(&mut self, objects: &mut [Object]) {
        self.shuffle(objects);
        for object in objects {
            self.shuffle(&mut object.fields);
            self.shuffle(&mut object.children);
            self.shuffle(&mut object.record_types);
            for picklist in object.fields.iter_mut().filter_map(|f| f.picklist.as_mut()) {
                self.shuffle(&mut picklist.values);
            }
        }
    }
}

/// The Rust name of each scope and what stands in it.
type Names = BTreeMap<(String, String), String>;

fn assigned(objects: &mut [Object], lock: &NamesLock) -> (Assigned, Names) {
    let outside = ["Foo", "foo", "Self", "日", "User"].map(str::to_owned);
    let assigned = assign(objects, &outside.into(), lock, &Renames::new()).unwrap();
    let names = names(objects, &assigned);
    check(&names);
    for object in objects.iter() {
        let items = format!("items of {}", object.name.api);
        let mut items = names.iter().filter(|((scope, _), _)| *scope == items);
        assert!(items.all(|(_, rust)| *rust != object.name.rust));
    }
    (assigned, names)
}

fn names(objects: &[Object], assigned: &Assigned) -> Names {
    let mut names = BTreeMap::new();
    let mut put = |scope: String, what: String, rust: &str| {
        if !rust.is_empty() {
            let before = names.insert((scope, what.clone()), rust.to_owned());
            assert_eq!(before, None, "{what}");
        }
    };
    let root = || "root".to_owned();
    for (api, rust) in &assigned.outside {
        put(root(), format!("type {api}"), rust);
    }
    for object in objects {
        let api = &object.name.api;
        let scope = |scope: &str| format!("{scope} of {api}");
        put(root(), format!("type {api}"), &object.name.rust);
        put(root(), format!("module {api}"), &object.module);
        for field in &object.fields {
            let Name { api: name, rust } = &field.name;
            assert!(!rust.is_empty() && !field.marker.is_empty());
            put(scope("methods"), format!("field {name}"), rust);
            put(scope("markers"), name.clone(), &field.marker);
            if let Some(reference) = &field.reference {
                assert_eq!(reference.rust.is_empty(), reference.to.len() < 2);
                put(scope("items"), format!("ids {name}"), &reference.rust);
            }
            if let Some(parent) = field.relationship() {
                put(
                    scope("methods"),
                    format!("parent {}", parent.api),
                    &parent.rust,
                );
            }
            if let Some(picklist) = &field.picklist {
                assert_eq!(picklist.rust.is_empty(), picklist.active().count() == 0);
                put(scope("items"), format!("enum {name}"), &picklist.rust);
                for value in &picklist.values {
                    let Name { api: value, rust } = &value.name;
                    put(scope(&format!("values of {name}")), value.clone(), rust);
                }
            }
        }
        for name in object.children.iter().filter_map(|c| c.name.as_ref()) {
            put(scope("methods"), format!("child {}", name.api), &name.rust);
        }
        for Name { api: name, rust } in object.record_types.iter().map(|r| &r.name) {
            put(scope("record types"), name.clone(), rust);
        }
    }
    names
}

/// Panics unless every name is an identifier and unique in its scope.
fn check(names: &Names) {
    let mut seen = BTreeMap::new();
    for ((scope, what), rust) in names {
        assert!(is_identifier(rust) && rust.len() < 240, "{what}: {rust}");
        if let Some(other) = seen.insert((scope, rust), what) {
            panic!("{scope}: {rust} is both {what:?} and {other:?}");
        }
    }
}

#[test]
fn unique_identifiers_in_any_order() {
    let mut count = 0;
    for seed in 0..12 {
        let mut random = Random(seed);
        let mut objects = random.org();
        let first = assigned(&mut objects, &NamesLock::default());
        count += first.1.len();
        for _ in 0..3 {
            random.shuffle_all(&mut objects);
            let again = assigned(&mut objects, &NamesLock::default());
            assert_eq!(again, first);
        }
    }
    assert!(count > 5_000, "{count}");
}

#[test]
fn newcomers_rename_nobody() {
    for seed in 100..112 {
        let mut random = Random(seed);
        let mut objects = random.org();
        let first = assigned(&mut objects, &NamesLock::default());

        let text = first.0.lock.render();
        let lock = NamesLock::parse(&text).unwrap();
        assert_eq!(lock, first.0.lock);
        assert_eq!(lock.render(), text);
        assert_eq!(assigned(&mut objects, &lock), first);

        for api in random.texts(12) {
            if objects.iter().all(|object| object.name.api != api) {
                let object = random.object(api);
                objects.push(object);
            }
        }
        for object in &mut objects {
            random.grow(object, 12);
            for picklist in object.fields.iter_mut().filter_map(|f| f.picklist.as_mut()) {
                picklist.values.extend(random.values(5));
            }
        }
        random.shuffle_all(&mut objects);
        let (grown, after) = assigned(&mut objects, &lock);
        for (key, rust) in &first.1 {
            assert_eq!(&after[key], rust, "{key:?}");
        }
        assert_eq!(NamesLock::parse(&grown.lock.render()).unwrap(), grown.lock);
    }
}

#[test]
fn objects_come_and_go() {
    for seed in 200..206 {
        let mut random = Random(seed);
        let mut lock = NamesLock::default();
        let org = random.org();
        for _ in 0..8 {
            let mut some = org.clone();
            some.retain(|_| random.below(2) == 0);
            let (next, _) = assigned(&mut some, &lock);
            lock = NamesLock::parse(&next.lock.render()).unwrap();
            assert_eq!(lock, next.lock);
        }
    }
}
