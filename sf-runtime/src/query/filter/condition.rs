//! The tree of a condition, and how it is written.

use std::fmt;

use crate::error::Error;
use crate::query::Literal;
use crate::sobject::FieldPath;

/// An org follows so many lookups from an object to a field (SOQL reference) \[D\].
const MOST_PARENTS: usize = 5;

/// So many groups within groups; a tree of any depth could not be written without as deep a stack.
const DEEPEST: u16 = 100;

/// A condition.
#[derive(Clone, PartialEq)]
pub(in crate::query) enum Node {
    /// No condition. Never inside of another one.
    All,
    /// No record. Never inside of another one.
    Nothing,
    Test(Test),
    /// At least two conditions, none of them a group of the same kind.
    Group {
        by: Junction,
        of: Vec<Node>,
        depth: u16,
    },
    Not {
        of: Box<Node>,
        depth: u16,
    },
    SemiJoin(Box<SemiJoinNode>),
    /// Groups deeper than is written.
    TooDeep,
}

/// A field, an operator, a value.
#[derive(Clone, PartialEq)]
pub(in crate::query) struct Test {
    pub(super) left: FieldPath,
    /// As SOQL writes it.
    pub(super) operator: &'static str,
    pub(super) right: Literal,
}

#[derive(Clone, PartialEq)]
pub(in crate::query) struct SemiJoinNode {
    pub(super) left: FieldPath,
    pub(super) outer: &'static str,
    pub(super) operator: &'static str,
    pub(super) select: FieldPath,
    pub(super) from: &'static str,
    pub(super) filter: Node,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Junction {
    And,
    Or,
}

impl Junction {
    fn soql(self) -> &'static str {
        match self {
            Self::And => " AND ",
            Self::Or => " OR ",
        }
    }

    /// What changes nothing in such a group.
    fn is_neutral(self, node: &Node) -> bool {
        match self {
            Self::And => matches!(node, Node::All),
            Self::Or => matches!(node, Node::Nothing),
        }
    }

    /// What decides such a group alone.
    fn is_decisive(self, node: &Node) -> bool {
        match self {
            Self::And => matches!(node, Node::Nothing),
            Self::Or => matches!(node, Node::All),
        }
    }
}

impl Node {
    /// Both conditions, joined.
    pub(in crate::query) fn join(self, by: Junction, other: Self) -> Self {
        if by.is_neutral(&self) || by.is_decisive(&other) {
            return other;
        }
        if by.is_neutral(&other) || by.is_decisive(&self) {
            return self;
        }
        let mut depth = self.depth() + 1;
        let mut of = match self {
            Self::Group { by: own, of, .. } if own == by => {
                depth -= 1;
                of
            }
            single => vec![single],
        };
        match other {
            Self::Group {
                by: own,
                of: more,
                depth: there,
            } if own == by => {
                depth = depth.max(there);
                of.extend(more);
            }
            single => {
                depth = depth.max(single.depth() + 1);
                of.push(single);
            }
        }
        if depth > DEEPEST {
            return Self::TooDeep;
        }
        Self::Group { by, of, depth }
    }

    pub(super) fn negated(self) -> Self {
        match self {
            Self::All => Self::Nothing,
            Self::Nothing => Self::All,
            Self::Not { of, .. } => *of,
            other if other.depth() >= DEEPEST => Self::TooDeep,
            other => Self::Not {
                depth: other.depth() + 1,
                of: Box::new(other),
            },
        }
    }

    /// How many groups are in each other.
    fn depth(&self) -> u16 {
        match self {
            Self::Group { depth, .. } | Self::Not { depth, .. } => *depth,
            Self::TooDeep => DEEPEST,
            _ => 0,
        }
    }

    pub(in crate::query) fn has_new_id(&self) -> bool {
        match self {
            Self::Test(test) => test.right.has_new_id(),
            Self::Group { of, .. } => of.iter().any(Self::has_new_id),
            Self::Not { of, .. } => of.has_new_id(),
            Self::SemiJoin(join) => join.filter.has_new_id(),
            Self::All | Self::Nothing | Self::TooDeep => false,
        }
    }

