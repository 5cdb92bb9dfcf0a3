//! What a node and an edge say, as named and typed columns that all formats share.
//!
//! The names are the ontology's words, and Gephi's where it gives a column a meaning of its own: `label`, `weight`,
//! `color` and `size` set what it draws. A value that is not known is left out, never written as an empty text.

use std::collections::BTreeMap;

use crate::graph::{Edge, Node};
use crate::ontology::{Modality, Polarity, Status};

use super::palette;

/// One column: its name, its type and how to read it off a node or an edge.
pub struct Column<T> {
    pub name: &'static str,
    pub kind: Kind,
    pub value: for<'a> fn(&'a T) -> Option<Value<'a>>,
}

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    List,
    Count,
    Real,
    Flag,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    List(&'a [String]),
    Count(u32),
    Real(f64),
    Flag(bool),
}

/// The columns of a node. Its id is no column: every format has a place for it.
///
/// The name stands twice: Gephi shows `label`, Cytoscape and igraph look for `name`.
pub const NODE: &[Column<Node>] = &[
    Column { name: "label", kind: Kind::Text, value: |node| text(shown_name(node)) },
    Column { name: "name", kind: Kind::Text, value: |node| text(shown_name(node)) },
    Column { name: "kind", kind: Kind::Text, value: |node| text(node.kind.as_str()) },
    Column { name: "leader", kind: Kind::Flag, value: |node| Some(Value::Flag(node.leader)) },
    Column { name: "country", kind: Kind::Text, value: |node| text(node.country.as_deref()?) },
    Column { name: "sector", kind: Kind::Text, value: |node| text(node.sector.as_deref()?) },
    Column { name: "offices", kind: Kind::List, value: |node| list(&node.offices) },
    Column { name: "aliases", kind: Kind::List, value: |node| list(&node.aliases) },
    Column { name: "articles", kind: Kind::Count, value: |node| Some(Value::Count(node.articles)) },
    Column { name: "mentions", kind: Kind::Count, value: |node| Some(Value::Count(node.mentions)) },
    Column { name: "first", kind: Kind::Text, value: |node| text(node.first.as_ref()?.as_str()) },
    Column { name: "last", kind: Kind::Text, value: |node| text(node.last.as_ref()?.as_str()) },
    Column { name: "color", kind: Kind::Text, value: |node| text(palette::Look::of(node).color()) },
    Column { name: "size", kind: Kind::Real, value: |node| Some(Value::Real(palette::node_size(node))) },
];

/// The columns of an edge. Its id and its ends are no columns: every format has a place for them.
///
/// Counts are of statements and stand in each row, zeros too, so that they can be summed; `weight` counts articles.
pub const EDGE: &[Column<Edge>] = &[
    Column { name: "label", kind: Kind::Text, value: |edge| text(edge.relation.as_str()) },
    Column { name: "type", kind: Kind::Text, value: |edge| text(edge.relation.as_str()) },
    Column { name: "family", kind: Kind::Text, value: |edge| text(edge.relation.family().as_str()) },
    Column { name: "symmetric", kind: Kind::Flag, value: |edge| Some(Value::Flag(edge.relation.is_symmetric())) },
    Column { name: "weight", kind: Kind::Real, value: |edge| Some(Value::Real(edge.articles.into())) },
    Column { name: "statements", kind: Kind::Count, value: |edge| Some(Value::Count(edge.statements)) },
    Column { name: "quad_class", kind: Kind::Text, value: |edge| text(edge.relation.quad_class()?.as_str()) },
    Column { name: "cameo_root", kind: Kind::Text, value: |edge| text(edge.relation.cameo_root()?) },
    Column { name: "goldstein", kind: Kind::Real, value: |edge| Some(Value::Real(edge.relation.goldstein()?)) },
    Column { name: "affirmed", kind: Kind::Count, value: |edge| count(&edge.polarity, Polarity::Affirmed) },
    Column { name: "negated", kind: Kind::Count, value: |edge| count(&edge.polarity, Polarity::Negated) },
    Column { name: "asserted", kind: Kind::Count, value: |edge| count(&edge.modality, Modality::Asserted) },
    Column {
        // The ontology's "reported-possible" with an underscore: a hyphen is a minus to pandas, R and Gephi's filters.
        name: "reported_possible",
        kind: Kind::Count,
        value: |edge| count(&edge.modality, Modality::ReportedPossible),
    },
    Column { name: "planned", kind: Kind::Count, value: |edge| count(&edge.modality, Modality::Planned) },
    Column { name: "hypothetical", kind: Kind::Count, value: |edge| count(&edge.modality, Modality::Hypothetical) },
    Column { name: "current", kind: Kind::Count, value: |edge| count(&edge.status, Status::Current) },
    Column { name: "former", kind: Kind::Count, value: |edge| count(&edge.status, Status::Former) },
    Column { name: "speakers", kind: Kind::List, value: |edge| list(&edge.speakers) },
    Column { name: "first", kind: Kind::Text, value: |edge| text(edge.first.as_ref()?.as_str()) },
    Column { name: "last", kind: Kind::Text, value: |edge| text(edge.last.as_ref()?.as_str()) },
    Column { name: "confidence", kind: Kind::Real, value: |edge| Some(Value::Real(edge.confidence)) },
    Column { name: "evidence", kind: Kind::Text, value: |edge| text(&edge.evidence) },
    Column { name: "article_ids", kind: Kind::List, value: |edge| list(&edge.article_ids) },
    Column { name: "color", kind: Kind::Text, value: |edge| text(palette::Tone::of(edge.relation).color()) },
];

/// The name to show; the id where the name has nothing that can be seen, so that no node is drawn without one.
pub fn shown_name(node: &Node) -> &str {
    let is_visible = node.name.chars().any(|c| !c.is_whitespace() && super::is_xml_char(c));
    if is_visible { &node.name } else { &node.id }
}

fn text(text: &str) -> Option<Value<'_>> {
    (!text.is_empty()).then_some(Value::Text(text))
}

fn list(items: &[String]) -> Option<Value<'_>> {
    (!items.is_empty()).then_some(Value::List(items))
}

fn count<'a, K: Ord>(counts: &BTreeMap<K, u32>, key: K) -> Option<Value<'a>> {
    Some(Value::Count(counts.get(&key).copied().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::ontology::RelationType;

    #[track_caller]
    fn check_kinds<T>(columns: &[Column<T>], row: &T) {
        for column in columns {
            let found = (column.value)(row).map(|value| match value {
                Value::Text(_) => Kind::Text,
                Value::List(_) => Kind::List,
                Value::Count(_) => Kind::Count,
                Value::Real(_) => Kind::Real,
                Value::Flag(_) => Kind::Flag,
            });
            assert!(found.is_none_or(|kind| kind == column.kind), "{}: {found:?}", column.name);
        }
    }

    #[test]
    fn values_are_of_their_columns_kind() {
        let network = samples::saying("text");
        check_kinds(NODE, &network.nodes[1]);
        for &relation in RelationType::ALL {
            check_kinds(EDGE, &samples::edge(0, relation, 1));
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = EDGE.iter().map(|column| column.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), EDGE.len());
    }

    #[test]
    fn a_name_that_cannot_be_seen_gives_way_to_the_id() {
        for name in ["", " \n", "\u{1}\u{fffe}"] {
            assert_eq!(shown_name(&samples::node("group:x", name)), "group:x", "{name:?}");
        }
        assert_eq!(shown_name(&samples::node("group:x", "X")), "X");
    }
}
