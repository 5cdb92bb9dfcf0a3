//! DOT for Graphviz: a picture that reads well from plain `dot -Tsvg`, up to about 40 actors and 100 edges.
//!
//! Shape and tint tell the kind of actor, colour the family of relation, width the number of articles; a dashed edge is
//! only denied ("not ...") or only possible or planned ("...?"), a dotted one has ended. Evidence shows as a tooltip in
//! SVG. For Gephi take GraphML: its DOT reader makes nodes of a graph's settings.
//! <https://graphviz.org/doc/info/lang.html>

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::graph::{Edge, EdgeRow, NodeRow, Rows, Stopped};
use crate::ontology::{Modality, Polarity, Status};

use super::columns::{main_relation, shown_name};
use super::palette::{self, Look, Tone};
use super::plain::{push_count, push_real, unmarked};

/// Where a name is broken into lines, in characters: a box stays narrower than an edge's label is long.
const LINE_WIDTH: usize = 18;

/// Longest name that a picture shows as a whole, in characters.
const MAX_NAME: usize = 80;

/// Writes the graph as one DOT digraph.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    writeln!(out, "digraph whom {{")?;
    writeln!(out, "  graph [rankdir=\"TB\", nodesep=\"0.2\", ranksep=\"0.35\", pad=\"0.3\", bgcolor=\"white\",")?;
    writeln!(
        out,
        "    fontname=\"Helvetica,Arial,sans-serif\", labelloc=\"b\", label={}];",
        legend(&Seen::all(rows)?)
    )?;
    writeln!(out, "  node [fontname=\"Helvetica,Arial,sans-serif\", width=\"0.5\", height=\"0.3\"];")?;
    writeln!(out, "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=\"11\", arrowsize=\"0.7\"];")?;
    rows.each_node(&mut |row| write_node(out, row))?;
    rows.write_edges(out, "", &push_edge)?;
    Ok(writeln!(out, "}}")?)
}

fn write_node(out: &mut dyn Write, row: &NodeRow) -> io::Result<()> {
    let node = row.node;
    let look = Look::of(node);
    let shape = match look {
        Look::Country => "shape=\"box\", style=\"filled\", margin=\"0.1,0.05\"",
        Look::Group => "shape=\"box\", style=\"filled,rounded\", margin=\"0.1,0.05\"",
        Look::Leader => "shape=\"ellipse\", style=\"filled\", peripheries=\"2\", margin=\"0.03,0.02\"",
        Look::Person => "shape=\"ellipse\", style=\"filled\", margin=\"0.03,0.02\"",
    };
    let name = shown_name(node);
    let mut tooltip = vec![name.to_owned(), look.caption().to_owned()];
    tooltip.extend(node.offices.iter().cloned());
    tooltip.push(if node.articles == 1 { "1 article".to_owned() } else { format!("{} articles", node.articles) });
    write!(out, "  {} [label={}, tooltip={}", quote(&node.id), quote(&wrap(&short(name))), tip(&tooltip.join(", ")))?;
    write!(out, ", kind=\"{}\", {shape}", node.kind)?;
    write!(out, ", color=\"{}\", fillcolor=\"{}\"", palette::node_color(row), look.tint())?;
    if let Some(place) = row.place {
        // For `neato -n`, which takes places as they are, in points.
        write!(out, ", pos=\"{},{}\"", place.x, place.y)?;
    }
    writeln!(out, ", fontsize=\"{}\"];", palette::grow(node.articles, 11.0, 1.5, 20.0))
}

fn push_edge(line: &mut String, row: &EdgeRow) {
    let edge = row.edge;
    line.push_str("  ");
    push_quoted(line, row.source.id);
    line.push_str(" -> ");
    push_quoted(line, row.target.id);
    line.push_str(" [label=");
    // Graphviz sets labels close to the right of their line: a hard space keeps a wide line off the first letter.
    push_quoted(line, &["\u{a0}", &label(row)].concat());
    let evidence = tip(&edge.evidence);
    let color = Tone::of(main_relation(row)).color();
    for part in [", tooltip=", &evidence, ", labeltooltip=", &evidence, ", type=\"", edge.relation.as_str(), "\""] {
        line.push_str(part);
    }
    if row.types.is_empty() {
        push_attribute(line, "family", edge.relation.family().as_str());
    }
    line.push_str(", weight=\"");
    push_count(line, edge.articles);
    line.push('"');
    push_attribute(line, "color", color);
    push_attribute(line, "fontcolor", color);
    line.push_str(", penwidth=\"");
    push_real(line, palette::grow(edge.articles, 1.0, 0.7, 5.0));
    line.push('"');
    if let Some(style) = style(edge) {
        push_attribute(line, "style", style);
    }
    if edge.relation.is_symmetric() {
        push_attribute(line, "dir", "none");
    }
    line.push_str("];\n");
}

