//! A graph as Mermaid's `erDiagram`.

use std::fmt::Write;

use super::{Edge, Graph};

/// Objects that no line touches stand alone; every other one is known by its lines.
pub(super) fn write(graph: &Graph) -> String {
    let mut text = String::from("erDiagram\n");
    for node in &graph.nodes {
        let touches = |edge: &Edge| edge.child == node.object || edge.parent == node.object;
        if !graph.edges.iter().any(touches) {
            let _ = writeln!(text, "    {}", quoted(&node.object));
        }
    }
    for edge in &graph.edges {
        let parent = if edge.required { "||" } else { "|o" };
        let line = if edge.master_detail { "--" } else { ".." };
        let _ = writeln!(
            text,
            "    {} {parent}{line}o{{ {} : {}",
            quoted(&edge.parent),
            quoted(&edge.child),
            quoted(&edge.field)
        );
    }
    text
}

/// Mermaid knows no escape in a quoted name, and API names need none: whatever else there is
/// becomes an underscore.
fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for c in name.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ') {
            text.push(c);
        } else {
            text.push('_');
        }
    }
    text.push('"');
    text
}
