//! A damaged index is an error or, where the damage cannot be seen, another model: never a panic.

use super::super::{Entry, IndexError, read_list, read_object, write_list, write_object};
use super::{Random, invoice};

fn object_error(text: &str) -> IndexError {
    read_object(text).expect_err("an error")
}

/// The invoice with one line replaced.
fn with_line(line: usize, new: &str) -> String {
    let text = write_object(&invoice());
    let lines: Vec<&str> = text.lines().collect();
    let replaced = lines.iter().enumerate();
    replaced
        .map(|(i, old)| if i + 1 == line { new } else { *old })
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[test]
fn a_cut_off_file_is_noticed_at_every_character() {
    let text = write_object(&invoice());
    let list = write_list(&[Entry::from(&invoice())], ["Asset", "User"]);
    for (text, is_err) in [
        (&text, (|t| read_object(t).is_err()) as fn(&str) -> bool),
        (&list, |t| read_list(t).is_err()),
    ] {
        for (cut, _) in text.char_indices() {
            // Without its last newline the file is still whole.
            let whole = cut == text.len() - 1;
            assert_eq!(is_err(&text[..cut]), !whole, "cut at {cut}");
        }
    }
}

#[test]
fn random_damage_does_not_panic() {
    const PIECES: &[&str] = &[
        "\t",
        "\n",
        "\\",
        "\\e",
        "\\u{",
        "\\u{d800}",
        "\\u{110000}",
        "}",
        ",",
        "end\n",
        "end",
        "?",
        "-1",
        "99999999999",
        "+",
        "v\t",
        "r\t",
        "p\t",
        "f\t",
        "o\t",
        "\0",
        "é",
        "客",
        "\r",
        "",
    ];
    let texts = [
        write_object(&invoice()),
        write_list(&[Entry::from(&invoice())], ["Asset", "User"]),
    ];
    let mut random = Random(0x1234_5678);
    for _ in 0..20_000 {
        let mut chars: Vec<char> = random.pick(&texts).chars().collect();
        for _ in 0..=random.below(4) {
            let at = random.below(chars.len());
            match random.below(4) {
                0 => drop(chars.splice(at..at, random.pick(PIECES).chars())),
                1 => drop(chars.drain(at..(at + 1 + random.below(9)).min(chars.len()))),
                2 => {
                    let from = random.below(chars.len());
                    chars.swap(at, from);
                }
                _ => {
                    let copy = chars[at..(at + 1 + random.below(40)).min(chars.len())].to_vec();
                    let to = random.below(chars.len());
                    drop(chars.splice(to..to, copy));
                }
            }
        }
        let text: String = chars.into_iter().collect();
        if let Ok(object) = read_object(&text) {
            assert_eq!(read_object(&write_object(&object)), Ok(object));
        }
        if let Err(error) = read_object(&text) {
            assert!(error.line() <= text.lines().count() + 1, "{error}");
        }
        let _ = read_list(&text);
    }
}

#[test]
fn another_version_says_what_to_do() {
    let text = write_object(&invoice()).replacen(" 5 ", " 1 ", 1);
    let error = object_error(&text);
    assert_eq!(error, IndexError::Version { found: 1 });
    assert_eq!(
        error.to_string(),
        "line 1: the schema index has format 1, this version reads format 5: build again with \
         the same version of sf-codegen and sf-runtime"
    );
    // A later version may name its kinds as it likes.
    let error = object_error("sf-schema-index 6 sobject zstd\nwhatever");
    assert_eq!(error, IndexError::Version { found: 6 });
}

#[test]
fn other_files_are_told_apart() {
    let foreign = IndexError::Foreign { expected: "object" };
    let list = write_list(&[], []);
    for text in [
        "",
        "\n",
        "{}",
        "sf-schema-index",
        "sf-schema-index x object",
        &list,
    ] {
        assert_eq!(object_error(text), foreign, "{text:?}");
    }
    for text in ["sf-schema-index 5 object x\n", "sf-schema-index 5\n"] {
        assert_eq!(object_error(text), foreign, "{text:?}");
    }
    let foreign = IndexError::Foreign { expected: "list" };
    assert_eq!(read_list(&write_object(&invoice())), Err(foreign.clone()));
    assert_eq!(foreign.line(), 1);
}

#[test]
fn a_damaged_line_is_named() {
    for (line, new, problem) in [
        (2, "f\tX", "\"f\" where `o` is due"),
        (3, "", "unknown record \"\""),
        (3, "z\tX", "unknown record \"z\""),
        (3, "o\tX", "unknown record \"o\""),
        (3, "r\tX", "`r` follows no field that lacks it"),
        (3, "p\tX", "`p` follows no field that lacks it"),
        (3, "v\tX", "`v` follows no picklist"),
        (5, "r\tX", "`r` follows no field that lacks it"),
        (3, "f\tX\tx\tX\tstrin", "unknown field type \"strin\""),
        (3, "f\tX\tx\tX\tstring\tc~", "unknown flag '~'"),
        (
            3,
            "f\tX\tx\tX\tint\t\t\t-1",
            "\"-1\" is not a number that fits",
        ),
        (
            3,
            "f\tX\tx\tX\tint\t\t\t\t256",
            "\"256\" is not a number that fits",
        ),
        (3, "f\t\\q", "unknown escape in \"\\\\q\""),
        (3, "f\t\\e", "unknown escape in \"\\\\e\""),
        (3, "f\t\\u{d800}", "unknown escape in \"\\\\u{d800}\""),
        (4, "r\t\t\t\t\t\tA\t\tB", "an empty column inside a list"),
        (7, "p\tX\tq\tY", "unknown controller \"q\""),
        (8, "v\tX\tX\tb", "unknown flag 'b'"),
        (8, "v\tX\tX\ta\tx\t1,,2", "\"\" is not a number that fits"),
        (14, "s\ta\tb\tc", "one column too many: \"c\""),
        (14, "end", "a line after `end`"),
    ] {
        let expected = if problem.starts_with("a line after") {
            15
        } else {
            line
        };
        let error = object_error(&with_line(line, new));
        assert_eq!(error, IndexError::damaged(expected, problem), "{new:?}");
        assert_eq!(error.line(), expected);
        assert_eq!(
            error.to_string(),
            format!(
                "line {expected}: {problem}: the schema index is damaged, build again, so that \
                 sf-codegen writes the file anew"
            )
        );
    }
}

#[test]
fn a_missing_end_is_named() {
    let error = object_error(&with_line(15, "s"));
    let problem = "no `end` follows, the file was cut off";
    assert_eq!(error, IndexError::damaged(15, problem));
    let error = object_error("sf-schema-index 5 object");
    assert_eq!(error, IndexError::damaged(1, problem));
    let error = object_error("sf-schema-index 5 object\nend\n");
    assert_eq!(error, IndexError::damaged(2, "no object"));
}

#[test]
fn a_long_column_is_not_repeated_whole() {
    let error = object_error(&with_line(3, &format!("f\t\\q{}", "x".repeat(1000))));
    assert!(error.to_string().len() < 300, "{error}");
}

#[test]
fn an_object_is_listed_once_and_in_order() {
    for second in ["Account", "ACCOUNT", "Aardvark"] {
        for tag in ["e", "x"] {
            let text = format!("sf-schema-index 5 list\n{tag}\tAccount\n{tag}\t{second}\nend\n");
            let problem = format!("\"{second}\" is listed twice or out of order");
            assert_eq!(read_list(&text), Err(IndexError::damaged(3, problem)));
        }
    }
}
