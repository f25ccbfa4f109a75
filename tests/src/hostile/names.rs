//! Fields with names that collide with each other, with the language, or with what is generated.

use super::Named;
use crate::describe::{ChildSpec, FieldSpec as Field, ObjectSpec};

pub(super) fn objects() -> Vec<Named> {
    vec![
        ("names-same-snake", same_snake()),
        ("names-keywords", keywords()),
        ("names-generated", generated()),
        ("names-std", std_names()),
        ("names-unicode", unicode()),
        ("names-punctuation", punctuation()),
        ("names-relations", relations()),
    ]
}

fn with_strings<'a>(object: &str, names: impl IntoIterator<Item = &'a str>) -> ObjectSpec {
    let fields = names.into_iter().map(|name| Field::string(name, 80));
    ObjectSpec::new(object, "h00").id().fields(fields)
}

/// Names that are one once they are in snake or in camel case.
fn same_snake() -> ObjectSpec {
    with_strings(
        "Same_Snake__c",
        [
            "Foo_Bar__c",
            "FooBar__c",
            "fooBar__c",
            "foo_bar__c",
            "FOO_BAR__c",
            "Foo_Bar",
            "FooBar",
            "Foo__Bar__c",
            "Foo_Bar___c",
            "Foo__c",
            "foo__c",
            "FOO__c",
            "Foo",
            "foo",
            "Foo__pc",
            "Foo__s",
            "ns__Foo__c",
            "ns__foo__c",
            "ns_Foo__c",
            "nsFoo__c",
            "Ns__Foo__c",
            "Name",
            "Name__c",
            "ns__Name__c",
            "ns__Name",
            "Name_c",
            "NameC",
            "Name__r",
            "Name2",
            "Name_2",
            "Name_2__c",
            "Name2__c",
            "Name_1__c",
            "A1B2__c",
            "A1_B2__c",
            "A_1_B_2__c",
            "A1b2__c",
            "XMLHttp__c",
            "XmlHttp__c",
            "XML_Http__c",
            "IDs__c",
            "Ids__c",
            "I_Ds__c",
        ],
    )
    // Picklists and polymorphic lookups make types too.
    .fields(
        ["Kind__c", "KIND__c", "kind", "Kind", "ns__Kind__c"]
            .map(|name| Field::picklist(name, [name, "Same", "same"])),
    )
    .fields(
        [
            "Link__c",
            "LinkId",
            "Link_Id__c",
            "linkId",
            "ns__Link__c",
            "Link",
        ]
        .map(|name| Field::reference(name, &["Account", "account__c", name], name)),
    )
}

fn keywords() -> ObjectSpec {
    let words = [
        "abstract",
        "as",
        "async",
        "await",
        "become",
        "box",
        "break",
        "const",
        "continue",
        "crate",
        "do",
        "dyn",
        "else",
        "enum",
        "extern",
        "false",
        "final",
        "fn",
        "for",
        "gen",
        "if",
        "impl",
        "in",
        "let",
        "loop",
        "macro",
        "match",
        "mod",
        "move",
        "mut",
        "override",
        "priv",
        "pub",
        "ref",
        "return",
        "safe",
        "self",
        "static",
        "struct",
        "super",
        "trait",
        "true",
        "try",
        "type",
        "typeof",
        "union",
        "unsafe",
        "unsized",
        "use",
        "virtual",
        "where",
        "while",
        "yield",
        "macro_rules",
        "raw",
        "auto",
        "default",
        "main",
        "test",
        "core",
        "std",
        "alloc",
    ];
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let mut names: Vec<String> = words
        .iter()
        .map(|word| format!("{}__c", capital(word)))
        .collect();
    names.extend(words.iter().map(|word| (*word).to_owned()));
    names.extend(
        [
            "Self", "SELF", "Type", "self__c", "SELF__c", "type__c", "crate__c", "r#type", "Self_",
            "self_",
        ]
        .map(str::to_owned),
    );
    with_strings("Keyword__c", names.iter().map(String::as_str))
}

