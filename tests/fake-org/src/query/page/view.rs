//! A page as JSON, written straight from the rows.
//!
//! Must not know: which rows a page has, where it ends.

use std::fmt::Write as _;
use std::rc::Rc;

use super::Batch;
use crate::api::Version;
use crate::json::{Members, WriteJson};
use crate::query::group::GroupRow;
use crate::query::path::Leaf;
use crate::query::plan::Shape;
use crate::query::select::{Entry, Node, What};
use crate::query::{At, World};
use crate::read::{AttributesView, FieldView};
use crate::store::Row;
use crate::value::Value;

/// Bytes that are set aside at most for the records that are still to be written.
const ROOM: usize = 2 << 20;

/// The answer to a query.
pub(super) struct Page<'a, R> {
    pub(super) total_size: usize,
    pub(super) next_records_url: Option<&'a str>,
    pub(super) records: R,
}

impl<R: Iterator<Item: WriteJson>> Page<'_, R> {
    pub(super) fn write(self, out: &mut String) {
        let mut members = Members::open(out);
        // Writing to a string cannot fail.
        let _ = write!(members.key("totalSize"), "{}", self.total_size);
        members.member("done", &self.next_records_url.is_none());
        if let Some(url) = self.next_records_url {
            members.member("nextRecordsUrl", url);
        }
        let most = self.records.size_hint().1.unwrap_or_default();
        let out = members.key("records");
        out.push('[');
        let start = out.len();
        for (at, record) in self.records.enumerate() {
            match at {
                0 => {}
                // Most records are about as long as the first: room for a page of them.
                1 => {
                    out.reserve(((out.len() - start) * most).min(ROOM));
                    out.push(',');
                }
                _ => out.push(','),
            }
            record.write(out);
        }
        out.push(']');
        members.close();
    }
}

/// A batch as JSON.
pub(super) struct BatchView<'a> {
    pub(super) world: World<'a>,
    pub(super) version: Version,
    pub(super) batch: &'a Batch,
}

impl WriteJson for BatchView<'_> {
    fn write(&self, out: &mut String) {
        let Batch {
            plan,
            total,
            next,
            items,
        } = self.batch;
        let node = match &plan.shape {
            Shape::Records(selection) => &selection.node,
            _ => return out.push_str("null"),
        };
        // For a few children it is not worth it.
        let is_long = items.len() > Layouts::MOST;
        let mut layouts = Layouts::default();
        let records = items.iter().filter_map(|item| {
            let at = self.world.at(plan.object, item.row)?;
            Some(RecordView {
                world: self.world,
                version: self.version,
                node,
                at,
                children: &item.children,
                places: is_long.then(|| layouts.of(at.row, node)).flatten(),
            })
        });
        let page = Page {
            total_size: *total,
            next_records_url: next.as_deref(),
            records,
        };
        page.write(out);
    }
}

/// Where the fields of a node stand in rows of the same layout, by the place of the key.
pub(super) type Places = Rc<[Option<usize>]>;

/// The layouts of a page's rows, most of which have the same.
#[derive(Default)]
struct Layouts<'a>(Vec<(&'a Row, Places)>);

impl<'a> Layouts<'a> {
    /// Rows that differ more than this are looked through one by one.
    const MOST: usize = 8;

    fn of(&mut self, row: &'a Row, node: &Node) -> Option<Places> {
        let mut known = self.0.iter();
        if let Some((_, places)) = known.find(|(other, _)| row.is_laid_out_as(other)) {
            return Some(places.clone());
        }
        if self.0.len() == Self::MOST {
            return None;
        }
        let place = |entry: &Entry| match &entry.what {
            What::Leaf(Leaf::Field(field)) => row.place(*field),
            _ => None,
        };
        let places: Places = node.entries.iter().map(place).collect();
        self.0.push((row, places.clone()));
        Some(places)
    }
}

/// A record as JSON.
pub(super) struct RecordView<'a> {
    pub(super) world: World<'a>,
    pub(super) version: Version,
    pub(super) node: &'a Node,
    pub(super) at: At<'a>,
    pub(super) children: &'a [Option<Batch>],
    /// Where the fields are in the row, as far as that is known.
    pub(super) places: Option<Places>,
}

impl WriteJson for RecordView<'_> {
    fn write(&self, out: &mut String) {
        let object = self.world.schema.object(self.at.object);
        let row = self.at.row;
        let mut members = Members::open(out);
        let attributes = AttributesView {
            object,
            row,
            version: self.version,
        };
        members.member("attributes", &attributes);
        for (place, entry) in self.node.entries.iter().enumerate() {
            let key = &entry.key;
            match &entry.what {
                What::Leaf(Leaf::Field(field)) => {
                    let value = match &self.places {
                        Some(places) => row.at(places.get(place).copied().flatten()),
                        None => row.get(*field),
                    };
                    let out = members.led(&entry.lead);
                    self.field(*field).write_value(value, out);
                }
                What::Leaf(Leaf::Named(name)) => match object.field_of_name(name) {
                    Some(field) => members.member(key, &self.field(field)),
                    None => members.member(key, &Value::Null),
                },
                What::Leaf(Leaf::Type) => members.member(key, object.name.as_str()),
                What::Scalar(scalar) => {
                    members.member(key, &*scalar.value(self.world, self.at));
                }
                What::Parent(hop, node) => {
                    let parent = hop.follow(self.world, self.at);
                    members.member(key, &parent.map(|at| self.of(node, at)));
                }
                What::TypeOf(hop, branches, otherwise) => {
                    let parent = hop.follow(self.world, self.at).and_then(|at| {
                        let branch = branches.iter().find(|(object, _)| *object == at.object);
                        let node = branch.map(|(_, node)| node).or(otherwise.as_ref())?;
                        Some(self.of(node, at))
                    });
                    members.member(key, &parent);
                }
                What::Child(at) => {
                    let batch = self.children.get(*at).and_then(Option::as_ref);
                    let view = batch.map(|batch| BatchView {
                        world: self.world,
                        version: self.version,
                        batch,
                    });
                    members.member(key, &view);
                }
            }
        }
        members.close();
    }
}

impl<'a> RecordView<'a> {
    fn of(&self, node: &'a Node, at: At<'a>) -> Self {
        Self {
            world: self.world,
            version: self.version,
            node,
            at,
            children: &[],
            places: None,
        }
    }

    fn field(&self, field: crate::schema::FieldIx) -> FieldView<'_> {
        FieldView {
            object: self.world.schema.object(self.at.object),
            row: self.at.row,
            field,
            version: self.version,
        }
    }
}

/// A group as JSON: no url, since there is no record.
pub(super) struct GroupView<'a> {
    pub(super) names: &'a [&'a str],
    pub(super) row: &'a GroupRow,
}

impl WriteJson for GroupView<'_> {
    fn write(&self, out: &mut String) {
        let mut members = Members::open(out);
        let attributes = members.key("attributes");
        attributes.push_str(r#"{"type":"AggregateResult"}"#);
        for (name, value) in self.names.iter().zip(self.row) {
            members.member(name, value);
        }
        members.close();
    }
}
