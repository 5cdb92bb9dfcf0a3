//! What a node and an edge say, as named and typed columns that all formats share.
//!
//! The names are the ontology's words, and Gephi's where it gives a column a meaning of its own: `label`, `weight`,
//! `color` and `size` set what it draws. A value that is not known is left out, never written as an empty text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::graph::{EdgeRow, Node, NodeRow, StatementRow};
use crate::ontology::{Modality, Polarity, RelationType, Status};

use super::{palette, plain};

/// One column: its name, its type and how to read it off a row.
pub struct Column<F> {
    pub name: &'static str,
    pub kind: Kind,
    pub value: F,
}

pub type NodeValue = for<'r> fn(&NodeRow<'r>) -> Option<Value<'r>>;
pub type EdgeValue = for<'r> fn(&EdgeRow<'r>) -> Option<Value<'r>>;
pub type StatementValue = for<'r> fn(&StatementRow<'r>) -> Option<Value<'r>>;

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
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    List(&'a [String]),
    Count(u32),
    Real(f64),
    Flag(bool),
}

/// A row's cells with the names of their columns; what is not known is left out.
pub fn node_cells<'r>(row: &NodeRow<'r>) -> impl Iterator<Item = (&'static str, Value<'r>)> {
    NODE.iter().filter_map(|column| Some((column.name, (column.value)(row)?)))
}

/// See [`node_cells`].
pub fn edge_cells<'r>(row: &EdgeRow<'r>) -> impl Iterator<Item = (&'static str, Value<'r>)> {
    EDGE.iter().filter_map(|column| Some((column.name, (column.value)(row)?)))
}

/// The columns of a node. Its id is no column: every format has a place for it.
///
/// The name stands twice: Gephi shows `label`, Cytoscape and igraph look for `name`. Community and place are there only
/// where a layout was made.
pub const NODE: &[Column<NodeValue>] = &[
    Column { name: "label", kind: Kind::Text, value: |row| text(shown_name(row.node)) },
    Column { name: "name", kind: Kind::Text, value: |row| text(shown_name(row.node)) },
    Column { name: "kind", kind: Kind::Text, value: |row| text(row.node.kind.as_str()) },
    Column { name: "leader", kind: Kind::Flag, value: |row| Some(Value::Flag(row.node.leader)) },
    Column { name: "country", kind: Kind::Text, value: |row| text(row.node.country.as_deref()?) },
    Column { name: "sector", kind: Kind::Text, value: |row| text(row.node.sector.as_deref()?) },
    Column { name: "offices", kind: Kind::List, value: |row| list(&row.node.offices) },
    Column { name: "aliases", kind: Kind::List, value: |row| list(&row.node.aliases) },
    Column { name: "articles", kind: Kind::Count, value: |row| Some(Value::Count(row.node.articles)) },
    Column { name: "mentions", kind: Kind::Count, value: |row| Some(Value::Count(row.node.mentions)) },
    Column { name: "first", kind: Kind::Text, value: |row| text(row.node.first.as_ref()?.as_str()) },
    Column { name: "last", kind: Kind::Text, value: |row| text(row.node.last.as_ref()?.as_str()) },
    Column { name: "color", kind: Kind::Text, value: |row| text(palette::node_color(row)) },
    Column { name: "size", kind: Kind::Real, value: |row| Some(Value::Real(palette::node_size(row.node))) },
    Column { name: "community", kind: Kind::Count, value: |row| Some(Value::Count(row.place?.community?)) },
    Column { name: "x", kind: Kind::Real, value: |row| Some(Value::Real(row.place?.x)) },
    Column { name: "y", kind: Kind::Real, value: |row| Some(Value::Real(row.place?.y)) },
];

