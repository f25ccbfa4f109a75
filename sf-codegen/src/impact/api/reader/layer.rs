//! What the methods of the standard library, of iterators, streams and queries do with the layers.

use super::super::ty::{Layer, Ty};
use super::chain::value_of;
use super::lock;

/// Methods that give the same, or another way to it.
pub(super) const IDENTITY: [&str; 26] = [
    "get",
    "get_or_init",
    "force",
    "clone",
    "to_owned",
    "into_owned",
    "as_ref",
    "as_mut",
    "borrow",
    "borrow_mut",
    "by_ref",
    "deref",
    "unwrap",
    "expect",
    "unwrap_or_default",
    "lock",
    "read",
    "write",
    "get_ref",
    "get_mut",
    "into_inner",
    "as_deref",
    "boxed",
    "instrument",
    "with_options",
    "load",
];

/// Methods that leave the layers as they are.
const SAME: [&str; 108] = [
    "send",
    "par_iter",
    "into_par_iter",
    "par_iter_mut",
    "fields",
    "fields_unchecked",
    "batch_size",
    "iter",
    "iter_mut",
    "into_iter",
    "drain",
    "rev",
    "skip",
    "step_by",
    "take",
    "filter",
    "skip_while",
    "take_while",
    "inspect",
    "peekable",
    "fuse",
    "cycle",
    "chain",
    "by_ref",
    "cloned",
    "copied",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_deref_mut",
    "as_slice",
    "as_mut_slice",
    "to_vec",
    "into_vec",
    "into_boxed_slice",
    "collect",
    "clone",
    "to_owned",
    "first",
    "last",
    "get",
    "get_mut",
    "first_mut",
    "last_mut",
    "pop",
    "pop_front",
    "pop_back",
    "front",
    "back",
    "next",
    "next_back",
    "nth",
    "peek",
    "find",
    "min_by",
    "min_by_key",
    "max_by",
    "max_by_key",
    "min",
    "max",
    "reduce",
    "split_off",
    "or",
    "or_else",
    "xor",
    "ok",
    "ok_or",
    "ok_or_else",
    "map_err",
    "inspect_err",
    "context",
    "with_context",
    "wrap_err",
    "wrap_err_with",
    "replace",
    "insert",
    "value",
    "required",
    "try_next",
    "try_collect",
    "into_result",
    "buffered",
    "buffer_unordered",
    "try_buffered",
    "try_buffer_unordered",
    "boxed",
    "boxed_local",
    "into_stream",
    "sorted",
    "sorted_by",
    "sorted_by_key",
    "unique",
    "unique_by",
    "dedup_by_key",
    "exactly_one",
    "records",
    "try_filter",
    "recv",
    "try_recv",
    "fetch",
    "into_future",
    "skip_until",
    "swap",
    "cloned_ref",
    "transpose",
    "borrow",
    "instrument",
    "flatten_ok",
];

/// Methods that take the outer layer off.
const INNER: [&str; 15] = [
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "unwrap_unchecked",
    "remove",
    "swap_remove",
    "flatten",
    "get_or_insert",
    "get_or_insert_with",
    "get_unchecked",
    "or_insert",
    "or_insert_with",
    "or_default",
];

/// Methods of which nothing is known but that they are no getter.
const OTHER: [&str; 34] = [
    "len",
    "is_empty",
    "count",
    "sum",
    "product",
    "any",
    "all",
    "position",
    "for_each",
    "try_for_each",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable_by_key",
    "retain",
    "push",
    "extend",
    "contains",
    "truncate",
    "clear",
    "reverse",
    "err",
    "join",
    "partition_point",
    "capacity",
    "is_selected",
    "is_null",
];

/// What closures get that are given to a method.
pub(super) fn parameters<'s>(layer: Layer, inner: &Ty<'s>, name: &str) -> Vec<Option<Ty<'s>>> {
    let inner = Some(inner.clone());
    match (layer, name) {
        (Layer::Query, _) => Vec::new(),
        (
            _,
            "map_err" | "or_else" | "ok_or_else" | "unwrap_or_else" | "inspect_err"
            | "with_context" | "wrap_err_with" | "or_insert_with" | "get_or_insert_with",
        ) => Vec::new(),
        (Layer::Map, "retain") => match inner {
            Some(Ty::Tuple(parts)) => parts.to_vec(),
            _ => Vec::new(),
        },
        (_, "fold" | "try_fold" | "scan" | "rfold") => vec![None, inner],
        (_, "map_ok" | "try_filter" | "and_then" | "try_for_each" | "inspect_ok" | "filter_ok")
            if inner.as_ref().is_some_and(Ty::is_layered) && name != "and_then" =>
        {
            vec![inner.map(|inner| inner.peel())]
        }
        _ => vec![inner.clone(), inner],
    }
}

