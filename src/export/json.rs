//! Node-link JSON as NetworkX reads and writes it: `networkx.node_link_graph(json.load(file))`.
//!
//! The list of links is called `edges`, as NetworkX calls it from 3.6 on (3.4 and 3.5 want `edges="edges"` said); D3
//! takes it by `forceLink(graph.edges).id(node => node.id)`. A symmetric relation has `symmetric: true` and is written
//! once, from the smaller id to the larger. One node or edge a line, so that two exports can be compared with `diff`.

use std::io::{self, Write};
use std::mem;

use crate::graph::{Rows, Stopped};

use super::columns::{self, Column, Value};
use super::plain::{self, push_count, push_thousandths, unmarked};

/// Writes the graph as one JSON object.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    out.write_all(b"{\"directed\": true, \"multigraph\": true, \"graph\": {\"generator\": \"whom\"}, \"nodes\": [")?;
    let (mut lines, members) = (Lines::default(), Members::of(columns::NODE));
    rows.each_node(&mut |row| {
        let ids = [("id", row.node.id.as_str())];
        lines.write(out, |line| members.push_object(line, &ids, |value| value(row)))
    })?;
    out.write_all(b"\n], \"edges\": [")?;
    let members = Members::of(columns::EDGE);
    rows.write_edges(out, ",", &|line, row| {
        let id = super::edge_id(row);
        let ids = [
            ("source", row.source.id),
            ("target", row.target.id),
            // NetworkX tells parallel edges apart by their key; of one pair and relation there is but one edge.
            ("key", row.edge.relation.as_str()),
            ("id", &id),
        ];
        line.push('\n');
        members.push_object(line, &ids, |value| value(row));
    })?;
    Ok(out.write_all(b"\n]}\n")?)
}

/// The items of a JSON list, each on a line of its own that goes out as a whole.
#[derive(Default)]
pub struct Lines {
    line: String,
}

impl Lines {
    /// Writes the next item.
    pub fn write(&mut self, out: &mut dyn Write, push: impl FnOnce(&mut String)) -> io::Result<()> {
        let is_first = self.line.is_empty();
        self.line.clear();
        self.line.push_str(if is_first { "\n" } else { ",\n" });
        push(&mut self.line);
        out.write_all(self.line.as_bytes())
    }
}

/// The columns of a row as members of an object.
pub struct Members<F: 'static> {
    columns: &'static [Column<F>],
    /// What goes before the value of each: `,"name":`.
    openings: Vec<String>,
}

impl<F> Members<F> {
    /// Columns, whose names are words of ours.
    pub fn of(columns: &'static [Column<F>]) -> Members<F> {
        Members { columns, openings: columns.iter().map(|column| format!(",\"{}\":", column.name)).collect() }
    }

    /// Adds a row as an object: what identifies it, then its cells.
    pub fn push_object<'v>(&self, line: &mut String, ids: &[(&str, &str)], cell: impl Fn(&F) -> Option<Value<'v>>) {
        line.push('{');
        let mut is_first = true;
        for (name, id) in ids {
            let comma = if mem::take(&mut is_first) { "" } else { "," };
            [comma, "\"", name, "\":"].into_iter().for_each(|part| line.push_str(part));
            push_text(line, id);
        }
        for (column, opening) in self.columns.iter().zip(&self.openings) {
            if let Some(value) = cell(&column.value) {
                line.push_str(&opening[usize::from(mem::take(&mut is_first))..]);
                push_value(line, &value);
            }
        }
        line.push('}');
    }
}

fn push_value(line: &mut String, value: &Value) {
    match value {
        Value::Text(text) => push_text(line, text),
        Value::List(items) => {
            line.push('[');
            for (index, item) in items.iter().enumerate() {
                line.push_str(if index == 0 { "" } else { "," });
                push_text(line, item);
            }
            line.push(']');
        }
        Value::Count(count) => push_count(line, *count),
        Value::Real(number) => push_real(line, *number),
        Value::Flag(flag) => line.push_str(if *flag { "true" } else { "false" }),
    }
}

/// Adds a number as serde_json writes it, which marks a whole one as no count.
pub fn push_real(line: &mut String, number: f64) {
    match plain::thousandths(number) {
        Some(thousandths) => {
            push_thousandths(line, thousandths);
            line.push_str(if thousandths % 1000 == 0 { ".0" } else { "" });
        }
        None => line.push_str(&serde_json::to_string(&number).expect("a number always has a JSON form")),
    }
}

fn push_text(line: &mut String, text: &str) {
    line.push('"');
    let mut rest = text;
    loop {
        let (unchanged, marked) =
            rest.split_at(unmarked(rest.as_bytes(), |byte| byte < b' ' || matches!(byte, b'"' | b'\\')));
        line.push_str(unchanged);
        let Some(byte) = marked.bytes().next() else { break };
        match byte {
            b'"' => line.push_str("\\\""),
            b'\\' => line.push_str("\\\\"),
            b'\n' => line.push_str("\\n"),
            b'\r' => line.push_str("\\r"),
            b'\t' => line.push_str("\\t"),
            0x8 => line.push_str("\\b"),
            0xc => line.push_str("\\f"),
            control => line.push_str(&format!("\\u{control:04x}")),
        }
        rest = &marked[1..];
    }
    line.push('"');
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
        fn values_are_as_serde_json_writes_them(text in any::<String>(), number in any::<f64>(), part in 0.0_f64..50.0) {
            let mut line = String::new();
            push_text(&mut line, &text);
            prop_assert_eq!(&line, &serde_json::to_string(&text).unwrap());
            for number in [number, part, (part * 1000.0).round() / 1000.0, part.round()] {
                line.clear();
                push_real(&mut line, number);
                prop_assert_eq!(&line, &serde_json::to_string(&number).unwrap());
            }
        }

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
