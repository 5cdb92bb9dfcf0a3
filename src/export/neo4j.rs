//! Tables for Neo4j's bulk import, with the command that reads them.
//!
//! Heads carry Neo4j's types; lists are joined by ";", so one inside an item becomes a comma. Labels are the kind of
//! actor (`Country`, `Group`, `Person`, and `Leader` for those at a head), relations are in capitals (`ALLIED_WITH`).
//! <https://neo4j.com/docs/operations-manual/current/import/>

use std::io::Write;

use crate::graph::{Node, Rows, Stopped};
use crate::ontology::ActorKind;

use super::Part;
use super::columns::{self, Column, Kind, Value};
use super::csv::{self, Line};

pub const PARTS: &[Part] = &[
    Part { name: "nodes.csv", writer: write_nodes },
    Part { name: "edges.csv", writer: write_edges },
    Part { name: "import.sh", writer: write_command },
];

const COMMAND: &str = r#"#!/bin/sh
# Reads nodes.csv and edges.csv into a new database; Neo4j must be stopped. DATABASE is its name (default: neo4j).
cd "$(dirname "$0")" || exit 1
exec neo4j-admin database import full --overwrite-destination --multiline-fields=true \
    --nodes=Actor=nodes.csv --relationships=edges.csv "${DATABASE:-neo4j}"
"#;

/// Labels of an actor beside `Actor`.
pub fn labels(node: &Node) -> &'static [&'static str] {
    match node.kind {
        ActorKind::Country => &["Country"],
        ActorKind::Group => &["Group"],
        ActorKind::Person if node.leader => &["Person", "Leader"],
        ActorKind::Person => &["Person"],
    }
}

fn head<F>(column: &Column<F>) -> String {
    let kind = match column.kind {
        Kind::Text => "",
        Kind::List => ":string[]",
        Kind::Count => ":int",
        Kind::Real => ":double",
        Kind::Flag => ":boolean",
    };
    format!("{}{kind}", column.name)
}

fn write_value(line: &mut Line, value: Option<Value>) {
    match value {
        Some(Value::List(items)) => {
            let items: Vec<String> = items.iter().map(|item| item.replace(';', ",")).collect();
            line.text(&items.join(";"));
        }
        value => line.value(value.as_ref()),
    }
}

fn write_nodes(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let heads: Vec<String> = columns::NODE.iter().map(head).collect();
    csv::write_head(out, ["id:ID", ":LABEL"].into_iter().chain(heads.iter().map(String::as_str)))?;
    let mut line = Line::default();
    rows.each_node(&mut |row| {
        line.text(&row.node.id);
        line.text(&labels(row.node).join(";"));
        columns::NODE.iter().for_each(|column| write_value(&mut line, (column.value)(row)));
        line.end(out)
    })
}

fn write_edges(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let heads: Vec<String> = columns::EDGE.iter().map(head).collect();
    csv::write_head(out, [":START_ID", ":END_ID", ":TYPE", "id"].into_iter().chain(heads.iter().map(String::as_str)))?;
    let mut line = Line::default();
    rows.each_edge(&mut |row| {
        let relation = row.edge.relation.as_str().to_uppercase();
        [row.source.id, row.target.id, &relation, &super::edge_id(row)].iter().for_each(|cell| line.text(cell));
        columns::EDGE.iter().for_each(|column| write_value(&mut line, (column.value)(row)));
        line.end(out)
    })
}

fn write_command(_: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    Ok(out.write_all(COMMAND.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;

    #[test]
    fn heads_follow_the_rules_of_the_import() {
        let network = samples::saying("One; two");
        let nodes = csv::read_back(&written(&network, write_nodes));
        assert_eq!(nodes[0][..4], ["id:ID", ":LABEL", "label", "name"]);
        assert_eq!(nodes[2][..4], ["group:subject", "Group", "One; two", "One; two"]);
        let aliases = nodes[0].iter().position(|head| head == "aliases:string[]").unwrap();
        assert_eq!(nodes[2][aliases], "One, two");
        let edges = csv::read_back(&written(&network, write_edges));
        assert_eq!(edges[0][..4], [":START_ID", ":END_ID", ":TYPE", "id"]);
        assert_eq!(edges[1][..3], ["group:subject", "group:object", "ALLIED_WITH"]);
        let kinds = ["", "int", "double", "boolean", "string[]"];
        for head in nodes[0].iter().skip(2).chain(edges[0].iter().skip(3)) {
            let (name, kind) = head.split_once(':').unwrap_or((head, ""));
            assert!(!name.is_empty() && kinds.contains(&kind), "{head}");
        }
    }
}
