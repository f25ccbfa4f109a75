//! Who gets which name within one scope.
//!
//! The ladder, for whoever has neither a rename nor a locked name nor keeps the API name as it is:
//! the forms of [`form::candidate`], the most readable first. All who are left propose their next
//! form together. Of several who propose the same, the one whose API name is that form but for case
//! gets it, else the first by API name; the others go on. An earlier kind takes all its steps
//! before the next one starts.
//!
//! This module must not know which objects and fields the names belong to.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::form;
use super::kind::Kind;

/// Somebody who wants a name.
#[derive(Debug, Clone)]
pub(super) struct Claim<'a> {
    /// What the name is for.
    pub(super) kind: Kind,
    /// The API name.
    pub(super) api: &'a str,
    /// Which of several with this API name and kind gets the one name: the least. The first among
    /// equals.
    pub(super) tie: [&'a str; 3],
    /// What the user wants.
    pub(super) renamed: Option<&'a str>,
    /// The renamed type that a module follows.
    pub(super) follows: Option<&'a str>,
    /// What it was before.
    pub(super) locked: Option<&'a str>,
}

/// Two renames to one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clash<'a> {
    /// The name.
    pub(super) rust: &'a str,
    /// Who is renamed to it, the first by API name.
    pub(super) api: &'a str,
    /// The other, by API name.
    pub(super) other: &'a str,
}

impl<'a> Claim<'a> {
    /// A claim by the API name alone.
    pub(super) fn new(kind: Kind, api: &'a str) -> Self {
        Self {
            kind,
            api,
            tie: [""; 3],
            renamed: None,
            follows: None,
            locked: None,
        }
    }

    fn keeps_api_name(&self) -> bool {
        self.follows.is_none() && self.kind.keeps(self.api)
    }

    /// Whether the answer is the API name, without a look at the other markers.
    fn is_plain(&self) -> bool {
        self.kind == Kind::Marker
            && self.renamed.is_none()
            && self.locked.is_none()
            && self.keeps_api_name()
    }

    /// How good the claim to `name` is; the least wins.
    fn rank(&self, name: &str) -> (bool, &'a str) {
        (!self.api.eq_ignore_ascii_case(name), self.api)
    }
}

/// Settles one scope after the other.
#[derive(Debug, Default)]
pub(super) struct Settler<'a> {
    taken: HashMap<Cow<'a, str>, Owner>,
    clashes: Vec<Clash<'a>>,
    /// How many contests there were.
    round: u32,
}

#[derive(Debug, Clone, Copy)]
struct Owner {
    /// Index of the claim; none for a name kept for somebody who is not there.
    claim: Option<usize>,
    /// In which contest it got the name, and may lose it again.
    round: u32,
}

const FOR_GOOD: u32 = 0;

/// A map that has been larger costs more to empty than to make anew.
const KEPT_CAPACITY: usize = 1024;

impl<'a> Settler<'a> {
    /// A name for each claim, in their order; empty for one that repeats another.
    ///
    /// Claims are grouped by kind, the kinds in their order. `absent` are names that nobody gets.
    pub(super) fn settle(
        &mut self,
        claims: &[Claim<'a>],
        absent: impl Iterator<Item = &'a str>,
    ) -> Vec<String> {
        if claims.iter().all(Claim::is_plain) {
            return claims.iter().map(|claim| claim.api.to_owned()).collect();
        }
        let mut left: Vec<usize> = (0..claims.len()).collect();
        left.retain(|&i| self.take_renamed(claims, i));
        self.follow(claims, &mut left);
        for name in absent {
            self.taken.entry(Cow::Borrowed(name)).or_insert(Owner {
                claim: None,
                round: FOR_GOOD,
            });
        }
        left.retain(|&i| match claims[i].locked {
            Some(name) => self.take(claims, i, name) == Some(i),
            None => true,
        });
        left.retain(|&i| {
            !claims[i].keeps_api_name() || self.take(claims, i, claims[i].api) == Some(i)
        });
        for group in left.chunk_by(|a, b| claims[*a].kind == claims[*b].kind) {
            self.climb_down(claims, group.to_vec());
        }
        self.collect(claims.len())
    }

    /// The renames to one name, since the last call.
    pub(super) fn clashes(&mut self) -> Vec<Clash<'a>> {
        std::mem::take(&mut self.clashes)
    }

