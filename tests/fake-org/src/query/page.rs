//! Pages of an answer.
//!
//! A page is put together first (which rows, which children, where it ends) and written after, so
//! that what stands before the records in JSON is known.

mod view;

use std::sync::Arc;

use serde_json::value::RawValue;

use super::cursor::{Cursor, Cursors};
use super::error::Refusal;
use super::plan::{Plan, Shape};
use super::{World, page_size, rows};
use crate::api::{ApiRequest, ApiResponse, Call, PageInfo, Version};
use crate::json::WriteJson;
use crate::store::RowIx;

use view::{BatchView, GroupView, Page, RecordView};

/// Rows of an aggregate query, which has no second page [M].
const MOST_GROUPS: usize = 2000;
/// Rows of a page from which on the next is worth making before it is asked for.
const MADE_AHEAD: usize = 200;

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
            Ok(answer(whole(total, std::iter::empty::<bool>())))
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
            let records = groups.iter().map(|row| GroupView { names: &names, row });
            Ok(answer(whole(groups.len(), records)))
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
                layout: None,
            };
            let mut text = String::new();
            view.write(&mut text);
            RawValue::from_string(text).ok()
        };
        rows.iter().filter_map(record).collect()
    }
}

fn whole<R>(total_size: usize, records: R) -> Page<'static, R> {
    Page {
        total_size,
        next_records_url: None,
        records,
    }
}

fn answer<R: Iterator<Item: WriteJson>>(page: Page<'_, R>) -> ApiResponse {
    let mut text = String::new();
    page.write(&mut text);
    ApiResponse::json_text(200, text)
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
        let view = BatchView {
            world: self.world,
            version: self.version,
            batch,
        };
        let mut text = String::new();
        view.write(&mut text);
        let mut response = ApiResponse::json_text(200, text);
        // A sub-query with more rows opens a query of its own, which nobody may want.
        if batch.items.len() >= MADE_AHEAD && batch.plan.children().is_empty() {
            let next = batch.next.clone();
            response.page = Some(Box::new(PageInfo { gzip: None, next }));
        }
        response
    }
}