/// The columns of an edge. Its id and its ends are no columns: every format has a place for them.
///
/// Counts are of statements and stand in each row, zeros too, so that they can be summed; `weight` counts articles.
/// `types` is there only on an edge that stands for all relations of its pair.
pub const EDGE: &[Column<EdgeValue>] = &[
    Column { name: "label", kind: Kind::Text, value: |row| Some(Value::Text(relations(row))) },
    Column { name: "type", kind: Kind::Text, value: |row| text(row.edge.relation.as_str()) },
    Column { name: "types", kind: Kind::Text, value: |row| (!row.types.is_empty()).then(|| Value::Text(types(row))) },
    Column {
        name: "family",
        kind: Kind::Text,
        value: |row| row.types.is_empty().then(|| row.edge.relation.family().as_str().into()).map(Value::Text),
    },
    Column { name: "symmetric", kind: Kind::Flag, value: |row| Some(Value::Flag(row.edge.relation.is_symmetric())) },
    Column { name: "weight", kind: Kind::Real, value: |row| Some(Value::Real(row.edge.articles.into())) },
    Column { name: "statements", kind: Kind::Count, value: |row| Some(Value::Count(row.edge.statements)) },
    Column { name: "quad_class", kind: Kind::Text, value: |row| text(row.edge.relation.quad_class()?.as_str()) },
    Column { name: "cameo_root", kind: Kind::Text, value: |row| text(row.edge.relation.cameo_root()?) },
    Column { name: "goldstein", kind: Kind::Real, value: |row| Some(Value::Real(row.edge.relation.goldstein()?)) },
    Column { name: "affirmed", kind: Kind::Count, value: |row| count(&row.edge.polarity, Polarity::Affirmed) },
    Column { name: "negated", kind: Kind::Count, value: |row| count(&row.edge.polarity, Polarity::Negated) },
    Column { name: "asserted", kind: Kind::Count, value: |row| count(&row.edge.modality, Modality::Asserted) },
    Column {
        // The ontology's "reported-possible" with an underscore: a hyphen is a minus to pandas, R and Gephi's filters.
        name: "reported_possible",
        kind: Kind::Count,
        value: |row| count(&row.edge.modality, Modality::ReportedPossible),
    },
    Column { name: "planned", kind: Kind::Count, value: |row| count(&row.edge.modality, Modality::Planned) },
    Column { name: "hypothetical", kind: Kind::Count, value: |row| count(&row.edge.modality, Modality::Hypothetical) },
    Column { name: "current", kind: Kind::Count, value: |row| count(&row.edge.status, Status::Current) },
    Column { name: "former", kind: Kind::Count, value: |row| count(&row.edge.status, Status::Former) },
    Column { name: "speakers", kind: Kind::List, value: |row| list(&row.edge.speakers) },
    Column { name: "first", kind: Kind::Text, value: |row| text(row.edge.first.as_ref()?.as_str()) },
    Column { name: "last", kind: Kind::Text, value: |row| text(row.edge.last.as_ref()?.as_str()) },
    Column { name: "confidence", kind: Kind::Real, value: |row| Some(Value::Real(row.edge.confidence)) },
    Column { name: "evidence", kind: Kind::Text, value: |row| text(&row.edge.evidence) },
    Column { name: "article_ids", kind: Kind::List, value: |row| list(&row.edge.article_ids) },
    Column { name: "color", kind: Kind::Text, value: |row| text(palette::Tone::of(main_relation(row)).color()) },
];

/// The columns of a statement: one row is one sentence of one article that says one thing.
pub const STATEMENT: &[Column<StatementValue>] = &[
    Column { name: "id", kind: Kind::Text, value: |row| Some(Value::Text(super::statement_id(row).into())) },
    Column { name: "subject_id", kind: Kind::Text, value: |row| text(row.subject.id) },
    Column { name: "subject", kind: Kind::Text, value: |row| text(row.subject.name) },
    Column { name: "subject_kind", kind: Kind::Text, value: |row| text(row.subject.kind.as_str()) },
    Column { name: "subject_country", kind: Kind::Text, value: |row| text(row.subject.country?) },
    Column { name: "type", kind: Kind::Text, value: |row| text(row.statement.relation.as_str()) },
    Column { name: "object_id", kind: Kind::Text, value: |row| text(row.object.id) },
    Column { name: "object", kind: Kind::Text, value: |row| text(row.object.name) },
    Column { name: "object_kind", kind: Kind::Text, value: |row| text(row.object.kind.as_str()) },
    Column { name: "object_country", kind: Kind::Text, value: |row| text(row.object.country?) },
    Column { name: "family", kind: Kind::Text, value: |row| text(row.statement.relation.family().as_str()) },
    Column {
        name: "symmetric",
        kind: Kind::Flag,
        value: |row| Some(Value::Flag(row.statement.relation.is_symmetric())),
    },
    Column { name: "quad_class", kind: Kind::Text, value: |row| text(row.statement.relation.quad_class()?.as_str()) },
    Column { name: "cameo_root", kind: Kind::Text, value: |row| text(row.statement.relation.cameo_root()?) },
    Column { name: "goldstein", kind: Kind::Real, value: |row| Some(Value::Real(row.statement.relation.goldstein()?)) },
    Column { name: "predicate", kind: Kind::Text, value: |row| text(&row.statement.predicate) },
    Column { name: "polarity", kind: Kind::Text, value: |row| text(row.statement.polarity.as_str()) },
    Column { name: "modality", kind: Kind::Text, value: |row| text(row.statement.modality.as_str()) },
    Column { name: "status", kind: Kind::Text, value: |row| text(row.statement.status.as_str()) },
    Column { name: "speaker_id", kind: Kind::Text, value: |row| text(&row.statement.speaker.as_ref()?.id) },
    Column { name: "speaker", kind: Kind::Text, value: |row| text(&row.statement.speaker.as_ref()?.name) },
    Column { name: "dated", kind: Kind::Text, value: |row| text(row.statement.dated.as_ref()?.as_str()) },
    Column { name: "evidence", kind: Kind::Text, value: |row| text(&row.statement.evidence) },
    Column { name: "start", kind: Kind::Count, value: |row| Some(Value::Count(row.statement.start)) },
    Column { name: "end", kind: Kind::Count, value: |row| Some(Value::Count(row.statement.end)) },
    Column { name: "confidence", kind: Kind::Real, value: |row| Some(Value::Real(row.statement.confidence)) },
    Column { name: "article_id", kind: Kind::Text, value: |row| text(&row.statement.article.id) },
    Column { name: "article_date", kind: Kind::Text, value: |row| text(row.statement.article.date.as_ref()?.as_str()) },
    Column { name: "title", kind: Kind::Text, value: |row| text(&row.statement.article.title) },
    Column { name: "outlet", kind: Kind::Text, value: |row| text(&row.statement.article.outlet) },
    Column { name: "url", kind: Kind::Text, value: |row| text(&row.statement.article.url) },
];

