//! What an org allows of a query as a whole, told of rows that hold other rows: the macro sees one of
//! them at a time, so it is counted when the program is compiled.

use super::Item;

/// Different relationships to parents that are counted; more than an org takes.
const SEEN: usize = 56;

/// How many different relationships to parents are used in these items, at most one more than an org
/// takes. Those of child records are counted there.
#[doc(hidden)]
pub const fn relationships(select: &[Item], elsewhere: &[Item]) -> usize {
    let mut seen = Seen {
        hashes: [0; SEEN],
        count: 0,
    };
    seen.items(select, START);
    seen.items(elsewhere, START);
    seen.count
}

/// Paths, each once. Two different ones of one hash would be counted as one, which refuses nothing
/// that is right.
struct Seen {
    hashes: [u64; SEEN],
    count: usize,
}

// FNV-1a.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

const fn with(hash: u64, byte: u8) -> u64 {
    (hash ^ byte.to_ascii_lowercase() as u64).wrapping_mul(PRIME)
}

impl Seen {
    const fn items(&mut self, items: &[Item], before: u64) {
        let mut place = 0;
        while place < items.len() {
            match &items[place] {
                Item::Column(column) => self.column(column.as_bytes(), before),
                Item::Parent(name, inside) => {
                    let name = name.as_bytes();
                    let mut hash = before;
                    let mut at = 0;
                    while at < name.len() {
                        hash = with(hash, name[at]);
                        at += 1;
                    }
                    let hash = with(hash, b'.');
                    // Of a TYPEOF each branch counts.
                    if !matches!(inside, [Item::When(..), ..]) {
                        self.see(hash);
                    }
                    self.items(inside, hash);
                }
                Item::When(object, _) => {
                    let object = object.as_bytes();
                    let (mut hash, mut at) = (with(before, b'?'), 0);
                    while at < object.len() {
                        hash = with(hash, object[at]);
                        at += 1;
                    }
                    self.see(hash);
                }
                Item::Children(..) | Item::Else(_) => {}
            }
            place += 1;
        }
    }

    /// A path, or an expression with paths in it.
    const fn column(&mut self, column: &[u8], before: u64) {
        let (mut hash, mut at, mut is_start, mut is_name) = (before, 0, true, false);
        while at < column.len() {
            let byte = column[at];
            if is_start {
                is_name = byte.is_ascii_alphabetic();
            }
            is_start = false;
            match byte {
                b'(' | b')' | b',' | b' ' => {
                    hash = before;
                    is_start = true;
                }
                b'.' if is_name => {
                    hash = with(hash, byte);
                    self.see(hash);
                }
                _ => hash = with(hash, byte),
            }
            at += 1;
        }
    }

    const fn see(&mut self, hash: u64) {
        let mut place = 0;
        while place < self.count {
            if self.hashes[place] == hash {
                return;
            }
            place += 1;
        }
        if self.count < SEEN {
            self.hashes[self.count] = hash;
            self.count += 1;
        }
    }
}

/// How many child relationships a query uses on its first level.
#[doc(hidden)]
pub const fn children(items: &[Item]) -> usize {
    let (mut count, mut place) = (0, 0);
    while place < items.len() {
        if matches!(items[place], Item::Children(..)) {
            count += 1;
        }
        place += 1;
    }
    count
}

/// And on all levels.
#[doc(hidden)]
pub const fn all_children(items: &[Item]) -> usize {
    let (mut count, mut place) = (0, 0);
    while place < items.len() {
        if let Item::Children(_, inside, _) = &items[place] {
            count += 1 + all_children(inside);
        }
        place += 1;
    }
    count
}

/// Whether a query is longer than this, in characters, whatever values it gets.
#[doc(hidden)]
pub const fn is_longer(items: &[Item], rest: &str, most: usize) -> bool {
    // As many bytes hold no more characters.
    length(items, 0, false) + rest.len() > most && {
        length(items, 0, true) + characters(rest) > most
    }
}

