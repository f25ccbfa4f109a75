//! Objects with names that collide with each other, with the language, or with files.

use super::Named;
use crate::describe::{FieldSpec as Field, ObjectSpec};

pub(super) fn objects() -> Vec<Named> {
    let plain = [
        // The same module once they are in snake case.
        ("object-foo-bar-joined", "FooBar__c", "h10"),
        ("object-foo-bar", "Foo_Bar__c", "h11"),
        ("object-foo-bar-event", "foo_bar__e", "h12"),
        ("object-foo-bar-metadata", "Foo_Bar__mdt", "h13"),
        ("object-foo-bar-ns", "ns__Foo_Bar__c", "h14"),
        ("object-foo-bar-ns-joined", "nsFooBar__c", "h15"),
        ("object-foo-bar-standard", "FooBar", "h16"),
        ("object-account", "Account", "001"),
        ("object-account-custom", "account__c", "h17"),
        ("object-account-ns", "ns__Account__c", "h18"),
        ("object-invoice-lower", "invoice__c", "h19"),
        ("object-name", "Name", ""),
        ("object-name-custom", "Name__c", "h1A"),
        ("object-name-ns", "ns__Name__c", "h1B"),
        // What every module has in scope.
        ("object-option", "Option", "h20"),
        ("object-option-custom", "option__c", "h21"),
        ("object-string", "String", "h22"),
        ("object-result", "Result", "h23"),
        ("object-vec", "Vec", "h24"),
        ("object-box", "Box", "h25"),
        ("object-some", "Some", "h26"),
        ("object-none-custom", "None__c", "h27"),
        ("object-default", "Default", "h28"),
        ("object-clone-custom", "Clone__c", "h29"),
        ("object-id", "Id", "h2A"),
        ("object-picklist", "Picklist", "h2B"),
        ("object-record", "Record", "h2C"),
        ("object-query", "Query", "h2D"),
        // The language and its crates.
        ("object-self-custom", "Self__c", "h30"),
        ("object-self", "self", "h31"),
        ("object-self-metadata", "sELF__mdt", "h32"),
        ("object-crate", "Crate__c", "h33"),
        ("object-super", "super__c", "h34"),
        ("object-type", "Type", "h35"),
        ("object-gen", "Gen", "h36"),
        ("object-async", "Async", "h37"),
        ("object-std", "std", "h38"),
        ("object-core-custom", "Core__c", "h39"),
        ("object-serde", "serde", "h3A"),
        ("object-runtime", "sf_runtime", "h3B"),
        ("object-prelude", "Prelude", "h3C"),
        ("object-mod", "Mod", "h3D"),
        ("object-lib", "Lib", "h3E"),
        ("object-main", "Main", "h3F"),
        ("object-tests", "Tests", "h3G"),
        // What no file may be called on some systems.
        ("object-aux", "Aux", "h40"),
        ("object-con", "Con__c", "h41"),
        ("object-nul", "Nul", "h42"),
        ("object-com1", "COM1__c", "h43"),
        // Hardly names.
        ("object-underscore", "_", "h50"),
        ("object-only-suffix", "__c", "h51"),
        ("object-digit", "1st_Object__c", "h52"),
        ("object-digits-only", "42__c", "h53"),
        ("object-cyrillic", "Объект__c", "h54"),
        ("object-look-alike", "\u{410}ccount", "h55"),
        ("object-cjk", "顧客__c", "h56"),
        ("object-emoji", "🚀__c", "h57"),
        ("object-nfc", "Caf\u{e9}__c", "h58"),
        ("object-nfd", "Cafe\u{301}__c", "h59"),
        ("object-space", "Two Words", "h5A"),
        ("object-quote", "Quote\"d", "h5B"),
    ];
    let mut objects: Vec<Named> = plain
        .into_iter()
        .map(|(file, name, prefix)| (file, few_fields(name, prefix)))
        .collect();
    objects.push(("object-one-prefix-a", few_fields("Prefix_A__c", "h60")));
    objects.push(("object-one-prefix-b", few_fields("Prefix_B__c", "h60")));
    for (file, name, prefix) in [
        ("object-prefix-empty", "Prefix_Empty__c", ""),
        ("object-prefix-short", "Prefix_Short__c", "x"),
        ("object-prefix-long", "Prefix_Long__c", "h61xyz"),
        ("object-prefix-unicode", "Prefix_Unicode__c", "дЖ\""),
    ] {
        objects.push((file, few_fields(name, "h62").set("keyPrefix", prefix)));
    }
    objects
}

/// A name, a picklist and lookups to the object itself and to a few of the others, so that each
/// name is used as a record, as a module and as a target.
fn few_fields(name: &str, prefix: &str) -> ObjectSpec {
    ObjectSpec::new(name, prefix).id().record_name(80).fields([
        Field::picklist("Status__c", ["Open", "Closed"]).restricted(),
        Field::reference("Me__c", &[name], "Me__r"),
        Field::reference(
            "Any__c",
            &["Account", "account__c", "Option", "Self__c"],
            "Any__r",
        ),
    ])
}
