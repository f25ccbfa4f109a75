//! Objects as types: one, or a tuple of them.

use super::{Compiled, CompiledIn};

/// What [`Client::verify`](crate::Client::verify) takes: an object with bindings, or a tuple of up to
/// 16. Not to be implemented elsewhere.
pub trait Objects: sealed::Sealed {
    /// What each was made of.
    #[doc(hidden)]
    fn compiled_in() -> Vec<CompiledIn>;
}

mod sealed {
    pub trait Sealed {}
}

impl<T: Compiled> sealed::Sealed for T {}

impl<T: Compiled> Objects for T {
    fn compiled_in() -> Vec<CompiledIn> {
        vec![T::COMPILED_IN]
    }
}

macro_rules! tuples {
    ($last:ident) => {
        tuple!($last);
    };
    ($first:ident $($rest:ident)+) => {
        tuple!($first $($rest)+);
        tuples!($($rest)+);
    };
}

macro_rules! tuple {
    ($($object:ident)+) => {
        impl<$($object: Compiled),+> sealed::Sealed for ($($object,)+) {}

        impl<$($object: Compiled),+> Objects for ($($object,)+) {
            fn compiled_in() -> Vec<CompiledIn> {
                vec![$($object::COMPILED_IN),+]
            }
        }
    };
}

tuples!(A B C D E F G H I J K L M N O P);
