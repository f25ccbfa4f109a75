//! The schema index, as a query asks for it: the list first, objects when they are touched.
//!
//! Must not know: queries, tokens but those that tell cargo which files were read.

mod cache;
mod place;
mod tracked;

use std::cell::{OnceCell, RefCell};
use std::path::PathBuf;
use std::sync::Arc;

use sf_schema::Object;
use sf_schema::schema::index::{
    LIST_FILE, List, SETTINGS_FILE, Settings, read_list, read_object, read_settings,
};
use sf_schema::soql::check::{Lookup, Objects};

pub(crate) use place::Missing;
pub(crate) use tracked::tracked;

use cache::Cache;

static LISTS: Cache<List> = Cache::new(read_list);
static SETTINGS: Cache<Settings> = Cache::new(read_settings);
static OBJECTS: Cache<Object> = Cache::new(read_object);

/// The index that holds for the crate that is being compiled.
pub(crate) struct Snapshot {
    folder: PathBuf,
    list: Arc<List>,
    pub(crate) settings: Arc<Settings>,
    /// In the order of the list; what was asked for.
    objects: Vec<OnceCell<Result<Arc<Object>, String>>>,
    read: RefCell<Vec<PathBuf>>,
}

impl Snapshot {
    /// Finds the index and reads its list.
    ///
    /// # Errors
    /// There is none, or it cannot be read: what to do, for the user.
    pub(crate) fn open() -> Result<Self, String> {
        let folder = place::find().map_err(|missing: Missing| missing.to_string())?;
        let (list_file, settings_file) = (folder.join(LIST_FILE), folder.join(SETTINGS_FILE));
        let list = LISTS.get(&list_file)?;
        let settings = SETTINGS.get(&settings_file)?;
        let mut objects = Vec::new();
        objects.resize_with(list.entries().len(), OnceCell::new);
        Ok(Self {
            folder,
            list,
            settings,
            objects,
            read: RefCell::new(vec![list_file, settings_file]),
        })
    }

    /// The files that were read so far.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.read.borrow().clone()
    }

    /// The Rust name of the object's type, without reading the object.
    pub(crate) fn rust_name(&self, api: &str) -> Option<&str> {
        self.list.entry(api).map(|entry| entry.rust.as_str())
    }

    fn read(&self, place: usize) -> Option<&Result<Arc<Object>, String>> {
        let entry = self.list.entries().get(place)?;
        Some(self.objects.get(place)?.get_or_init(|| {
            let file = self.folder.join(&entry.file);
            let object = OBJECTS.get(&file);
            self.read.borrow_mut().push(file);
            object
        }))
    }
}

impl Objects for Snapshot {
    fn lookup(&self, api: &str) -> Lookup<'_> {
        let found = self
            .list
            .entry(api)
            .and_then(|wanted| {
                let entries = self.list.entries();
                entries.iter().position(|entry| std::ptr::eq(entry, wanted))
            })
            .and_then(|place| self.read(place));
        match found {
            Some(Ok(object)) => Lookup::Found(object),
            Some(Err(why)) => Lookup::Unreadable(why.clone()),
            None if self.list.is_outside(api) => Lookup::NotInSnapshot,
            None => Lookup::Unknown,
        }
    }

    fn names(&self) -> Vec<&str> {
        let entries = self.list.entries().iter();
        entries.map(|entry| entry.api.as_str()).collect()
    }

    fn key_prefix(&self, api: &str) -> Option<&str> {
        self.list.entry(api)?.key_prefix.as_deref()
    }
}
