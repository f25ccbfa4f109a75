//! Which value of a JSON text a place in it belongs to.

use std::fmt::Write as _;

/// An object with the key under which the reader is, or an array with the index.
enum Frame<'a> {
    Object(Option<&'a str>),
    Array(usize),
}

/// The path of the value that is being read, or was read last, at a line and column as `serde_json`
/// counts them (the column is how many bytes of the line are read). Empty at the root.
pub(super) fn path_at(text: &str, line: usize, column: usize) -> Option<String> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let read = text
        .as_bytes()
        .get(..start.checked_add(column)?.min(text.len()))?;
    let mut frames = Vec::new();
    // A comma ends a value only when the next one begins.
    let mut has_comma = false;
    let mut at = 0;
    while let Some(byte) = read.get(at) {
        let begins = !byte.is_ascii_whitespace() && !matches!(byte, b',' | b':' | b'}' | b']');
        if begins && std::mem::take(&mut has_comma) {
            match frames.last_mut() {
                Some(Frame::Object(key)) => *key = None,
                Some(Frame::Array(index)) => *index += 1,
                None => {}
            }
        }
        match byte {
            b'{' => frames.push(Frame::Object(None)),
            b'[' => frames.push(Frame::Array(0)),
            b'}' | b']' => {
                frames.pop();
                has_comma = false;
            }
            b',' => has_comma = true,
            b'"' => {
                let end = end_of_string(read, at + 1);
                if let Some(Frame::Object(key @ None)) = frames.last_mut() {
                    *key = text.get(at + 1..end);
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    for frame in frames {
        match frame {
            Frame::Object(Some(key)) if path.is_empty() => path.push_str(key),
            Frame::Object(Some(key)) => {
                path.push('.');
                path.push_str(key);
            }
            Frame::Object(None) => {}
            Frame::Array(index) => {
                let _ = write!(path, "[{index}]");
            }
        }
    }
    Some(path)
}

/// Where the string that begins before `at` ends: at its closing quote.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}
