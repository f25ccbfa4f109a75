//! The names of parts, and the expressions by which one part refers to another.

use std::hash::{BuildHasher, RandomState};

use percent_encoding::percent_decode_str;

/// What makes the names of one composite's parts unlike those of any other, and unlike what
/// somebody could write into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Nonce(u64);

/// What an `@{…}` in a part is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A reference to a part of this composite.
    Part(usize),
    /// A reference to a part of another one.
    Elsewhere,
    /// Text, which the org would take for a reference.
    Text,
}

/// How an expression begins, as it is and percent-encoded.
const OPEN: &str = "@{";
const OPEN_ENCODED: &str = "%40%7B";
const CLOSE_ENCODED: &str = "%7D";

impl Nonce {
    pub(super) fn new() -> Self {
        // Keyed by the operating system's randomness.
        Self(RandomState::new().hash_one(0))
    }

    /// The name of a part: `ref0_6b0a…`. Letters, digits and underscores, as the org wants it.
    pub(super) fn reference(self, place: usize) -> String {
        format!("ref{place}_{:016x}", self.0)
    }

    /// The place of the part of this name.
    pub(super) fn place(self, reference: &str) -> Option<usize> {
        let (nonce, place) = parse(reference)?;
        (nonce == self).then_some(place)
    }

    /// Everything in a text that the org would take for a reference.
    pub(super) fn find(self, text: &str) -> impl Iterator<Item = Found> {
        text.split(OPEN).skip(1).map(move |after| {
            // The innermost of what is nested is the last to be opened.
            let inside = after.split_once('}').map(|(inside, _)| inside);
            match inside.filter(|inside| is_plain(inside)).and_then(named) {
                Some((nonce, place)) if nonce == self => Found::Part(place),
                Some(_) => Found::Elsewhere,
                None => Found::Text,
            }
        })
    }

    /// The URL with this composite's own references as they are, which [`Request`] has encoded like
    /// any other text.
    ///
    /// [`Request`]: crate::call::Request
    pub(super) fn decode_own(self, url: &str) -> String {
        let mut out = String::with_capacity(url.len());
        let mut rest = url;
        while let Some((before, after)) = rest.split_once(OPEN_ENCODED) {
            out.push_str(before);
            match after.split_once(CLOSE_ENCODED) {
                Some((inside, after)) if self.is_own(inside) => {
                    out.push_str(OPEN);
                    out.push_str(&percent_decode_str(inside).decode_utf8_lossy());
                    out.push('}');
                    rest = after;
                }
                _ => {
                    out.push_str(OPEN_ENCODED);
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// Whether this is the encoded inside of one of this composite's references.
    fn is_own(self, inside: &str) -> bool {
        let inside = percent_decode_str(inside).decode_utf8_lossy();
        is_plain(&inside) && named(&inside).is_some_and(|(nonce, _)| nonce == self)
    }
}

/// Whether this is a name and a path, and nothing else.
fn is_plain(inside: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
    inside.chars().all(plain)
}

/// The part that the inside of an expression names.
fn named(inside: &str) -> Option<(Nonce, usize)> {
    parse(inside.split(['.', '[']).next()?)
}

fn parse(reference: &str) -> Option<(Nonce, usize)> {
    let (place, nonce) = reference.strip_prefix("ref")?.split_once('_')?;
    if nonce.len() != 16 {
        return None;
    }
    let nonce = u64::from_str_radix(nonce, 16).ok()?;
    Some((Nonce(nonce), place.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_the_org_takes_and_is_recognised() {
        let (mine, other) = (Nonce(0x1f), Nonce::new());
        let name = mine.reference(12);
        assert_eq!(name, "ref12_000000000000001f");
        assert_eq!(mine.place(&name), Some(12));
        assert_eq!(other.place(&name), None);
        assert_ne!(Nonce::new(), Nonce::new());
    }

    #[test]
    fn whatever_the_org_would_replace_is_found() {
        let nonce = Nonce(0x1f);
        let find = |text: &str| nonce.find(text).collect::<Vec<_>>();
        let own = format!("@{{{}.id}}", nonce.reference(3));
        let foreign = format!("@{{{}.id}}", Nonce(0x2f).reference(3));
        assert_eq!(find("a@b.c {x} @ {"), []);
        assert_eq!(find(&own), [Found::Part(3)]);
        assert_eq!(find(&foreign), [Found::Elsewhere]);
        for text in [
            "@{",
            "@{x.id}",
            "@{ref3_000000000000001.id}",
            "@{}",
            "@{ref3",
        ] {
            assert_eq!(find(text), [Found::Text], "{text}");
        }
        // A reference within another is not one of ours, and neither hides the other.
        assert_eq!(
            find(&format!("@{{a.b[{own}]}} {own}")),
            [Found::Text, Found::Part(3), Found::Part(3)]
        );
    }

    #[test]
    fn only_own_references_stand_as_they_are_in_a_url() {
        let nonce = Nonce(0x1f);
        let name = nonce.reference(0);
        let url = format!("query?q=Id%3D%27%40%7B{name}.records%5B0%5D.Id%7D%27%40%7Bx.id%7D");
        assert_eq!(
            nonce.decode_own(&url),
            format!("query?q=Id%3D%27@{{{name}.records[0].Id}}%27%40%7Bx.id%7D")
        );
        // Nothing else than an expression gets through.
        for inside in [format!("{name}.a%2Fb"), format!("{name}.a%3Fb%26c")] {
            let url = format!("sobjects/Account/%40%7B{inside}%7D");
            assert_eq!(nonce.decode_own(&url), url);
        }
    }
}
