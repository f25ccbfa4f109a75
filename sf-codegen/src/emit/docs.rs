//! Doc comments: the org's data dictionary, in words that cannot be anything but words.
//!
//! Text from describe is Markdown to rustdoc, and a code block in it would be a test that runs.
//! So white space is folded, Markdown's signs are escaped, and characters that do not show (or turn
//! the line around) are written as their code points.

use sf_schema::schema::{Field, FieldFlags, FieldType, Operation};

use super::code::is_hidden;

/// The describe flags that matter to who reads or writes a field, in a word or two.
pub(crate) const FACTS: &[(FieldFlags, &str)] = &[
    (FieldFlags::NILLABLE, "nillable"),
    (FieldFlags::DEFAULTED_ON_CREATE, "defaulted on create"),
    (FieldFlags::EXTERNAL_ID, "external ID"),
    (FieldFlags::UNIQUE, "unique"),
    (FieldFlags::RESTRICTED_PICKLIST, "restricted"),
    (FieldFlags::ENCRYPTED, "encrypted"),
    (FieldFlags::DEPRECATED_AND_HIDDEN, "deprecated"),
    (FieldFlags::SOMETIMES_ABSENT, "absent in some org"),
];

/// What there is to say of a field.
pub(super) fn field(field: &Field) -> Vec<String> {
    let mut paragraphs = Vec::with_capacity(4);
    let label = plain(&field.label);
    let title = if label.is_empty() {
        code(&field.name.api)
    } else {
        format!("{label} ({})", code(&field.name.api))
    };
    paragraphs.push(title);
    paragraphs.push(facts(field));
    if let Some(help) = field
        .help
        .as_deref()
        .map(plain)
        .filter(|help| !help.is_empty())
    {
        paragraphs.push(help);
    }
    if let Some(formula) = &field.formula {
        paragraphs.push(format!("Formula: {}", code(formula)));
    }
    if let Some(formula) = &field.default_formula {
        paragraphs.push(format!("Default: {}", code(formula)));
    }
    paragraphs
}

/// The describe flags that matter to who reads or writes the field.
fn facts(field: &Field) -> String {
    let mut facts = plain(field.data.name());
    if field.is(FieldFlags::HTML_FORMATTED) {
        facts.push_str(", HTML");
    }
    if (field.data.is_text() || field.data == FieldType::MultiPicklist) && field.length > 0 {
        facts.push_str(&format!(", at most {} characters", field.length));
    } else if field.data.is_decimal() && field.precision > 0 {
        let (precision, scale) = (field.precision, field.scale);
        facts.push_str(&format!(", {precision} digits, {scale} after the point"));
    }
    if let Some(reference) = &field.reference
        && !reference.to.is_empty()
    {
        let to: Vec<String> = reference.to.iter().take(8).map(|to| code(to)).collect();
        let more = if reference.to.len() > 8 {
            " and more"
        } else {
            ""
        };
        let kind = if field.is_master_detail() {
            "master-detail"
        } else {
            "lookup"
        };
        facts.push_str(&format!(", {kind} to {}{more}", to.join(", ")));
    }
    let writes = [Operation::Create, Operation::Update].map(|operation| field.refusal(operation));
    match writes {
        [None, None] => {
            let required = field.is_required_on_create();
            facts.push_str(if required { "; required" } else { "" });
        }
        [None, Some(refusal)] => {
            let required = field.is_required_on_create();
            facts.push_str(if required { "; required" } else { "" });
            facts.push_str(&format!("; {refusal}"));
        }
        [Some(refusal), _] => facts.push_str(&format!("; {refusal}")),
    }
    for (flag, word) in FACTS {
        if field.is(*flag) {
            facts.push_str(", ");
            facts.push_str(word);
        }
    }
    if !field.is(FieldFlags::FILTERABLE) {
        facts.push_str(", not filterable");
    }
    if !field.missing_in.is_empty() {
        facts.push_str(", missing in ");
        facts.push_str(&plain(&field.missing_in.join(", ")));
    }
    facts
}

/// Text from the org as a paragraph of plain words.
pub(super) fn plain(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text
        .split(char::is_whitespace)
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        // At the start of a paragraph these begin a list or a heading.
        let first = out.is_empty();
        for (place, c) in word.chars().enumerate() {
            let numbered = ".)".contains(c) && word.bytes().take(place).all(|b| b.is_ascii_digit());
            let starts_block = first && (place == 0 && "+-=".contains(c) || numbered);
            if starts_block || "\\`*_[]<>#~|&{}$".contains(c) {
                out.push('\\');
            }
            push_visible(&mut out, c);
        }
    }
    out
}

/// Text from the org as a code span.
pub(super) fn code(text: &str) -> String {
    // Nearly always an API name.
    if text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'`')
    {
        return ["`", text, "`"].concat();
    }
    let mut content = String::with_capacity(text.len());
    for word in text
        .split(char::is_whitespace)
        .filter(|word| !word.is_empty())
    {
        if !content.is_empty() {
            content.push(' ');
        }
        for c in word.chars() {
            push_visible(&mut content, c);
        }
    }
    let longest = content
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    if longest == 0 {
        return format!("`{content}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {content} {fence}")
}

/// Whether the text means itself in Markdown, which is what nearly all labels and names do.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let word = |byte: &u8| byte.is_ascii_alphanumeric();
    // One underscore inside of a word is no emphasis, but two around it are.
    let inner = |pair: &[u8]| match pair {
        [b' ' | b'_' | b',' | b'-' | b'/' | b'\'', next] => word(next),
        [_, b' ' | b'_' | b',' | b'-' | b'/' | b'\''] => true,
        [_, next] => word(next),
        _ => true,
    };
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.last().is_some_and(word)
        && bytes.windows(2).all(inner)
}

fn push_visible(out: &mut String, c: char) {
    if is_hidden(c) {
        out.push_str(&format!("U+{:04X}", u32::from(c)));
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_only_words() {
        assert_eq!(
            plain("    let x = 1;\n```\nboom()\n```"),
            "let x = 1; \\`\\`\\` boom() \\`\\`\\`"
        );
        assert_eq!(plain("[Vec] <b> # *x*"), "\\[Vec\\] \\<b\\> \\# \\*x\\*");
        assert_eq!(plain("-     code"), "\\- code");
        assert_eq!(plain("1.     code"), "1\\. code");
        assert_eq!(plain("a\u{202E}b\0\r\n"), "aU+202EbU+0000");
    }

    #[test]
    fn a_code_span_holds_any_text() {
        assert_eq!(code("IF(a, 1, 2)"), "`IF(a, 1, 2)`");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code("a\n  b"), "`a b`");
    }
}
