//! The whole way in one place: read -> model -> emit -> print or format -> file set -> persist.
//!
//! [`Bindings`] is that way for who asks for it; [`Builder`](crate::Builder) goes it with a memory
//! of its last run.

mod bindings;

use std::collections::{BTreeSet, HashMap};

use proc_macro2::TokenStream;
use sf_schema::Object;
use sf_schema::schema::{Field, index};

use crate::digest::Digest;
use crate::emit::{self, Context, Layout};
use crate::fileset::{FileSet, HEADER};
use crate::model::Model;
use crate::{Error, Problem, parallel};

pub use bindings::{Bindings, Output, Size};

/// How the code is laid out for who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// For the compiler: fast to make, a line for each statement.
    Plain,
    /// For people: laid out by prettyplease. Needs the feature `format`.
    Formatted,
}

/// Lints that generated code cannot please: names are the org's.
const ALLOW: &str = "#![allow(
    dead_code,
    deprecated,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    unreachable_pub,
    unused,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    rustdoc::all
)]
#![cfg_attr(rustfmt, rustfmt_skip)]

";

/// A digest of each object's code, from the run that wrote it.
pub(crate) type Digests = HashMap<String, u64>;

/// Told of each object that is done, from several threads.
pub type Progress<'a> = &'a (dyn Fn(&Object) + Sync);

/// What the getter of `field` gives where the org answers with a value, as it is written in the
/// module of `object`.
pub fn read_type(model: &Model, object: &Object, field: &Field) -> String {
    let ty = emit::read_type(&context(model, Style::Plain), object, field);
    // No two words of a type without lifetimes stand side by side.
    let printed: String = crate::print::print(ty).split_whitespace().collect();
    ["__rt::", "super::"]
        .iter()
        .fold(printed, |ty, path| ty.replace(path, ""))
}

/// The bindings as one file.
///
/// # Errors
/// A bug of the generator: the code does not parse.
pub(crate) fn single_file(
    model: &Model,
    style: Style,
    name: &str,
    progress: Progress<'_>,
) -> Result<FileSet, Error> {
    let context = context(model, style);
    // Without references a root holds its modules alone, so each can be rendered by itself: laying
    // out one long file would take one core all the time.
    let nothing = BTreeSet::new();
    let alone = Context {
        referenced: &nothing,
        ..context
    };
    let modules = parallel::map(&selected(model), |object| {
        let contents = emit::object(&context, object);
        let module = emit::root(&alone, Layout::Single, &[(*object, contents)]);
        let text = render(module, style, &object.name.api);
        progress(object);
        text
    });
    let mut text = format!("{HEADER}{ALLOW}");
    for module in modules {
        text.push_str(&module?);
    }
    let markers = emit::root(&context, Layout::Single, &[]);
    text.push_str(&render(markers, style, "the root")?);
    let mut files = FileSet::in_shared_folder();
    files.add(name, text);
    Ok(files)
}

/// The bindings as a folder: `mod.rs`, and a file an object.
///
/// An object whose digest is in `known` is not emitted again; the digests of this run come back.
/// `included` is for a root that `include!` brings in, where inner attributes cannot be.
///
/// # Errors
/// A bug of the generator: the code does not parse.
pub(crate) fn folder(
    model: &Model,
    style: Style,
    known: &Digests,
    included: bool,
    progress: Progress<'_>,
) -> Result<(FileSet, Digests), Error> {
    let context = context(model, style);
    let objects = selected(model);
    let program = Digest::of_this_program();
    let rendered = parallel::map(&objects, |object| {
        let digest = object_digest(program.clone(), model, object, style);
        let file = emit::module_file(&object.module);
        let text = if known.get(&file) == Some(&digest) {
            None
        } else {
            let tokens = emit::object(&context, object);
            Some(render(tokens, style, &object.name.api)?)
        };
        progress(object);
        Ok::<_, Error>((file, digest, text))
    });
    let mut files = FileSet::default();
    let mut digests = Digests::new();
    for object in rendered {
        let (file, digest, text) = object?;
        match text {
            Some(text) => files.add(&file, format!("{HEADER}\n{text}")),
            None => files.keep(&file),
        }
        digests.insert(file, digest);
    }
    let modules: Vec<(&Object, TokenStream)> = objects
        .iter()
        .map(|object| (*object, TokenStream::new()))
        .collect();
    let root = render(
        emit::root(&context, Layout::Files, &modules),
        style,
        "the root",
    )?;
    let allow = if included { "\n" } else { ALLOW };
    files.add("mod.rs", format!("{HEADER}{allow}{root}"));
    Ok((files, digests))
}

/// The index by which macros find the schema, as a folder of its own.
pub(crate) fn schema_index(model: &Model) -> FileSet {
    let mut files = FileSet::default();
    let mut entries = Vec::new();
    for object in model.schema.objects() {
        let entry = index::Entry::from(object);
        files.add(&entry.file, index::write_object(object));
        entries.push(entry);
    }
    files.add("objects.list", index::write_list(&entries));
    files
}

fn context(model: &Model, style: Style) -> Context<'_> {
    Context {
        schema: &model.schema,
        selected: &model.selected,
        outside: &model.outside,
        referenced: &model.referenced,
        pretty: style == Style::Formatted,
    }
}

fn selected(model: &Model) -> Vec<&Object> {
    model
        .schema
        .objects()
        .filter(|object| model.selected.contains(&object.name.api))
        .collect()
}

/// Stands for all that an object's code depends on: its own model, and of other objects the names
/// and prefixes that it mentions.
fn object_digest(mut digest: Digest, model: &Model, object: &Object, style: Style) -> u64 {
    digest.add(&[u8::from(style == Style::Formatted)]);
    digest.add(index::write_object(object).as_bytes());
    let targets = object
        .fields
        .iter()
        .filter_map(|field| field.reference.as_ref())
        .flat_map(|reference| reference.to.iter().map(String::as_str));
    let children = object.children.iter().map(|child| child.object.as_str());
    for api in targets.chain(children).chain(["Name"]) {
        digest.add(api.as_bytes());
        match model.schema.object(api) {
            Some(other) => {
                digest.add(other.name.rust.as_bytes());
                digest.add(other.key_prefix.as_deref().unwrap_or("").as_bytes());
                digest.add(&[u8::from(model.selected.contains(&other.name.api))]);
            }
            None => digest.add(model.outside.get(api).map_or("", String::as_str).as_bytes()),
        }
    }
    digest.finish()
}

fn render(tokens: TokenStream, style: Style, what: &str) -> Result<String, Error> {
    match style {
        Style::Plain => Ok(crate::print::print(tokens)),
        Style::Formatted => format(tokens, what),
    }
}

#[cfg(feature = "format")]
fn format(tokens: TokenStream, what: &str) -> Result<String, Error> {
    let file = syn::parse2(tokens).map_err(|error| {
        Problem::new(format!("the generated code is not Rust: {error}"))
            .object(what)
            .help("this is a bug of sf-codegen: please report it with the object's describe")
    })?;
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// A blank line between items, which prettyplease leaves to its caller.
#[cfg(feature = "format")]
fn spaced(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + code.len() / 16);
    let mut lines = code.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let ends_item = matches!(line, "}" | "    }" | "use ::sf_runtime::__private as __rt;");
        if ends_item
            && lines
                .peek()
                .is_some_and(|next| !next.trim_start().starts_with('}'))
        {
            out.push('\n');
        }
    }
    out
}

#[cfg(not(feature = "format"))]
fn format(_: TokenStream, _: &str) -> Result<String, Error> {
    Err(Problem::new("formatted code needs the feature `format` of sf-codegen").into())
}
