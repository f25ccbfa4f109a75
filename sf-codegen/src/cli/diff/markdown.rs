//! Differences as Markdown, for a pull request.
//!
//! Names and values come from an org and reach other people's browsers: nothing of them is markup,
//! a link, or the name of somebody to be told.

use std::fmt::Write as _;

use sf_codegen::diff::{Class, Difference};
use sf_codegen::error::Escaped;

use super::Counts;
use super::affected::{AffectedPlace, UnreadPlace, not_known};

/// The report.
pub(super) fn report(
    found: &[Difference],
    places: Option<&[AffectedPlace<'_>]>,
    (unread, unread_files): (&[UnreadPlace<'_>], usize),
    counts: Counts,
) -> String {
    let words = counts.in_words(|_, text| text);
    if words.is_empty() {
        let none = "### Salesforce schema: no difference\n";
        return none.to_owned() + &not_read(unread, unread_files);
    }
    let mut text = format!("### Salesforce schema: {words}\n");
    match places {
        None => {}
        Some([]) if unread_files > 0 => {}
        Some([]) => text.push_str("\nNothing of yours is affected.\n"),
        Some(places) => {
            text.push_str("\n#### Your code\n\n| where | what |\n|---|---|\n");
            for place in places {
                let _ = writeln!(
                    text,
                    "| {}:{}:{} | {}: **{}**: {} |",
                    plain(&place.path.display().to_string()),
                    place.start.row,
                    place.start.column,
                    place.difference.class,
                    plain(&place.difference.subject()),
                    plain(&place.difference.reason)
                );
            }
        }
    }
    text.push_str(&not_read(unread, unread_files));
    for class in Class::ALL {
        let of_class: Vec<&Difference> = found.iter().filter(|d| d.class == *class).collect();
        if of_class.is_empty() {
            continue;
        }
        let title = match class {
            Class::Breaking => "Breaking: the org can refuse what it took, or something is gone",
            Class::Risky => "Risky: values can be other than before, or code must be changed",
            Class::Compatible => "Compatible: whatever worked works as it did",
        };
        // What need not be read is folded away.
        let is_folded = *class == Class::Compatible;
        let _ = match is_folded {
            true => write!(text, "\n<details>\n<summary>{title}</summary>\n\n"),
            false => write!(text, "\n#### {title}\n\n"),
        };
        text.push_str("| where | what |\n|---|---|\n");
        for difference in of_class {
            let _ = write!(
                text,
                "| **{}** | {}",
                plain(&difference.subject()),
                plain(&difference.reason)
            );
            if let Some(renamed) = &difference.renamed {
                let _ = write!(text, "; most likely it is **{}** now", plain(renamed));
            }
            text.push_str(" |\n");
        }
        if is_folded {
            text.push_str("\n</details>\n");
        }
    }
    text
}

/// Files of which it is not known what they use; nothing where all was read.
fn not_read(places: &[UnreadPlace<'_>], files: usize) -> String {
    if files == 0 {
        return String::new();
    }
    let mut text = format!("\n**{}.**\n", not_known(files));
    if !places.is_empty() {
        text.push_str("\n| where | what |\n|---|---|\n");
    }
    for place in places {
        let (start, _) = place.positions();
        let _ = writeln!(
            text,
            "| {}:{}:{} | {} |",
            plain(&place.path.display().to_string()),
            start.row,
            start.column,
            plain(&place.diagnostic.message)
        );
    }
    text
}

/// Text that stays text.
pub(in crate::cli) fn plain(text: &str) -> String {
    let text = Escaped::text(text).to_string();
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_link = match c {
            ':' => chars.peek() == Some(&'/'),
            '.' => out.to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        match c {
            // A comment in between: nobody is told, and no issue is linked.
            '@' | '#' => {
                out.push(c);
                out.push_str("<!-- -->");
            }
            '<' | '>' | '&' | '|' | '`' | '*' | '[' | ']' | '\\' | '~' | '!' | '$' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // Inside of a name Markdown leaves it alone; else it may begin something.
            '_' if !is_inside(&out, chars.peek()) => out.push_str("&#95;"),
            c if is_link => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn is_inside(before: &str, after: Option<&char>) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    before.ends_with(is_part) && after.is_some_and(|c| is_part(*c))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_is_markup() {
        for (text, expected) in [
            ("acme__Invoice__c", "acme__Invoice__c"),
            ("<script>", "&#60;script&#62;"),
            ("a|b\nc", "a&#124;b&#92;nc"),
            ("`x` *y* _z_", "&#96;x&#96; &#42;y&#42; &#95;z&#95;"),
            ("[a](http://b)", "&#91;a&#93;(http&#58;//b)"),
            ("www.b.com", "www&#46;b.com"),
            ("@all #5", "@<!-- -->all #<!-- -->5"),
            ("&lt;", "&#38;lt;"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
