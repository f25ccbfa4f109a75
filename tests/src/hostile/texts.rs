//! Labels, help texts and formulas that would break out of a comment, a literal or a page.

use serde_json::Value;

use super::Named;
use crate::describe::{FieldSpec as Field, ObjectSpec};

/// A word for the field's name, and the text.
const TEXTS: &[(&str, &str)] = &[
    ("Comment_End", "*/ pub struct Escaped; /*"),
    ("Comment_Start", "/* never closed"),
    ("Comment_Nested", "/* /* */"),
    ("Line_Comment", "// /// //! compile_error!(\"x\")"),
    ("Quote", "\"] pub struct Escaped; #[doc = \""),
    ("Raw_Quote", "\"# \"## r#\"x\"# '"),
    ("Backslash", "\\ \\n \\\" \\u{7d} C:\\new\\"),
    ("Trailing_Backslash", "ends in \\"),
    ("Backtick", "` `` ``` `unclosed"),
    ("Fence", "```\npanic!(\"run as a doc test\");\n```"),
    ("Fence_Open", "```rust\ncompile_error!(\"never closed\");"),
    ("Fence_Tilde", "~~~\nlet x: = 1;\n~~~"),
    (
        "Indented",
        "A list:\n\n    let x: = taken for a code block;\n\n\tand so is this",
    ),
    ("Indented_First", "    starts like a code block"),
    ("Braces", "{} {0} {name} {{ }} %s ${x}"),
    (
        "Attribute",
        "#[doc] #![allow(x)] #[doc = include_str!(\"/etc/passwd\")]",
    ),
    (
        "Link",
        "[Vec] [Vec](Vec) [Vec::push()] [`Option`] [crate::Nothing]",
    ),
    (
        "Link_Broken",
        "[broken]( [also][broken] [no such item] [x](<y",
    ),
    (
        "Link_Definition",
        "[Vec]: https://example.com \"title\"\n[^1]: a footnote",
    ),
    ("Footnote", "see [^1] and [x] and [ ] task"),
    (
        "Bare_Url",
        "see https://example.com/a_b_c?x=1&y=2#z and <https://example.com>",
    ),
    ("Script", "<script>alert(1)</script><!-- comment"),
    (
        "Html",
        "<b>bold <i>never closed <Vec<T>> </div> &lt; &nbsp;",
    ),
    (
        "Heading",
        "# Heading\n## Examples\n=====\n- item\n1. one\n> quote\n| a | b |\n|---|---|",
    ),
    ("Emphasis", "*a _b_ **c __d__ ~~e~~"),
    ("Crlf", "first\r\nsecond\r\n\r\nthird"),
    ("Lone_Cr", "first\rsecond\r"),
    ("Newlines", "\n\nfirst\n\n\n\nsecond\n"),
    ("Line_Separator", "a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f"),
    ("Nul", "a\0b"),
    ("Control", "\u{1} \u{7} \u{8} \u{1b}[31mred \u{7f} \u{9f}"),
    (
        "Bidi",
        "\u{202e}desrever\u{202c} \u{2066}isolate\u{2069} \u{202a}\u{202b}\u{202d}\u{2067}\u{2068}",
    ),
    ("Bidi_Open", "never closed \u{202e}\u{2066}"),
    (
        "Zero_Width",
        "a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f\u{ad}g",
    ),
    (
        "Combining",
        "Cafe\u{301} \u{301}\u{302}\u{303} Z\u{310}\u{311}\u{312}a\u{310}lgo",
    ),
    ("Scripts", "顧客名 이름 Имя שם اسم नाम 👩\u{200d}🚀"),
    (
        "Noncharacter",
        "\u{fffe} \u{ffff} \u{fffd} \u{10ffff} \u{e000}",
    ),
    ("Blank", "   "),
    ("Empty", ""),
    ("Dash", "-- \u{2014} - "),
    ("Macro", "$crate $x concat!() include!(\"x\")"),
    ("Percent", "100% &amp; 50 %20"),
    ("Table", "a | b\n--- | ---\n`|` | \\|"),
];

pub(super) fn objects() -> Vec<Named> {
    vec![
        ("texts-labels", labels()),
        ("texts-help", help()),
        ("texts-formulas", formulas()),
        ("texts-object", object_label()),
        ("texts-object-quote", object_label_quote()),
        ("texts-null", null_labels()),
    ]
}

fn labels() -> ObjectSpec {
    let fields = TEXTS
        .iter()
        .map(|(name, text)| Field::string(format!("{name}__c"), 80).label(*text));
    ObjectSpec::new("Labels__c", "h04")
        .id()
        .fields(fields)
        .field(Field::string("Very_Long__c", 80).label("very long label ".repeat(1000)))
        .field(Field::string("Long_Word__c", 80).label("x".repeat(5000)))
        .field(Field::string("Long_Cjk__c", 80).label("界".repeat(3000)))
}

fn help() -> ObjectSpec {
    let fields = TEXTS.iter().map(|(name, text)| {
        Field::new(format!("{name}__c"), "double")
            .number(18, 2)
            .help(*text)
            .set("defaultValueFormula", *text)
    });
    ObjectSpec::new("Help__c", "h05").id().fields(fields)
}

fn formulas() -> ObjectSpec {
    let fields = TEXTS.iter().map(|(name, text)| {
        let formula = format!("IF(TRUE, \"{text}\", /* {text} */ NULL)");
        Field::string(format!("{name}__c"), 1300).formula(formula)
    });
    let mut long = "IF(A__c = \"*/\", \"]\", \n".repeat(450);
    long.truncate(10_000);
    ObjectSpec::new("Formulas__c", "h06")
        .id()
        .fields(fields)
        .field(Field::string("Ten_Thousand__c", 1300).formula(long))
        .field(Field::double("Blank_Formula__c", 18, 0).formula(""))
}

/// Everything at once, where the object's own documentation would be.
fn object_label() -> ObjectSpec {
    let all: Vec<&str> = TEXTS.iter().map(|(_, text)| *text).collect();
    ObjectSpec::new("Object_Label__c", "h07")
        .label(all.join(" \n "), all.concat())
        .id()
        .record_name(80)
}

fn object_label_quote() -> ObjectSpec {
    ObjectSpec::new("Object_Label_Quote__c", "h08")
        .label("\"] */ ``` [Vec]", "    indented \u{202e}\\")
        .id()
        .record_name(80)
}

fn null_labels() -> ObjectSpec {
    ObjectSpec::new("Null_Labels__c", "h09")
        .id()
        .fields([
            Field::string("Null__c", 80).set("label", Value::Null),
            Field::string("Missing__c", 80)
                .without("label")
                .without("inlineHelpText"),
            Field::picklist("Pick__c", ["A", "B"]).set("label", Value::Null),
        ])
        .set("label", Value::Null)
        .set("labelPlural", Value::Null)
}
