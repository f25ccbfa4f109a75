//! The types that matter here: what holds records, drafts and ids of the org's objects.
//!
//! Of a type is kept what leads to one of these. What is around it is a layer, whatever its name, that
//! one `?`, one pattern or one loop takes off.

use std::ptr;
use std::sync::Arc;

use sf_schema::Object;

use super::super::bindings::Operation;

/// A type, as far as it leads to the bindings.
#[derive(Debug, Clone)]
pub(super) enum Ty<'s> {
    Record(&'s Object),
    /// What is sent in the end can be known only with what follows.
    Draft(&'s Object, Operation, Option<Flow>),
    /// `account::Required`
    Required(&'s Object),
    Id(&'s Object),
    Client,
    /// A type of the program by its number, and its first argument.
    Own(usize, Option<Arc<Ty<'s>>>),
    /// `Option`, `Vec`, `Result`, an iterator, a stream.
    Around(Layer, Arc<Ty<'s>>),
    Tuple(Arc<[Option<Ty<'s>>]>),
    /// A collection without anything in it so far.
    Empty(Layer),
    /// The first parameter of a generic type or function.
    Param,
}

/// What is around a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Plain,
    /// Around a key and a value.
    Map,
    /// `Query`
    Query,
    /// What a part of a composite will give.
    Handle,
    /// `Mutex`, `OnceCell`, `Weak`
    Lock,
    /// What a lock gives: the value, or a result or future of it.
    Guard,
}

/// Where a draft of an upsert comes from, so that what is set later counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Flow {
    /// A call of `upsert_by_…`, by file and token.
    Made(usize, usize),
    /// A function that takes or gives it, by its number.
    Through(usize),
}

impl<'s> Ty<'s> {
    /// This with a layer around.
    pub(super) fn around(self) -> Self {
        Self::Around(Layer::Plain, Arc::new(self))
    }

    /// This in a lock.
    pub(super) fn locked(self) -> Self {
        Self::Around(Layer::Lock, Arc::new(self))
    }

    /// This with so many layers around.
    pub(super) fn layers(self, layers: usize) -> Self {
        (0..layers).fold(self, |ty, _| ty.around())
    }

    /// Without its outer layer; the type itself where there is none: not every layer is known.
    pub(super) fn peel(&self) -> Self {
        match self {
            Self::Around(_, inner) => Self::clone(inner),
            other => other.clone(),
        }
    }

    /// Without the locks around it, which a reference to what they hold does not have.
    pub(super) fn unlocked(self) -> Self {
        match self {
            Self::Around(Layer::Lock | Layer::Guard, inner) => Self::clone(&inner).unlocked(),
            other => other,
        }
    }

    pub(super) fn innermost(&self) -> &Self {
        let mut ty = self;
        while let Self::Around(_, inner) = ty {
            ty = inner;
        }
        ty
    }

    pub(super) fn is_locked(&self) -> bool {
        matches!(self, Self::Around(Layer::Lock | Layer::Guard, _))
    }

    pub(super) fn is_layered(&self) -> bool {
        matches!(self, Self::Around(..))
    }

    /// The object of the record, draft or id in it.
    pub(super) fn object(&self) -> Option<&'s Object> {
        match self.innermost() {
            Self::Record(object)
            | Self::Draft(object, ..)
            | Self::Required(object)
            | Self::Id(object) => Some(object),
            _ => None,
        }
    }

    /// With this in place of the first parameter; none where that is all there is and nothing is given.
    pub(super) fn with(&self, argument: Option<&Self>) -> Option<Self> {
        Some(match self {
            Self::Param => argument?.clone(),
            Self::Around(layer, inner) => Self::Around(*layer, Arc::new(inner.with(argument)?)),
            Self::Own(def, Some(inner)) => Self::Own(*def, inner.with(argument).map(Arc::new)),
            Self::Tuple(parts) => {
                let parts = parts.iter().map(|part| part.as_ref()?.with(argument));
                Self::Tuple(parts.collect())
            }
            other => other.clone(),
        })
    }

    /// Whether the first parameter is in it.
    pub(super) fn is_generic(&self) -> bool {
        match self {
            Self::Param => true,
            Self::Around(_, inner) => inner.is_generic(),
            Self::Own(_, argument) => argument.as_ref().is_some_and(|inner| inner.is_generic()),
            Self::Tuple(parts) => parts.iter().flatten().any(Self::is_generic),
            _ => false,
        }
    }

    /// What the first parameter stands for where this is given as that.
    pub(super) fn param_in(&self, given: &Self) -> Option<Self> {
        match (self, given) {
            (Self::Param, given) => Some(given.clone()),
            (Self::Around(_, inner), Self::Around(_, given)) => inner.param_in(given),
            (Self::Own(one, Some(inner)), Self::Own(other, Some(given))) if one == other => {
                inner.param_in(given)
            }
            (Self::Tuple(parts), Self::Tuple(given)) => {
                let mut pairs = parts.iter().zip(given.iter());
                pairs.find_map(|(part, given)| part.as_ref()?.param_in(given.as_ref()?))
            }
            _ => None,
        }
    }

    /// Whether it holds anything of the bindings, or a type of the program that does.
    pub(super) fn carries(&self, own: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Record(_) | Self::Draft(..) | Self::Required(_) | Self::Id(_) => true,
            Self::Own(def, argument) => {
                own(*def) || argument.as_ref().is_some_and(|ty| ty.carries(own))
            }
            Self::Around(_, inner) => inner.carries(own),
            Self::Tuple(parts) => parts.iter().flatten().any(|part| part.carries(own)),
            Self::Client | Self::Empty(_) | Self::Param => false,
        }
    }

    /// The draft where it comes from this.
    pub(super) fn through(self, flow: Flow) -> Self {
        match self {
            Self::Draft(object, operation, _) => Self::Draft(object, operation, Some(flow)),
            Self::Around(layer, inner) => {
                Self::Around(layer, Arc::new(Self::clone(&inner).through(flow)))
            }
            other => other,
        }
    }

    /// Where the draft in it comes from.
    pub(super) fn flow(&self) -> Option<Flow> {
        match self.innermost() {
            Self::Draft(_, _, flow) => *flow,
            _ => None,
        }
    }

    pub(super) fn is_same_object(one: &Object, other: &Object) -> bool {
        ptr::eq(one, other)
    }
}
