//! The whole way in one place: read -> model -> emit -> file set -> persist.
//!
//! [`Bindings`] is that way for who asks for it; [`Builder`](crate::Builder) goes it with a memory
//! of its last run.

mod bindings;

use std::collections::HashMap;
use std::path::Path;

use sf_schema::Object;
use sf_schema::schema::{Field, index};

use crate::digest::Digest;
use crate::emit::{self, Code, Context};
use crate::fileset::{FileSet, HEADER, HEADER_ALONE};
use crate::model::Model;
use crate::{Changes, Error, parallel};

pub use bindings::{Bindings, Output, Size};

/// Lints that generated code cannot please: names are the org's.
const ALLOW: &str = "#![allow(
    dead_code,
    deprecated,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    unreachable_pub,
    unused,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction,
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
    ["__rt::", "super::"].iter().fold(
        emit::read_type(&context(model), object, field),
        |ty, path| ty.replace(path, ""),
    )
}

/// What writing the index for queries into this folder would do.
///
/// # Errors
/// A file that is there cannot be read.
pub fn check_index(model: &Model, folder: &Path) -> Result<Changes, Error> {
    index_files(model, indexed(model)).compare(folder)
}

/// The bindings as one file.
pub(crate) fn single_file(model: &Model, name: &str, progress: Progress<'_>) -> FileSet {
    let context = context(model);
    let modules = parallel::map(&selected(model), |object| {
        let module = emit::module(object, Some(&emit::object(&context, object)));
        progress(object);
        module.into_text()
    });
    let markers = [emit::markers(&context), emit::snapshot(&context)].map(Code::into_text);
    let mut files = FileSet::in_shared_folder();
    files.add(
        name,
        format!(
            "{HEADER_ALONE}{ALLOW}\n{}{}",
            modules.concat(),
            markers.concat()
        ),
    );
    files
}

/// What is known of the last run, and of what this one would write.
pub(crate) struct Reuse<'a> {
    /// The digests of the last run, by file.
    pub(crate) known: &'a Digests,
    /// The digests of this run, in the order of the selected objects.
    pub(crate) digests: &'a [u64],
}

/// The bindings as a folder: `mod.rs`, and a file an object.
///
/// An object whose digest is known is not emitted again. `allow` stands at the head of the root: it
/// is empty for one that `include!` brings in, where inner attributes cannot be.
fn folder(
    model: &Model,
    reuse: Option<Reuse<'_>>,
    allow: &'static str,
    progress: Progress<'_>,
) -> FileSet {
    let context = context(model);
    let objects: Vec<(usize, &Object)> = selected(model).into_iter().enumerate().collect();
    let emitted = parallel::map(&objects, |(place, object)| {
        let file = emit::module_file(&object.module);
        let is_known = reuse.as_ref().is_some_and(|reuse| {
            let digest = reuse.digests.get(*place);
            digest.is_some() && digest == reuse.known.get(&file)
        });
        let text = (!is_known).then(|| {
            let code = emit::object(&context, object).into_text();
            [HEADER, "\n", &code].concat()
        });
        progress(object);
        (file, text)
    });
    let mut files = FileSet::default();
    for (file, text) in emitted {
        match text {
            Some(text) => files.add(&file, text),
            None => files.keep(&file),
        }
    }
    let mut root = format!("{HEADER}{allow}\n");
    for (_, object) in &objects {
        root.push_str(&emit::module(object, None).into_text());
    }
    root.push_str(&emit::markers(&context).into_text());
    root.push_str(&emit::snapshot(&context).into_text());
    files.add("mod.rs", root);
    files
}

/// What a build script writes: bindings, the index by which macros find the schema, and the digest
/// of each object's code, by file.
pub(crate) fn build(model: &Model, known: &Digests) -> (FileSet, FileSet, Digests) {
    let indexed = indexed(model);
    let program = Digest::of_this_program();
    let (mut digests, mut by_file) = (Vec::new(), Digests::new());
    for (object, (_, text)) in model.schema.objects().zip(&indexed) {
        if model.selected.contains(&object.name.api) {
            let digest = object_digest(program.clone(), model, object, text);
            by_file.insert(emit::module_file(&object.module), digest);
            digests.push(digest);
        }
    }
    let files = index_files(model, indexed);
    let reuse = Reuse {
        known,
        digests: &digests,
    };
    let bindings = folder(model, Some(reuse), "", &|_| {});
    (bindings, files, by_file)
}

/// The index of each object, in the order of the schema. A query may ask for fields without bindings.
fn indexed(model: &Model) -> Vec<(index::Entry, String)> {
    let objects = model.schema.objects();
    let objects: Vec<&Object> = objects.map(|object| model.whole(object)).collect();
    parallel::map(&objects, |object| {
        (index::Entry::from(*object), index::write_object(object))
    })
}

/// The index as a folder.
fn index_files(model: &Model, indexed: Vec<(index::Entry, String)>) -> FileSet {
    let (mut files, mut entries) = (FileSet::default(), Vec::new());
    for (entry, text) in indexed {
        files.add(&entry.file, text);
        entries.push(entry);
    }
    files.add(
        index::LIST_FILE,
        index::write_list(&entries, model.schema.outside()),
    );
    files.add(
        index::SETTINGS_FILE,
        index::write_settings(&model.settings()),
    );
    files
}

fn context(model: &Model) -> Context<'_> {
    Context {
        schema: &model.schema,
        selected: &model.selected,
        outside: &model.outside,
        referenced: &model.referenced,
        partial: &model.partial,
        origin: &model.origin,
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
fn object_digest(mut digest: Digest, model: &Model, object: &Object, index: &str) -> u64 {
    digest.add(index.as_bytes());
    digest.add(&[u8::from(model.partial.contains_key(&object.name.api))]);
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
