//! Node-link JSON as NetworkX reads and writes it: `networkx.node_link_graph(json.load(file))`.
//!
//! The list of links is called `edges`, as NetworkX calls it from 3.6 on (3.4 and 3.5 want `edges="edges"` said); D3
//! takes it by `forceLink(graph.edges).id(node => node.id)`. A symmetric relation has `symmetric: true` and is written
//! once, from the smaller id to the larger. One node or edge a line, so that two exports can be compared with `diff`.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::graph::{Rows, Stopped};

use super::columns::{self, Value};

/// Writes the graph as one JSON object.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    out.write_all(b"{\"directed\": true, \"multigraph\": true, \"graph\": {\"generator\": \"whom\"}, \"nodes\": [")?;
    let mut index = 0;
    rows.each_node(&mut |row| {
        let ids = [("id", row.node.id.as_str())];
        write_line(out, &mut index, &Object::new(&ids, columns::node_cells(row)))
    })?;
    out.write_all(b"\n], \"edges\": [")?;
    index = 0;
    rows.each_edge(&mut |row| {
        let id = super::edge_id(row);
        let ids = [
            ("source", row.source.id),
            ("target", row.target.id),
            // NetworkX tells parallel edges apart by their key; of one pair and relation there is but one edge.
            ("key", row.edge.relation.as_str()),
            ("id", &id),
        ];
        write_line(out, &mut index, &Object::new(&ids, columns::edge_cells(row)))
    })?;
    Ok(out.write_all(b"\n]}\n")?)
}

/// Writes one item of a JSON list on a line of its own.
pub fn write_line(out: &mut dyn Write, index: &mut usize, item: &impl Serialize) -> io::Result<()> {
    out.write_all(if *index == 0 { b"\n" } else { b",\n" })?;
    *index += 1;
    Ok(serde_json::to_writer(out, item)?)
}

/// A row as an object: what identifies it, then its columns.
pub struct Object<'a> {
    ids: &'a [(&'static str, &'a str)],
    cells: Vec<(&'static str, Value<'a>)>,
}

impl<'a> Object<'a> {
    pub fn new(
        ids: &'a [(&'static str, &'a str)],
        cells: impl Iterator<Item = (&'static str, Value<'a>)>,
    ) -> Object<'a> {
        Object { ids, cells: cells.collect() }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, id) in self.ids {
            object.serialize_entry(name, id)?;
        }
        for (name, value) in &self.cells {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => items.serialize(serializer),
            Value::Count(count) => serializer.serialize_u32(*count),
            Value::Real(number) => serializer.serialize_f64(*number),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::graph::Network;
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
