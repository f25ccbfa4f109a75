//! The text index: how a build step hands the model to the macros, and to the program itself, which
//! may ask its org whether it is still so.
//!
//! One file an object ([`write_object`], [`read_object`]), one file that lists them
//! ([`write_list`], [`read_list`]), so that a macro reads only the objects that a query touches, and
//! one of what holds for all of them ([`write_settings`], [`read_settings`]). The list also names the
//! objects that the org has and the snapshot has not. The text is a pure function of the model: same
//! model, same bytes.
//!
//! # Format
//!
//! The first line names the format, its version and what the file holds; the last line is `end`,
//! so a file that was cut off is noticed. Between them each line is a record: a tag and its
//! columns, separated by tabs. Empty columns at the end of a line are left off.
//!
//! | column | written as |
//! |---|---|
//! | text | itself; backslash, tab, newline and other characters that break lines are escaped |
//! | optional text | nothing where there is none, `\e` where there is an empty one |
//! | number | decimal; nothing for 0 |
//! | optional number | decimal; nothing where there is none |
//! | flags | one letter each |
//!
//! [`VERSION`] grows with every change of the format, the letters of the flags included. Writer
//! and reader come from one release of the toolkit, so a reader knows one version only.
//!
//! This module reads and writes strings. It must not know where files live, nor check what the
//! model means: any model that can be written is read back as it was.

mod error;
mod file_name;
mod list;
mod object;
mod record;
mod settings;

#[cfg(test)]
mod tests;

pub use error::IndexError;
pub use file_name::file_name;
pub use list::{Entry, List, read_list, write_list};
pub use object::{read_object, write_object};
pub use settings::{Settings, read_settings, write_settings};

/// The name of the file that lists the objects ([`write_list`]), beside those of the objects.
pub const LIST_FILE: &str = "objects.list";
/// The name of the file of the settings ([`write_settings`]), beside the list.
pub const SETTINGS_FILE: &str = "macros.settings";

/// The version of the format. A reader takes this one and no other.
pub const VERSION: u32 = 5;
