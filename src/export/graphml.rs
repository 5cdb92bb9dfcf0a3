//! GraphML for Gephi, NetworkX, igraph, Cytoscape and Neo4j. <http://graphml.graphdrawing.org>
//!
//! Columns come out as `<key>` and `<data>`; dates as strings (Gephi refuses a date type), lists joined by "; ". There
//! is no `<desc>`, because Gephi would take it for the label. Characters that XML forbids are dropped.
//!
//! Three things stand as they do because readers differ. `tests/exports.rs` runs NetworkX, igraph and the schema; what
//! is said of Gephi is read off its `ImporterGraphML`.
//!
//! - **Symmetric relations.** GraphML may mix directed and undirected edges, but NetworkX refuses a directed graph with
//!   `directed="false"` on an edge, and igraph and graphology read past it. Gephi honours it, and knows attributes by
//!   their local name alone. So the file is directed, a symmetric edge carries `directed="false"` in our own namespace,
//!   and the column `symmetric` tells everybody else. All readers open the file and Gephi draws such edges undirected.
//! - **Edge types.** Gephi merges parallel edges of one type, and it and Neo4j take the type from an XML attribute
//!   `label` of the edge. The GraphML schema lets applications add such attributes by extending its
//!   `edge.extra.attrib`: `tests/schemas/whom.xsd` declares ours.
//! - **Ids of keys.** They are unique in the document, across nodes and edges. Gephi looks at a key's id first and then
//!   at its name, the others at its name. So a column of edges that nodes have too gets `edge` before its id and keeps
//!   its name: `edgelabel` (which Gephi knows as an edge's label), `edgecolor`, `edgefirst`, `edgelast`.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::graph::{EdgeRow, NodeRow, Rows, Stopped};

use super::columns::{self, Kind, Value};
use super::xml::{push_attribute, push_text};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:whom="urn:whom:graphml">
"#;

/// Writes the graph as one GraphML document.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut text = String::from(HEAD);
    for column in columns::NODE {
        push_key(&mut text, "node", column.name, column.name, column.kind);
    }
    for column in columns::EDGE {
        push_key(&mut text, "edge", &edge_key(column.name), column.name, column.kind);
    }
    text.push_str(" <graph id=\"whom\" edgedefault=\"directed\">\n");
    out.write_all(text.as_bytes())?;
    rows.each_node(&mut |row| write_node(out, &mut text, row))?;
    let tags: Vec<_> = columns::EDGE.iter().map(|column| data_tag(&edge_key(column.name))).collect();
    rows.write_edges(out, "", &|text, row| push_edge(text, &tags, row))?;
    Ok(out.write_all(b" </graph>\n</graphml>\n")?)
}

fn write_node(out: &mut dyn Write, text: &mut String, row: &NodeRow) -> io::Result<()> {
    text.clear();
    text.push_str("  <node");
    push_attribute(text, "id", &row.node.id);
    text.push_str(">\n");
    for (name, value) in columns::node_cells(row) {
        push_data(text, &data_tag(name), &value);
    }
    text.push_str("  </node>\n");
    out.write_all(text.as_bytes())
}

fn push_edge(text: &mut String, tags: &[String], row: &EdgeRow) {
    text.push_str("  <edge");
    push_attribute(text, "id", &super::edge_id(row));
    push_attribute(text, "source", row.source.id);
    push_attribute(text, "target", row.target.id);
    push_attribute(text, "label", row.edge.relation.as_str());
    if row.edge.relation.is_symmetric() {
        push_attribute(text, "whom:directed", "false");
    }
    text.push_str(">\n");
    for (column, tag) in columns::EDGE.iter().zip(tags) {
        if let Some(value) = (column.value)(row) {
            push_data(text, tag, &value);
        }
    }
    text.push_str("  </edge>\n");
}