/// What the items take at least, each with a comma.
const fn length(items: &[Item], before: usize, exactly: bool) -> usize {
    let (mut sum, mut place) = (0, 0);
    while place < items.len() {
        sum += match &items[place] {
            Item::Column(column) => before + size(column, exactly) + 1,
            Item::Parent(name, inside) => length(inside, before + name.len() + 1, exactly),
            Item::Children(name, inside, rest) => {
                name.len() + length(inside, 0, exactly) + size(rest, exactly)
            }
            Item::When(object, inside) => object.len() + length(inside, 0, exactly),
            Item::Else(inside) => length(inside, 0, exactly),
        };
        place += 1;
    }
    sum
}

const fn size(text: &str, exactly: bool) -> usize {
    if exactly {
        characters(text)
    } else {
        text.len()
    }
}

/// Without marks, in whose place there may be nothing.
const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] >= b' ' && bytes[at] & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        at += 1;
    }
    count
}

/// What a query with nested rows may be refused for, and what is not sure.
#[doc(hidden)]
pub struct Doubt<const IS: bool>;

impl Doubt<false> {
    pub const MANY_CHILDREN: () = ();
}

impl Doubt<true> {
    #[deprecated(
        note = "the query has more than 20 child relationships on all of its levels; it is not known \
                whether the org counts these together\n   = note: the lint is `doubtful`"
    )]
    pub const MANY_CHILDREN: () = ();
}

#[cfg(test)]
mod tests {
    use super::Item::{Children, Column, Parent};
    use super::*;

    const PERSON: &[Item] = &[
        Column("Id"),
        Column("Manager.Name"),
        Column("MANAGER.Title"),
    ];

    #[test]
    fn every_relationship_is_counted_once() {
        const COMPANY: &[Item] = &[Column("Name"), Parent("Owner", PERSON)];
        for (items, count) in [
            (PERSON, 1),
            (COMPANY, 2),
            (
                &[Parent("Account", COMPANY), Column("account.owner.Name")],
                3,
            ),
            (&[Children("Contacts", PERSON, "")], 0),
            (
                &[Column("DISTANCE(Place, GEOLOCATION(37.5, -1.5), 'mi')")],
                0,
            ),
            (
                &[
                    Column("FORMAT(Account.Total) t"),
                    Column("toLabel(Account.Kind)"),
                ],
                1,
            ),
        ] {
            assert_eq!(relationships(items, &[]), count, "{items:?}");
        }
        assert_eq!(
            relationships(PERSON, &[Column("Manager.Id"), Column("A.B.C")]),
            3
        );
        let names: Vec<String> = (0..80)
            .map(|number| format!("Parent{number}.Name"))
            .collect();
        let many: Vec<Item> = names
            .iter()
            .map(|name| Column(name.clone().leak()))
            .collect();
        assert_eq!(relationships(&many, &[]), SEEN);
    }

    #[test]
    fn children_are_counted_on_every_level() {
        let inside: &[Item] = &[Column("Id"), Children("Cases", PERSON, "")];
        let items = [
            Children("Contacts", inside, ""),
            Children("Orders", PERSON, ""),
        ];
        assert_eq!((children(&items), all_children(&items)), (2, 3));
    }

    #[test]
    fn the_length_is_that_of_the_characters() {
        const ITEMS: &[Item] = &[Column("Id"), Parent("Owner", &[Column("Name")])];
        // `Id,Owner.Name,`
        assert!(is_longer(ITEMS, "", 13) && !is_longer(ITEMS, "", 14));
        assert!(!is_longer(ITEMS, "\u{2}\u{3}", 14));
        assert!(is_longer(ITEMS, " LIMIT 1", 21) && !is_longer(ITEMS, "éé", 16));
        let items = [Children("C", ITEMS, "é")];
        assert!(is_longer(&items, "", 15) && !is_longer(&items, "", 16));
    }
}