/// Adds `, name="word"`, of words of ours.
fn push_attribute(line: &mut String, name: &str, word: &str) {
    [", ", name, "=\"", word, "\""].into_iter().for_each(|part| line.push_str(part));
}

/// Nobody affirms it.
fn is_denied(edge: &Edge) -> bool {
    !edge.polarity.contains_key(&Polarity::Affirmed)
}

/// Nobody states it as a fact.
fn is_open(edge: &Edge) -> bool {
    !edge.modality.contains_key(&Modality::Asserted)
}

/// Nobody says that it still holds.
pub fn is_former(edge: &Edge) -> bool {
    !edge.status.contains_key(&Status::Current)
}

/// Graphviz's word for the line of an edge that not everybody would draw through; `None` for a plain one.
pub fn style(edge: &Edge) -> Option<&'static str> {
    if is_denied(edge) || is_open(edge) {
        Some("dashed")
    } else if is_former(edge) {
        Some("dotted")
    } else {
        None
    }
}

/// "not backs?": the relation, marked where nobody affirms it or states it as a fact. The width tells how many
/// articles. Of all relations of a pair the three most stated.
pub fn label(row: &EdgeRow) -> String {
    if !row.types.is_empty() {
        let words: Vec<&str> = row.types.iter().take(3).map(|(relation, _)| relation.as_str()).collect();
        return words.join(", ").replace('_', " ");
    }
    let not = if is_denied(row.edge) { "not " } else { "" };
    let former = if is_former(row.edge) { "former " } else { "" };
    let open = if is_open(row.edge) { "?" } else { "" };
    format!("{not}{former}{}{open}", row.edge.relation.as_str().replace('_', " "))
}

/// A name of a picture's length; tooltips have the whole.
pub fn short(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => format!("{}\u{2026}", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// The name in lines of about [`LINE_WIDTH`] characters, broken at spaces only.
pub fn wrap(name: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE_WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// The looks and tones that occur in a graph, in the order of a legend.
pub struct Seen {
    pub looks: Vec<Look>,
    pub tones: Vec<Tone>,
}

impl Seen {
    pub fn all(rows: &dyn Rows) -> Result<Seen, Stopped> {
        let (mut looks, mut tones) = (BTreeSet::new(), BTreeSet::new());
        rows.each_node(&mut |row| {
            looks.insert(Look::of(row.node));
            Ok(())
        })?;
        tones.extend(rows.relations()?.into_iter().map(Tone::of));
        Ok(Seen { looks: looks.into_iter().collect(), tones: tones.into_iter().collect() })
    }
}

/// The looks and tones that occur, as an HTML-like label below the picture. It holds words of ours alone.
fn legend(seen: &Seen) -> String {
    let (looks, tones) = (seen.looks.iter(), seen.tones.iter());
    let looks = looks.map(|look| format!("<td bgcolor=\"{}\"> {} </td>", look.tint(), look.caption()));
    let tones =
        tones.map(|tone| format!("<td><font color=\"{}\">\u{2014} {}</font></td>", tone.color(), tone.caption()));
    let samples: String = looks.chain(tones).collect();
    if samples.is_empty() {
        return "\"\"".to_owned();
    }
    let lines = "wider: more articles &#160; dashed: denied (not), possible or planned (?) &#160; dotted: former";
    format!(
        "<<table border=\"0\" cellspacing=\"4\">\
         <tr><td><table border=\"0\" cellspacing=\"6\"><tr>{samples}</tr></table></td></tr>\
         <tr><td>{lines}</td></tr></table>>"
    )
}

/// Text as a quoted string that Graphviz shows as it is.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

/// Adds text as a quoted string that Graphviz shows as it is.
///
/// In labels a backslash starts an escape and `&name;` an entity, so both are disarmed. Line breaks of any kind become
/// `\n`; tabs become spaces and other control characters go, for SVG cannot hold them.
fn push_quoted(line: &mut String, text: &str) {
    line.push('"');
    let mut rest = text;
    loop {
        let (unchanged, marked) = rest.split_at(unmarked(rest.as_bytes(), is_marked));
        line.push_str(unchanged);
        match marked.as_bytes().first() {
            None => break,
            Some(b'"') => line.push_str("\\\""),
            Some(b'\\') => line.push_str("\\\\"),
            // What follows decides on these.
            Some(_) => {
                push_disarmed(line, marked);
                break;
            }
        }
        rest = &marked[1..];
    }
    line.push('"');
}

/// Whether a character that begins with this byte may be changed; see [`super::xml`].
fn is_marked(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | b'&' | 0xef)
}

/// Adds what [`push_quoted`] puts between quotation marks, character by character.
fn push_disarmed(line: &mut String, text: &str) {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| super::is_xml_char(*c)).collect();
    for (index, c) in text.char_indices() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' | '\r' => line.push_str("\\n"),
            '\t' => line.push(' '),
            '&' if starts_entity(&text[index..]) => line.push_str("&amp;"),
            _ => line.push(c),
        }
    }
}