/// The key's id for a column of edges: its name, marked where a column of nodes has it already.
fn edge_key(name: &'static str) -> Cow<'static, str> {
    if columns::NODE.iter().any(|column| column.name == name) { format!("edge{name}").into() } else { name.into() }
}

fn push_key(text: &mut String, owner: &str, id: &str, name: &str, kind: Kind) {
    let kind = match kind {
        Kind::Text | Kind::List => "string",
        Kind::Count => "int",
        Kind::Real => "double",
        Kind::Flag => "boolean",
    };
    text.push_str(" <key");
    for (name, value) in [("id", id), ("for", owner), ("attr.name", name), ("attr.type", kind)] {
        push_attribute(text, name, value);
    }
    text.push_str("/>\n");
}

/// What opens the element of a key's value.
fn data_tag(key: &str) -> String {
    let mut tag = String::from("   <data");
    push_attribute(&mut tag, "key", key);
    tag.push('>');
    tag
}

fn push_data(text: &mut String, tag: &str, value: &Value) {
    text.push_str(tag);
    match value {
        Value::Text(content) => push_text(text, content),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "; " });
                push_text(text, item);
            }
        }
        number => number.push_to(text),
    }
    text.push_str("</data>\n");
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::graph::Network;
    use crate::ontology::RelationType;
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::{BytesStart, Event};
    use std::collections::{BTreeMap, BTreeSet};

    fn written(network: &Network) -> String {
        let mut out = Vec::new();
        write(network, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What each `<data>` holds, by the id of its node or edge and its key.
    fn read_back(document: &str) -> BTreeMap<(String, String), String> {
        let mut reader = Reader::from_str(document);
        let (mut owner, mut key, mut texts) = (String::new(), None, BTreeMap::<_, String>::new());
        let attribute =
            |element: &BytesStart, name: &str| element.try_get_attribute(name).unwrap().unwrap().value.into_owned();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(element) => match element.name().as_ref() {
                    "node" | "edge" => owner = attribute(&element, "id"),
                    "data" => key = Some((owner.clone(), attribute(&element, "key"))),
                    _ => {}
                },
                Event::Text(text) => {
                    if let Some(key) = &key {
                        *texts.entry(key.clone()).or_default() += &text;
                    }
                }
                Event::GeneralRef(reference) => {
                    let c = match reference.resolve_char_ref().unwrap() {
                        Some(c) => c,
                        None => match reference.as_ref() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            other => panic!("{other:?}"),
                        },
                    };
                    texts.entry(key.clone().unwrap()).or_default().push(c);
                }
                Event::End(element) if element.name().as_ref() == "data" => key = None,
                Event::Eof => return texts,
                _ => {}
            }
        }
    }

    #[track_caller]
    fn check_survives(text: &str) {
        let texts = read_back(&written(&samples::saying(text)));
        let kept: String = text.chars().filter(|c| super::super::is_xml_char(*c)).collect();
        let get = |owner: &str, key: &str| texts.get(&(owner.to_owned(), key.to_owned())).cloned().unwrap_or_default();
        if !kept.trim().is_empty() {
            assert_eq!(get("group:subject", "label"), kept, "{text:?}");
        }
        assert_eq!(get("group:subject", "aliases"), kept, "{text:?}");
        assert_eq!(get("group:subject--allied_with--group:object", "evidence"), kept, "{text:?}");
    }

    #[test]
    fn hostile_text_survives() {
        samples::HOSTILE.iter().for_each(|text| check_survives(text));
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            check_survives(&text);
        }

        #[test]
        fn any_mixture_of_markup_survives(text in r#"([&<>"';\]\\\r\n\t\-!\[]|amp|#13|CDATA|--|[\x00-\x20]){0,20}"#) {
            check_survives(&text);
        }
    }

    #[test]
    fn ids_of_keys_are_unique_and_gephis() {
        let ids: Vec<_> = columns::NODE.iter().map(|column| Cow::Borrowed(column.name)).collect();
        let ids: Vec<_> = ids.into_iter().chain(columns::EDGE.iter().map(|column| edge_key(column.name))).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        for id in ["label", "edgelabel", "weight", "color", "size"] {
            assert!(ids.iter().any(|known| known == id), "{id}");
        }
        // Gephi would take these for coordinates and parts of a colour.
        for id in ["z", "r", "g", "b", "d3", "d7", "id", "edgeid"] {
            assert!(ids.iter().all(|known| known != id), "{id}");
        }
    }

    #[test]
    fn only_symmetric_relations_are_undirected_and_only_in_our_namespace() {
        let nodes = vec![samples::node("country:IRN", "Iran"), samples::node("country:SYR", "Syria")];
        let edges = vec![samples::edge(0, RelationType::AlliedWith, 1), samples::edge(0, RelationType::Backs, 1)];
        let document = written(&Network { nodes, edges });
        assert!(document.contains(
            r#"<edge id="country:IRN--allied_with--country:SYR" source="country:IRN" target="country:SYR" label="allied_with" whom:directed="false">"#
        ));
        assert!(document.contains(
            r#"<edge id="country:IRN--backs--country:SYR" source="country:IRN" target="country:SYR" label="backs">"#
        ));
        assert!(!document.contains(" directed="));
    }
}
