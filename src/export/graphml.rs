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

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::graph::Network;

use super::columns::{self, Column, Kind, Value};

type Xml<'a> = Writer<&'a mut dyn Write>;

/// Writes the network as one GraphML document.
pub fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = [("xmlns", "http://graphml.graphdrawing.org/xmlns"), ("xmlns:whom", "urn:whom:graphml")];
    xml.write_event(Event::Start(BytesStart::new("graphml").with_attributes(root)))?;
    for column in columns::NODE {
        write_key(&mut xml, "node", column.name, column)?;
    }
    for column in columns::EDGE {
        write_key(&mut xml, "edge", &edge_key(column.name), column)?;
    }
    let graph = [("id", "whom"), ("edgedefault", "directed")];
    xml.write_event(Event::Start(BytesStart::new("graph").with_attributes(graph)))?;
    for node in &network.nodes {
        xml.write_event(Event::Start(BytesStart::new("node").with_attributes([("id", node.id.as_str())])))?;
        for column in columns::NODE {
            write_data(&mut xml, column.name, (column.value)(node))?;
        }
        xml.write_event(Event::End(BytesEnd::new("node")))?;
    }
    for edge in &network.edges {
        let mut element = BytesStart::new("edge");
        element.push_attribute(("id", super::edge_id(network, edge).as_str()));
        element.push_attribute(("source", network.nodes[edge.source].id.as_str()));
        element.push_attribute(("target", network.nodes[edge.target].id.as_str()));
        element.push_attribute(("label", edge.relation.as_str()));
        if edge.relation.is_symmetric() {
            element.push_attribute(("whom:directed", "false"));
        }
        xml.write_event(Event::Start(element))?;
        for column in columns::EDGE {
            write_data(&mut xml, &edge_key(column.name), (column.value)(edge))?;
        }
        xml.write_event(Event::End(BytesEnd::new("edge")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("graph")))?;
    xml.write_event(Event::End(BytesEnd::new("graphml")))?;
    xml.get_mut().write_all(b"\n")
}

/// The key's id for a column of edges: its name, marked where a column of nodes has it already.
fn edge_key(name: &'static str) -> Cow<'static, str> {
    if columns::NODE.iter().any(|column| column.name == name) { format!("edge{name}").into() } else { name.into() }
}

fn write_key<T>(xml: &mut Xml, owner: &str, id: &str, column: &Column<T>) -> io::Result<()> {
    let kind = match column.kind {
        Kind::Text | Kind::List => "string",
        Kind::Count => "int",
        Kind::Real => "double",
        Kind::Flag => "boolean",
    };
    let attributes = [("id", id), ("for", owner), ("attr.name", column.name), ("attr.type", kind)];
    xml.write_event(Event::Empty(BytesStart::new("key").with_attributes(attributes)))
}

fn write_data(xml: &mut Xml, key: &str, value: Option<Value>) -> io::Result<()> {
    let Some(value) = value else { return Ok(()) };
    let content = match value {
        Value::Text(text) => escape(text),
        Value::List(items) => escape(&items.join("; ")),
        Value::Count(count) => count.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
    };
    xml.write_event(Event::Start(BytesStart::new("data").with_attributes([("key", key)])))?;
    xml.write_event(Event::Text(BytesText::from_escaped(content)))?;
    xml.write_event(Event::End(BytesEnd::new("data")))
}

/// Text as the content of an element: what XML forbids is dropped, and a carriage return is written as a reference
/// because a parser turns a plain one into a line feed.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| super::is_xml_char(*c)) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::ontology::RelationType;
    use proptest::prelude::*;
    use quick_xml::Reader;
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
        for id in ["x", "y", "z", "r", "g", "b", "d3", "d7", "id", "edgeid"] {
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