/// [`quote`] for a tooltip, in which Graphviz resolves escapes twice.
fn tip(text: &str) -> String {
    if text.contains('\\') { quote(&text.replace('\\', "\\\\")) } else { quote(text) }
}

/// Whether text that begins with an ampersand would be read as an entity: `&amp;`, `&#65;`.
fn starts_entity(text: &str) -> bool {
    let rest = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    rest.starts_with(';') && rest.len() < text.len() - 1
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::ontology::RelationType;
    use proptest::prelude::*;

    /// What Graphviz shows of a quoted string: its scanner's escape, then those of labels, then entities.
    fn unquote(quoted: &str) -> String {
        let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
        let (mut shown, mut chars) = (String::new(), inner.chars());
        while let Some(c) = chars.next() {
            match c {
                '"' => panic!("the string ends in the middle: {quoted}"),
                '\\' => match chars.next().expect("the last quote is escaped") {
                    'n' => shown.push('\n'),
                    c @ ('"' | '\\') => shown.push(c),
                    c => panic!("\\{c} means something else to Graphviz: {quoted}"),
                },
                c => shown.push(c),
            }
        }
        shown.replace("&amp;", "&")
    }

    fn visible(text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
        text.chars().filter(|c| super::super::is_xml_char(*c)).collect()
    }

    #[track_caller]
    fn check_survives(text: &str) {
        let quoted = quote(text);
        assert!(!quoted.contains(|c: char| c.is_ascii_control() && c != '\u{7f}'), "{quoted:?}");
        assert_eq!(unquote(&quoted), visible(text), "{text:?} as {quoted}");
        let entities = quoted.match_indices('&').filter(|(index, _)| starts_entity(&quoted[*index..]));
        entities.for_each(|(index, _)| assert!(quoted[index..].starts_with("&amp;"), "{quoted}"));
    }

    #[test]
    fn hostile_text_survives() {
        samples::HOSTILE.iter().for_each(|text| check_survives(text));
        assert_eq!(quote("AT&T"), "\"AT&T\"");
        assert_eq!(quote("&lt;b&gt;"), "\"&amp;lt;b&amp;gt;\"");
        assert_eq!(quote("end\\"), "\"end\\\\\"");
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            check_survives(&text);
        }

        #[test]
        fn any_mixture_of_markup_survives(text in r#"([&#;"\\<>\r\n\tNGL]|amp|[\x00-\x20]){0,20}"#) {
            check_survives(&text);
        }
    }

    #[track_caller]
    fn check_edge(change: impl Fn(&mut Edge), expected: &[&str]) {
        let mut network = samples::saying("Subject");
        change(&mut network.edges[0]);
        let mut out = Vec::new();
        write(&network, &mut out).unwrap();
        let document = String::from_utf8(out).unwrap();
        let line = document.lines().find(|line| line.contains(" -> ")).unwrap();
        expected.iter().for_each(|part| assert!(line.contains(part), "{part} in {line}"));
        assert!(expected.iter().any(|part| part.contains("style")) || !line.contains("style="), "{line}");
    }

    #[test]
    fn an_edge_shows_what_is_said_of_it() {
        let name = "\"group:subject\" -> \"group:object\"";
        check_edge(|_| {}, &[name, "label=\"\u{a0}allied with\"", "dir=\"none\"", "tooltip=\"Subject\""]);
        check_edge(
            |edge| edge.polarity = [(Polarity::Negated, 2)].into(),
            &["label=\"\u{a0}not allied with\"", "style=\"dashed\""],
        );
        check_edge(
            |edge| edge.modality = [(Modality::Planned, 2)].into(),
            &["label=\"\u{a0}allied with?\"", "style=\"dashed\""],
        );
        check_edge(
            |edge| edge.status = [(Status::Former, 1)].into(),
            &["label=\"\u{a0}former allied with\"", "style=\"dotted\""],
        );
        check_edge(|edge| edge.polarity = [(Polarity::Affirmed, 1), (Polarity::Negated, 5)].into(), &[name]);
        check_edge(|edge| edge.relation = RelationType::Backs, &[name, "family=\"alignment\""]);
    }

    #[test]
    fn long_names_are_broken_at_spaces() {
        assert_eq!(wrap("Islamic Revolutionary Guard Corps"), "Islamic\nRevolutionary\nGuard Corps");
        assert_eq!(wrap("Iran"), "Iran");
        assert_eq!(wrap("Donaudampfschifffahrtsgesellschaft"), "Donaudampfschifffahrtsgesellschaft");
    }
}
