//! Uses of the bindings in Rust, as far as tokens tell.

mod homes;
mod imports;
mod variables;

use proc_macro2::Delimiter;
use sf_schema::schema::Field;
use sf_schema::{Object, Schema, Span};

use super::bindings::{self, Bindings, Operation, Used};
use super::{About, Touch};
use crate::source::tokens::Tokens;
use crate::source::{SourceFile, Sources};
use crate::{fileset, parallel};
use homes::Homes;
use imports::{Imports, Means};
use variables::{Holds, Variables};

/// The places in the Rust files of a source tree.
pub(super) fn touches(
    about: &About<'_>,
    old: &Schema,
    sources: &Sources,
    path: &str,
) -> Vec<Touch> {
    let bindings = Bindings::new(about, old);
    if bindings.is_empty() {
        return Vec::new();
    }
    let files = sources.files().iter().enumerate();
    // The bindings themselves are made again.
    let is_read =
        |file: &SourceFile| bindings.may_be_in(&file.text) && !fileset::is_generated(&file.text);
    let files: Vec<(usize, &SourceFile)> = files.filter(|(_, file)| is_read(file)).collect();
    let homes = Homes::of(&files, &bindings, path);
    let found = parallel::map(&files, |(number, file)| {
        // What is no Rust was said when queries were looked for.
        match Tokens::read(&file.text) {
            Ok(tokens) => File::new(&tokens, &bindings, about, &homes, *number).read(),
            Err(_) => Vec::new(),
        }
    });
    found.into_iter().flatten().collect()
}

/// A file that is read.
struct File<'a, 's> {
    tokens: &'a Tokens<'a>,
    about: &'a About<'a>,
    number: usize,
    imports: Imports<'a, 's>,
    variables: Variables<'a, 's>,
    /// The objects that the file names at all.
    named: Vec<&'s Object>,
    touches: Vec<Touch>,
}

impl<'a, 's> File<'a, 's> {
    fn new(
        tokens: &'a Tokens<'a>,
        bindings: &'a Bindings<'s>,
        about: &'a About<'a>,
        homes: &'a Homes<'a>,
        number: usize,
    ) -> Self {
        let imports = Imports::of(tokens, bindings, homes);
        let mut named: Vec<&Object> = Vec::new();
        for at in 0..tokens.len() {
            let object = match imports.meaning(tokens, at) {
                Some(Means::Module(object)) => Some(object).filter(|_| is_path(tokens, at)),
                Some(Means::Type(object) | Means::Fields(object) | Means::Item(object, _)) => {
                    Some(object)
                }
                None => None,
            };
            if let Some(object) = object.filter(|o| !named.iter().any(|n| std::ptr::eq(*n, *o))) {
                named.push(object);
            }
        }
        Self {
            tokens,
            about,
            number,
            imports,
            variables: Variables::default(),
            named,
            touches: Vec::new(),
        }
    }

