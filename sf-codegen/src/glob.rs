//! Matches API names against patterns with `*` (any text) and `?` (one character), as a user
//! writes them to select objects. API names do not differ by case, so patterns do not either.

/// Whether the whole name matches the pattern.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (
        pattern.to_lowercase().chars().collect(),
        name.to_lowercase().chars().collect(),
    );
    let (mut p, mut n) = (0, 0);
    // Where the last star was, and how much of the name it has taken: only that one is retried.
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || name.get(n) == Some(c) => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, name) in [
            ("*", "Account"),
            ("account", "Account"),
            ("acme__*", "acme__Invoice__c"),
            ("*__c", "acme__Invoice__c"),
            ("*__*__c", "acme__Invoice__c"),
            ("A??ount", "Account"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("", "A"),
            ("Acc", "Account"),
            ("*__c", "Account"),
            ("?", ""),
        ] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn many_stars_take_no_long_time() {
        let name = "a".repeat(2_000);
        assert!(!matches(&"*a".repeat(200).replace("*a*a", "*a*ab"), &name));
    }
}
