//! Lines and columns of a text, both from 1; a column counts bytes, as in the errors of the parser.

use crate::error::Problem;

/// Line and column of the byte at `offset`, or of the end.
pub(super) fn of(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before.len() - start + 1)
}

/// Line and column of `part`, which must be a slice of `text`.
pub(super) fn of_part(text: &str, part: &str) -> (usize, usize) {
    of(
        text,
        (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize),
    )
}

/// What the parser says about `part`, a slice of `text`: a problem with the place in `text`.
pub(super) fn of_error(text: &str, part: &str, error: &serde_json::Error) -> Problem {
    let (line, column) = of_part(text, part);
    let (line, column) = if error.line() <= 1 {
        (line, (column + error.column()).saturating_sub(1).max(1))
    } else {
        (line + error.line() - 1, error.column().max(1))
    };
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    Problem::new(said.strip_suffix(&place).unwrap_or(&said)).position(line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_start_at_one() {
        assert_eq!(of("", 0), (1, 1));
        assert_eq!(of("ab\nc", 1), (1, 2));
        assert_eq!(of("ab\nc", 3), (2, 1));
        assert_eq!(of("ab\nc", 99), (2, 2));
    }

    #[test]
    fn an_error_in_a_part_has_its_place_in_the_text() {
        let text = "[\n  {\"a\": x},\n  {\"a\":\n    y}]";
        for (part, place) in [(4..12, (2, 9)), (16..29, (4, 5))] {
            let part = &text[part];
            let error = serde_json::from_str::<serde_json::Value>(part).unwrap_err();
            let problem = of_error(text, part, &error);
            assert_eq!(problem.position, Some(place), "{part}");
            assert_eq!(problem.message, "expected value");
        }
    }
}
