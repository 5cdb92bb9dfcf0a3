//! GEXF 1.3 for Gephi and Gephi Lite: what GraphML tells, with time, colours, sizes and places. <https://gexf.net>
//!
//! - **Time.** A node or edge is there from the first to the last day of the articles that name it, so Gephi's timeline
//!   shows who comes up when. A month or year begins on its first day and ends on its last; what has no date is always
//!   there. An edge whose ends are dated is never there without them, for they are named by its articles.
//! - **Relations.** `kind` keeps parallel edges of different relations apart; a symmetric one is `undirected`.
//! - Lists are joined by "; ", as in GraphML: readers differ on GEXF's list types.

use std::io::{self, Write};

use crate::graph::{EdgeRow, NodeRow, Rows, Stopped};
use crate::ontology::Date;

use super::columns::{self, Column, Kind, Value};
use super::palette;
use super::xml::push_attribute;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
 <meta>
  <creator>whom</creator>
 </meta>
 <graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">
"#;

/// Columns that GEXF has a place of its own for.
const PLACED: [&str; 6] = ["label", "weight", "color", "size", "x", "y"];

/// Writes the graph as one GEXF document.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut text = String::from(HEAD);
    push_columns(&mut text, "node", columns::NODE);
    push_columns(&mut text, "edge", columns::EDGE);
    text.push_str("  <nodes>\n");
    out.write_all(text.as_bytes())?;
    rows.each_node(&mut |row| write_node(out, &mut text, row))?;
    out.write_all(b"  </nodes>\n  <edges>\n")?;
    rows.write_edges(out, "", &push_edge)?;
    Ok(out.write_all(b"  </edges>\n </graph>\n</gexf>\n")?)
}

fn push_columns<F>(text: &mut String, class: &str, columns: &[Column<F>]) {
    text.push_str("  <attributes");
    push_attribute(text, "class", class);
    text.push_str(">\n");
    for column in columns.iter().filter(|column| !PLACED.contains(&column.name)) {
        let kind = match column.kind {
            Kind::Text | Kind::List => "string",
            Kind::Count => "integer",
            Kind::Real => "double",
            Kind::Flag => "boolean",
        };
        text.push_str("   <attribute");
        for (name, value) in [("id", column.name), ("title", column.name), ("type", kind)] {
            push_attribute(text, name, value);
        }
        text.push_str("/>\n");
    }
    text.push_str("  </attributes>\n");
}

fn write_node(out: &mut dyn Write, text: &mut String, row: &NodeRow) -> io::Result<()> {
    text.clear();
    text.push_str("   <node");
    push_attribute(text, "id", &row.node.id);
    push_attribute(text, "label", columns::shown_name(row.node));
    push_span(text, row.node.first.as_ref(), row.node.last.as_ref());
    push_cells(text, columns::node_cells(row));
    push_color(text, palette::node_color(row));
    if let Some(place) = row.place {
        push_viz(text, "position", &[("x", &place.x.to_string()), ("y", &place.y.to_string())]);
    }
    push_viz(text, "size", &[("value", &palette::node_size(row.node).to_string())]);
    text.push_str("   </node>\n");
    out.write_all(text.as_bytes())
}

fn push_edge(text: &mut String, row: &EdgeRow) {
    text.push_str("   <edge");
    push_attribute(text, "id", &super::edge_id(row));
    push_attribute(text, "source", row.source.id);
    push_attribute(text, "target", row.target.id);
    push_attribute(text, "type", if row.edge.relation.is_symmetric() { "undirected" } else { "directed" });
    push_attribute(text, "kind", row.edge.relation.as_str());
    push_attribute(text, "label", &columns::relations(row));
    push_attribute(text, "weight", &row.edge.articles.to_string());
    push_span(text, row.edge.first.as_ref(), row.edge.last.as_ref());
    push_cells(text, columns::edge_cells(row));
    push_color(text, palette::Tone::of(columns::main_relation(row)).color());
    text.push_str("   </edge>\n");
}

/// Closes the opening tag, with the days from which and to which the element is there.
fn push_span(text: &mut String, first: Option<&Date>, last: Option<&Date>) {
    if let Some(first) = first {
        push_attribute(text, "start", &first_day(first));
    }
    if let Some(last) = last {
        push_attribute(text, "end", &last_day(last));
    }
    text.push_str(">\n");
}

fn first_day(date: &Date) -> String {
    format!("{date}-01-01")[..10].to_owned()
}

fn last_day(date: &Date) -> String {
    let first = first_day(date);
    let Ok(day) = first.parse::<jiff::civil::Date>() else { return first };
    match date.as_str().len() {
        4 => day.last_of_year().to_string(),
        7 => day.last_of_month().to_string(),
        _ => first,
    }
}

fn push_cells<'r>(text: &mut String, cells: impl Iterator<Item = (&'static str, Value<'r>)>) {
    text.push_str("    <attvalues>\n");
    let mut plain = String::new();
    for (name, value) in cells.filter(|(name, _)| !PLACED.contains(name)) {
        plain.clear();
        value.push_to(&mut plain);
        text.push_str("     <attvalue");
        push_attribute(text, "for", name);
        push_attribute(text, "value", &plain);
        text.push_str("/>\n");
    }
    text.push_str("    </attvalues>\n");
}

/// `#E69F00` as three numbers, which all readers take.
fn push_color(text: &mut String, color: &str) {
    let part = |at: usize| u8::from_str_radix(&color[at..at + 2], 16).unwrap_or_default().to_string();
    push_viz(text, "color", &[("r", &part(1)), ("g", &part(3)), ("b", &part(5))]);
}

fn push_viz(text: &mut String, name: &str, attributes: &[(&str, &str)]) {
    text.push_str("    <viz:");
    text.push_str(name);
    attributes.iter().for_each(|(name, value)| push_attribute(text, name, value));
    text.push_str("/>\n");
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;
    use std::collections::BTreeMap;

    /// Labels and values by the id of their node or edge.
    fn read_back(document: &str) -> BTreeMap<(String, String), String> {
        let mut reader = quick_xml::Reader::from_str(document);
        let (mut owner, mut found) = (String::new(), BTreeMap::new());
        loop {
            let element = match reader.read_event().unwrap() {
                Event::Start(element) | Event::Empty(element) => element,
                Event::Eof => return found,
                _ => continue,
            };
            let get = |name: &str| {
                let attribute = element.try_get_attribute(name).unwrap()?;
                Some(quick_xml::escape::unescape(&attribute.value).unwrap().into_owned())
            };
            match element.name().as_ref() {
                "node" | "edge" => {
                    owner = get("id").unwrap();
                    found.insert((owner.clone(), "label".to_owned()), get("label").unwrap());
                }
                "attvalue" => drop(found.insert((owner.clone(), get("for").unwrap()), get("value").unwrap())),
                _ => {}
            }
        }
    }

    #[track_caller]
    fn check_survives(text: &str) {
        let found = read_back(&written(&samples::saying(text), write));
        let kept: String = text.chars().filter(|c| super::super::is_xml_char(*c)).collect();
        let get = |owner: &str, key: &str| found.get(&(owner.to_owned(), key.to_owned())).cloned().unwrap_or_default();
        if !kept.trim().is_empty() {
            assert_eq!(get("group:subject", "label"), kept, "{text:?}");
        }
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
    }

    #[test]
    fn a_month_and_a_year_are_spans_of_days() {
        for (date, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-02-07", "2024-02-07", "2024-02-07"),
        ] {
            let date = date.parse().unwrap();
            assert_eq!((first_day(&date).as_str(), last_day(&date).as_str()), (first, last));
        }
    }
}