    fn read(mut self) -> Vec<Touch> {
        if self.named.is_empty() {
            return Vec::new();
        }
        self.variables.fields(self.tokens, &self.imports);
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some(end) = self.imports.end_of(at) {
                self.in_use(at, end);
                at = end;
                continue;
            }
            self.variables.see(self.tokens, &self.imports, at);
            if self.tokens.ident(at).is_some() {
                self.ident(at);
            }
            at += 1;
        }
        self.touches
    }

    fn note(&mut self, object: &'s Object, used: Used<'s>, at: usize) {
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        self.touch(token.span, used.touched_by(self.about, object));
    }

    fn touch(&mut self, span: Span, by: Vec<usize>) {
        for difference in by {
            self.touches.push(Touch {
                file: self.number,
                span,
                difference,
            });
        }
    }

    /// The names of a `use`, which are gone with what they name.
    fn in_use(&mut self, start: usize, end: usize) {
        for (at, means) in self.imports.leaves(start, end) {
            match means {
                Means::Type(object) => self.note(object, Used::Type, at),
                Means::Item(object, name) => {
                    if let Some(field) = bindings::item(object, name) {
                        self.note(object, Used::Item(field), at);
                    } else if let Some(used) = bindings::marker(object, name) {
                        self.note(object, used, at);
                    }
                }
                Means::Module(_) | Means::Fields(_) => {}
            }
        }
    }

    fn ident(&mut self, at: usize) {
        let tokens = self.tokens;
        let Some(name) = tokens.ident(at) else {
            return;
        };
        if at > 0 && tokens.is_punct(at - 1, '.') {
            self.method(name, at);
            return;
        }
        let is_qualified = is_after_path(tokens, at);
        let defines = ["struct", "enum", "mod", "fn", "trait", "type"];
        if at > 0
            && tokens
                .ident(at - 1)
                .is_some_and(|word| defines.contains(&word))
        {
            return;
        }
        let next = after_path(tokens, at);
        match (self.imports.meaning(tokens, at), next) {
            (Some(Means::Type(object)), next) => {
                self.note(object, Used::Type, at);
                if let Some(next) = next {
                    self.associated(object, next);
                }
            }
            (Some(Means::Module(object)), Some(next)) => self.item(object, next),
            (Some(Means::Fields(object)), Some(next)) => self.marker(object, next),
            (Some(Means::Item(object, name)), _) => self.item_of_name(object, name, at),
            _ => {}
        }
        if !is_qualified {
            self.variable(name, at);
        }
    }

    /// `account::…`
    fn item(&mut self, object: &'s Object, at: usize) {
        if let Some(name) = self.tokens.ident(at) {
            self.item_of_name(object, name, at);
        }
    }

    fn item_of_name(&mut self, object: &'s Object, name: &str, at: usize) {
        let next = after_path(self.tokens, at);
        match (name, next) {
            ("Required", _) => self.required(object, at),
            ("fields", Some(next)) => self.marker(object, next),
            ("record_types", Some(next)) => {
                let name = self.tokens.ident(next).unwrap_or_default();
                if let Some(name) = bindings::record_type(object, name) {
                    self.note(object, Used::RecordType(name), next);
                }
            }
            _ => {
                let Some(field) = bindings::item(object, name) else {
                    // A constant that was imported.
                    if let Some(used) = bindings::marker(object, name) {
                        self.note(object, used, at);
                    }
                    return;
                };
                self.note(object, Used::Item(field), at);
                let value = next.and_then(|next| {
                    let name = self.tokens.ident(next)?;
                    Some((next, bindings::variant(field, name)?))
                });
                if let Some((next, value)) = value {
                    self.note(object, Used::Value(field, value), next);
                }
            }
        }
    }

    fn marker(&mut self, object: &'s Object, at: usize) {
        let name = self.tokens.ident(at).unwrap_or_default();
        if let Some(used) = bindings::marker(object, name) {
            self.note(object, used, at);
        }
    }

    /// `Required { name: …, … }`
    fn required(&mut self, object: &'s Object, name: usize) {
        let open = name + 1;
        let Some(close) = self.tokens.group(open, Delimiter::Brace) else {
            return;
        };
        if is_type(self.tokens, name) {
            return;
        }
        let mut is_whole = true;
        let mut at = open + 1;
        while at < close {
            let begins = at == open + 1 || self.tokens.is_punct(at - 1, ',');
            let field = self.tokens.ident(at).filter(|_| begins);
            if let Some(field) = field.and_then(|name| bindings::field(object, name)) {
                self.note(object, Used::Required(field), at);
            }
            // The rest comes from another, or is not looked at.
            is_whole &= !(begins && self.tokens.is_punct(at, '.'));
            at = self.tokens.after(at);
        }
        if is_whole {
            self.note(object, Used::Demands, name);
        }
    }

    /// `Account::…`
    fn associated(&mut self, object: &'s Object, at: usize) {
        let name = self.tokens.ident(at).unwrap_or_default();
        let Some(used) = bindings::associated(object, name) else {
            return;
        };
        self.note(object, used, at);
        let is_empty = self.tokens.group(at + 1, Delimiter::Parenthesis) == Some(at + 2);
        if matches!(used, Used::Create) && is_empty {
            self.note(object, Used::Demands, at);
        }
        let operation = match used {
            Used::Create => Operation::Create,
            Used::Update => Operation::Update,
            Used::Upsert(_) => Operation::Upsert,
            _ => return,
        };
        let after = self.tokens.after(at + 1);
        if let (Used::Upsert(key), Some(token)) = (used, self.tokens.get(at)) {
            let mut set = self.set(object, after);
            set.push(key);
            let by = bindings::upserted(self.about, object, &set);
            self.touch(token.span, by);
        }
        self.setters(object, operation, after);
    }

    /// The fields that are set right after a draft is made.
    fn set(&self, object: &'s Object, mut at: usize) -> Vec<&'s Field> {
        let mut set = Vec::new();
        while let Some((method, arguments)) = self.call(at) {
            let name = self.tokens.ident(method).unwrap_or_default();
            set.extend(bindings::field(object, name));
            at = self.tokens.after(arguments);
        }
        set
    }

    /// The setters that follow a draft.
    fn setters(&mut self, object: &'s Object, operation: Operation, mut at: usize) {
        while let Some((method, arguments)) = self.call(at) {
            let name = self.tokens.ident(method).unwrap_or_default();
            if let Some(field) = bindings::field(object, name) {
                let close = self.tokens.after(arguments);
                let is_null = (arguments..close).any(|at| self.tokens.ident(at) == Some("Null"));
                self.note(object, Used::Set(field, operation, is_null), method);
                self.variables.done(method);
            } else if name == "send" {
                return;
            }
            at = self.tokens.after(arguments);
        }
    }

    /// `.name(…)` here: the name, and where the arguments open.
    fn call(&self, at: usize) -> Option<(usize, usize)> {
        if !self.tokens.is_punct(at, '.') {
            return None;
        }
        self.tokens.ident(at + 1)?;
        let arguments = at + 2;
        self.tokens.group(arguments, Delimiter::Parenthesis)?;
        Some((at + 1, arguments))
    }

    /// A variable, and what is called on it.
    fn variable(&mut self, name: &str, at: usize) {
        match self.variables.get(name) {
            Some(Holds::Draft(object, operation)) => self.setters(object, operation, at + 1),
            Some(Holds::Record(object)) => self.getter(object, at + 1),
            None => {}
        }
    }

    fn getter(&mut self, object: &'s Object, at: usize) {
        if let Some((method, _)) = self.call(at) {
            let name = self.tokens.ident(method).unwrap_or_default();
            if let Some(used) = bindings::getter(object, name) {
                self.note(object, used, method);
                self.variables.done(method);
            }
        }
    }

    /// A method of something, or a field of a struct.
    fn method(&mut self, name: &str, at: usize) {
        if let Some(object) = self.variables.field(name) {
            self.getter(object, at + 1);
        }
        // Of what nothing is known, the names of custom fields tell.
        let is_custom = name.contains("__");
        if !is_custom || self.variables.is_done(at) || self.call(at - 1).is_none() {
            return;
        }
        let arguments = at + 1;
        let after = self.tokens.after(arguments);
        let is_getter = after == arguments + 2;
        let is_null = (arguments..after).any(|at| self.tokens.ident(at) == Some("Null"));
        let mut uses = self.named.iter().filter_map(|object| {
            let used = match is_getter {
                true => bindings::getter(object, name)?,
                false => Used::Set(bindings::field(object, name)?, Operation::Any, is_null),
            };
            Some((*object, used))
        });
        // Of two objects that have it, either can be meant.
        if let (Some((object, used)), None) = (uses.next(), uses.next()) {
            self.note(object, used, at);
        }
    }
}

/// Whether `::` follows.
fn is_path(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_punct(at + 1, ':') && tokens.is_punct(at + 2, ':')
}

/// The name behind `::`.
fn after_path(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    is_path(tokens, at).then_some(at + 3)
}

/// Whether the path that ends here is a type before a block: `-> account::Required {`.
fn is_type(tokens: &Tokens<'_>, mut at: usize) -> bool {
    while at >= 3 && is_after_path(tokens, at) {
        at -= 3;
    }
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let is_arrow = tokens.is_punct(before, '>') && at >= 2 && tokens.is_punct(at - 2, '-');
    is_arrow || tokens.ident(before) == Some("for")
}

/// Whether `::` is before.
fn is_after_path(tokens: &Tokens<'_>, at: usize) -> bool {
    at >= 2 && tokens.is_punct(at - 1, ':') && tokens.is_punct(at - 2, ':')
}
