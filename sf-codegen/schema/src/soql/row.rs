//! Whether a struct can hold what a query selects, as far as the names of its fields' types tell.
//!
//! For the derive macro, which sees the struct as the compiler does, and for tools that read it as
//! text. Both see names alone, so nothing is refused but what the macro refuses for certain; what
//! names do not tell (an alias, a type of the program's own) is left to the compiler.
//!
//! Must not know: Rust's syntax, and how a value is read.

mod parent;
mod shape;

use crate::schema::Object;
use crate::soql::check::{Column, ColumnKind};

pub use parent::{Parent, WithName, is_field};
pub use shape::Shape;

/// Why a bind of a row that has a name is no expression.
pub const BINDS_ARE_NAMES: &str =
    "the binds of a row are the arguments of its `query`, so a bind is a name";

/// Names of types that are what they are called, in every program.
const KNOWN: &[&str] = &[
    "Address",
    "BTreeMap",
    "BlobRef",
    "Cow",
    "Date",
    "Decimal",
    "HashMap",
    "Id",
    "Location",
    "MultiPicklist",
    "Picklist",
    "String",
    "Time",
    "Timestamp",
    "Value",
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// Those of them that a program's own row may be called too: Salesforce has objects of these names.
const MAY_BE_ROWS: &[&str] = &["Address", "Date", "Location", "Time", "Value"];

/// The type of a field of a struct, without the `Option` around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<'t> {
    /// The last name of its path, of a reference with `&` before it; empty where it is no path.
    pub name: &'t str,
    /// As it was written.
    pub text: &'t str,
    /// Whether an `Option` is around it.
    pub is_option: bool,
}

/// Why a type cannot hold what is selected, or holds more than it has to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Which of the ways there are.
    pub kind: MisfitKind,
    /// What is the matter.
    pub message: String,
    /// What to write instead.
    pub write: String,
    /// What else there is to be known.
    pub note: Option<&'static str>,
}

/// A way in which a type does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MisfitKind {
    /// The type is another one than the column is read as.
    WrongType,
    /// There may be no value and the type is no `Option`.
    MissingOption,
    /// There always is a value and the type is an `Option`: the lint of this name.
    NeedlessOption,
}

impl MisfitKind {
    /// The code of such a finding.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongType => "wrong-type",
            Self::MissingOption => "missing-option",
            Self::NeedlessOption => "needless-option",
        }
    }
}

/// Whether the type of a field holds a column.
///
/// The column is one of a query of the object, of which `text` is the text. `shape` is how its values
/// look.
///
/// ```
/// use sf_schema::schema::{Field, FieldFlags, ObjectFlags};
/// use sf_schema::soql::check::CheckOptions;
/// use sf_schema::soql::row::{Held, MisfitKind, Shape, column};
/// use sf_schema::soql::{self, Options};
/// use sf_schema::{Name, Object, Schema};
///
/// let flags = FieldFlags::NILLABLE;
/// let fax = Field { name: Name::new("Fax", "fax"), flags, ..Field::default() };
/// let schema = Schema::new([Object {
///     name: Name::new("Account", "Account"),
///     flags: ObjectFlags::QUERYABLE,
///     fields: vec![fax],
///     ..Object::default()
/// }])?;
/// let text = "SELECT Fax FROM Account";
/// let query = soql::parse(text, &Options::default()).into_result().expect("it parses");
/// let checked = soql::check(&query, &schema, &CheckOptions::default());
/// let selection = checked.resolution.expect("it is in order").selection;
///
/// let fax = &selection.columns[0];
/// let shape = Shape::of_column(fax, &|_| true);
/// let held = Held { name: "String", text: "String", is_option: false };
/// let misfit = column(fax, selection.object, text, &shape, held).unwrap_err();
/// assert_eq!(misfit.kind, MisfitKind::MissingOption);
/// assert_eq!(misfit.message, "`Fax` of Account may be null");
/// assert_eq!(misfit.write, "write `Option<String>`");
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
///
/// # Errors
/// What is wrong, or is more than it has to be.
pub fn column(
    column: &Column<'_>,
    object: &Object,
    text: &str,
    shape: &Shape<'_>,
    held: Held<'_>,
) -> Result<(), Misfit> {
    let said = subject(column, object, text);
    let fit = shape.fit();
    let name = held.name;
    let fits = fit.is_of(name);
    let is_enum = shape.is_enum(name);
    if !fits && (is_known(name) || is_enum) {
        let option = |ty: &str| match column.nillable {
            true => format!("`Option<{ty}>`"),
            false => format!("`{ty}`"),
        };
        let mut write = format!("write {}", option(&fit.wanted));
        for other in fit.also {
            write.push_str(&format!(" or {}", option(other)));
        }
        return Err(Misfit {
            kind: MisfitKind::WrongType,
            message: format!("{said} is not read as `{}`", held.text),
            write,
            note: is_enum.then_some("the org may have values that the snapshot does not"),
        });
    }
    match (column.nillable, held.is_option) {
        (true, false) => {
            let wanted = if fits { held.text } else { &fit.wanted };
            let misfit = missing(format!("{said} may be null"), wanted);
            Err(misfit.with_alias(!is_known(name)))
        }
        (false, true) => Err(needless(format!("{said} is never null"), held.text)),
        _ => Ok(()),
    }
}