/// Names of what a generator would put beside the fields, in each case that it would use.
fn generated() -> ObjectSpec {
    let words = [
        "Required",
        "Draft",
        "Create",
        "Update",
        "Upsert",
        "Delete",
        "Fields",
        "Field",
        "Null",
        "New",
        "Clone",
        "Check",
        "Send",
        "Build",
        "Builder",
        "Get",
        "Set",
        "Insert",
        "Query",
        "Select",
        "Filter",
        "Schema",
        "Object",
        "Record",
        "Attributes",
        "Key",
        "Keys",
        "Values",
        "All",
        "Other",
        "Unknown",
        "Known",
        "Extra",
        "Inner",
        "Raw",
        "Value",
        "Label",
        "Api_Name",
        "Api",
        "Meta",
        "Describe",
        "Names",
        "Picklists",
        "Relationships",
        "Children",
        "Parent",
        "Marker",
        "Path",
        "Read_Only",
        "Writable",
        "Createable",
        "Updateable",
        "As_Str",
        "From_Str",
        "To_String",
        "Into",
        "From",
        "Deref",
        "Iter",
        "Len",
        "Is_Empty",
        "Eq",
        "Hash",
        "Cmp",
        "Fmt",
        "Drop",
        "Serialize",
        "Deserialize",
        "Serde",
        "Id_",
        "External_Id",
        "Record_Type",
        "Key_Prefix",
    ];
    let mut names: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    names.extend(words.iter().map(|word| format!("{word}__c")));
    names.extend(words.iter().map(|word| word.to_lowercase()));
    names.extend(
        [
            "Keyword",
            "Id__c",
            "id",
            "ID",
            "id__c",
            "Generated",
            "Generated__c",
        ]
        .map(str::to_owned),
    );
    let enums = [
        "Other__c",
        "Unknown__c",
        "Generated_Tier__c",
        "Generated__Tier__c",
    ]
    .map(|name| Field::picklist(format!("Pick_{name}"), ["Known", "Other"]));
    with_strings("Generated__c", names.iter().map(String::as_str)).fields(enums)
}

/// Names of what is in scope everywhere, as types, as variants, as macros and as primitives.
fn std_names() -> ObjectSpec {
    let names = [
        "Option",
        "String",
        "Vec",
        "Result",
        "Some",
        "None",
        "Ok",
        "Err",
        "Box",
        "Default",
        "Debug",
        "Copy",
        "Send",
        "Sync",
        "Sized",
        "Drop",
        "Fn",
        "Iterator",
        "Into",
        "From",
        "AsRef",
        "ToOwned",
        "ToString",
        "PhantomData",
        "Cow",
        "Arc",
        "Decimal",
        "Value",
        "Date",
        "Time",
        "Timestamp",
        "bool",
        "char",
        "str",
        "u8",
        "i32",
        "i64",
        "f64",
        "usize",
        "format",
        "vec",
        "println",
        "panic",
        "std",
        "core",
        "alloc",
        "serde",
        "serde_json",
        "sf_runtime",
        "jiff",
        "quote",
        "syn",
        "derive",
        "Account",
        "Contact",
        "User",
        "Self__r",
    ];
    let custom: Vec<String> = names.iter().map(|name| format!("{name}__c")).collect();
    // A picklist makes a type, and here that type would hide one that the code needs.
    let picks = [
        "Option", "String", "Vec", "Result", "Box", "Some", "Id", "Decimal",
    ]
    .map(|name| Field::picklist(format!("{name}__pc"), ["Some", "None", "Ok", "Err", "Self"]));
    with_strings(
        "Std__c",
        names.into_iter().chain(custom.iter().map(String::as_str)),
    )
    .fields(picks)
}

