//! Any answer as a table: its rows, fields within fields under dotted names.
//!
//! The rows are an answer's last list of things, as `links` or `statements`; where a row has such a list itself, as the
//! hops of a route, each of these is a line, and the row's number stands first. An answer without a list is one line.

use std::fmt;
use std::io::Write;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::export::csv::{Line, write_head};

/// JSON whose fields keep their order.
#[derive(Debug, Clone, PartialEq)]
enum Ordered {
    Null,
    Text(String),
    Number(String),
    List(Vec<Ordered>),
    Fields(Vec<(String, Ordered)>),
}

/// Writes an answer, given as JSON, as a table. Nothing where the answer has no rows.
pub fn write(json: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let lines = lines(serde_json::from_str(json)?);
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in lines.iter().flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    write_head(out, names.iter().copied())?;
    for cells in &lines {
        let mut line = Line::default();
        for name in &names {
            match cells.iter().find(|cell| cell.0 == *name) {
                Some((_, Cell::Number(number))) => line.number(number),
                Some((_, Cell::Text(text))) => line.text(text),
                None => line.text(""),
            }
        }
        line.end(out)?;
    }
    Ok(())
}

#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Number(String),
}

type Cells = Vec<(String, Cell)>;

fn lines(answer: Ordered) -> Vec<Cells> {
    let rows = match answer {
        Ordered::Fields(fields) => match fields.iter().rposition(|(_, value)| is_table(value)) {
            Some(place) => match fields.into_iter().nth(place) {
                Some((_, Ordered::List(rows))) => rows,
                _ => Vec::new(),
            },
            None => vec![Ordered::Fields(fields)],
        },
        other => vec![other],
    };
    rows.into_iter().zip(1..).flat_map(|(row, number)| lines_of(row, number)).collect()
}

/// Whether a value is a list whose items have fields; an empty list may be one.
fn is_table(value: &Ordered) -> bool {
    matches!(value, Ordered::List(items) if items.iter().all(|item| matches!(item, Ordered::Fields(_))))
}

fn lines_of(row: Ordered, number: usize) -> Vec<Cells> {
    let Ordered::Fields(mut fields) = row else {
        let mut cells = Vec::new();
        flatten("value", row, &mut cells);
        return vec![cells];
    };
    let inner = fields
        .iter()
        .position(|(_, value)| matches!(value, Ordered::List(items) if !items.is_empty()) && is_table(value));
    let Some((_, Ordered::List(items))) = inner.map(|place| fields.remove(place)) else {
        return vec![flattened(fields)];
    };
    let outer = flattened(fields);
    let mut lines = Vec::new();
    for item in items {
        let Ordered::Fields(fields) = item else { continue };
        let mut cells = vec![("row".to_owned(), Cell::Number(number.to_string()))];
        cells.extend(outer.iter().cloned());
        cells.extend(flattened(fields));
        lines.push(cells);
    }
    lines
}

fn flattened(fields: Vec<(String, Ordered)>) -> Cells {
    let mut cells = Vec::new();
    fields.into_iter().for_each(|(name, value)| flatten(&name, value, &mut cells));
    cells
}

fn flatten(name: &str, value: Ordered, cells: &mut Cells) {
    let cell = match value {
        Ordered::Null => Cell::Text(String::new()),
        Ordered::Text(text) => Cell::Text(text),
        Ordered::Number(number) => Cell::Number(number),
        Ordered::Fields(fields) => {
            return fields.into_iter().for_each(|(inner, value)| flatten(&format!("{name}.{inner}"), value, cells));
        }
        Ordered::List(items) => Cell::Text(items.into_iter().map(said).collect::<Vec<String>>().join("; ")),
    };
    cells.push((name.to_owned(), cell));
}

/// An item of a list within a cell.
fn said(item: Ordered) -> String {
    match item {
        Ordered::Null => String::new(),
        Ordered::Text(text) | Ordered::Number(text) => text,
        Ordered::List(items) => items.into_iter().map(said).collect::<Vec<String>>().join(" "),
        Ordered::Fields(fields) => fields.into_iter().map(|(_, value)| said(value)).collect::<Vec<String>>().join(" "),
    }
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OrderedVisitor)
    }
}

struct OrderedVisitor;

impl<'de> Visitor<'de> for OrderedVisitor {
    type Value = Ordered;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Ordered, E> {
        Ok(Ordered::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Ordered, E> {
        Ok(Ordered::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Ordered, E> {
        Ok(Ordered::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Ordered, E> {
        Ok(Ordered::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Ordered, E> {
        Ok(Ordered::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Ordered, E> {
        Ok(Ordered::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Ordered, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Ordered::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Ordered, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Ordered::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let mut out = Vec::new();
        write(json, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn rows_are_the_last_list_of_things() {
        check(
            r#"{"actor": {"id": "x"}, "links": [{"b": 1, "a": {"c": -0.5, "d": null}}, {"b": 2, "e": ["x", "y"]}]}"#,
            "b,a.c,a.d,e\n1,-0.5,,\n2,,,\"x; y\"\n",
        );
        check(r#"{"articles": 3, "types": {"leads": 2}}"#, "articles,types.leads\n3,2\n");
        check(r#"{"actor": {"id": "x"}, "links": []}"#, "");
    }

    #[test]
    fn a_row_with_things_of_its_own_is_a_line_each() {
        check(
            r#"{"routes": [{"hops": [{"from": "a"}, {"from": "b"}]}, {"hops": [{"from": "c"}]}]}"#,
            "row,from\n1,a\n1,b\n2,c\n",
        );
    }

    #[test]
    fn no_text_is_a_formula() {
        check(r#"{"x": [{"name": "=1+1", "n": -1}]}"#, "name,n\n'=1+1,-1\n");
    }
}
