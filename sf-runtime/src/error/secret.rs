//! Takes tokens out of what others say: a proxy's page, and a message of the org's, may repeat the
//! headers of the call.

use std::borrow::Cow;

const HIDDEN: &str = "[hidden]";

/// The text without what looks like an access token, `<org id>!<secret>`, or stands behind `Bearer`.
pub(crate) fn without_tokens(text: &str) -> Cow<'_, str> {
    let may_have_one = text.contains("00D")
        || text
            .as_bytes()
            .windows(6)
            .any(|six| six.eq_ignore_ascii_case(b"bearer"));
    if !may_have_one {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    // Where the scheme begins that stands before the word.
    let mut scheme = None;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let gap = after.find(is_of_token).unwrap_or(after.len());
        let (gap, next) = after.split_at(gap);
        if is_token(word) || (scheme.is_some() && word.len() >= SHORTEST) {
            out.truncate(scheme.unwrap_or(out.len()));
            out.push_str(HIDDEN);
        } else {
            out.push_str(word);
        }
        scheme = (word.eq_ignore_ascii_case("bearer") && gap.trim().is_empty())
            .then(|| out.len() - word.len());
        out.push_str(gap);
        rest = next;
    }
    Cow::Owned(out)
}

/// The bytes without this token, if it is in them.
pub(crate) fn without_token(bytes: &[u8], token: &str) -> Option<Vec<u8>> {
    // A short one, as a test may have, is also a word of other texts.
    if token.len() < SHORTEST {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    if !text.contains(token) {
        return None;
    }
    let text = text.replace(&format!("Bearer {token}"), HIDDEN);
    Some(text.replace(token, HIDDEN).into_bytes())
}

/// No token is shorter.
const SHORTEST: usize = 16;

/// Whether a token may hold the character, as it is or in the encoding of a URL or a page.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._!-%&#;+=".contains(c)
}

fn is_token(word: &str) -> bool {
    word.find("00D").is_some_and(|start| {
        let token = &word[start..];
        ["!", "%21", "&#33;", "&excl;"]
            .iter()
            .any(|mark| token.contains(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_hidden_however_it_is_written() {
        for token in [
            "00D000000000001!AQ.secret_x",
            "00D000000000001%21AQ.secret_x",
            "00D000000000001&#33;AQ.secret_x",
            "sid=00D000000000001!AQ.secret_x&y=1",
        ] {
            for (before, after) in [("", ""), ("the token \"", "\" is\n old"), ("<b>", "</b>")] {
                let said = format!("{before}{token}{after}");
                let expected = format!("{before}[hidden]{after}");
                assert_eq!(without_tokens(&said), expected);
            }
        }
        let jwt = "authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln\nhost: x";
        assert_eq!(without_tokens(jwt), "authorization: [hidden]\nhost: x");
        let both = "Bearer 00D000000000001!AQ.x, 00D000000000001!AQ.y";
        assert_eq!(without_tokens(both), "[hidden], [hidden]");
    }

    #[test]
    fn what_is_no_token_stays_as_it_is() {
        for text in [
            "",
            "No such column 'X'\n  ^\nERROR at Row:1:Column:8",
            "the org 00D000000000001 is locked: wait!",
            "Bearer tokens are not accepted",
            "é!",
        ] {
            assert_eq!(without_tokens(text), text);
        }
    }

    #[test]
    fn the_token_in_use_is_hidden_whatever_its_form() {
        let token = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
        let said = format!("{{\"x\":\"{token}\",\"y\":\"Bearer {token}\"}}");
        let hidden = without_token(said.as_bytes(), token).expect("it is there");
        assert_eq!(hidden, b"{\"x\":\"[hidden]\",\"y\":\"[hidden]\"}");
        assert_eq!(without_token(b"another", token), None);
        assert_eq!(without_token(b"token", "token"), None);
    }
}
