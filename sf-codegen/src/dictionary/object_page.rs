//! The page of one object.

use sf_schema::schema::{Controller, Field, Operation, Picklist};
use sf_schema::{Object, Schema};

use crate::emit::FACTS;
use crate::error::Escaped;

use super::html::Html;
use super::index_page::abilities;
use super::uses::{Use, Uses};
use super::{foot, head, link, missing_in, page_name, type_text};

pub(super) fn write(schema: &Schema, object: &Object, uses: &Uses) -> Html {
    let api = &object.name.api;
    let mut page = head(api);
    page.raw("<h1>").text(api).raw("</h1>\n<p class=\"lead\">");
    page.text(&object.label);
    if !object.label_plural.is_empty() && object.label_plural != object.label {
        page.raw(" / ").text(&object.label_plural);
    }
    if let Some(prefix) = &object.key_prefix {
        page.raw(", ids begin with <code>")
            .text(prefix)
            .raw("</code>");
    }
    missing_in(&mut page, ", <strong>", &object.missing_in, "</strong>");
    page.raw("</p>\n<p>Records can be ");
    abilities(&mut page, object.flags);
    page.raw(".</p>\n");
    let places: Vec<&Use> = uses.of(api, "").collect();
    used(&mut page, &places);
    fields(&mut page, object, uses);
    parents(&mut page, schema, object);
    children(&mut page, schema, object);
    record_types(&mut page, object);
    foot(&mut page);
    page
}

fn fields(page: &mut Html, object: &Object, uses: &Uses) {
    page.raw("<h2>Fields</h2>\n<table>\n<thead><tr><th>Field</th><th>Label</th><th>Type</th>")
        .raw("<th>Create</th><th>Update</th><th>More</th></tr></thead>\n<tbody>\n");
    for field in &object.fields {
        page.raw("<tr id=\"")
            .text(&field.name.api)
            .raw("\"><td><a href=\"#")
            .url(&field.name.api)
            .raw("\">")
            .text(&field.name.api)
            .raw("</a></td><td>")
            .text(&field.label)
            .raw("</td><td>")
            .text(&type_text(field, 3))
            .raw("</td><td>");
        may(page, field, Operation::Create);
        page.raw("</td><td>");
        may(page, field, Operation::Update);
        page.raw("</td><td>");
        more(page, field);
        if let Some(picklist) = &field.picklist {
            values(page, object, picklist);
        }
        let places: Vec<&Use> = uses.of(&object.name.api, &field.name.api).collect();
        used(page, &places);
        page.raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
}

/// Whether the field may be written, and why not.
fn may(page: &mut Html, field: &Field, operation: Operation) {
    match field.refusal(operation) {
        None if operation == Operation::Create && field.is_required_on_create() => {
            page.raw("<strong>required</strong>");
        }
        None => {
            page.raw("yes");
        }
        Some(refusal) => {
            page.raw("<span class=\"no\">no: ")
                .text(&refusal.to_string())
                .raw("</span>");
        }
    }
}

fn more(page: &mut Html, field: &Field) {
    let facts = FACTS.iter().filter(|(flag, _)| field.is(*flag));
    let mut separator = "";
    for (_, word) in facts {
        page.raw(separator).raw(word);
        separator = ", ";
    }
    page.raw(if field.missing_in.is_empty() {
        ""
    } else {
        separator
    });
    missing_in(page, "<strong>", &field.missing_in, "</strong>");
    if let Some(help) = &field.help {
        page.raw("<p>").text(help).raw("</p>");
    }
    for (title, formula) in [
        ("Formula", &field.formula),
        ("Default", &field.default_formula),
    ] {
        if let Some(formula) = formula {
            page.raw("<p>")
                .raw(title)
                .raw(" <code>")
                .text(formula)
                .raw("</code></p>");
        }
    }
    if let Some(compound) = &field.compound {
        page.raw("<p>Part of <code>")
            .text(compound)
            .raw("</code></p>");
    }
}

fn values(page: &mut Html, object: &Object, picklist: &Picklist) {
    if picklist.values.is_empty() {
        return;
    }
    page.raw("<details><summary>")
        .number(picklist.values.len())
        .raw(" values</summary>");
    if let Some(controller) = &picklist.controller {
        page.raw("<p>Depends on <a href=\"")
            .url(&page_name(&object.name.api))
            .raw("#")
            .url(controller.field())
            .raw("\">")
            .text(controller.field())
            .raw("</a></p>");
    }
    page.raw("<ul>\n");
    let controlling = controlling(object, picklist);
    for value in &picklist.values {
        page.raw("<li")
            .raw(if value.active { "" } else { " class=\"no\"" })
            .raw("><code>")
            .text(&value.name.api)
            .raw("</code>");
        if !value.label.is_empty() && value.label != value.name.api {
            page.raw(" ").text(&value.label);
        }
        if value.default {
            page.raw(" (default)");
        }
        if !value.active {
            page.raw(" (inactive)");
        }
        if picklist.controller.is_some() {
            page.raw(" <small>for ");
            for (place, index) in value.valid_for.iter().enumerate() {
                let name = controlling.get(usize::from(*index));
                page.raw(if place > 0 { ", " } else { "" })
                    .text(name.copied().unwrap_or("?"));
            }
            page.raw(if value.valid_for.is_empty() {
                "nothing</small>"
            } else {
                "</small>"
            });
        }
        page.raw("</li>\n");
    }
    page.raw("</ul></details>");
}

/// The values of what controls a picklist, by index.
fn controlling<'a>(object: &'a Object, picklist: &Picklist) -> Vec<&'a str> {
    match &picklist.controller {
        Some(Controller::Picklist(field)) => object
            .field(field)
            .and_then(|field| field.picklist.as_ref())
            .map(|picklist| picklist.values.iter().map(|v| &*v.name.api).collect())
            .unwrap_or_default(),
        Some(_) => vec!["false", "true"],
        None => Vec::new(),
    }
}

