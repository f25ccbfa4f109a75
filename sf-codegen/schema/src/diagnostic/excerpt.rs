//! The line a span is in, with carets under it.

use super::Span;

/// How many characters of a line are shown.
const WIDTH: usize = 100;

const CUT: char = '…';

/// The first line of the span, and carets under the part of the line that it covers.
pub(super) fn excerpt(span: Span, source: &str) -> String {
    let (before, inside, after) = span.split(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = before.get(line_start..).unwrap_or_default();
    let marked = first_line(inside);
    let tail = if marked.len() == inside.len() {
        first_line(after)
    } else {
        ""
    };
    let mut line: Vec<char> = lead
        .chars()
        .chain(marked.chars())
        .chain(tail.chars())
        .collect();
    // The end of a CRLF, which a span may split from its newline.
    if line.last() == Some(&'\r') {
        line.pop();
    }
    let start = lead.chars().count().min(line.len());
    let end = (start + marked.chars().count()).min(line.len());

    let (from, to) = window(line.len(), start, end);
    let mut text = String::new();
    let mut carets = String::new();
    if from > 0 {
        text.push(CUT);
        carets.push(' ');
    }
    for (i, c) in line.iter().enumerate().take(to).skip(from) {
        let c = printable(*c);
        text.push(c);
        if (start..end).contains(&i) {
            carets.extend(std::iter::repeat_n('^', columns(c)));
        } else if i < start {
            // A tab is as wide below as above.
            let pad = if c == '\t' { '\t' } else { ' ' };
            carets.extend(std::iter::repeat_n(pad, columns(c)));
        }
    }
    if to < line.len() {
        text.push(CUT);
    }
    // An empty span, or one that covers only what takes no room, is a place between characters.
    if !carets.ends_with('^') {
        carets.push('^');
    }
    format!("   |  {text}\n   |  {carets}")
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// The part of a line that is shown: all of a line that fits, else what surrounds the span.
fn window(line: usize, start: usize, end: usize) -> (usize, usize) {
    let around = WIDTH.saturating_sub(end - start) / 2;
    let to = line.min(start.saturating_sub(around) + WIDTH);
    (to.saturating_sub(WIDTH), to)
}

/// What would move the cursor, or turn the direction of the text, is shown as a mark.
fn printable(c: char) -> char {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}');
    if turns || breaks { '\u{fffd}' } else { c }
}

/// How many columns a character takes on a terminal: near enough to put carets in place.
fn columns(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036f | 0x200b..=0x200d | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff01..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line and carets, without the gutter.
    fn shown(source: &str, start: usize, end: usize) -> (String, String) {
        let text = excerpt(Span::new(start, end), source);
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(lines.len(), 2, "{text}");
        let strip = |line: &str| line.strip_prefix("   |  ").expect("a gutter").to_owned();
        (strip(lines[0]), strip(lines[1]))
    }

    #[test]
    fn one_of_several_lines() {
        let source = "SELECT Id,\n  Industri\nFROM Account";
        assert_eq!(
            excerpt(Span::new(13, 21), source),
            "   |    Industri\n   |    ^^^^^^^^"
        );
    }

    #[test]
    fn several_lines_are_underlined_in_the_first() {
        let source = "SELECT Id,\r\n  Name FROM Account";
        let expected = ("SELECT Id,".to_owned(), "       ^^^".to_owned());
        assert_eq!(shown(source, 7, source.len()), expected);
        assert_eq!(shown(source, 7, 11), expected, "ends inside the CRLF");
    }

    #[test]
    fn an_empty_span_is_one_caret() {
        assert_eq!(shown("ab", 1, 1), ("ab".into(), " ^".into()));
        assert_eq!(shown("ab", 2, 2), ("ab".into(), "  ^".into()));
        assert_eq!(shown("ab", 2, 1), ("ab".into(), "  ^".into()));
        assert_eq!(shown("", 0, 0), ("".into(), "^".into()));
        assert_eq!(shown("ab\ncd", 2, 3), ("ab".into(), "  ^".into()));
        assert_eq!(shown("ab\r\ncd", 2, 4), ("ab".into(), "  ^".into()));
    }

    #[test]
    fn outside_the_source_is_its_end() {
        assert_eq!(shown("ab", 9, 12), ("ab".into(), "  ^".into()));
        assert_eq!(shown("ab", 1, usize::MAX), ("ab".into(), " ^".into()));
        assert_eq!(
            shown("ab\nc", usize::MAX, usize::MAX),
            ("c".into(), " ^".into())
        );
    }

    #[test]
    fn tabs_keep_the_alignment() {
        assert_eq!(shown("\ta\tb", 3, 4), ("\ta\tb".into(), "\t \t^".into()));
    }

    #[test]
    fn wide_and_narrow_characters() {
        assert_eq!(shown("客户x", 6, 7), ("客户x".into(), "    ^".into()));
        assert_eq!(shown("客户x", 0, 6), ("客户x".into(), "^^^^".into()));
        assert_eq!(shown("客户x", 1, 2), ("客户x".into(), "^^".into()));
        assert_eq!(shown("e\u{301}x", 3, 4), ("e\u{301}x".into(), " ^".into()));
        assert_eq!(shown("e\u{301}x", 1, 3), ("e\u{301}x".into(), " ^".into()));
    }

    #[test]
    fn nothing_drives_the_terminal() {
        let (line, _) = shown("a\u{1b}[31m\0\rb\u{202e}c", 0, 1);
        assert_eq!(line, "a\u{fffd}[31m\u{fffd}\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let source = format!("{}HERE{}", "a".repeat(500), "b".repeat(500));
        let (line, carets) = shown(&source, 500, 504);
        assert_eq!(line.chars().count(), WIDTH + 2);
        assert!(line.starts_with("…a") && line.ends_with("b…"));
        let at = carets.find('^').expect("carets");
        let marked: String = line.chars().skip(at).take(4).collect();
        assert_eq!((marked.as_str(), carets.trim()), ("HERE", "^^^^"));
    }

    #[test]
    fn a_long_line_is_cut_at_one_end() {
        let source = "x".repeat(1000);
        let (line, carets) = shown(&source, 0, 1);
        assert_eq!(
            (line, carets),
            (format!("{}…", "x".repeat(100)), "^".into())
        );
        let (line, carets) = shown(&source, 1000, 1000);
        assert_eq!(line, format!("…{}", "x".repeat(100)));
        assert_eq!(carets, format!("{}^", " ".repeat(101)));
    }

    #[test]
    fn a_long_span_is_cut() {
        let source = "x".repeat(1000);
        let (line, carets) = shown(&source, 0, 1000);
        assert_eq!(line, format!("{}…", "x".repeat(100)));
        assert_eq!(carets, "^".repeat(100));
        let (line, carets) = shown(&source, 300, 700);
        assert_eq!(line, format!("…{}…", "x".repeat(100)));
        assert_eq!(carets, format!(" {}", "^".repeat(100)));
    }

    #[test]
    fn any_span_in_any_source() {
        for source in [
            "",
            "\n",
            "\r\n",
            "a\r",
            "\n\n",
            "é客\r\n🎉\t\u{301}",
            &"é".repeat(300),
        ] {
            for start in 0..source.len() + 2 {
                for end in [start, start + 1, source.len(), usize::MAX, 0] {
                    let (line, carets) = shown(source, start, end);
                    assert!(carets.ends_with('^'));
                    assert!(line.chars().count() <= WIDTH + 2);
                }
            }
        }
    }
}
