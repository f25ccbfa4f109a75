//! Methods: getters, setters, what the client does, and what the program's own methods give.

use super::super::super::bindings::{self, Used};
use super::super::ty::{Layer, Ty};
use super::{Doing, Reader, layer, lock};
use sf_schema::Object;
use sf_schema::schema::{Field, FieldType};

impl Doing {
    /// The flag of the object that allows it, as describe has it.
    pub(super) fn flag(self) -> &'static str {
        match self {
            Self::Read => "retrieveable",
            Self::Delete => "deletable",
            Self::Query => "queryable",
            Self::Search => "searchable",
            Self::Follow => "replicateable",
        }
    }

    /// What a method of the client does with the records of a type, and how many layers are around
    /// what it gives.
    fn of_client(name: &str) -> Option<(Self, usize)> {
        Some(match name {
            "get" | "get_by_external_id" => (Self::Read, 1),
            "retrieve_all" | "retrieve_stream" => (Self::Read, 3),
            "delete" | "delete_by_external_id" | "delete_all" | "delete_stream" => {
                (Self::Delete, 0)
            }
            "query_one" => (Self::Query, 1),
            "query" | "query_optional" | "query_stream" => (Self::Query, 2),
            "updated" | "deleted" => (Self::Follow, 0),
            _ => return None,
        })
    }
}

