//! Source text in the making.
//!
//! Text can get in by few ways only: a literal of this program ([`&'static str`](Part)), an
//! [`Ident`], a string [`Literal`] or [`Lines`], a number, or a [`Doc`] line. So nothing that describe holds can
//! become code. Laid out as it is written, the text costs a hundredth of tokens that are parsed and
//! printed again.

/// The widest line that is not broken where it can be.
const WIDTH: usize = 100;

/// Source text.
#[derive(Debug, Default)]
pub struct Code(String);

/// What source text may be put together from.
pub(super) trait Part {
    fn write(&self, code: &mut Code);
}

/// A name that the names module decided.
#[derive(Clone, Copy)]
pub(super) struct Ident<'a>(pub(super) &'a str);

/// A string literal of any text.
#[derive(Clone, Copy)]
pub(super) struct Literal<'a>(pub(super) &'a str);

/// A string literal of a text of lines, a line each.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a>(pub(super) &'a str);

/// A string literal, or none.
#[derive(Clone, Copy)]
pub(super) struct OptionalLiteral<'a>(pub(super) Option<&'a str>);

/// A doc comment of paragraphs, at an indentation.
pub(super) struct Docs<'a>(pub(super) &'static str, pub(super) &'a [String]);

/// Puts parts after each other.
macro_rules! put {
    ($code:expr, $($part:expr),+ $(,)?) => {{
        $($crate::emit::code::Part::write(&$part, $code);)+
    }};
}

pub(super) use put;

impl Code {
    pub(super) fn new() -> Self {
        Self(String::with_capacity(1 << 14))
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }

    /// The text, each line of it indented by four more spaces.
    pub(super) fn put_indented(&mut self, inner: &Code) {
        for line in inner.0.lines() {
            if !line.is_empty() {
                self.0.push_str("    ");
                self.0.push_str(line);
            }
            self.0.push('\n');
        }
    }

    /// `head(items)tail` on the current line if that is not too wide, otherwise each item on a line
    /// of its own.
    pub(super) fn list<I: Part>(
        &mut self,
        indent: &'static str,
        open: &'static str,
        items: impl Iterator<Item = I> + Clone,
        close: impl Part,
    ) {
        let start = self.0.rfind('\n').map_or(0, |place| place + 1);
        let here = self.0.len();
        put!(self, open);
        for (place, item) in items.clone().enumerate() {
            put!(self, if place > 0 { ", " } else { "" }, item);
            if self.0.len() - start > WIDTH {
                break;
            }
        }
        put!(self, close);
        let flat = self.0.get(start..).unwrap_or_default();
        let end = flat.find('\n').unwrap_or(flat.len());
        if end <= WIDTH {
            return;
        }
        self.0.truncate(here);
        put!(self, open, "\n");
        for item in items {
            put!(self, indent, "    ", item, ",\n");
        }
        put!(self, indent, close);
    }
}

impl Part for &'static str {
    fn write(&self, code: &mut Code) {
        code.0.push_str(self);
    }
}

impl<P: Part> Part for &P {
    fn write(&self, code: &mut Code) {
        (*self).write(code);
    }
}

impl Part for bool {
    fn write(&self, code: &mut Code) {
        code.0.push_str(if *self { "true" } else { "false" });
    }
}

impl Part for usize {
    fn write(&self, code: &mut Code) {
        use std::fmt::Write;

        let _ = write!(code.0, "{self}");
    }
}

impl Part for Ident<'_> {
    /// Whatever it was given, an identifier is ASCII letters, digits and underscores.
    fn write(&self, code: &mut Code) {
        if self.0.bytes().all(is_word) {
            code.0.push_str(self.0);
        } else {
            code.0
                .extend(self.0.chars().filter(|c| c.is_ascii() && is_word(*c as u8)));
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Part for Literal<'_> {
    fn write(&self, code: &mut Code) {
        code.0.push('"');
        let plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
        if self.0.bytes().all(plain) {
            code.0.push_str(self.0);
        } else {
            for c in self.0.chars() {
                match c {
                    '"' | '\\' => code.0.extend(['\\', c]),
                    c if is_hidden(c) => code.0.extend(c.escape_unicode()),
                    c => code.0.push(c),
                }
            }
        }
        code.0.push('"');
    }
}

impl Part for Lines<'_> {
    /// A backslash at the end of a line makes nothing of the line's end and of the blanks that follow,
    /// so the literal may stand at any indentation.
    fn write(&self, code: &mut Code) {
        code.0.push_str("\"\\\n");
        for line in self.0.split_inclusive('\n') {
            code.0.push_str("    ");
            let blank = line.starts_with(char::is_whitespace);
            for (place, c) in line.chars().enumerate() {
                match c {
                    '"' | '\\' => code.0.extend(['\\', c]),
                    '\n' => code.0.push_str("\\n"),
                    c if blank && place == 0 => code.0.extend(c.escape_unicode()),
                    '\t' => code.0.push_str("\\t"),
                    c if is_hidden(c) => code.0.extend(c.escape_unicode()),
                    c => code.0.push(c),
                }
            }
            code.0.push_str("\\\n");
        }
        code.0.push('"');
    }
}