    /// Whether the claim is still without a name.
    fn take_renamed(&mut self, claims: &[Claim<'a>], i: usize) -> bool {
        // One that the kind does not accept is an error already.
        let renamed = claims[i].renamed;
        let Some(name) = renamed.filter(|name| claims[i].kind.accepts(name)) else {
            return true;
        };
        let owner = self.taken.get(name).and_then(|owner| owner.claim);
        let lost = self.take(claims, i, name) == Some(i);
        if let (true, Some(owner)) = (lost, owner) {
            let (one, other) = (claims[owner].api, claims[i].api);
            self.clashes.push(Clash {
                rust: name,
                api: one.min(other),
                other: one.max(other),
            });
        }
        lost
    }

    /// Modules of renamed types come with them, where the name is free.
    fn follow(&mut self, claims: &[Claim<'a>], left: &mut Vec<usize>) {
        let followers: Vec<usize> = left
            .iter()
            .copied()
            .filter(|&i| claims[i].follows.is_some())
            .collect();
        if !followers.is_empty() {
            let losers = self.contest(claims, &followers, 0);
            left.retain(|i| claims[*i].follows.is_none() || losers.contains(i));
        }
    }

    fn climb_down(&mut self, claims: &[Claim<'a>], mut left: Vec<usize>) {
        let mut step = 0;
        while !left.is_empty() {
            left = self.contest(claims, &left, step);
            step += 1;
        }
    }

    /// Lets all of `left` propose their form of this step; who got none.
    fn contest(&mut self, claims: &[Claim<'a>], left: &[usize], step: usize) -> Vec<usize> {
        self.round += 1;
        let round = self.round;
        left.iter()
            .filter_map(|&i| {
                let claim = &claims[i];
                let base = claim.follows.unwrap_or(claim.api);
                let name = form::candidate(claim.kind, base, claim.api, step);
                self.propose(claims, i, Cow::Owned(name), round)
            })
            .collect()
    }

    fn take(&mut self, claims: &[Claim<'a>], i: usize, name: &'a str) -> Option<usize> {
        self.propose(claims, i, Cow::Borrowed(name), FOR_GOOD)
    }

    /// Gives `name` to the claim if it may have it; whoever is without a name after that.
    fn propose(
        &mut self,
        claims: &[Claim<'a>],
        i: usize,
        name: Cow<'a, str>,
        round: u32,
    ) -> Option<usize> {
        let mut entry = match self.taken.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(Owner {
                    claim: Some(i),
                    round,
                });
                return None;
            }
            Entry::Occupied(entry) => entry,
        };
        let Some(owner) = entry.get().claim else {
            return Some(i);
        };
        let (mine, theirs) = (&claims[i], &claims[owner]);
        if mine.api == theirs.api && mine.kind == theirs.kind {
            if mine.tie < theirs.tie {
                entry.get_mut().claim = Some(i);
            }
            return None;
        }
        let contested = round != FOR_GOOD && entry.get().round == round;
        if contested && mine.rank(entry.key()) < theirs.rank(entry.key()) {
            entry.get_mut().claim = Some(i);
            return Some(owner);
        }
        Some(i)
    }

    fn collect(&mut self, claims: usize) -> Vec<String> {
        let mut names = vec![String::new(); claims];
        for (name, owner) in self.taken.drain() {
            if let Some(claim) = owner.claim {
                names[claim] = name.into_owned();
            }
        }
        if self.taken.capacity() > KEPT_CAPACITY {
            self.taken = HashMap::new();
        }
        names
    }
}
