//! The body of a tree: children inside their parents.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::call::Request;
use crate::error::Error;

use super::super::bounded;
use super::Placed;

pub(super) fn request(placed: &[Placed<'_>]) -> Result<Request, Error> {
    let roots: Vec<usize> = (0..placed.len())
        .filter(|place| placed.get(*place).is_some_and(|node| node.parent.is_none()))
        .collect();
    let objects = roots.iter().filter_map(|place| placed.get(*place));
    let mut objects: Vec<&'static str> = objects.map(|node| node.draft.table().api).collect();
    objects.dedup();
    let [object] = *objects.as_slice() else {
        return Err(Error::request(format!(
            "the roots of a tree are of one object, and these are of {}: use several trees, or a \
             graph",
            objects.join(", ")
        )));
    };
    let body = Nested {
        placed,
        records: &roots,
    };
    bounded(
        Request::post("composite/tree/{object}", &[object])?
            .about(object)
            .json(&body)?,
    )
}

/// `{"records": […]}`, of roots and of children.
struct Nested<'a> {
    placed: &'a [Placed<'a>],
    records: &'a [usize],
}

struct Records<'a>(&'a Nested<'a>);

struct Record<'a> {
    placed: &'a [Placed<'a>],
    place: usize,
    node: &'a Placed<'a>,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("records", &Records(self))?;
        map.end()
    }
}

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Nested { placed, records } = *self.0;
        let mut seq = serializer.serialize_seq(Some(records.len()))?;
        for place in records {
            if let Some(node) = placed.get(*place) {
                seq.serialize_element(&Record {
                    placed,
                    place: *place,
                    node,
                })?;
            }
        }
        seq.end()
    }
}

impl Serialize for Record<'_> {
    /// No deeper than a tree has levels.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Attributes<'a> {
            r#type: &'static str,
            reference_id: &'a str,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "attributes",
            &Attributes {
                r#type: self.node.draft.table().api,
                reference_id: &self.node.reference,
            },
        )?;
        let lookup = self.node.parent.map(|parent| parent.lookup);
        self.node.draft.serialize_fields(&mut map, lookup)?;
        let mut children: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for (place, child) in self.placed.iter().enumerate() {
            let Some(parent) = child.parent.filter(|parent| parent.place == self.place) else {
                continue;
            };
            match children
                .iter_mut()
                .find(|(name, _)| *name == parent.relationship)
            {
                Some((_, records)) => records.push(place),
                None => children.push((parent.relationship, vec![place])),
            }
        }
        for (relationship, records) in &children {
            map.serialize_entry(
                relationship,
                &Nested {
                    placed: self.placed,
                    records,
                },
            )?;
        }
        map.end()
    }
}
