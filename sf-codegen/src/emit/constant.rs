//! The module `fields`: a marker type for each field, and a constant for each field and lookup, which
//! queries that are composed at run time name.

use std::collections::BTreeSet;

use sf_schema::schema::{Field, FieldFlags, FieldType};
use sf_schema::{Name, Object};

use super::code::{Code, Ident, Literal, Part, put};
use super::fields::Shape;
use super::{Context, Path, Ty};

/// The module `fields` of an object.
pub(super) fn fields(context: &Context<'_>, object: &Object, code: &mut Code) {
    put!(
        code,
        "\n/// For each field a type by its API name and a constant by its Rust name, and for each \
         parent a constant.\npub mod fields {\n    use super::__rt;\n\n"
    );
    for field in &object.fields {
        put!(code, "    pub enum ", Ident(&field.marker), " {}\n");
    }
    put!(code, "\n");
    let own = Below(Ty::of("", Path::Own(&object.name.rust), ""));
    let mut names = Constants::default();
    for field in &object.fields {
        put!(
            code,
            "    pub const ",
            Ident(&names.of(&field.name)),
            ": __rt::Field<",
            own,
            ", ",
            Ident(&field.marker),
            ", ",
            Below(kind(context, object, field)),
            access(field),
            "> = __rt::Field::new(",
            Literal(&field.name.api),
            ");\n"
        );
    }
    for field in &object.fields {
        if let Some(name) = field.relationship()
            && !name.rust.is_empty()
            && let Some(parent) = context.parent(field)
        {
            put!(
                code,
                "    pub const ",
                Ident(&names.of(name)),
                ": __rt::Parent<",
                own,
                ", ",
                Below(Ty::of("", context.object_path(&parent.name.api), "")),
                "> = __rt::Parent::new(",
                Literal(&name.api),
                ");\n"
            );
        }
    }
    put!(code, "}\n");
}

/// What the field holds, for a comparison.
fn kind<'b>(context: &Context<'b>, object: &'b Object, field: &'b Field) -> Ty<'b> {
    match Shape::of(field) {
        Shape::Id => Ty::of("__rt::Ref<", Path::Own(&object.name.rust), ">"),
        shape => context.kind(field, &shape),
    }
}

/// What the org allows to be done with the field.
fn access(field: &Field) -> &'static str {
    // Describe calls some compound values filterable; only DISTANCE takes them.
    let is_compound = matches!(field.data, FieldType::Address | FieldType::Location);
    let filterable = field.is(FieldFlags::FILTERABLE) && !is_compound;
    match (filterable, field.is(FieldFlags::SORTABLE)) {
        (true, true) => "",
        (true, false) => ", __rt::FilterOnly",
        (false, true) => ", __rt::SortOnly",
        (false, false) => ", __rt::SelectOnly",
    }
}

/// The names of an object's constants: those of its getters in capitals.
#[derive(Default)]
struct Constants(BTreeSet<String>);

impl Constants {
    fn of(&mut self, name: &Name) -> String {
        let mut constant = name.rust.to_ascii_uppercase();
        // Getters differ by case only where the user named them so.
        while !self.0.insert(constant.clone()) {
            constant.push('_');
        }
        constant
    }
}

/// A type of the object's module, from a module in it.
#[derive(Clone, Copy)]
struct Below<'a>(Ty<'a>);

impl Part for Below<'_> {
    fn write(&self, code: &mut Code) {
        let up = match self.0.name {
            Path::Own(_) | Path::Root(_) => "super::",
            Path::Fixed | Path::AnyObject => "",
        };
        put!(code, self.0.around.0, up, self.0.name, self.0.around.1);
    }
}
