//! CSV after RFC 4180, and the two tables that Gephi's spreadsheet import takes: nodes and edges.
//!
//! UTF-8, a head in every table, lines that end in a line feed. A text that a spreadsheet would run as a formula
//! (`=cmd()`, `+1`, `-1`, `@SUM`) gets an apostrophe in front; numbers are left as they are. Control characters but
//! tab and line breaks are dropped, because readers written in C end at a zero.

use std::io::{self, Write};

use crate::graph::{Rows, Stopped};

use super::Part;
use super::columns::{self, Column, Value};

/// Gephi's two tables. Gephi asks for the nodes first.
pub const PARTS: &[Part] =
    &[Part { name: "nodes.csv", writer: write_nodes }, Part { name: "edges.csv", writer: write_edges }];

/// One line of a table, built cell by cell.
#[derive(Default)]
pub struct Line {
    text: String,
    cell: String,
}

impl Line {
    /// Adds a cell of text.
    pub fn text(&mut self, text: &str) {
        let text = text.chars().filter(|c| super::is_xml_char(*c));
        // What is dropped or not seen in front of a formula does not hide it.
        let first = text.clone().find(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}');
        let is_formula = first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
        self.cell.clear();
        self.cell.extend(is_formula.then_some('\'').into_iter().chain(text));
        self.push_cell();
    }

    /// Adds a cell of a number, as it is.
    pub fn number(&mut self, number: &str) {
        self.cell.clear();
        self.cell.push_str(number);
        self.push_cell();
    }

    /// Adds a cell; nothing where there is no value.
    pub fn value(&mut self, value: Option<&Value>) {
        self.cell.clear();
        match value {
            None => self.push_cell(),
            Some(Value::Text(text)) => self.text(text),
            Some(value @ Value::List(_)) => {
                let mut joined = String::new();
                value.push_to(&mut joined);
                self.text(&joined);
            }
            Some(number) => {
                number.push_to(&mut self.cell);
                self.push_cell();
            }
        }
    }

    /// Writes the line and begins the next.
    pub fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.text.push('\n');
        out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    fn push_cell(&mut self) {
        if !self.text.is_empty() {
            self.text.push(',');
        }
        // A first cell that is empty is quoted, so that the line is seen to have begun.
        let begins_empty = self.text.is_empty() && self.cell.is_empty();
        let is_bare = !begins_empty && !self.cell.contains([',', '"', '\n', '\r', '\t', ' ']);
        if is_bare {
            self.text.push_str(&self.cell);
        } else {
            self.text.push('"');
            self.text.push_str(&self.cell.replace('"', "\"\""));
            self.text.push('"');
        }
    }
}

/// Writes a line of texts, such as a head.
pub fn write_head<'a>(out: &mut dyn Write, names: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    let mut line = Line::default();
    names.into_iter().for_each(|name| line.text(name));
    line.end(out)
}

/// Gephi knows these columns by a name with a capital.
fn head<F>(column: &Column<F>) -> &'static str {
    match column.name {
        "label" => "Label",
        "weight" => "Weight",
        name => name,
    }
}

fn write_nodes(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    write_head(out, ["Id"].into_iter().chain(columns::NODE.iter().map(head)))?;
    let mut line = Line::default();
    rows.each_node(&mut |row| {
        line.text(&row.node.id);
        columns::NODE.iter().for_each(|column| line.value((column.value)(row).as_ref()));
        line.end(out)
    })
}

/// `Kind` keeps parallel edges of different relations apart; `Type` is Gephi's word for direction, ours is `relation`.
fn write_edges(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let columns: Vec<_> = columns::EDGE.iter().filter(|column| column.name != "type").collect();
    let heads = columns.iter().map(|column| head(column));
    write_head(out, ["Source", "Target", "Type", "Kind", "Id", "relation"].into_iter().chain(heads))?;
    let mut line = Line::default();
    rows.each_edge(&mut |row| {
        let direction = if row.edge.relation.is_symmetric() { "Undirected" } else { "Directed" };
        let relation = row.edge.relation.as_str();
        for cell in [row.source.id, row.target.id, direction, relation, &super::edge_id(row), relation] {
            line.text(cell);
        }
        columns.iter().for_each(|column| line.value((column.value)(row).as_ref()));
        line.end(out)
    })
}

/// Cells by line, as a reader of RFC 4180 gets them.
#[cfg(test)]
pub fn read_back(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut cells, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                cells.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut cells));
            }
            c => cell.push(c),
        }
    }
    assert!(!is_quoted && cells.is_empty() && cell.is_empty(), "the last line ends");
    lines
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check_survives(text: &str) {
        let kept: String = text.chars().filter(|c| super::super::is_xml_char(*c)).collect();
        let find = |table: Vec<Vec<String>>, line: usize, head: &str| {
            assert!(table.iter().all(|cells| cells.len() == table[0].len()), "{table:?}");
            table[line][table[0].iter().position(|name| name == head).unwrap()].clone()
        };
        let network = samples::saying(text);
        let alias = find(read_back(&written(&network, write_nodes)), 2, "aliases");
        let evidence = find(read_back(&written(&network, write_edges)), 1, "evidence");
        for found in [alias, evidence] {
            assert_eq!(
                found.strip_prefix('\'').filter(|_| !kept.starts_with('\'')).unwrap_or(&found),
                kept,
                "{text:?}"
            );
            let first = found.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).chars().next();
            assert!(first.is_none_or(|c| !"=+-@＝＋－＠".contains(c)), "{found:?} is a formula");
        }
    }

    #[test]
    fn hostile_text_survives_and_formulas_do_not() {
        samples::HOSTILE.iter().for_each(|text| check_survives(text));
        for formula in
            ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\u{0}=1", "＝1", "\r=1", "\u{fffe}=1", "\u{feff}=1"]
        {
            check_survives(formula);
        }
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            check_survives(&text);
        }

        #[test]
        fn any_mixture_of_markup_survives(text in r#"([,"'\r\n\t =+@-]|[\x00-\x20]){0,20}"#) {
            check_survives(&text);
        }
    }

    #[test]
    fn numbers_below_zero_stay_numbers() {
        let mut line = Line::default();
        let mut out = Vec::new();
        line.value(Some(&Value::Real(-4.4)));
        line.text("-4.4");
        line.value(None);
        line.end(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "-4.4,'-4.4,\n");
    }
}