    /// Whether it has to be in parentheses beside a condition that it is joined with by AND.
    pub(in crate::query) fn is_loose(&self) -> bool {
        matches!(
            self,
            Self::Not { .. }
                | Self::Group {
                    by: Junction::Or,
                    ..
                }
        )
    }

    /// The condition as the whole of a WHERE.
    pub(in crate::query) fn write(&self, out: &mut String) -> Result<(), Error> {
        match self {
            Self::All => {}
            // Every record has an id.
            Self::Nothing => out.push_str("Id = null"),
            Self::Test(test) => {
                write_path(&test.left, out)?;
                out.push(' ');
                out.push_str(test.operator);
                out.push(' ');
                test.right.write(out)?;
            }
            Self::Group { by, of, .. } => {
                for (place, node) in of.iter().enumerate() {
                    if place > 0 {
                        out.push_str(by.soql());
                    }
                    node.write_operand(out)?;
                }
            }
            Self::Not { of, .. } => {
                out.push_str("NOT ");
                of.write_operand(out)?;
            }
            Self::SemiJoin(join) => join.write(out)?,
            Self::TooDeep => {
                return Err(Error::request(format!(
                    "the filter's groups are nested more than {DEEPEST} deep"
                )));
            }
        }
        Ok(())
    }

    /// The condition as one of several: SOQL takes NOT only where a group begins, and no AND
    /// beside an OR.
    fn write_operand(&self, out: &mut String) -> Result<(), Error> {
        if !matches!(self, Self::Group { .. } | Self::Not { .. }) {
            return self.write(out);
        }
        out.push('(');
        self.write(out)?;
        out.push(')');
        Ok(())
    }

    /// How many semi-joins there are.
    pub(in crate::query) fn semi_joins(&self) -> usize {
        match self {
            Self::SemiJoin(_) => 1,
            Self::Group { of, .. } => of.iter().map(Self::semi_joins).sum(),
            _ => 0,
        }
    }
}

impl SemiJoinNode {
    fn write(&self, out: &mut String) -> Result<(), Error> {
        if self.outer == self.from {
            return Err(Error::request(format!(
                "the inner query of a semi-join is of {} like the outer one: filter the outer \
                 query by the condition itself",
                self.from
            )));
        }
        for path in [&self.left, &self.select] {
            if path.names().len() > 1 {
                return Err(Error::request(format!(
                    "a semi-join cannot compare the path {path}: compare a field of the object \
                     itself"
                )));
            }
        }
        write_path(&self.left, out)?;
        out.push(' ');
        out.push_str(self.operator);
        out.push_str(" (SELECT ");
        write_path(&self.select, out)?;
        out.push_str(" FROM ");
        out.push_str(self.from);
        if self.filter != Node::All {
            out.push_str(" WHERE ");
            self.filter.write(out)?;
        }
        out.push(')');
        Ok(())
    }
}

/// A path that is not longer than the org follows it.
pub(in crate::query) fn write_path(path: &FieldPath, out: &mut String) -> Result<(), Error> {
    let parents = path.names().len() - 1;
    if parents > MOST_PARENTS {
        return Err(Error::request(format!(
            "the path {path} has {parents} parents, and the org follows {MOST_PARENTS}"
        )));
    }
    for (place, name) in path.names().iter().enumerate() {
        if place > 0 {
            out.push('.');
        }
        out.push_str(name);
    }
    Ok(())
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Nothing => f.write_str("nothing"),
            Self::Test(test) => write!(f, "{} {} {:?}", test.left, test.operator, test.right),
            Self::Group { by, of, .. } => {
                f.write_str("(")?;
                for (place, node) in of.iter().enumerate() {
                    if place > 0 {
                        f.write_str(by.soql())?;
                    }
                    node.fmt(f)?;
                }
                f.write_str(")")
            }
            Self::Not { of, .. } => write!(f, "NOT {of:?}"),
            Self::SemiJoin(join) => join.fmt(f),
            Self::TooDeep => f.write_str("too deep"),
        }
    }
}

impl fmt::Debug for SemiJoinNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} (SELECT {} FROM {} WHERE {:?})",
            self.left, self.operator, self.select, self.from, self.filter
        )
    }
}