fn parents(page: &mut Html, schema: &Schema, object: &Object) {
    let mut lookups = object
        .fields
        .iter()
        .filter_map(|field| Some((field, field.reference.as_ref()?)))
        .peekable();
    if lookups.peek().is_none() {
        return;
    }
    page.raw("<h2>Parents</h2>\n<table>\n<thead><tr><th>Relationship</th><th>Field</th>")
        .raw("<th>Leads to</th><th>Kind</th></tr></thead>\n<tbody>\n");
    for (field, reference) in lookups {
        page.raw("<tr><td>")
            .text(field.relationship().map_or("", |name| &name.api))
            .raw("</td><td><a href=\"#")
            .url(&field.name.api)
            .raw("\">")
            .text(&field.name.api)
            .raw("</a></td><td>");
        for (place, to) in reference.to.iter().enumerate() {
            page.raw(if place > 0 { ", " } else { "" });
            link(page, schema, to);
        }
        page.raw("</td><td>")
            .raw(if field.is_master_detail() {
                "master-detail"
            } else {
                "lookup"
            })
            .raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
}

fn children(page: &mut Html, schema: &Schema, object: &Object) {
    if object.children.is_empty() {
        return;
    }
    page.raw("<h2>Children</h2>\n<table>\n<thead><tr><th>Relationship</th><th>Object</th>")
        .raw("<th>Field</th><th>When the parent is deleted</th></tr></thead>\n<tbody>\n");
    for child in &object.children {
        page.raw("<tr><td>");
        match &child.name {
            Some(name) => page.text(&name.api),
            None => page.raw("<span class=\"no\">not queryable from here</span>"),
        };
        page.raw("</td><td>");
        link(page, schema, &child.object);
        page.raw("</td><td>").text(&child.field).raw("</td><td>");
        page.raw(match (child.cascade_delete, child.restricted_delete) {
            (true, _) => "they are deleted",
            (_, true) => "it cannot be",
            _ => "",
        });
        page.raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
}

fn record_types(page: &mut Html, object: &Object) {
    let mut types = object
        .record_types
        .iter()
        .filter(|record_type| !record_type.master)
        .peekable();
    if types.peek().is_none() {
        return;
    }
    page.raw("<h2>Record types</h2>\n<ul>\n");
    for record_type in types {
        page.raw("<li><code>")
            .text(&record_type.name.api)
            .raw("</code> ")
            .text(&record_type.label)
            .raw(if record_type.active {
                "</li>\n"
            } else {
                " (inactive)</li>\n"
            });
    }
    page.raw("</ul>\n");
}

fn used(page: &mut Html, places: &[&Use]) {
    if places.is_empty() {
        return;
    }
    page.raw("<details class=\"used\"><summary>used in ")
        .number(places.len())
        .raw(if places.len() == 1 {
            " place</summary><ul>\n"
        } else {
            " places</summary><ul>\n"
        });
    for place in places {
        page.raw("<li><code>")
            .text(&Escaped::path(&place.file).to_string())
            .raw(":")
            .number(place.line)
            .raw(":")
            .number(place.column)
            .raw("</code></li>\n");
    }
    page.raw("</ul></details>");
}
