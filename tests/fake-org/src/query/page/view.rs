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
use crate::schema::Object;
use crate::store::{Row, Texts};
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
        let mut layouts = Layouts {
            object: self.world.schema.object(plan.object),
            texts: self.world.store.table(plan.object).texts(),
            version: self.version,
            known: Vec::new(),
        };
        let records = items.iter().filter_map(|item| {
            let at = self.world.at(plan.object, item.row)?;
            Some(RecordView {
                world: self.world,
                version: self.version,
                node,
                at,
                children: &item.children,
                layout: is_long.then(|| layouts.of(at.row, node)).flatten(),
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

/// How records are written whose values stand in the same places of their rows: constant text and
/// values in turn.
pub(super) struct Layout<'a> {
    texts: &'a Texts,
    parts: Vec<(String, Part)>,
    end: String,
}

/// What follows a text.
enum Part {
    Id,
    /// The value at this place of the row.
    AsItIs(usize),
    /// The value of this entry of the node, to be worked out.
    WorkedOut(usize),
}

impl<'a> Layout<'a> {
    fn of((object, texts): (&Object, &'a Texts), version: Version, row: &Row, node: &Node) -> Self {
        let mut parts = Vec::with_capacity(node.entries.len() + 1);
        let mut text = String::from("{\"attributes\":");
        AttributesView::write_lead(object, version, &mut text);
        parts.push((std::mem::take(&mut text), Part::Id));
        AttributesView::write_end(&mut text);
        for (index, entry) in node.entries.iter().enumerate() {
            text.push(',');
            text.push_str(&entry.lead);
            let part = match &entry.what {
                What::Leaf(Leaf::Field(field)) if object.field(*field).kind.is_as_stored() => {
                    row.place(*field).map(Part::AsItIs)
                }
                _ => Some(Part::WorkedOut(index)),
            };
            match part {
                Some(part) => parts.push((std::mem::take(&mut text), part)),
                None => text.push_str("null"),
            }
        }
        text.push('}');
        Self {
            texts,
            parts,
            end: text,
        }
    }
}

/// The layouts of a page's rows, most of which have the same.
struct Layouts<'a> {
    object: &'a Object,
    texts: &'a Texts,
    version: Version,
    known: Vec<(&'a Row, Rc<Layout<'a>>)>,
}

impl<'a> Layouts<'a> {
    /// Rows that differ more than this are looked through one by one.
    const MOST: usize = 8;

    fn of(&mut self, row: &'a Row, node: &Node) -> Option<Rc<Layout<'a>>> {
        let mut known = self.known.iter();
        if let Some((_, layout)) = known.find(|(other, _)| row.is_laid_out_as(other)) {
            return Some(layout.clone());
        }
        if self.known.len() == Self::MOST {
            return None;
        }
        let layout = Rc::new(Layout::of(
            (self.object, self.texts),
            self.version,
            row,
            node,
        ));
        self.known.push((row, layout.clone()));
        Some(layout)
    }
}

/// A record as JSON.
pub(super) struct RecordView<'a> {
    pub(super) world: World<'a>,
    pub(super) version: Version,
    pub(super) node: &'a Node,
    pub(super) at: At<'a>,
    pub(super) children: &'a [Option<Batch>],
    /// How it is written, where that is known.
    pub(super) layout: Option<Rc<Layout<'a>>>,
}

impl WriteJson for RecordView<'_> {
    fn write(&self, out: &mut String) {
        match &self.layout {
            Some(layout) => self.write_as(layout, out),
            None => {
                let mut members = Members::open(out);
                let attributes = AttributesView {
                    object: self.object(),
                    row: self.at.row,
                    version: self.version,
                };
                members.member("attributes", &attributes);
                for entry in &self.node.entries {
                    self.value(entry, members.led(&entry.lead));
                }
                members.close();
            }
        }
    }
}

impl<'a> RecordView<'a> {
    fn write_as(&self, layout: &Layout<'_>, out: &mut String) {
        let row = self.at.row;
        for (text, part) in &layout.parts {
            out.push_str(text);
            match part {
                Part::Id => out.push_str(row.id.as_str()),
                Part::AsItIs(place) => out.push_str(layout.texts.at(row, *place)),
                Part::WorkedOut(index) => match self.node.entries.get(*index) {
                    Some(entry) => self.value(entry, out),
                    None => out.push_str("null"),
                },
            }
        }
        out.push_str(&layout.end);
    }

    fn value(&self, entry: &Entry, out: &mut String) {
        match &entry.what {
            What::Leaf(Leaf::Field(field)) => self.field(*field).write(out),
            What::Leaf(Leaf::Named(name)) => match self.object().field_of_name(name) {
                Some(field) => self.field(field).write(out),
                None => Value::Null.write(out),
            },
            What::Leaf(Leaf::Type) => self.object().name.as_str().write(out),
            What::Scalar(scalar) => scalar.value(self.world, self.at).write(out),
            What::Parent(hop, node) => {
                let parent = hop.follow(self.world, self.at);
                parent.map(|at| self.of(node, at)).write(out);
            }
            What::TypeOf(hop, branches, otherwise) => {
                let parent = hop.follow(self.world, self.at).and_then(|at| {
                    let branch = branches.iter().find(|(object, _)| *object == at.object);
                    let node = branch.map(|(_, node)| node).or(otherwise.as_ref())?;
                    Some(self.of(node, at))
                });
                parent.write(out);
            }
            What::Child(at) => {
                let batch = self.children.get(*at).and_then(Option::as_ref);
                let view = batch.map(|batch| BatchView {
                    world: self.world,
                    version: self.version,
                    batch,
                });
                view.write(out);
            }
        }
    }

    fn object(&self) -> &'a Object {
        self.world.schema.object(self.at.object)
    }

    fn of(&self, node: &'a Node, at: At<'a>) -> Self {
        Self {
            world: self.world,
            version: self.version,
            node,
            at,
            children: &[],
            layout: None,
        }
    }

    fn field(&self, field: crate::schema::FieldIx) -> FieldView<'_> {
        FieldView {
            object: self.object(),
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
