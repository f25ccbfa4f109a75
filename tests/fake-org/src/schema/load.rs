//! Reads a snapshot folder: one describe a file, a list of them, or an answer of `/composite/batch`
//! or `/composite` as it came.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;
use sf_runtime::describe::SObjectDescribe;

use super::Object;
use crate::error::Error;

/// The answer of `/composite/batch` (`results`) or `/composite` (`compositeResponse`).
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "results", alias = "compositeResponse")]
    replies: Vec<Reply<'a>>,
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow, rename = "result", alias = "body")]
    content: &'a RawValue,
}

pub(super) fn folder(folder: &Path) -> Result<Vec<Object>, Error> {
    let read = |source| Error::Read {
        path: folder.to_owned(),
        source,
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(read)? {
        let path = entry.map_err(read)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
            && !name.starts_with('_')
        {
            paths.push(path);
        }
    }
    paths.sort();
    let mut objects = Vec::new();
    let mut names = HashSet::new();
    for path in paths {
        for object in file(&path)? {
            if !names.insert(object.name.to_lowercase()) {
                let object = object.name;
                return Err(Error::Twice { object, path });
            }
            objects.push(object);
        }
    }
    if objects.is_empty() {
        let path = folder.to_owned();
        return Err(Error::Empty { path });
    }
    Ok(objects)
}

fn file(path: &Path) -> Result<Vec<Object>, Error> {
    let text = fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    describes(text.trim_start_matches('\u{feff}')).map_err(|error| Error::Describe {
        path: path.to_owned(),
        message: error.to_string(),
    })
}

fn describes(text: &str) -> serde_json::Result<Vec<Object>> {
    let parts: Vec<&RawValue> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text)?
    } else if let Ok(envelope) = serde_json::from_str::<Envelope<'_>>(text) {
        envelope
            .replies
            .into_iter()
            .map(|reply| reply.content)
            .collect()
    } else {
        vec![serde_json::from_str(text)?]
    };
    parts
        .into_iter()
        .map(|part| {
            Object::of(
                part.get(),
                &serde_json::from_str::<SObjectDescribe<'_>>(part.get())?,
            )
        })
        .collect()
}
