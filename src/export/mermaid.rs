//! Mermaid, for notes and wikis in Markdown that draw it (GitHub, GitLab, Obsidian): small graphs only.
//!
//! Mermaid itself stops at 500 edges; a picture that can be read has a tenth of that. Colours are those of the DOT
//! picture. <https://mermaid.js.org/syntax/flowchart.html>

use std::io::Write;

use crate::graph::{Rows, Stopped};
use crate::ontology::ActorKind;

use super::columns::{main_relation, shown_name};
use super::dot;
use super::palette::{self, Look, Tone};

/// Writes the graph as one flowchart.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    writeln!(out, "flowchart LR")?;
    let mut index = 0;
    rows.each_node(&mut |row| {
        let label = quote(&dot::short(shown_name(row.node)));
        let (open, close) = match row.node.kind {
            ActorKind::Country => ("[", "]"),
            ActorKind::Group => ("(", ")"),
            ActorKind::Person => ("([", "])"),
        };
        writeln!(out, "  n{index}{open}{label}{close}:::{}", Look::of(row.node).caption())?;
        index += 1;
        Ok(())
    })?;
    let mut styles = Vec::new();
    rows.each_edge(&mut |row| {
        let is_dashed = dot::style(row.edge).is_some();
        let line = match (is_dashed, row.edge.relation.is_symmetric()) {
            (false, false) => "-->",
            (false, true) => "---",
            (true, false) => "-.->",
            (true, true) => "-.-",
        };
        let label = format!("{} ({})", dot::label(row), row.edge.articles);
        styles.push((Tone::of(main_relation(row)), palette::grow(row.edge.articles, 1.0, 0.7, 5.0)));
        writeln!(out, "  n{} {line}|{}| n{}", row.edge.source, quote(&label), row.edge.target)
    })?;
    for &look in Look::ALL {
        writeln!(out, "  classDef {} fill:{},stroke:{},color:#000", look.caption(), look.tint(), look.color())?;
    }
    for (number, (tone, width)) in styles.into_iter().enumerate() {
        writeln!(out, "  linkStyle {number} stroke:{},stroke-width:{width}px", tone.color())?;
    }
    Ok(())
}

/// Text in quotes, every character that could end it or begin markup as Mermaid's entity code `#...;`.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars().filter(|c| super::is_xml_char(*c)) {
        match c {
            c if c.is_whitespace() => quoted.push(' '),
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '%' | '{' | '}' | '|' => {
                quoted.push_str(&format!("#{};", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str) {
        let chart = written(&samples::saying(text), write);
        let line = chart.lines().nth(2).unwrap();
        assert!(line.starts_with("  n1(\"") && line.ends_with("\"):::group"), "{line}");
        assert_eq!(line.matches('"').count(), 2, "{line}");
        assert!(!line.contains(['<', '>', '`', '\\']), "{line}");
        assert_eq!(chart.lines().count(), 9, "{chart}");
    }

    #[test]
    fn hostile_text_stays_in_its_label() {
        samples::HOSTILE.iter().for_each(|text| check(text));
    }

    proptest! {
        #[test]
        fn any_text_stays_in_its_label(text in any::<String>()) {
            check(&text);
        }
    }
}
