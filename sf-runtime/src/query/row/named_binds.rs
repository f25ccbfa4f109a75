//! The binds of child rows, as whoever holds these rows names them: the names are compared when the
//! program is compiled.

/// Whether a row has these binds, in this order.
#[doc(hidden)]
pub const fn has_binds(own: Option<&[&str]>, named: &[&str]) -> bool {
    let Some(own) = own else {
        return true;
    };
    if own.len() != named.len() {
        return false;
    }
    let mut place = 0;
    while place < own.len() {
        let (own, named) = (own[place].as_bytes(), named[place].as_bytes());
        if own.len() != named.len() {
            return false;
        }
        let mut at = 0;
        while at < own.len() {
            if own[at] != named[at] {
                return false;
            }
            at += 1;
        }
        place += 1;
    }
    true
}

/// As many bytes as an assertion says.
const SAID: usize = 512;

/// The text of an assertion that fails: one that is put together when the program is compiled.
#[doc(hidden)]
pub struct Said {
    bytes: [u8; SAID],
    length: usize,
}

impl Said {
    /// `before`, and how these binds are named for a field. What is too long is cut.
    pub const fn binds(before: &str, own: Option<&[&str]>) -> Self {
        let mut said = Self {
            bytes: [0; SAID],
            length: 0,
        }
        .and(before);
        let Some(own) = own else {
            return said;
        };
        said = said.and("#[soql(binds(");
        let mut place = 0;
        while place < own.len() {
            if place > 0 {
                said = said.and(", ");
            }
            said = said.and(own[place]);
            place += 1;
        }
        said.and("))]")
    }

    const fn and(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.length + text.len() > SAID {
            return self;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    /// The text.
    pub const fn text(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binds_are_told_by_their_names() {
        const OWN: Option<&[&str]> = Some(&["min", "name"]);
        assert!(has_binds(OWN, &["min", "name"]));
        for others in [&[][..], &["min"], &["name", "min"], &["min", "nam"]] {
            assert!(!has_binds(OWN, others), "{others:?}");
            assert!(has_binds(None, others));
        }
        let said = Said::binds("`deals`: ", OWN);
        assert_eq!(said.text(), "`deals`: #[soql(binds(min, name))]");
        let long = "x".repeat(SAID);
        assert_eq!(Said::binds(&long, OWN).text(), long);
    }
}
