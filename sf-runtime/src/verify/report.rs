//! What came of it.

use std::fmt::{self, Write as _};

use super::{Class, Difference};

/// What is not as the bindings have it.
///
/// As text it is a line for each difference, the worst first, as `sf-codegen diff` writes them; empty
/// where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "differences are no error"]
pub struct Verified {
    differences: Vec<Difference>,
    objects: usize,
    changed: usize,
}

impl Verified {
    pub(super) fn new(mut differences: Vec<Difference>, objects: usize, changed: usize) -> Self {
        // Those of an object are in order already.
        differences.sort_by_key(|difference| difference.object.to_lowercase());
        Self {
            differences,
            objects,
            changed,
        }
    }

    /// Every difference, ordered by object, then field; what is about the whole comes before its parts.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Those that are as bad as this, or worse.
    pub fn at_least(&self, class: Class) -> impl Iterator<Item = &Difference> {
        let all = self.differences.iter();
        all.filter(move |difference| difference.class >= class)
    }

    /// Those that the org can refuse a call of the program for, or for which what it read is gone.
    pub fn breaking(&self) -> impl Iterator<Item = &Difference> {
        self.at_least(Class::Breaking)
    }

    /// How bad the worst is; none, which is less than any, where there is no difference.
    pub fn worst(&self) -> Option<Class> {
        let classes = self.differences.iter().map(|difference| difference.class);
        classes.max()
    }

    /// Whether there is no difference.
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty()
    }

    /// How many objects were asked for.
    pub fn objects(&self) -> usize {
        self.objects
    }

    /// Of how many of them the org did not say that they have not changed since the snapshot: they
    /// were read whole, or are gone, and may be without a difference all the same.
    pub fn compared(&self) -> usize {
        self.changed
    }
}

impl IntoIterator for Verified {
    type Item = Difference;
    type IntoIter = std::vec::IntoIter<Difference>;

    /// Every difference, in the order of [`differences`](Self::differences).
    fn into_iter(self) -> Self::IntoIter {
        self.differences.into_iter()
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for class in Class::ALL {
            let all = self.differences.iter();
            for difference in all.filter(|difference| difference.class == *class) {
                if !std::mem::take(&mut is_first) {
                    f.write_char('\n')?;
                }
                let change = difference.change.name();
                let subject = OneLine(difference.subject());
                let reason = OneLine(difference.reason.clone());
                write!(f, "{class}[{change}]: {subject}: {reason}")?;
                if let Some(name) = &difference.renamed {
                    let name = OneLine(name.clone());
                    write!(f, " (most likely it is `{name}` now)")?;
                }
            }
        }
        Ok(())
    }
}

/// Text of the org in a log: nothing of it begins a line of its own.
struct OneLine(String);

impl fmt::Display for OneLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}
