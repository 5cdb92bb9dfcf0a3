//! Cytoscape's JSON (`.cyjs`), for Cytoscape and Cytoscape.js: `cytoscape({elements: graph.elements})`.
//! <https://js.cytoscape.org/#notation/elements-json>

use std::io::Write;

use crate::graph::{Rows, Stopped};

use super::columns;
use super::json::{Lines, Members, push_real};

/// Writes the graph as one JSON object, one node or edge a line.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    out.write_all(b"{\"format_version\": \"1.0\", \"generated_by\": \"whom\", ")?;
    out.write_all(b"\"directed\": true, \"multigraph\": true, ")?;
    out.write_all(b"\"data\": {\"name\": \"whom\"}, \"elements\": {\"nodes\": [")?;
    let (mut lines, members) = (Lines::default(), Members::of(columns::NODE));
    rows.each_node(&mut |row| {
        // NetworkX names nodes by `value` and tells parallel edges apart by `key`.
        let ids = [("id", row.node.id.as_str()), ("value", row.node.id.as_str())];
        lines.write(out, |line| {
            line.push_str("{\"data\":");
            members.push_object(line, &ids, |value| value(row));
            if let Some(place) = row.place {
                line.push_str(",\"position\":{\"x\":");
                push_real(line, place.x);
                line.push_str(",\"y\":");
                // Downwards, as on a screen.
                push_real(line, -place.y);
                line.push('}');
            }
            line.push('}');
        })
    })?;
    out.write_all(b"\n], \"edges\": [")?;
    let members = Members::of(columns::EDGE);
    rows.write_edges(out, ",", &|line, row| {
        let id = super::edge_id(row);
        // Cytoscape shows the interaction beside the ends' names.
        let relation = row.edge.relation.as_str();
        let ids = [
            ("id", id.as_str()),
            ("source", row.source.id),
            ("target", row.target.id),
            ("interaction", relation),
            ("key", relation),
        ];
        line.push_str("\n{\"data\":");
        members.push_object(line, &ids, |value| value(row));
        line.push('}');
    })?;
    Ok(out.write_all(b"\n]}}\n")?)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn elements_are_as_cytoscape_reads_them() {
        for text in samples::HOSTILE {
            let graph: Value = serde_json::from_str(&written(&samples::saying(text), write)).unwrap();
            let (node, edge) = (&graph["elements"]["nodes"][1]["data"], &graph["elements"]["edges"][0]["data"]);
            assert_eq!((&node["id"], &node["aliases"]), (&json!("group:subject"), &json!([text])));
            assert_eq!((&edge["source"], &edge["target"]), (&json!("group:subject"), &json!("group:object")));
            assert_eq!((&edge["interaction"], &edge["evidence"]), (&json!("allied_with"), &json!(text)));
        }
    }
}