impl<'a, 's> Reader<'_, 'a, 's> {
    /// What a method of this value gives.
    pub(super) fn method(
        &mut self,
        of: Option<Ty<'s>>,
        root: Option<&'a str>,
        at: usize,
        generics: Option<(usize, usize)>,
        open: usize,
        close: usize,
    ) -> Option<Ty<'s>> {
        let name = self.tokens.ident(at)?;
        let of = of.map(|of| lock::seen(of, name));
        let of = match of {
            // `impl Iterator for Own`
            Some(own @ Ty::Own(..)) if self.program.method(&own, name).is_none() => {
                let is_iterator = self.program.method(&own, "next").is_some();
                let all = self.iterated(&own).filter(|_| is_iterator);
                match all {
                    Some(all) => Some(all),
                    None => Some(own).filter(|own| !self.program.is_trait(own)),
                }
            }
            other => other,
        };
        let given = match &of {
            Some(Ty::Around(layer, inner)) => layer::parameters(*layer, inner, name),
            None if name == "fold" => vec![None, None],
            Some(own) => {
                let function = self.program.method(own, name);
                function.map_or_else(Vec::new, |function| self.program.passes(function))
            }
            _ => Vec::new(),
        };
        let mut arguments = self.items(open + 1, close, &given).values;
        if let ([argument @ None], [Some(one), ..]) = (arguments.as_mut_slice(), given.as_slice()) {
            *argument = self.applied(open + 1, close, one);
        }
        let generic = generics.and_then(|(from, to)| self.written(from, to));
        let (from, to) = generics.unwrap_or_default();
        if generic.is_none() && from < to && matches!(name, "collect" | "try_collect") {
            // Of what is none of these nothing is known.
            let has_hole = self.has_hole(from, to);
            let ty = of.filter(|_| has_hole);
            return ty.map(|ty| self.collected(ty, from, to));
        }
        if of.is_some() {
            self.found.known.insert(at);
        }
        if let Some(object) = fields_of(&of, name, generic.as_ref(), &arguments) {
            self.named_fields(object, name, open, close);
        }
        match of {
            Some(Ty::Record(object)) => self.of_record(object, at, &arguments),
            Some(Ty::Draft(object, operation, flow)) => {
                if let Some(field) = bindings::field(object, name) {
                    let given = bindings::given(self.tokens, field, open + 1, close);
                    self.note(at, object, Used::Set(field, operation, given));
                    if let Some(flow) = flow {
                        self.found.set.push((flow, field));
                    }
                    return Some(Ty::Draft(object, operation, flow));
                }
                match name {
                    "send" => Some(Ty::Id(object).around()),
                    _ if layer::IDENTITY.contains(&name) => {
                        Some(Ty::Draft(object, operation, flow))
                    }
                    _ => None,
                }
            }
            Some(own @ Ty::Own(..)) => match self.program.method(&own, name) {
                Some(function) => self.of_function(function, &arguments, generic.as_ref()),
                None if layer::IDENTITY.contains(&name) => Some(own),
                None => {
                    // `impl Deref for Own`
                    let deref = self.program.method(&own, "deref")?;
                    match self.program.gives(deref, None, &[])? {
                        Ty::Record(object) => self.of_record(object, at, &arguments),
                        _ => None,
                    }
                }
            },
            Some(Ty::Around(layer, inner)) => {
                match layer::method(layer, &inner, name, &arguments, generic) {
                    Some(found) => found,
                    None => self.of_inner(&inner, at, &arguments),
                }
            }
            Some(Ty::Empty(layer)) => self.of_empty(layer, name, root, &arguments),
            Some(Ty::Client) => self.of_client(at, &arguments, generic),
            Some(id @ Ty::Id(_)) if name == "into" => Some(id),
            Some(other) => layer::IDENTITY.contains(&name).then_some(other),
            None => self.of_unknown(at, &arguments, generic),
        }
    }

    /// What a loop goes over: a collection, or a type of the program that is an iterator.
    pub(super) fn iterated(&self, ty: &Ty<'s>) -> Option<Ty<'s>> {
        let all = match ty {
            Ty::Own(..) => {
                let methods = ["next", "into_iter", "iter"].into_iter();
                let mut methods = methods.filter_map(|name| self.program.method(ty, name));
                self.program.gives(methods.next()?, None, &[])?
            }
            other => other.clone().unlocked(),
        };
        all.is_layered().then_some(all)
    }

    fn of_record(
        &mut self,
        object: &'s Object,
        at: usize,
        arguments: &[Option<Ty<'s>>],
    ) -> Option<Ty<'s>> {
        let name = self.tokens.ident(at)?;
        if arguments.is_empty()
            && let Some(used) = bindings::getter(object, name)
        {
            self.note(at, object, used);
            return self.got(object, used);
        }
        if layer::IDENTITY.contains(&name) {
            return Some(Ty::Record(object));
        }
        let function = self.program.method(&Ty::Record(object), name)?;
        self.of_function(function, arguments, None)
    }

    /// What a getter gives.
    pub(super) fn got(&self, object: &'s Object, used: Used<'s>) -> Option<Ty<'s>> {
        let named = |name: &str| self.schema.object(name);
        match used {
            Used::Get(field) if field.data == FieldType::Id => Some(Ty::Id(object).around()),
            Used::Get(field) => Some(Ty::Id(named(only(field)?)?).around()),
            Used::GetParent(field) => {
                let parent = only(field).unwrap_or("Name");
                Some(Ty::Record(named(parent)?).around())
            }
            Used::GetChildren(child) => Some(Ty::Record(named(&child.object)?).layers(2)),
            _ => None,
        }
    }

    /// A getter or setter of something whose layers were counted wrongly: nothing else has it.
    fn of_inner(
        &mut self,
        inner: &Ty<'s>,
        at: usize,
        arguments: &[Option<Ty<'s>>],
    ) -> Option<Ty<'s>> {
        let Ty::Record(object) = inner.innermost() else {
            return None;
        };
        let name = self.tokens.ident(at)?;
        if arguments.is_empty() && bindings::getter(object, name).is_some() {
            return self.of_record(object, at, arguments);
        }
        None
    }

    /// What is put into an empty collection is what it holds from then on.
    fn of_empty(
        &mut self,
        layer: Layer,
        name: &str,
        root: Option<&'a str>,
        arguments: &[Option<Ty<'s>>],
    ) -> Option<Ty<'s>> {
        let put = match (layer, name, arguments) {
            (Layer::Map, "insert", [key, value]) => {
                let pair = Ty::Tuple([key.clone(), value.clone()].into());
                value.is_some().then(|| Ty::Around(Layer::Map, pair.into()))
            }
            (_, "push" | "push_back" | "push_front" | "insert", all) => {
                all.last().cloned().flatten().map(Ty::around)
            }
            (_, "extend" | "append" | "extend_from_slice", [Some(all)]) => {
                all.is_layered().then(|| all.clone())
            }
            _ => None,
        };
        if let (Some(root), Some(put)) = (root, put) {
            let put = match self.scope.get(root).flatten() {
                Some(Ty::Around(Layer::Lock, _)) => put.locked(),
                _ => put,
            };
            self.scope.assign(root, put);
            return None;
        }
        layer::IDENTITY.contains(&name).then_some(Ty::Empty(layer))
    }

    /// What the client reads, deletes or asks for.
    fn of_client(
        &mut self,
        at: usize,
        arguments: &[Option<Ty<'s>>],
        generic: Option<Ty<'s>>,
    ) -> Option<Ty<'s>> {
        let name = self.tokens.ident(at)?;
        if name == "call" {
            return match arguments.first()?.as_ref()? {
                Ty::Around(Layer::Query, inner) => Some(Ty::clone(inner).layers(2)),
                ty @ Ty::Around(Layer::Plain, _) => Some(ty.clone()),
                Ty::Draft(object, ..) => Some(Ty::Id(object).around()),
                _ => None,
            };
        }
        let Some((doing, layers)) = Doing::of_client(name) else {
            return layer::IDENTITY.contains(&name).then_some(Ty::Client);
        };
        let by_id = arguments.first().and_then(Option::as_ref);
        let by_id = by_id.filter(|ty| matches!(ty.innermost(), Ty::Id(_)));
        let object = generic.as_ref().or(by_id).and_then(Ty::object);
        match object {
            Some(object) => {
                self.note(at, object, Used::Done(doing.flag()));
                (layers > 0).then(|| Ty::Record(object).layers(layers))
            }
            None => {
                self.unsaid.push((at, doing));
                None
            }
        }
    }

    /// What only its own words say: `….get::<Account>(id)`.
    fn of_unknown(
        &mut self,
        at: usize,
        arguments: &[Option<Ty<'s>>],
        generic: Option<Ty<'s>>,
    ) -> Option<Ty<'s>> {
        let name = self.tokens.ident(at)?;
        let Some(ty) = generic else {
            // Whatever it is that the closure is given to.
            return match name {
                "map" => arguments.first().cloned().flatten().map(Ty::around),
                "and_then" | "filter_map" | "flat_map" => arguments.first().cloned().flatten(),
                "fold" | "map_or" => arguments.last().cloned().flatten(),
                // Of a composite, and of what became of it.
                "add" => match arguments.first()?.as_ref()? {
                    Ty::Around(Layer::Query, inner) => {
                        let page = Ty::clone(inner).around();
                        Some(Ty::Around(Layer::Handle, page.into()))
                    }
                    Ty::Around(Layer::Plain, inner) => {
                        Some(Ty::Around(Layer::Handle, inner.clone()))
                    }
                    Ty::Draft(object, ..) => Some(Ty::Around(Layer::Handle, Ty::Id(object).into())),
                    _ => None,
                },
                "get" => match arguments.first()?.as_ref()? {
                    Ty::Around(Layer::Handle, inner) => Some(Ty::clone(inner).around()),
                    _ => None,
                },
                _ => None,
            };
        };
        if name == "returning" {
            let object = ty.object()?;
            self.note(at, object, Used::Done(Doing::Search.flag()));
            return None;
        }
        if let Some((doing, layers)) = Doing::of_client(name) {
            let object = ty.object()?;
            self.note(at, object, Used::Done(doing.flag()));
            return (layers > 0).then(|| ty.layers(layers));
        }
        match name {
            "of" => Some(ty.layers(2)),
            "rows" => Some(Ty::Around(Layer::Query, ty.into())),
            "collect" | "sum" | "into" => Some(ty),
            "try_collect" | "json" | "parse" | "read_as" | "deserialize" | "try_into" => {
                Some(ty.around())
            }
            _ => None,
        }
    }

    /// Fields that are named by texts.
    fn named_fields(&mut self, object: &'s Object, method: &str, open: usize, close: usize) {
        let is_key = method.ends_with("_by_external_id");
        for at in open + 1..close {
            let text = self.tokens.text(at);
            let name = text
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'));
            if let Some(field) = name.and_then(|name| object.field(name)) {
                let used = match is_key {
                    true => Used::Reference(field),
                    false => Used::Named(field),
                };
                self.note(at, object, used);
            }
            if is_key && self.tokens.is_punct(at, ',') {
                break;
            }
        }
    }

    /// What was read since as something that only this type says: that of the expression here.
    pub(super) fn said(&mut self, since: usize, start: usize, ty: &Ty<'s>) {
        let since = since.min(self.unsaid.len());
        let Ty::Record(object) = ty.innermost() else {
            return;
        };
        for (at, doing) in self.unsaid.split_off(since) {
            if self.is_in_value(start, at) {
                self.note(at, object, Used::Done(doing.flag()));
            }
        }
    }

    /// Whether a token is in an expression itself, and not in the arguments of something in it.
    fn is_in_value(&self, start: usize, at: usize) -> bool {
        let mut place = start;
        while place < at {
            let next = self.tokens.after(place);
            if next <= at {
                place = next;
                continue;
            }
            let before = place.checked_sub(1);
            let before = before.and_then(|before| self.tokens.ident(before));
            if !matches!(before, Some("Ok" | "Some")) {
                return false;
            }
            place += 1;
        }
        place == at
    }
}

/// The object of whose fields the arguments of a method are names.
fn fields_of<'s>(
    of: &Option<Ty<'s>>,
    name: &str,
    generic: Option<&Ty<'s>>,
    arguments: &[Option<Ty<'s>>],
) -> Option<&'s Object> {
    match (name, of) {
        ("fields" | "read_fields", Some(Ty::Around(_, inner))) => match **inner {
            Ty::Record(object) => Some(object),
            _ => None,
        },
        (
            "get_by_external_id"
            | "delete_by_external_id"
            | "retrieve_all"
            | "retrieve_stream"
            | "returning",
            _,
        ) => {
            let by_id = arguments.first().and_then(Option::as_ref);
            generic.or(by_id).and_then(Ty::object)
        }
        _ => None,
    }
}

/// The one object that a lookup leads to.
fn only(field: &Field) -> Option<&str> {
    match field.reference.as_ref()?.to.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}
