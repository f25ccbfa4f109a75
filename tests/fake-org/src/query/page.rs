//! Pages of an answer.
//!
//! A page is put together first (which rows, which children, where it ends) and written after, so
//! that what stands before the records in JSON is known.

use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::cursor::{Cursor, Cursors};
use super::error::Refusal;
use super::group::GroupRow;
use super::path::Leaf;
use super::plan::{Plan, Shape};
use super::select::{Node, What};
use super::{At, World, answer, page_size, rows};
use crate::api::{ApiRequest, ApiResponse, Call, Version};
use crate::read::{AttributesView, FieldView};
use crate::store::RowIx;

/// Rows of an aggregate query, which has no second page [M].
const MOST_GROUPS: usize = 2000;

/// The answer to a query.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<R> {
    total_size: usize,
    done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_records_url: Option<String>,
    records: Vec<R>,
}

/// Some rows of a plan and where to go on.
#[derive(Debug)]
struct Batch {
    plan: Arc<Plan>,
    total: usize,
    next: Option<String>,
    items: Vec<Item>,
}

/// A row with its children: one batch a sub-query, none where there are no children.
#[derive(Debug)]
struct Item {
    row: RowIx,
    children: Vec<Option<Batch>>,
}

/// Puts pages together.
struct Pager<'a> {
    world: World<'a>,
    cursors: &'a Cursors,
    version: Version,
    page: usize,
}

/// The first page, or all of it.
pub(super) fn first(
    call: &Call<'_>,
    request: &ApiRequest,
    plan: Plan,
) -> Result<ApiResponse, Refusal> {
    let world = World::of(call);
    match &plan.shape {
        Shape::Count => {
            let total = rows::select(world, &plan, None).len();
            Ok(answer(&whole::<()>(total, Vec::new())))
        }
        Shape::Groups(grouping) => {
            let rows = rows::matching(world, &plan, None);
            let groups = rows::cut(grouping.rows(world, plan.object, &rows), &plan);
            if groups.len() > MOST_GROUPS {
                let message = "Aggregate query does not support queryMore(), use LIMIT to restrict \
                               the results to a single batch";
                return Err(Refusal::without_place("EXCEEDED_ID_LIMIT", message));
            }
            let names: Vec<&str> = grouping.names().collect();
            let records: Vec<GroupView<'_>> = groups
                .iter()
                .map(|row| GroupView { names: &names, row })
                .collect();
            Ok(answer(&whole(groups.len(), records)))
        }
        Shape::Records(_) => {
            let rows = rows::select(world, &plan, None);
            let pager = Pager {
                world,
                cursors: &call.org.cursors,
                version: request.version,
                page: page_size(call, request),
            };
            let mut budget = pager.page;
            let batch = pager.batch(&plan.shared(), rows, &mut budget);
            Ok(pager.answer(&batch))
        }
    }
}

/// A later page.
pub(super) fn more(
    call: &Call<'_>,
    request: &ApiRequest,
    locator: &str,
) -> Result<ApiResponse, ()> {
    let (name, cursor, offset) = call.org.cursors.find(locator).ok_or(())?;
    let pager = Pager {
        world: World::of(call),
        cursors: &call.org.cursors,
        version: request.version,
        page: cursor.page,
    };
    let mut budget = pager.page;
    let rest = cursor.rows.get(offset..).unwrap_or_default();
    let items = pager.items(&cursor.plan, rest, &mut budget);
    let end = offset + items.len();
    let batch = Batch {
        total: cursor.rows.len(),
        next: (end < cursor.rows.len()).then(|| pager.url(&name, end)),
        items,
        plan: cursor.plan,
    };
    Ok(pager.answer(&batch))
}

/// Records that are found some other way, as a query would answer them.
pub(crate) struct RecordPage<'a> {
    pub(crate) world: World<'a>,
    pub(crate) version: Version,
}

impl RecordPage<'_> {
    /// The records of a plan without sub-queries, each as it is written.
    pub(crate) fn records(&self, plan: &Plan, rows: &[RowIx]) -> Vec<Box<RawValue>> {
        let Shape::Records(selection) = &plan.shape else {
            return Vec::new();
        };
        let record = |row: &RowIx| {
            let view = RecordView {
                world: self.world,
                version: self.version,
                node: &selection.node,
                at: self.world.at(plan.object, *row)?,
                children: &[],
            };
            to_raw_value(&view).ok()
        };
        rows.iter().filter_map(record).collect()
    }
}

fn whole<R>(total_size: usize, records: Vec<R>) -> Page<R> {
    Page {
        total_size,
        done: true,
        next_records_url: None,
        records,
    }
}

