//! Node-link JSON as NetworkX reads and writes it: `networkx.node_link_graph(json.load(file))`.
//!
//! The list of links is called `edges`, as NetworkX calls it from 3.6 on (3.4 and 3.5 want `edges="edges"` said); D3
//! takes it by `forceLink(graph.edges).id(node => node.id)`. A symmetric relation has `symmetric: true` and is written
//! once, from the smaller id to the larger. One node or edge a line, so that two exports can be compared with `diff`.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::graph::Network;

use super::columns::{self, Column, Value};

/// Writes the network as one JSON object.
pub fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"directed\": true, \"multigraph\": true, \"graph\": {\"generator\": \"whom\"}, \"nodes\": [")?;
    for (index, node) in network.nodes.iter().enumerate() {
        let ids = [("id", node.id.as_str())];
        write_line(out, index, &Row { ids: &ids, columns: columns::NODE, item: node })?;
    }
    out.write_all(b"\n], \"edges\": [")?;
    for (index, edge) in network.edges.iter().enumerate() {
        let ids = [
            ("source", network.nodes[edge.source].id.as_str()),
            ("target", network.nodes[edge.target].id.as_str()),
            // NetworkX tells parallel edges apart by their key; of one pair and relation there is but one edge.
            ("key", edge.relation.as_str()),
            ("id", &super::edge_id(network, edge)),
        ];
        write_line(out, index, &Row { ids: &ids, columns: columns::EDGE, item: edge })?;
    }
    out.write_all(b"\n]}\n")
}

fn write_line<T>(out: &mut dyn Write, index: usize, row: &Row<T>) -> io::Result<()> {
    out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(out, row)?)
}

/// One node or edge as an object: what identifies it, then its columns.
struct Row<'a, T> {
    ids: &'a [(&'static str, &'a str)],
    columns: &'a [Column<T>],
    item: &'a T,
}

impl<T> Serialize for Row<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, id) in self.ids {
            object.serialize_entry(name, id)?;
        }
        for column in self.columns {
            match (column.value)(self.item) {
                Some(Value::Text(text)) => object.serialize_entry(column.name, text)?,
                Some(Value::List(items)) => object.serialize_entry(column.name, items)?,
                Some(Value::Count(count)) => object.serialize_entry(column.name, &count)?,
                Some(Value::Real(number)) => object.serialize_entry(column.name, &number)?,
                Some(Value::Flag(flag)) => object.serialize_entry(column.name, &flag)?,
                None => {}
            }
        }
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read_back(network: &Network) -> serde_json::Value {
        let mut out = Vec::new();
        write(network, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn nodes_and_edges_are_as_networkx_reads_them() {
        let graph = read_back(&samples::saying("Subject"));
        assert_eq!((&graph["directed"], &graph["multigraph"]), (&json!(true), &json!(true)));
        let (node, edge) = (&graph["nodes"][1], &graph["edges"][0]);
        assert_eq!(node["id"], "group:subject");
        assert_eq!(node["aliases"], json!(["Subject"]));
        assert_eq!(node.get("country"), None);
        assert_eq!(edge["source"], "group:subject");
        assert_eq!(edge["target"], "group:object");
        assert_eq!(edge["key"], "allied_with");
        assert_eq!((&edge["symmetric"], &edge["weight"], &edge["negated"]), (&json!(true), &json!(1.0), &json!(0)));
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            let graph = read_back(&samples::saying(&text));
            prop_assert_eq!(&graph["nodes"][1]["aliases"], &json!([text.clone()]));
            prop_assert_eq!(graph["edges"][0]["evidence"].as_str().unwrap_or_default(), text);
        }
    }

    #[test]
    fn hostile_text_survives_and_a_line_is_a_node_or_an_edge() {
        for text in samples::HOSTILE {
            let graph = read_back(&samples::saying(text));
            assert_eq!(graph["nodes"][1]["aliases"], json!([text]));
            let mut out = Vec::new();
            write(&samples::saying(text), &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap().lines().count(), 6);
        }
    }
}
