//! A graph as graphviz reads it.

use std::fmt::Write;

use super::Graph;

pub(super) fn write(graph: &Graph) -> String {
    let mut text = String::from(
        "digraph salesforce {\n    rankdir=RL;\n    node [shape=box, style=rounded, \
         fontname=\"Helvetica\"];\n    edge [fontname=\"Helvetica\", fontsize=10];\n",
    );
    for node in &graph.nodes {
        let name = &node.object;
        let _ = write!(text, "    {}", quoted(name));
        if !node.inside {
            text.push_str(" [style=\"rounded,dashed\"]");
        } else if !node.label.is_empty() && node.label != *name {
            let _ = write!(text, " [tooltip={}]", quoted(&node.label));
        }
        text.push_str(";\n");
    }
    for edge in &graph.edges {
        let (child, parent) = (quoted(&edge.child), quoted(&edge.parent));
        let _ = write!(
            text,
            "    {child} -> {parent} [label={}",
            quoted(&edge.field)
        );
        // The child's end: a diamond where the parent owns it.
        if edge.master_detail {
            text.push_str(", dir=both, arrowtail=diamond");
        }
        if edge.polymorphic {
            text.push_str(", style=dotted");
        } else if !edge.required {
            text.push_str(", style=dashed");
        }
        text.push_str("];\n");
    }
    text.push_str("}\n");
    text
}

/// Between quotes a backslash begins one of graphviz's own escapes.
fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