impl Pager<'_> {
    /// As many rows as fit, and a cursor for the rest.
    fn batch(&self, plan: &Arc<Plan>, rows: Vec<RowIx>, budget: &mut usize) -> Batch {
        let items = self.items(plan, &rows, budget);
        let total = rows.len();
        let next = (items.len() < total).then(|| {
            let name = self.cursors.open(Cursor {
                plan: plan.clone(),
                rows: rows.into(),
                page: self.page,
            });
            self.url(&name, items.len())
        });
        Batch {
            plan: plan.clone(),
            total,
            next,
            items,
        }
    }

    /// Rows until the page is full; children count. At least one, so that there is an end.
    fn items(&self, plan: &Arc<Plan>, rows: &[RowIx], budget: &mut usize) -> Vec<Item> {
        let mut items = Vec::new();
        for row in rows {
            if *budget == 0 && !items.is_empty() {
                break;
            }
            *budget = budget.saturating_sub(1);
            let Some(at) = self.world.at(plan.object, *row) else {
                // Taken back since.
                items.push(Item {
                    row: *row,
                    children: Vec::new(),
                });
                continue;
            };
            let children = plan.children().iter().map(|child| {
                let rows = rows::select(self.world, &child.plan, Some((child.field, at.row.id)));
                (!rows.is_empty()).then(|| self.batch(&child.plan, rows, budget))
            });
            let children = children.collect();
            items.push(Item {
                row: *row,
                children,
            });
        }
        items
    }

    fn url(&self, name: &str, offset: usize) -> String {
        format!("/services/data/{}/query/{name}-{offset}", self.version)
    }

    fn answer(&self, batch: &Batch) -> ApiResponse {
        answer(&BatchView {
            world: self.world,
            version: self.version,
            batch,
        })
    }
}

/// A batch as JSON.
struct BatchView<'a> {
    world: World<'a>,
    version: Version,
    batch: &'a Batch,
}

impl Serialize for BatchView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Batch {
            plan,
            total,
            next,
            items,
        } = self.batch;
        let node = match &plan.shape {
            Shape::Records(selection) => &selection.node,
            _ => return serializer.serialize_unit(),
        };
        let records = items.iter().filter_map(|item| {
            Some(RecordView {
                world: self.world,
                version: self.version,
                node,
                at: self.world.at(plan.object, item.row)?,
                children: &item.children,
            })
        });
        let page = Page {
            total_size: *total,
            done: next.is_none(),
            next_records_url: next.clone(),
            records: records.collect(),
        };
        page.serialize(serializer)
    }
}

/// A record as JSON.
struct RecordView<'a> {
    world: World<'a>,
    version: Version,
    node: &'a Node,
    at: At<'a>,
    children: &'a [Option<Batch>],
}

impl Serialize for RecordView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let object = self.world.schema.object(self.at.object);
        let row = self.at.row;
        let mut map = serializer.serialize_map(None)?;
        let attributes = AttributesView {
            object,
            row,
            version: self.version,
        };
        map.serialize_entry("attributes", &attributes)?;
        for entry in &self.node.entries {
            let key = &entry.key;
            match &entry.what {
                What::Leaf(Leaf::Field(field)) => {
                    map.serialize_entry(key, &self.field(*field))?;
                }
                What::Leaf(Leaf::Named(name)) => match object.field_of_name(name) {
                    Some(field) => map.serialize_entry(key, &self.field(field))?,
                    None => map.serialize_entry(key, &())?,
                },
                What::Leaf(Leaf::Type) => map.serialize_entry(key, &object.name)?,
                What::Scalar(scalar) => {
                    map.serialize_entry(key, &*scalar.value(self.world, self.at))?;
                }
                What::Parent(hop, node) => {
                    let parent = hop.follow(self.world, self.at);
                    map.serialize_entry(key, &parent.map(|at| self.of(node, at)))?;
                }
                What::TypeOf(hop, branches, otherwise) => {
                    let parent = hop.follow(self.world, self.at).and_then(|at| {
                        let branch = branches.iter().find(|(object, _)| *object == at.object);
                        let node = branch.map(|(_, node)| node).or(otherwise.as_ref())?;
                        Some(self.of(node, at))
                    });
                    map.serialize_entry(key, &parent)?;
                }
                What::Child(at) => {
                    let batch = self.children.get(*at).and_then(Option::as_ref);
                    let view = batch.map(|batch| BatchView {
                        world: self.world,
                        version: self.version,
                        batch,
                    });
                    map.serialize_entry(key, &view)?;
                }
            }
        }
        map.end()
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
struct GroupView<'a> {
    names: &'a [&'a str],
    row: &'a GroupRow,
}

impl Serialize for GroupView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Attributes {
            #[serde(rename = "type")]
            kind: &'static str,
        }
        let mut map = serializer.serialize_map(Some(self.names.len() + 1))?;
        let kind = "AggregateResult";
        map.serialize_entry("attributes", &Attributes { kind })?;
        for (name, value) in self.names.iter().zip(self.row) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