impl Part for OptionalLiteral<'_> {
    fn write(&self, code: &mut Code) {
        match self.0 {
            Some(text) => put!(code, "__rt::Some(", Literal(text), ")"),
            None => put!(code, "__rt::None"),
        }
    }
}

impl Part for Docs<'_> {
    fn write(&self, code: &mut Code) {
        for (place, paragraph) in self.1.iter().enumerate() {
            if place > 0 {
                put!(code, self.0, "///\n");
            }
            put!(code, self.0, "/// ");
            // A paragraph is one line already; if it were not, the comment would end with it.
            if paragraph.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                code.0.push_str(paragraph);
            } else {
                code.0.extend(paragraph.chars().filter(|c| !is_hidden(*c)));
            }
            put!(code, "\n");
        }
    }
}

/// Whether a character does not show, or turns the line around: Rust refuses some of them in
/// comments and literals.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x061C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0xFEFF | 0xFFF0..=0xFFFF | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(part: impl Part) -> String {
        let mut code = Code::new();
        put!(&mut code, part);
        code.into_text()
    }

    #[test]
    fn nothing_gets_out_of_a_literal() {
        for hostile in [
            "a\"; panic!()",
            "\\",
            "\\\"",
            "\n\r\0\t",
            "\u{202e}",
            "日本 🚀",
            "{}",
            "*/",
        ] {
            let literal = text(Literal(hostile));
            let parsed: syn::LitStr = syn::parse_str(&literal).expect("it is one literal");
            assert_eq!(parsed.value(), hostile);
            assert!(!literal.chars().any(is_hidden), "{literal}");
        }
    }

    #[test]
    fn nothing_gets_out_of_lines_at_any_indentation() {
        for hostile in [
            "",
            "\n",
            "a\tb\\t\"; panic!()\nend\n",
            "\\\n\\\\\n",
            "  a\n\tb\n\n\u{85}\n \n",
            "\r\n\0\u{202e}日本 🚀",
            "*/ {}",
        ] {
            let lines = text(Lines(hostile));
            let mut indented = Code::new();
            let mut inner = Code::new();
            put!(&mut inner, Lines(hostile));
            indented.put_indented(&inner);
            for literal in [lines, indented.into_text()] {
                let parsed: syn::LitStr = syn::parse_str(&literal).expect("it is one literal");
                assert_eq!(parsed.value(), hostile, "{literal}");
                let hidden = |c: char| c != '\n' && is_hidden(c);
                assert!(!literal.chars().any(hidden), "{literal}");
            }
        }
    }

    #[test]
    fn nothing_gets_out_of_an_identifier_or_a_comment() {
        assert_eq!(text(Ident("a; b")), "ab");
        let paragraphs = ["one\nfn two() {}".to_owned(), "three".to_owned()];
        assert_eq!(
            text(Docs("", &paragraphs)),
            "/// onefn two() {}\n///\n/// three\n"
        );
    }

    #[test]
    fn a_list_is_broken_only_where_it_is_too_wide() {
        let list = |count: usize| {
            let mut code = Code::new();
            put!(&mut code, "const X: &[&str] = ");
            let items = (0..count).map(|_| Literal("twelve chars"));
            code.list("", "&[", items, "];\n");
            code.into_text()
        };
        assert_eq!(
            list(2),
            "const X: &[&str] = &[\"twelve chars\", \"twelve chars\"];\n"
        );
        assert!(list(9).starts_with("const X: &[&str] = &[\n    \"twelve chars\",\n"));
        assert!(list(9).ends_with(",\n];\n"));
    }
}