fn unicode() -> ObjectSpec {
    with_strings(
        "Unicode__c",
        [
            "名前__c",
            "名前",
            "顧客番号__c",
            "이름__c",
            "Имя__c",
            "имя__c",
            "Όνομα__c",
            "שם__c",
            "اسم__c",
            "नाम__c",
            "ชื่อ__c",
            "Straße__c",
            "STRASSE__c",
            "ŞİŞLİ__c",
            "ıI__c",
            "ǅ__c",
            "ﬁ__c",
            "fi__c",
            // A letter and a combining accent, and the two as one.
            "Caf\u{e9}__c",
            "Cafe\u{301}__c",
            "Cafe__c",
            "CAFÉ__c",
            // Cyrillic and Greek letters that look like Latin ones.
            "Name__c",
            "N\u{430}me__c",
            "Nam\u{435}__c",
            "\u{39d}ame__c",
            "\u{410}__c",
            "\u{391}__c",
            "A__c",
            "\u{3bf}__c",
            "o__c",
            "\u{43e}__c",
            // Letters for numbers, of other widths, and ones that no identifier may hold.
            "\u{ff21}__c",
            "\u{1d400}__c",
            "\u{2160}__c",
            "\u{b2}__c",
            "\u{661}__c",
            "\u{2460}__c",
            "🚀__c",
            "Rocket_🚀__c",
            "👩\u{200d}🚀__c",
            "❤\u{fe0f}__c",
            "\u{301}__c",
            "a\u{200d}b__c",
            "a\u{200b}b__c",
            "ab__c",
            "\u{202e}evil__c",
            "\u{feff}bom__c",
            "a\u{ad}b__c",
            "a\u{a0}b__c",
            "℃__c",
            "ª__c",
            "ªª__c",
        ],
    )
}

fn punctuation() -> ObjectSpec {
    let mut object = with_strings(
        "Punctuation__c",
        [
            "_", "__", "___", "__c", "___c", "_c", "c", "C", "1", "1st__c", "1st", "2nd__c",
            "0x1F__c", "1e5__c", "_1st__c", "A", "a", "A_", "_A", "A__", "__A", "a__c__c", "A__c",
            "D__c", "E__c", "e__c", "__r", "__pc", "__s", "a b", "a-b", "a.b", "a/b", "a\\b",
            "a\"b", "a'b", "a;b", "a#b", "a!b", "a$b", "{}", "{a}", "%s", "a\nb", "a\tb", "a\0b",
            " a", "a ", " ", "../a", "*/", "//", "<a>", "a&b", "a?b", "a:b", "a::b", "r#a", "'a",
            "#[a]", "a,b", "a=b", "a|b", "a@b", "a`b", "~",
        ],
    );
    for length in [255, 1000] {
        let mut name = "Long_".repeat(length / 5);
        name.push_str("__c");
        object = object.field(Field::string(name, 80));
    }
    object
}

/// Relationship names that are also field names, of parents and of children.
fn relations() -> ObjectSpec {
    let twice = |field: &str| ChildSpec::new("Unknown__c", field);
    ObjectSpec::new("Relations__c", "h01")
        .id()
        .fields([
            Field::string("Owner", 80),
            Field::reference("OwnerId", &["User"], "Owner"),
            Field::string("Parent__r", 80),
            Field::reference("Parent__c", &["Relations__c"], "Parent__r").children("Parent__c"),
            Field::reference("parent__c", &["Relations__c"], "parent__r").children("Children__r"),
            Field::reference("Twin_A__c", &["Account"], "Twin__r").children("Twin__r"),
            Field::reference("Twin_B__c", &["Account"], "Twin__r").children("Twin__r"),
            Field::reference("Same__c", &["Account"], "Same__c"),
            Field::reference("Type__c", &["Account"], "type"),
            Field::reference("Self__c", &["Relations__c"], "Self").children("Self"),
            Field::reference("Crate__c", &["Relations__c"], "crate").children("crate"),
            Field::reference("Empty_Name__c", &["Account"], ""),
            Field::string("Children__r", 80),
            Field::string("Kids", 80),
        ])
        .children([
            twice("A__c").named("Kids"),
            twice("B__c").named("Kids"),
            twice("C__c").named("kids"),
            twice("D__c").named("Owner"),
            twice("E__c").named("Twin__r"),
            twice("F__c").named(""),
            twice("").named("No_Field__r"),
            twice("G__c").named("дети__r"),
            twice("H__c").named("fn"),
            twice("I__c").named("*/ [Kids]"),
            ChildSpec::new("", "X__c").named("No_Object__r"),
            ChildSpec::new("Relations__c", "Nobody__c").named("Id"),
            ChildSpec::new("Odd Object", "Y__c").named("Odd Name"),
        ])
}
