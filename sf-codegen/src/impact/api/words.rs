//! The words of a text, faster than its tokens.

/// Whatever could be a name, in comments and literals as well.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.bytes().position(is_part)?;
        let from = rest.get(start..)?;
        let end = from.bytes().position(|byte| !is_part(byte));
        let (word, after) = from.split_at_checked(end.unwrap_or(from.len()))?;
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_and_what_is_between_them() {
        let text = "fn é(a: &Café__c) -> r#type { \"b\" } // c";
        let all: Vec<_> = words(text).collect();
        assert_eq!(all, ["fn", "é", "a", "Café__c", "r", "type", "b", "c"]);
        assert_eq!(words("").count() + words(" -- ").count(), 0);
    }
}
