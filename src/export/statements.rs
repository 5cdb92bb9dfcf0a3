//! Every statement with its sentence and article, as JSON lines and as a table: what analysts pivot on.
//!
//! One row is one sentence of one article that says one thing, so rows are reports, not events. `id` is the same in
//! every export; `start` and `end` count characters of the cleaned text.

use std::io::Write;

use crate::graph::{Rows, Stopped};

use super::columns;
use super::csv::{self, Line};
use super::json::Members;

/// Writes one JSON object a line.
pub fn write_lines(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let (mut line, members) = (String::new(), Members::of(columns::STATEMENT));
    rows.each_statement(&mut |row| {
        line.clear();
        members.push_object(&mut line, &[], |value| value(row));
        line.push('\n');
        out.write_all(line.as_bytes())
    })
}

/// Writes a table with a head.
pub fn write_table(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    csv::write_head(out, columns::STATEMENT.iter().map(|column| column.name))?;
    let mut line = Line::default();
    rows.each_statement(&mut |row| {
        columns::STATEMENT.iter().for_each(|column| line.value((column.value)(row).as_ref()));
        line.end(out)
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, Stating, written};
    use super::*;
    use crate::ontology::RelationType;

    #[test]
    fn hostile_text_survives() {
        for text in samples::HOSTILE {
            let rows = Stating::of(text, RelationType::Accuse);
            let lines = written(&rows, write_lines);
            let statement: serde_json::Value = serde_json::from_str(&lines).unwrap();
            assert_eq!(statement["evidence"], *text);
            assert_eq!((&statement["type"], &statement["article_date"]), (&"accuse".into(), &"2024-09-01".into()));
            let table = csv::read_back(&written(&rows, write_table));
            assert_eq!((table.len(), table[0].len()), (2, table[1].len()));
            assert_eq!(table[1][0], statement["id"]);
        }
    }
}
