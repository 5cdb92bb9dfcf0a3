//! Cypher for Neo4j and Memgraph: a script for graphs of some thousand edges (for more take the bulk import).
//!
//! Everything is merged by id, so running a newer export over an older one updates it. Actors have the label `Actor`
//! and that of their kind.

use std::io::Write;

use crate::graph::{Rows, Stopped};

use super::columns::{self, Value};
use super::neo4j::labels;

/// Writes the graph as statements, one a line.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    writeln!(out, "CREATE CONSTRAINT whom_actor IF NOT EXISTS FOR (a:Actor) REQUIRE a.id IS UNIQUE;")?;
    rows.each_node(&mut |row| {
        let (id, labels) = (quote(&row.node.id), labels(row.node).join(":"));
        writeln!(out, "MERGE (a:Actor {{id: {id}}}) SET a:{labels}, a += {};", map(columns::node_cells(row)))
    })?;
    rows.each_edge(&mut |row| {
        let [source, target] = [row.source.id, row.target.id].map(quote);
        let relation = row.edge.relation.as_str().to_uppercase();
        let cells = map(columns::edge_cells(row));
        writeln!(
            out,
            "MATCH (s:Actor {{id: {source}}}) MATCH (o:Actor {{id: {target}}}) MERGE (s)-[r:{relation}]->(o) SET r += {cells};"
        )
    })
}

fn map<'r>(cells: impl Iterator<Item = (&'static str, Value<'r>)>) -> String {
    let cells: Vec<String> = cells.map(|(name, value)| format!("{name}: {}", literal(&value))).collect();
    format!("{{{}}}", cells.join(", "))
}

fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) => quote(text),
        Value::List(items) => format!("[{}]", items.iter().map(|item| quote(item)).collect::<Vec<_>>().join(", ")),
        // A decimal keeps its point, or Neo4j would make 3.0 a whole number.
        Value::Real(number) => format!("{number:?}"),
        Value::Count(count) => count.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}

/// Text as a string literal.
///
/// A backslash of the text never comes to stand before a "u": older servers resolve `\u0022` before they look for the
/// end of the string, even behind an escaped backslash. The string is broken in two there.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut last = ' ';
    for c in text.chars() {
        match c {
            'u' | 'U' if last == '\\' => {
                quoted.push_str("\" + \"");
                quoted.push(c);
            }
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if !super::is_xml_char(c) => {}
            c => quoted.push(c),
        }
        last = c;
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;
    use proptest::prelude::*;

    /// What a server makes of a literal, older ones too: `\u` is resolved wherever it stands.
    fn unquote(literal: &str) -> String {
        let mut text = String::new();
        for part in literal.split("\" + \"") {
            let inner = part.trim_matches('"');
            assert!(!inner.to_lowercase().contains("\\u"), "{literal}");
            let mut chars = inner.chars();
            while let Some(c) = chars.next() {
                assert_ne!(c, '"', "the string ends in the middle: {literal}");
                text.push(match c {
                    '\\' => match chars.next().expect("an escape has two characters") {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        c => c,
                    },
                    c => c,
                });
            }
        }
        text
    }

    #[test]
    fn hostile_text_survives_in_one_line() {
        for text in samples::HOSTILE {
            let script = written(&samples::saying(text), write);
            assert_eq!(script.split('\n').filter(|line| !line.is_empty()).count(), 4, "{script}");
            assert!(script.trim_end().split('\n').all(|line| line.ends_with(';')));
        }
        assert_eq!(quote(r"\u0022"), r#""\\" + "u0022""#);
    }

    proptest! {
        #[test]
        fn any_text_survives(text in r#"[a-zA-Z\\"'; {}\n\r\té🚀]{0,30}"#) {
            // The reader above is simple-minded about quotes that stand at the ends of a part.
            let text = format!("a{}a", text.replace('"', "\"a"));
            prop_assert_eq!(unquote(&quote(&text)), text);
        }
    }
}
