//! Random describes: names from all of Unicode, every type, any flags and texts.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use sf_tests::describe::{FIELD_TYPES, FieldSpec, ObjectSpec, PickValue, RecordTypeSpec};

/// So many describes, each an object of its own. `SF_SEED` (a number) chooses others than the
/// usual ones.
pub(crate) fn describes(count: usize) -> Vec<Value> {
    let seed: u64 = std::env::var("SF_SEED").map_or(20_261_122, |seed| {
        seed.parse().expect("SF_SEED is a number")
    });
    println!("SF_SEED={seed}");
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let describe = describe();
    (0..count)
        .map(|place| {
            let mut value = describe
                .new_tree(&mut runner)
                .expect("the strategy rejects nothing")
                .current();
            // Two objects of one name, in any case, are refused: their names must differ.
            let name = value["name"].as_str().unwrap_or_default();
            value["name"] = json!(format!("{name}{place}"));
            value
        })
        .collect()
}

fn describe() -> impl Strategy<Value = Value> {
    let parts = (
        object_name(),
        text(),
        text(),
        vec(field(), 1..14),
        vec(name(), 0..4),
        any::<[bool; 3]>(),
        proptest::option::of("[a-zA-Z0-9]{3}"),
    );
    parts.prop_map(
        |(name, label, plural, fields, record_types, [create, update, query], prefix)| {
            let mut seen = std::collections::HashSet::new();
            let fields = fields
                .into_iter()
                .filter(|field| seen.insert(field.name().to_owned()));
            let record_types = record_types
                .iter()
                .enumerate()
                .map(|(n, name)| RecordTypeSpec::new(name, name, n as u32));
            ObjectSpec::new(name, prefix.as_deref().unwrap_or_default())
                .label(label, plural)
                .set("createable", create)
                .set("updateable", update)
                .set("queryable", query)
                .fields(fields)
                .record_types(record_types)
                .to_json()
        },
    )
}

fn field() -> impl Strategy<Value = FieldSpec> {
    let kinds: Vec<&'static str> = FIELD_TYPES
        .iter()
        .copied()
        .chain(["json", "from_2031"])
        .collect();
    let parts = (
        name(),
        proptest::sample::select(kinds),
        text(),
        proptest::option::of(text()),
        vec((text(), text(), any::<bool>()), 0..6),
        vec(name(), 0..4),
        proptest::option::of(name()),
        any::<[bool; 12]>(),
        (any::<i32>(), any::<i32>(), any::<i32>()),
    );
    parts.prop_map(
        |(name, kind, label, help, values, targets, relationship, flags, numbers)| {
            let values = values.into_iter().map(|(value, label, active)| {
                let value = PickValue::new(value).label(label);
                if active { value } else { value.inactive() }
            });
            let (precision, scale, length) = numbers;
            let mut field = FieldSpec::new(name.clone(), kind)
                .label(label)
                .values(values)
                .number(precision, scale)
                .set("length", length)
                .set("inlineHelpText", help.clone())
                .set("calculatedFormula", help.filter(|_| flags[0]))
                .set("compoundFieldName", flags[1].then_some(name))
                .set("controllerName", relationship.clone())
                .set("referenceTo", targets)
                .set("relationshipName", relationship);
            for (key, on) in [
                "createable",
                "updateable",
                "nillable",
                "defaultedOnCreate",
                "calculated",
                "autoNumber",
                "externalId",
                "unique",
                "restrictedPicklist",
                "dependentPicklist",
                "custom",
                "permissionable",
            ]
            .into_iter()
            .zip(flags)
            {
                field = field.set(key, on);
            }
            field
        },
    )
}

/// What an org would name things, what programmers would, and anything else.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{1,6}(_?[A-Z][a-z]{1,6}){0,2}(__c)?",
        2 => "[a-z]{1,3}__[A-Za-z0-9_]{1,8}__(c|r|s|pc|mdt)",
        1 => "[A-Za-z0-9_]{1,6}",
        2 => proptest::sample::select(vec![
            "type", "Self", "self", "crate", "super", "async", "gen", "Option", "Some", "None",
            "Vec", "String", "Result", "Box", "Required", "Draft", "fields", "record_types",
            "create", "update", "check", "Id", "__rt", "__TABLE", "core", "std", "sf_runtime",
        ]).prop_map(str::to_owned),
        3 => "\\PC{1,12}",
    ]
    .prop_filter("a field has a name", |name| !name.trim().is_empty())
}

/// An object's name cannot lead out of a folder.
fn object_name() -> impl Strategy<Value = String> {
    name().prop_map(|name| {
        let name: String = name
            .chars()
            .filter(|c| !c.is_control() && !"/\\:".contains(*c))
            .collect();
        format!("o{}", name.trim_start_matches('.'))
    })
}

/// Labels, help and picklist values: anything at all.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Z][a-z]{1,8}( [A-Za-z&/-]{1,8}){0,2}",
        1 => "[\\*/\\]\\[`{}\"'\\\\#<>!~_ \n\r\t-]{0,16}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}