/// Whether the type of a field holds a parent, which the path of relationships leads to.
///
/// ```
/// use sf_schema::soql::row::{Held, Parent, parent};
///
/// let owner = Parent {
///     names: vec!["Owner".to_owned()],
///     is_nillable: false,
///     object: "User".to_owned(),
///     targets: Vec::new(),
/// };
/// let held = Held { name: "Person", text: "Person", is_option: false };
/// assert_eq!(parent(&owner, held), Ok(()));
/// // A row of the program may have the name of a type of the runtime.
/// let held = Held { name: "Location", text: "Location", ..held };
/// assert_eq!(parent(&owner, held), Ok(()));
/// let misfit = parent(&owner, Held { name: "String", text: "String", ..held }).unwrap_err();
/// assert_eq!(misfit.message, "`Owner` is a parent, and `String` is no row");
/// ```
///
/// # Errors
/// What is wrong, or is more than it has to be.
pub fn parent(parent: &Parent, held: Held<'_>) -> Result<(), Misfit> {
    let path = parent.path();
    if KNOWN.contains(&held.name) && !MAY_BE_ROWS.contains(&held.name) {
        return Err(Misfit {
            kind: MisfitKind::WrongType,
            message: format!("`{path}` is a parent, and `{}` is no row", held.name),
            write: format!(
                "write a struct with #[derive(SoqlRow)] and #[soql(from = \"{}\")], or name one of \
                 its fields with #[soql(\"{path}.Name\")]",
                parent.object
            ),
            note: None,
        });
    }
    match (parent.is_nillable, held.is_option) {
        (true, false) => {
            let misfit = missing(format!("there may be no `{path}`"), held.text);
            // A row has no generics.
            Err(misfit.with_alias(held.text.contains('<')))
        }
        (false, true) => {
            let message = format!("there always is a parent `{path}`");
            Err(needless(message, held.text))
        }
        _ => Ok(()),
    }
}

const NO_ALIAS: &str = "an `Option` is seen where it is written as such, not behind an alias";

impl Misfit {
    /// Says why an alias does not do, if the type may be one.
    fn with_alias(self, may_be: bool) -> Self {
        Self {
            note: may_be.then_some(NO_ALIAS),
            ..self
        }
    }
}

fn missing(message: String, ty: &str) -> Misfit {
    Misfit {
        kind: MisfitKind::MissingOption,
        message,
        write: format!("write `Option<{ty}>`"),
        note: None,
    }
}

fn needless(message: String, ty: &str) -> Misfit {
    Misfit {
        kind: MisfitKind::NeedlessOption,
        message,
        write: format!("write `{ty}`"),
        note: None,
    }
}

/// Whether a name is that of a type of which it is known what it holds; a reference is none that a
/// row holds, whatever it leads to.
fn is_known(name: &str) -> bool {
    name.starts_with('&') || KNOWN.contains(&name)
}

/// A column at the start of a sentence.
fn subject(column: &Column<'_>, object: &Object, text: &str) -> String {
    match &column.kind {
        ColumnKind::Field(path) => format!("`{}` of {}", path.api(), object.name.api),
        _ => {
            let text = text.get(column.span.start..column.span.end);
            format!("`{}`", text.unwrap_or_default())
        }
    }
}