/// The name to show; the id where the name has nothing that can be seen, so that no node is drawn without one.
pub fn shown_name(node: &Node) -> &str {
    seen_name(&node.id, &node.name)
}

/// See [`shown_name`].
pub fn seen_name<'a>(id: &'a str, name: &'a str) -> &'a str {
    let is_visible = name.chars().any(|c| !c.is_whitespace() && super::is_xml_char(c));
    if is_visible { name } else { id }
}

/// The relation that an edge is drawn as: of those of its pair the most stated one.
pub fn main_relation(row: &EdgeRow) -> RelationType {
    row.types.first().map_or(row.edge.relation, |(relation, _)| *relation)
}

/// "accuse, rival_of"
pub fn relations<'r>(row: &EdgeRow<'r>) -> Cow<'r, str> {
    let words: Vec<&str> = row.types.iter().map(|(relation, _)| relation.as_str()).collect();
    if words.is_empty() { row.edge.relation.as_str().into() } else { words.join(", ").into() }
}

/// "accuse 21; rival_of 14"
fn types<'r>(row: &EdgeRow<'r>) -> Cow<'r, str> {
    let words: Vec<String> = row.types.iter().map(|(relation, articles)| format!("{relation} {articles}")).collect();
    words.join("; ").into()
}

impl Value<'_> {
    /// Adds the value as plain text, items of a list joined by "; ".
    pub fn push_to(&self, line: &mut String) {
        match self {
            Value::Text(text) => line.push_str(text),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    line.push_str(if index == 0 { "" } else { "; " });
                    line.push_str(item);
                }
            }
            Value::Count(count) => plain::push_count(line, *count),
            Value::Real(number) => plain::push_real(line, *number),
            Value::Flag(flag) => line.push_str(if *flag { "true" } else { "false" }),
        }
    }
}

fn text(text: &str) -> Option<Value<'_>> {
    (!text.is_empty()).then_some(Value::Text(Cow::Borrowed(text)))
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
    use crate::graph::{End, Place};

    #[track_caller]
    fn check_kind(name: &str, kind: Kind, value: Option<Value>) {
        let found = value.map(|value| match value {
            Value::Text(_) => Kind::Text,
            Value::List(_) => Kind::List,
            Value::Count(_) => Kind::Count,
            Value::Real(_) => Kind::Real,
            Value::Flag(_) => Kind::Flag,
        });
        assert!(found.is_none_or(|found| found == kind), "{name}: {found:?}");
    }

    #[test]
    fn values_are_of_their_columns_kind() {
        let place = Some(Place { x: 1.0, y: 2.0, community: Some(3) });
        let node = &samples::saying("text").nodes[1];
        NODE.iter().for_each(|c| check_kind(c.name, c.kind, (c.value)(&NodeRow { node, place })));
        for &relation in RelationType::ALL {
            let (edge, end) = (&samples::edge(0, relation, 1), End::from(node));
            let types = [(RelationType::Accuse, 2), (relation, 1)];
            for types in [&types[..], &[]] {
                let row = EdgeRow { edge, source: end, target: end, types };
                EDGE.iter().for_each(|c| check_kind(c.name, c.kind, (c.value)(&row)));
            }
            let row = StatementRow { statement: &samples::evidence("text", relation), subject: end, object: end };
            STATEMENT.iter().for_each(|c| check_kind(c.name, c.kind, (c.value)(&row)));
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