/// What a method gives; none where it is not one that is known.
pub(super) fn method<'s>(
    layer: Layer,
    inner: &Ty<'s>,
    name: &str,
    arguments: &[Option<Ty<'s>>],
    generic: Option<Ty<'s>>,
) -> Option<Option<Ty<'s>>> {
    let same = || Ty::Around(layer, inner.clone().into());
    let plain = || inner.clone().around();
    let argument = |number: usize| arguments.get(number).cloned().flatten();
    if layer == Layer::Query {
        return Some(match name {
            "fetch_one" => Some(plain()),
            "fetch_all" | "fetch_optional" | "fetch_page" | "stream" => Some(plain().around()),
            "rows" => generic.map(|rows| Ty::Around(Layer::Query, rows.into())),
            "filter" | "order_by" | "limit" | "offset" | "bind" | "all_rows" | "batch_size"
            | "clone" | "for_update" | "for_view" | "for_reference" => Some(same()),
            _ => None,
        });
    }
    if layer == Layer::Handle {
        let is_id = matches!(name, "id" | "id_at");
        return Some(inner.object().filter(|_| is_id).map(Ty::Id));
    }
    if let Layer::Lock | Layer::Guard = layer {
        return Some(lock::method(layer, inner, name, arguments));
    }
    if layer == Layer::Map {
        let value = || value_of(inner);
        match name {
            "get" | "get_mut" | "remove" | "insert" | "values" | "values_mut" | "into_values"
            | "entry" => return Some(value().map(Ty::around)),
            "keys" | "into_keys" => {
                let key = match inner {
                    Ty::Tuple(parts) => parts.first().cloned().flatten(),
                    _ => None,
                };
                return Some(key.map(Ty::around));
            }
            "iter" | "iter_mut" | "into_iter" | "drain" | "first_key_value" | "last_key_value" => {
                return Some(Some(plain()));
            }
            _ => {}
        }
    }
    Some(match name {
        // What is collected may be said.
        "collect" | "try_collect" if generic.as_ref().is_some_and(Ty::is_layered) => generic,
        "all" if arguments.is_empty() => {
            // A page's, or a stream's of results.
            Some(if inner.is_layered() {
                plain()
            } else {
                plain().around()
            })
        }
        "replace" if matches!(inner, Ty::Record(_)) && arguments.len() > 1 => return None,
        _ if SAME.contains(&name) => Some(plain_or(layer, same, plain)),
        "flatten" if !inner.is_layered() => Some(plain()),
        _ if INNER.contains(&name) => Some(inner.clone()),
        "map" | "then" | "map_ok" => argument(0).map(|body| match name {
            "map_ok" => body.layers(2),
            _ => body.around(),
        }),
        "and_then" | "filter_map" | "flat_map" | "map_while" | "find_map" | "scan" | "zip_with" => {
            argument(arguments.len().saturating_sub(1))
        }
        "map_or" | "map_or_else" => argument(1).or_else(|| argument(0)),
        "fold" | "try_fold" | "rfold" => argument(0).or_else(|| argument(1)),
        "enumerate" => Some(Ty::Tuple([None, Some(inner.clone())].into()).around()),
        "zip" => {
            let other = argument(0).map(|other| other.peel());
            Some(Ty::Tuple([Some(inner.clone()), other].into()).around())
        }
        "partition" => Some(Ty::Tuple([Some(plain()), Some(plain())].into())),
        "split_first" | "split_last" => {
            Some(Ty::Tuple([Some(inner.clone()), Some(plain())].into()).around())
        }
        "split_at" => Some(Ty::Tuple([Some(plain()), Some(plain())].into())),
        "if_modified_since" | "chunks" | "chunk_by" | "windows" | "chunks_exact" | "nullable"
        | "array_chunks" => Some(plain().around()),
        _ if OTHER.contains(&name) => None,
        _ => return None,
    })
}

/// A map stays one where it is only handed on.
fn plain_or<'s>(layer: Layer, same: impl Fn() -> Ty<'s>, plain: impl Fn() -> Ty<'s>) -> Ty<'s> {
    match layer {
        Layer::Map => same(),
        _ => plain(),
    }
}
